"""Takes over the rows of instances that no longer exist, without sending anything twice."""

from collections.abc import Collection

from bot.store import attempts, inbox, outbox, waiting_claims
from bot.store.engine.database import Transaction


async def reclaim_orphans(tx: Transaction, now: int) -> None:
    """Make orphaned rows unclaimed, and mark attempts that were running as unknown."""
    await inbox.release_orphans(tx)
    await outbox.release_orphans(tx)
    await waiting_claims.resend_dead(tx, now)
    await attempts.close_open(tx, now)


async def remove_dead_instance(tx: Transaction, instance_ids: Collection[int], now: int) -> None:
    """Remove dead instances and reclaim their rows."""
    for instance_id in instance_ids:
        await tx.fetch("DELETE FROM copies WHERE id = $1", instance_id)
    await reclaim_orphans(tx, now)
