"""Attempts to send an order to the provider. One that a crash left open has an unknown outcome."""

from dataclasses import dataclass

from bot.store.engine.database import Database, Transaction

Reads = Database | Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempts:
    """The attempts of one order: how many, how many may have arrived (`unclear`), and the latest start (epoch ms)."""

    count: int
    unclear: int
    last_at: int

    @property
    def may_have_arrived(self) -> bool:
        """Whether an attempt may have arrived at the provider."""
        return self.unclear > 0


async def known(reads: Reads, subject: str, order_id: str) -> Attempts:
    """The attempts of this order so far."""
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
    """Open an attempt and return its id. Commit this before the first byte is sent."""
    row = await tx.fetchrow(
        "INSERT INTO attempts (subject, order_id, started_at) VALUES ($1, $2, $3) RETURNING id", subject, order_id, now
    )
    if row is None:  # pragma: no cover - RETURNING answers with the row
        raise AssertionError
    return int(row["id"])


async def finish(tx: Transaction, attempt_id: int, outcome: str, detail: str, now: int) -> None:
    """Store the outcome of an attempt."""
    await tx.fetch(
        "UPDATE attempts SET outcome = $2, detail = $3, finished_at = $4 WHERE id = $1",
        attempt_id,
        outcome,
        detail[:500],
        now,
    )


async def close_open(tx: Transaction, now: int) -> None:
    """Mark attempts that a crash left open as unknown. One whose outbox row is claimed is still running."""
    await tx.fetch(
        "UPDATE attempts SET outcome = 'unknown', detail = 'interrupted', finished_at = $1 WHERE outcome = 'open'"
        " AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.subject = attempts.subject AND o.subject <> ''"
        " AND o.kind IN ('claim', 'payout') AND o.state = 'waiting' AND o.holder <> 0)",
        now,
    )
