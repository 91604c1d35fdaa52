"""The outbox: rows written in the transaction of the fact, claimed by a worker, kept until a definite answer."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4

from bot.domain.report import Queue
from bot.store.engine.database import Database, Row, Transaction

TOPIC = "outbox"
NOTIFICATION, MONEY, REPLY, ALERT, REDRAW = -1, 0, 1, 2, 3
"""Priorities, the lowest number first: notifications about money; calls and cards that move or show money; replies to a
person; alerts to operators; cards that are redrawn although nobody asked."""

_SET_BACK_MS = 5_000
_LONGEST_MS = 6 * 3_600_000
_FIELDS = ("id", "lane", "kind", "subject", "payload", "version", "attempts", "created_at", "priority")
COLUMNS = f"{', '.join(_FIELDS)}, holder AS owner"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    """One thing to deliver. Rows with one ordering key (`lane`) leave one by one, by priority, then by id."""

    id: int
    lane: str
    kind: str
    subject: str
    payload: str
    version: int
    attempts: int
    created_at: int
    priority: int = REPLY
    owner: int = 0
    """The instance that claimed it, 0 if none (column `holder`). Only the owner can mark the row."""


@dataclass(frozen=True, slots=True)
class Kinds:
    """A filter: rows of the kinds `only`, or of every kind `but` these. The names are constants of the program."""

    only: tuple[str, ...] = ()
    but: tuple[str, ...] = ()

    def has(self, kind: str) -> bool:
        """Whether the filter includes this kind."""
        return kind in self.only if self.only else kind not in self.but

    @property
    def condition(self) -> str:
        """The filter as SQL, for a table named `o`."""
        names = ", ".join(f"'{kind}'" for kind in self.only or self.but)
        return f" AND o.kind {'' if self.only else 'NOT '}IN ({names})" if names else ""


ANY = Kinds()


def row_of(row: Row) -> OutboxRow:
    """The row of a query that selected `COLUMNS`."""
    return OutboxRow(**{name: row[name] for name in (*_FIELDS, "owner")})


async def add(
    tx: Transaction,
    *,
    lane: str,
    kind: str,
    subject: str,
    now: int,
    payload: str = "{}",
    dedupe: str = "",
    priority: int = REPLY,
    due_at: int = 0,
) -> bool:
    """Add a row; with a `dedupe` key at most once ever. False if it was added before."""
    row = await tx.fetchrow(
        "INSERT INTO outbox (lane, kind, subject, payload, dedupe, priority, due_at, created_at, put_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8) ON CONFLICT (dedupe) DO NOTHING RETURNING id",
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


async def add_once(tx: Transaction, *, lane: str, kind: str, subject: str, now: int, payload: str) -> None:
    """Add a reply unless an equal one waits: a player who presses twice reads it once."""
    await tx.fetch(
        "INSERT INTO outbox (lane, kind, subject, payload, dedupe, priority, due_at, created_at, put_at)"
        f" SELECT $1, $2, $3, $4, $5, {REPLY}, $6, $6, $6 WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE lane = $1"
        " AND state = 'waiting' AND holder = 0 AND kind = $2 AND subject = $3 AND payload = $4 AND due_at <= $6)",
        lane,
        kind,
        subject,
        payload,
        uuid4().hex,
        now,
    )
    tx.notify(TOPIC)


async def refresh(
    tx: Transaction, *, lane: str, kind: str, subject: str, now: int, payload: str, priority: int = REPLY
) -> None:
    """Add a row that is drawn when it leaves, such as a card, or refresh the one that waits.

    A row that is being delivered now gets a new version and so is delivered again.
    """
    waiting = await tx.fetchrow(
        "UPDATE outbox SET version = version + 1, payload = CASE WHEN $3 = '{}' THEN payload ELSE $3 END,"
        " priority = CASE WHEN priority > $5 THEN $5 ELSE priority END"
        " WHERE lane = $1 AND kind = $4 AND subject = $2 AND state = 'waiting' RETURNING id",
        lane,
        subject,
        payload,
        kind,
        priority,
    )
    tx.notify(TOPIC)
    if waiting is None:
        await add(tx, lane=lane, kind=kind, subject=subject, payload=payload, priority=priority, now=now)


async def withdraw(tx: Transaction, dedupe: str, now: int) -> None:
    """Drop a row that has not left yet."""
    await tx.fetch(
        "UPDATE outbox SET state = 'dropped', done_at = $2 WHERE dedupe = $1 AND state = 'waiting'", dedupe, now
    )


def _due(row: str) -> str:
    """SQL: whether a row is due at $1. A due time set by a clock that was ahead is ignored."""
    return f"({row}.due_at <= $1 OR {row}.put_at > $1 + {_SET_BACK_MS} OR {row}.due_at > $1 + {_LONGEST_MS})"


def _numbers(ids: Collection[int]) -> str:
    return ", ".join(str(int(one)) for one in ids) or "0"


def _free(owner: int, claimed: Collection[int]) -> str:
    """SQL: unclaimed, or claimed by this instance in a commit whose answer was lost."""
    return f" AND o.holder IN (0, {int(owner)}) AND o.id NOT IN ({_numbers(claimed)})"


def _first(owner: int, claimed: Collection[int], before: str) -> str:
    """SQL: no row of its ordering key is being delivered, and no earlier row (priority, id) fulfils `before`."""
    return (
        " AND NOT EXISTS (SELECT 1 FROM outbox h WHERE h.lane = o.lane AND h.state = 'waiting' AND h.id <> o.id"
        f" AND (h.holder NOT IN (0, {int(owner)}) OR h.id IN ({_numbers(claimed)})"
        f" OR ((h.priority < o.priority OR (h.priority = o.priority AND h.id < o.id)) AND {before})))"
    )


_EARLIEST = (
    f"MIN(CASE WHEN {_due('o')} AND o.due_at > $1 THEN $1 ELSE o.due_at END) AS at"
    " FROM outbox o WHERE o.state = 'waiting'"
)
_TRIED = "h.error <> ''"
"""A row that was tried keeps its place in the order; a row that is only due later holds up no other."""


async def take(
    tx: Transaction,
    now: int,
    owner: int,
    limit: int,
    claimed: Collection[int] = (),
    *,
    since: int = 0,
    kinds: Kinds = ANY,
) -> Sequence[OutboxRow]:
    """Claim up to `limit` due rows for `owner`, the first of each ordering key, by priority; not those in `claimed`.

    Only rows of these `kinds` that were added at `since` or later. A row that is locked from outside, such as by an
    administrator, is skipped.
    """
    before = f"({_TRIED} OR {_due('h')})"
    rows = await tx.fetch(
        # Without MATERIALIZED, PostgreSQL searches again for each locked row and claims more than the limit.
        "WITH due AS MATERIALIZED"
        f" (SELECT o.id FROM outbox o WHERE o.state = 'waiting' AND {_due('o')} AND o.created_at >= $4"
        f"{kinds.condition}{_first(owner, claimed, before)}{_free(owner, claimed)}"
        f" ORDER BY o.priority, o.id LIMIT $3{tx.skip_locked})"
        " UPDATE outbox SET holder = $2, attempts = attempts + 1 WHERE id IN (SELECT id FROM due)"
        f" RETURNING {COLUMNS}",
        now,
        owner,
        limit,
        since,
    )
    return sorted(map(row_of, rows), key=lambda row: (row.priority, row.id))


async def next_due(database: Database, now: int, owner: int = 0, claimed: Collection[int] = ()) -> int | None:
    """When the first row that `owner` could claim is due (epoch ms); None if there is none."""
    row = await database.fetchrow(f"SELECT {_EARLIEST}{_first(owner, claimed, _TRIED)}{_free(owner, claimed)}", now)
    return row["at"] if row else None


async def due_by_kind(database: Database, now: int, owner: int, claimed: Collection[int]) -> Mapping[str, int]:
    """The same for each kind that has a claimable row."""
    rows = await database.fetch(
        f"SELECT o.kind AS kind, {_EARLIEST}{_first(owner, claimed, _TRIED)}{_free(owner, claimed)} GROUP BY o.kind",
        now,
    )
    return {row["kind"]: row["at"] for row in rows}


async def mark_sent(tx: Transaction, row: OutboxRow, now: int) -> None:
    """Mark a delivered row. If it was refreshed meanwhile it stays and is delivered again."""
    done = await tx.fetchrow(
        "UPDATE outbox SET state = 'sent', done_at = $3, error = '', holder = 0"
        " WHERE id = $1 AND version = $2 AND holder = $4 RETURNING id",
        row.id,
        row.version,
        now,
        row.owner,
    )
    if done is None:
        await tx.fetch("UPDATE outbox SET holder = 0 WHERE id = $1 AND holder = $2", row.id, row.owner)
        tx.notify(TOPIC)


async def mark_later(
    tx: Transaction, row: OutboxRow, due_at: int, error: str, now: int, *, is_try: bool = True
) -> None:
    """Deliver the row again at `due_at`. With `is_try` False this does not count as an attempt."""
    await tx.fetch(
        "UPDATE outbox SET due_at = $2, put_at = $5, holder = 0, error = $3, attempts = attempts - $6"
        " WHERE id = $1 AND holder = $4",
        row.id,
        due_at,
        error[:500],
        row.owner,
        now,
        0 if is_try else 1,
    )


async def mark_dead(tx: Transaction, row: OutboxRow, error: str, now: int) -> None:
    """Mark a row that can never be delivered, with the reason."""
    await tx.fetch(
        "UPDATE outbox SET state = 'dead', done_at = $2, error = $3, holder = 0 WHERE id = $1 AND holder = $4",
        row.id,
        now,
        error[:500],
        row.owner,
    )


async def release_orphans(tx: Transaction) -> None:
    """Make rows of instances that no longer exist unclaimed."""
    await tx.fetch(
        "UPDATE outbox SET holder = 0 WHERE state = 'waiting' AND holder <> 0 AND holder NOT IN (SELECT id FROM copies)"
    )
    tx.notify(TOPIC)


async def forget_sent(tx: Transaction, before: int, limit: int) -> int:
    """Delete delivered rows that are not about money. Returns how many.

    Rows about money stay, because their `dedupe` key prevents a second delivery.
    """
    rows = await tx.fetch(
        "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE state IN ('sent', 'dropped') AND done_at < $1"
        " AND kind NOT IN ('ring', 'payout_ring', 'hand_ring', 'claim', 'payout', 'event')"
        " ORDER BY done_at LIMIT $2) RETURNING id",
        before,
        limit,
    )
    return len(rows)


async def queue_of(database: Database, kind: str) -> Queue:
    """How many rows of a kind wait, and since when."""
    row = await database.fetchrow(
        "SELECT COUNT(*) AS count, COALESCE(MIN(created_at), 0) AS since FROM outbox"
        " WHERE state = 'waiting' AND kind = $1",
        kind,
    )
    return Queue(waiting=row["count"], since=row["since"]) if row else Queue(waiting=0, since=0)
