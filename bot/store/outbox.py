"""What must leave: written in the transaction of the fact, taken by the deliverer, kept until a definite answer."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import uuid4

from bot.domain.report import Queue
from bot.store.database import Database, Row, Transaction

TOPIC = "outbox"
MONEY, TALK = 0, 1
"""Priorities: what tells of money goes before chatter when there is a queue."""

_COLUMNS = "id, lane, kind, subject, payload, version, attempts, created_at"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    """One thing to deliver. Rows of one `lane` leave one after the other, in the order of their ids."""

    id: int
    lane: str
    kind: str
    subject: str
    payload: str
    version: int
    attempts: int
    created_at: int


def _row(row: Row) -> OutboxRow:
    return OutboxRow(**{name: row[name] for name in _COLUMNS.split(", ")})


async def add(
    tx: Transaction,
    *,
    lane: str,
    kind: str,
    subject: str,
    now: int,
    payload: str = "{}",
    dedupe: str = "",
    priority: int = TALK,
    due_at: int = 0,
) -> bool:
    """Put something out; with a `dedupe` key at most once ever. False when it was put out before."""
    row = await tx.fetchrow(
        "INSERT INTO outbox (lane, kind, subject, payload, dedupe, priority, due_at, created_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (dedupe) DO NOTHING RETURNING id",
        lane,
        kind,
        subject,
        payload,
        dedupe or uuid4().hex,
        priority,
        due_at or now,
        now,
    )
    tx.notify(TOPIC)
    return row is not None


async def refresh(tx: Transaction, *, lane: str, kind: str, subject: str, now: int, payload: str) -> None:
    """Put out something that is drawn when it leaves, such as a card: waiting twice is waiting once.

    A row that is just being delivered gets a new version instead, and so leaves again.
    """
    waiting = await tx.fetchrow(
        "UPDATE outbox SET version = version + 1, payload = CASE WHEN $3 = '{}' THEN payload ELSE $3 END"
        " WHERE lane = $1 AND kind = $4 AND subject = $2 AND state = 'waiting' RETURNING id",
        lane,
        subject,
        payload,
        kind,
    )
    tx.notify(TOPIC)
    if waiting is None:
        await add(tx, lane=lane, kind=kind, subject=subject, payload=payload, now=now)


async def withdraw(tx: Transaction, dedupe: str, now: int) -> None:
    """Take back what has not left yet."""
    await tx.fetch(
        "UPDATE outbox SET state = 'dropped', done_at = $2 WHERE dedupe = $1 AND state = 'waiting'", dedupe, now
    )


async def take(
    tx: Transaction, now: int, lease_until: int, limit: int, in_hand: Collection[int] = ()
) -> Sequence[OutboxRow]:
    """Lease due rows, the first of each lane only, money first; never those whose ids are `in_hand`."""
    others = f" AND o.id NOT IN ({', '.join(str(int(row_id)) for row_id in in_hand)})" if in_hand else ""
    rows = await tx.fetch(
        "UPDATE outbox SET lease_until = $2, attempts = attempts + 1 WHERE state = 'waiting' AND lease_until <= $1"
        " AND id IN (SELECT o.id FROM outbox o WHERE o.state = 'waiting' AND o.due_at <= $1 AND o.lease_until <= $1"
        " AND NOT EXISTS (SELECT 1 FROM outbox h WHERE h.lane = o.lane AND h.state = 'waiting' AND h.id < o.id)"
        f"{others} ORDER BY o.priority, o.id LIMIT $3) RETURNING {_COLUMNS}, priority",
        now,
        lease_until,
        limit,
    )
    return [_row(row) for row in sorted(rows, key=lambda row: (row["priority"], row["id"]))]


async def next_due(database: Database) -> int | None:
    """When the first of some lane wants to leave, or its lease is over; None when nothing waits."""
    row = await database.fetchrow(
        "SELECT MIN(CASE WHEN o.due_at > o.lease_until THEN o.due_at ELSE o.lease_until END) AS at"
        " FROM outbox o WHERE o.state = 'waiting'"
        " AND NOT EXISTS (SELECT 1 FROM outbox h WHERE h.lane = o.lane AND h.state = 'waiting' AND h.id < o.id)"
    )
    return row["at"] if row else None


async def mark_sent(tx: Transaction, row: OutboxRow, now: int) -> None:
    """It left. If it was refreshed meanwhile it stays, to leave again in its new form."""
    done = await tx.fetchrow(
        "UPDATE outbox SET state = 'sent', done_at = $3, error = '' WHERE id = $1 AND version = $2 RETURNING id",
        row.id,
        row.version,
        now,
    )
    if done is None:
        await tx.fetch("UPDATE outbox SET lease_until = 0 WHERE id = $1", row.id)
        tx.notify(TOPIC)


async def mark_later(tx: Transaction, row: OutboxRow, due_at: int, error: str) -> None:
    """It did not leave, or nobody knows: again at `due_at`."""
    await tx.fetch(
        "UPDATE outbox SET due_at = $2, lease_until = 0, error = $3 WHERE id = $1", row.id, due_at, error[:500]
    )


async def mark_dead(tx: Transaction, row: OutboxRow, error: str, now: int) -> None:
    """It can never leave, and this is why."""
    await tx.fetch("UPDATE outbox SET state = 'dead', done_at = $2, error = $3 WHERE id = $1", row.id, now, error[:500])


async def release_leases(tx: Transaction) -> None:
    """At start of the only process: nobody is delivering anything."""
    await tx.fetch("UPDATE outbox SET lease_until = 0 WHERE state = 'waiting' AND lease_until > 0")
    tx.notify(TOPIC)


async def forget_sent(tx: Transaction, before: int) -> None:
    """Drop talk that left long ago. What was said or sent about money stays, with the key that says it once."""
    await tx.fetch(
        "DELETE FROM outbox WHERE state IN ('sent', 'dropped') AND done_at < $1"
        " AND kind NOT IN ('ring', 'payout_ring', 'claim', 'payout', 'event')",
        before,
    )


async def revive(tx: Transaction, lane: str, now: int) -> None:
    """A chat that had blocked the bot is open again: what was about money leaves after all."""
    await tx.fetch(
        "UPDATE outbox SET state = 'waiting', due_at = $2, lease_until = 0 WHERE lane = $1 AND state = 'dead'"
        " AND (kind LIKE '%ring' OR kind = 'card') AND error = 'blocked'",
        lane,
        now,
    )
    tx.notify(TOPIC)


async def queue_of(database: Database, kind: str) -> Queue:
    """How many of a kind wait, and since when."""
    row = await database.fetchrow(
        "SELECT COUNT(*) AS count, COALESCE(MIN(created_at), 0) AS since FROM outbox"
        " WHERE state = 'waiting' AND kind = $1",
        kind,
    )
    return Queue(waiting=row["count"], since=row["since"]) if row else Queue(waiting=0, since=0)


async def waiting_behind(database: Database, row: OutboxRow, limit: int) -> Sequence[OutboxRow]:
    """What waits in the same lane behind `row` and is of its kind; safe to take along while `row` is leased."""
    rows = await database.fetch(
        f"SELECT {_COLUMNS} FROM outbox WHERE lane = $1 AND kind = $2 AND state = 'waiting' AND id > $3"
        " ORDER BY id LIMIT $4",
        row.lane,
        row.kind,
        row.id,
        limit,
    )
    return [_row(found) for found in rows]
