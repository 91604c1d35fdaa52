"""A savepoint: a part of a transaction that can fail alone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.store.engine.database import StoreError, Transaction


@asynccontextmanager
async def savepoint(tx: Transaction) -> AsyncIterator[None]:
    """If the body raises, undo only what it wrote and raise the error again.

    After a StoreError the database has ended the whole transaction, so there is nothing to roll back to.
    """
    await tx.fetch("SAVEPOINT part")
    try:
        yield
    except StoreError:
        raise
    except Exception:
        await tx.fetch("ROLLBACK TO SAVEPOINT part")
        await tx.fetch("RELEASE SAVEPOINT part")
        raise
    await tx.fetch("RELEASE SAVEPOINT part")
