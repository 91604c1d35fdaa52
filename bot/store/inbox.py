"""What came in: kept before it is acknowledged, marked when it is applied, by one row per update or postback."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.store.database import Database, Transaction

TOPIC = "inbox"


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxRow:
    """One thing to apply. Rows of one `lane` are applied one after the other, in the order of their ids."""

    id: int
    source: str
    lane: str
    body: str


async def add(tx: Transaction, *, source: str, key: str, lane: str, body: str, now: int) -> bool:
    """Keep what came in; False when the same was kept before."""
    row = await tx.fetchrow(
        "INSERT INTO inbox (source, key, lane, body, received_at) VALUES ($1, $2, $3, $4, $5)"
        " ON CONFLICT (source, key) DO NOTHING RETURNING id",
        source,
        key,
        lane,
        body,
        now,
    )
    tx.notify(TOPIC)
    return row is not None


async def note(tx: Transaction, source: str, key: str, now: int) -> None:
    """Write down that this came in, where there is nothing to apply."""
    await tx.fetch(
        "INSERT INTO inbox (source, key, lane, body, state, received_at, handled_at)"
        " VALUES ($1, $2, $1, '', 'done', $3, $3) ON CONFLICT (source, key) DO NOTHING",
        source,
        key,
        now,
    )


async def was_received(database: Database, source: str, key: str) -> bool:
    """Whether this very thing came in."""
    return await database.fetchrow("SELECT id FROM inbox WHERE source = $1 AND key = $2", source, key) is not None


async def new(database: Database, after: int, limit: int) -> Sequence[InboxRow]:
    """Rows not applied yet, oldest first."""
    rows = await database.fetch(
        "SELECT id, source, lane, body FROM inbox WHERE state = 'new' AND id > $1 ORDER BY id LIMIT $2", after, limit
    )
    return [InboxRow(id=row["id"], source=row["source"], lane=row["lane"], body=row["body"]) for row in rows]


async def mark_done(tx: Transaction, row_id: int, now: int) -> bool:
    """The row's effects are in this very transaction; False when they were written before."""
    row = await tx.fetchrow(
        "UPDATE inbox SET state = 'done', handled_at = $2 WHERE id = $1 AND state = 'new' RETURNING id", row_id, now
    )
    return row is not None


async def mark_bad(tx: Transaction, row_id: int, reason: str, now: int) -> None:
    """The row could not be applied; it is kept for a person and stands in nobody's way."""
    await tx.fetch(
        "UPDATE inbox SET state = 'bad', reason = $2, handled_at = $3 WHERE id = $1 AND state = 'new'",
        row_id,
        reason[:500],
        now,
    )


async def replay(tx: Transaction, source: str, row_id: int, token: str) -> str | None:
    """Put a row that was applied or set aside at the end of the queue, as a copy: the worker only looks ahead.

    Answers with the state it had, or None where there is no such row. `token` makes a repeated call change nothing.
    """
    found = await tx.fetchrow(
        "SELECT state FROM inbox WHERE id = $1 AND source = $2 AND state IN ('done', 'bad')", row_id, source
    )
    if found is None:
        return None
    # It keeps the time it came in: a replay is no sign of life of the provider.
    await tx.fetch(
        "INSERT INTO inbox (source, key, lane, body, received_at)"
        " SELECT source, key || '/' || $2, lane, body, received_at FROM inbox WHERE id = $1"
        " ON CONFLICT (source, key) DO NOTHING",
        row_id,
        token,
    )
    await tx.fetch("UPDATE inbox SET state = 'done' WHERE id = $1", row_id)
    tx.notify(TOPIC)
    return str(found["state"])


async def gaps(database: Database, source: str, of: int) -> list[int]:
    """The pauses, in milliseconds, between the latest `of` of this source, in no order."""
    rows = await database.fetch(
        "SELECT received_at FROM inbox WHERE source = $1 ORDER BY received_at DESC LIMIT $2", source, of
    )
    return [later["received_at"] - earlier["received_at"] for later, earlier in pairwise(rows)]


async def last_received(database: Database, source: str) -> int:
    """When something of this source came in last; 0 when nothing ever did."""
    row = await database.fetchrow("SELECT COALESCE(MAX(received_at), 0) AS at FROM inbox WHERE source = $1", source)
    return int(row["at"]) if row else 0


async def forget_updates(tx: Transaction, before: int) -> None:
    """Drop the text of old Telegram updates; their ids stay, so that a repetition is still known."""
    await tx.fetch(
        "UPDATE inbox SET body = '' WHERE source = 'telegram' AND state = 'done' AND handled_at < $1 AND body <> ''",
        before,
    )


async def forget_notes(tx: Transaction, source: str, before: int) -> None:
    """Drop what was only noted."""
    await tx.fetch("DELETE FROM inbox WHERE source = $1 AND received_at < $2", source, before)


async def keep_refused(tx: Transaction, body: str, reason: str, now: int, *, at_most: int) -> None:
    """Keep a bounded sample of postbacks whose signature did not fit."""
    await tx.fetch("INSERT INTO refused_postbacks (body, reason, received_at) VALUES ($1, $2, $3)", body, reason, now)
    await tx.fetch("DELETE FROM refused_postbacks WHERE id <= (SELECT MAX(id) FROM refused_postbacks) - $1", at_most)
