"""What was sent to the provider and how it ended; an attempt left open by a crash ended nobody knows how."""

from dataclasses import dataclass

from bot.store.engine.database import Database, Transaction

Reads = Database | Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempts:
    """How often an order was sent, when last, and how many of those sendings may have arrived."""

    count: int
    unclear: int
    last_at: int

    @property
    def may_have_arrived(self) -> bool:
        """Whether one of them may have arrived."""
        return self.unclear > 0


async def known(reads: Reads, subject: str, order_id: str) -> Attempts:
    """What is known of the attempts for this order so far."""
    row = await reads.fetchrow(
        "SELECT COUNT(*) AS count, COALESCE(MAX(started_at), 0) AS last_at,"
        " COALESCE(SUM(CASE WHEN outcome IN ('open', 'unknown') THEN 1 ELSE 0 END), 0) AS unclear"
        " FROM attempts WHERE subject = $1 AND order_id = $2",
        subject,
        order_id,
    )
    if row is None:  # pragma: no cover - an aggregate answers with a row
        raise AssertionError
    return Attempts(count=int(row["count"]), unclear=int(row["unclear"]), last_at=int(row["last_at"]))


async def start(tx: Transaction, subject: str, order_id: str, now: int) -> int:
    """Open an attempt, before its first byte leaves; answers with its id."""
    row = await tx.fetchrow(
        "INSERT INTO attempts (subject, order_id, started_at) VALUES ($1, $2, $3) RETURNING id", subject, order_id, now
    )
    if row is None:  # pragma: no cover - RETURNING answers with the row
        raise AssertionError
    return int(row["id"])


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
    """What a crash left open may have arrived. An attempt whose row is in somebody's hands is still under way."""
    await tx.fetch(
        "UPDATE attempts SET outcome = 'unknown', detail = 'interrupted', finished_at = $1 WHERE outcome = 'open'"
        " AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.subject = attempts.subject AND o.subject <> ''"
        " AND o.kind IN ('claim', 'payout') AND o.state = 'waiting' AND o.holder <> 0)",
        now,
    )
