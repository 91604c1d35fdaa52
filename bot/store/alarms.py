"""Alarms that are on: one row each, so that a cause rings once when it begins and once when it is over."""

from bot.store.database import Database, Transaction


async def begin(tx: Transaction, kind: str, subject: str, told: str, now: int) -> bool:
    """Switch an alarm on, with what was `told` of it; False when it is on already."""
    row = await tx.fetchrow(
        "INSERT INTO alarms (kind, subject, told, since) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT DO NOTHING RETURNING since",
        kind,
        subject,
        told,
        now,
    )
    return row is not None


async def end(tx: Transaction, kind: str, subject: str) -> str | None:
    """Switch an alarm off; answers with what was told when it began, or None when it was not on."""
    row = await tx.fetchrow("DELETE FROM alarms WHERE kind = $1 AND subject = $2 RETURNING told", kind, subject)
    return str(row["told"]) if row else None


async def is_on(reads: Database | Transaction, kind: str) -> bool:
    """Whether an alarm of this kind is on."""
    return await reads.fetchrow("SELECT 1 AS found FROM alarms WHERE kind = $1 LIMIT 1", kind) is not None
