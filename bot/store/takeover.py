"""What copies that are no more had in their hands: freed for others, and never sent twice for that."""

from collections.abc import Collection

from bot.store import attempts, inbox, outbox, waiting_claims
from bot.store.engine.database import Transaction


async def reclaim_orphans(tx: Transaction, now: int) -> None:
    """What nobody holds any more is free, and what was being sent then may have arrived."""
    await inbox.release_orphans(tx)
    await outbox.release_orphans(tx)
    await waiting_claims.resend_dead(tx, now)
    await attempts.close_open(tx, now)


async def remove_dead_instance(tx: Transaction, instance_ids: Collection[int], now: int) -> None:
    """These copies are no more."""
    for instance_id in instance_ids:
        await tx.fetch("DELETE FROM copies WHERE id = $1", instance_id)
    await reclaim_orphans(tx, now)
