"""A part of a transaction that can fail alone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.store.engine.database import StoreError, Transaction


@asynccontextmanager
async def savepoint(tx: Transaction) -> AsyncIterator[None]:
    """What the body wrote stands with the transaction; where it raises, only that is undone, and the error goes on.

    Where the database itself ended the transaction nothing can be kept, so that error goes through as it is.
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
