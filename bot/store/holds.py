"""Player holds: operators stopped the player's deposits and payouts. The case of a label is ignored."""

from bot.store.engine.database import Database, Transaction


async def is_held(reads: Database | Transaction, label: str) -> str | None:
    """The reason of the player's hold, or None."""
    row = await reads.fetchrow(
        "SELECT reason FROM holds WHERE LOWER(label) = LOWER($1) ORDER BY since DESC LIMIT 1", label
    )
    return str(row["reason"]) if row else None


async def hold(tx: Transaction, label: str, reason: str, actor: int, now: int) -> None:
    """Put a player on hold, or change the reason."""
    await tx.fetch(
        "INSERT INTO holds (label, reason, actor, since) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (label) DO UPDATE SET reason = excluded.reason, actor = excluded.actor, since = excluded.since",
        label,
        reason,
        actor,
        now,
    )


async def release(tx: Transaction, label: str) -> None:
    """End a player's hold."""
    await tx.fetch("DELETE FROM holds WHERE LOWER(label) = LOWER($1)", label)
