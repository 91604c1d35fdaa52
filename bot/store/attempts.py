"""What was sent to the provider and how it ended; an attempt left open by a crash ended nobody knows how."""

from dataclasses import dataclass

from bot.store.database import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempts:
    """How often an order was sent, and whether one of those sendings may have arrived."""

    count: int
    unsure: bool


async def start(tx: Transaction, subject: str, order_id: str, now: int) -> tuple[int, Attempts]:
    """Open an attempt; answers with its id and what is known of the earlier ones of this order."""
    row = await tx.fetchrow(
        "SELECT COUNT(*) AS count,"
        " COALESCE(SUM(CASE WHEN outcome IN ('open', 'unknown') THEN 1 ELSE 0 END), 0) AS unsure"
        " FROM attempts WHERE subject = $1 AND order_id = $2",
        subject,
        order_id,
    )
    before = (
        Attempts(count=int(row["count"]), unsure=int(row["unsure"]) > 0) if row else Attempts(count=0, unsure=False)
    )
    opened = await tx.fetchrow(
        "INSERT INTO attempts (subject, order_id, started_at) VALUES ($1, $2, $3) RETURNING id", subject, order_id, now
    )
    if opened is None:  # pragma: no cover - RETURNING answers with the row
        raise AssertionError
    return int(opened["id"]), before


async def finish(tx: Transaction, attempt_id: int, outcome: str, detail: str, now: int) -> None:
    """Write down how an attempt ended."""
    await tx.fetch(
        "UPDATE attempts SET outcome = $2, detail = $3, finished_at = $4 WHERE id = $1",
        attempt_id,
        outcome,
        detail[:500],
        now,
    )


async def close_open(tx: Transaction, now: int) -> None:
    """At start: what a crash left open may have arrived."""
    await tx.fetch(
        "UPDATE attempts SET outcome = 'unknown', detail = 'interrupted', finished_at = $1 WHERE outcome = 'open'", now
    )
