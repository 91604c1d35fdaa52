"""Alarms that are on: one row each, so that a cause rings once when it begins and once when it is over."""

from bot.store.database import Transaction


async def begin(tx: Transaction, kind: str, subject: str, now: int) -> bool:
    """Switch an alarm on; False when it is on already."""
    row = await tx.fetchrow(
        "INSERT INTO alarms (kind, subject, since) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING since",
        kind,
        subject,
        now,
    )
    return row is not None


async def end(tx: Transaction, kind: str, subject: str) -> bool:
    """Switch an alarm off; False when it was not on."""
    row = await tx.fetchrow("DELETE FROM alarms WHERE kind = $1 AND subject = $2 RETURNING since", kind, subject)
    return row is not None
