"""Players whose deposits and payouts operators stopped. A label is the same label in capitals."""

from bot.store.engine.database import Database, Transaction


async def is_held(reads: Database | Transaction, label: str) -> str | None:
    """The reason of the hold on this player, or None."""
    row = await reads.fetchrow(
        "SELECT reason FROM holds WHERE LOWER(label) = LOWER($1) ORDER BY since DESC LIMIT 1", label
    )
    return str(row["reason"]) if row else None


async def hold(tx: Transaction, label: str, reason: str, actor: int, now: int) -> None:
    """Stop this player; one who is stopped already gets the new reason."""
    await tx.fetch(
        "INSERT INTO holds (label, reason, actor, since) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (label) DO UPDATE SET reason = excluded.reason, actor = excluded.actor, since = excluded.since",
        label,
        reason,
        actor,
        now,
    )


async def release(tx: Transaction, label: str) -> None:
    """Let this player go on."""
    await tx.fetch("DELETE FROM holds WHERE LOWER(label) = LOWER($1)", label)
