"""A bounded sample of refused postbacks: how many, why, and their shape."""

from collections.abc import Mapping, Sequence

from bot.domain.postback_refusal import Refused, Shape
from bot.domain.report import Received
from bot.store.engine.database import Database, Row, Transaction


async def add(tx: Transaction, reason: Refused, shape: Shape, count: int, now: int, *, at_most: int) -> None:
    """Store the latest of `count` refused calls, and delete the oldest of the same reason beyond `at_most`."""
    await tx.fetch(
        "INSERT INTO postback_refusals (reason, count, size, content_type, members, received_at)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        reason.value,
        count,
        shape.size,
        shape.content_type,
        shape.members,
        now,
    )
    await tx.fetch(
        "DELETE FROM postback_refusals WHERE reason = $1 AND id <="
        " (SELECT id FROM postback_refusals WHERE reason = $1 ORDER BY id DESC LIMIT 1 OFFSET $2)",
        reason.value,
        at_most,
    )


async def since(reads: Database, when: int) -> Mapping[Refused, int]:
    """How many calls were refused since a time, by reason."""
    rows = await reads.fetch(
        "SELECT reason, SUM(count) AS count FROM postback_refusals WHERE received_at >= $1 GROUP BY reason"
        " ORDER BY reason",
        when,
    )
    return {Refused(row["reason"]): int(row["count"]) for row in rows}


async def latest(reads: Database, limit: int) -> Sequence[Received]:
    """The newest samples, as rows of the operators' list of failed postbacks."""
    rows = await reads.fetch(
        "SELECT id, reason, count, size, content_type, members, received_at FROM postback_refusals"
        " ORDER BY id DESC LIMIT $1",
        limit,
    )
    return [_received(row) for row in rows]


def _received(row: Row) -> Received:
    looks = (f"×{row['count']}", f"{row['size']} B", row["content_type"], row["members"])
    return Received(
        id=row["id"],
        source="",
        state="refused",
        reason=" · ".join(filter(None, (row["reason"], *looks))),
        body="",
        received_at=row["received_at"],
    )


async def forget(tx: Transaction, before: int) -> None:
    """Delete samples from before a time."""
    await tx.fetch("DELETE FROM postback_refusals WHERE received_at < $1", before)
