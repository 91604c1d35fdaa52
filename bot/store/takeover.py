"""What copies that are no more had in their hands: freed for others, and never sent twice for that."""

from collections.abc import Collection

from bot.store import attempts, inbox, outbox, waiting_claims
from bot.store.engine.database import Transaction


async def reclaim_orphans(tx: Transaction, now: int) -> None:
    """What nobody holds any more is free, and what was being sent then may have arrived."""
    await inbox.release(tx)
    await outbox.release_leases(tx)
    await waiting_claims.revive(tx, now)
    await attempts.close_open(tx, now)


async def remove_dead_instance(tx: Transaction, copies: Collection[int], now: int) -> None:
    """These copies are no more."""
    for copy in copies:
        await tx.fetch("DELETE FROM copies WHERE id = $1", copy)
    await reclaim_orphans(tx, now)
