"""The inbox: one row per update or postback, stored before it is acknowledged and marked when it is applied.

A row belongs to the instance that stored it, or to the instance that owns earlier rows with the same ordering key. So
one instance applies all rows of an ordering key (column `lane`), in order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.store.engine.database import Database, Transaction

POSTBACKS = "paykassma"
"""The source of postbacks; operators can apply its rows again."""

TOPIC = "inbox"


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxRow:
    """One update or postback. Rows with the same ordering key (`lane`) are applied in the order of their ids.

    `owner` is the id of the instance that applies it, 0 if unclaimed (column `holder`).
    """

    id: int
    source: str
    lane: str
    body: str
    owner: int = 0


async def add(tx: Transaction, *, source: str, key: str, lane: str, body: str, now: int, owner: int = 0) -> bool:
    """Store a row for `owner`, or for the instance that owns this ordering key; False if `key` was stored before."""
    row = await tx.fetchrow(
        "INSERT INTO inbox (source, key, lane, body, received_at, holder) VALUES ($1, $2, $3, $4, $5, COALESCE("
        "(SELECT holder FROM inbox WHERE lane = $3 AND state = 'new' ORDER BY id DESC LIMIT 1), $6))"
        " ON CONFLICT (source, key) DO NOTHING RETURNING id, holder",
        source,
        key,
        lane,
        body,
        now,
        owner,
    )
    tx.notify(TOPIC, others=row is not None and row["holder"] != owner)
    return row is not None


async def note(tx: Transaction, source: str, key: str, now: int) -> None:
    """Store that this came in if there is nothing to apply."""
    await tx.fetch(
        "INSERT INTO inbox (source, key, lane, body, state, received_at, handled_at)"
        " VALUES ($1, $2, $1, '', 'done', $3, $3) ON CONFLICT (source, key) DO NOTHING",
        source,
        key,
        now,
    )


async def was_received(database: Database, source: str, key: str) -> bool:
    """Whether a row with this key was stored."""
    return await database.fetchrow("SELECT id FROM inbox WHERE source = $1 AND key = $2", source, key) is not None


async def new(database: Database, owner: int, limit: int, source: str = "") -> Sequence[InboxRow]:
    """Rows to apply, owned by `owner` or unclaimed, perhaps of one source only, oldest first."""
    rows = await database.fetch(
        "SELECT id, source, lane, body, holder AS owner FROM inbox WHERE state = 'new' AND holder IN (0, $1)"
        " AND $3 IN ('', source) ORDER BY id LIMIT $2",
        owner,
        limit,
        source,
    )
    return [InboxRow(**{name: row[name] for name in ("id", "source", "lane", "body", "owner")}) for row in rows]


async def claim_unowned(tx: Transaction, owner: int, limit: int, source: str = "") -> None:
    """Claim unclaimed rows for `owner`, always all rows of an ordering key."""
    await tx.fetch(
        "UPDATE inbox SET holder = $1 WHERE state = 'new' AND holder = 0 AND lane IN"
        " (SELECT lane FROM inbox WHERE state = 'new' AND holder = 0 AND $3 IN ('', source) ORDER BY id LIMIT $2)",
        owner,
        limit,
        source,
    )


async def release_orphans(tx: Transaction) -> None:
    """Make rows of instances that no longer exist unclaimed."""
    await tx.fetch(
        "UPDATE inbox SET holder = 0 WHERE state = 'new' AND holder <> 0 AND holder NOT IN (SELECT id FROM copies)"
    )
    tx.notify(TOPIC)


async def mark_done(tx: Transaction, row_id: int, now: int) -> bool:
    """Mark a row whose effects are in this transaction; False if it was marked before."""
    row = await tx.fetchrow(
        "UPDATE inbox SET state = 'done', handled_at = $2 WHERE id = $1 AND state = 'new' RETURNING id", row_id, now
    )
    return row is not None


async def mark_bad(tx: Transaction, row_id: int, reason: str, now: int) -> bool:
    """Mark a row that could not be applied, so that it holds up no other; False if it is not new."""
    row = await tx.fetchrow(
        "UPDATE inbox SET state = 'bad', reason = $2, handled_at = $3 WHERE id = $1 AND state = 'new' RETURNING id",
        row_id,
        reason[:500],
        now,
    )
    return row is not None


async def replay(tx: Transaction, source: str, row_id: int, token: str) -> str | None:
    """Add a copy of an applied or failed row to the end of the queue.

    Returns the row's state before, or None if there is no such row. The same `token` adds a copy only once.
    """
    found = await tx.fetchrow(
        "SELECT state FROM inbox WHERE id = $1 AND source = $2 AND state IN ('done', 'bad') AND body <> ''",
        row_id,
        source,
    )
    if found is None:
        return None
    # The copy keeps `received_at`: a replay does not show that the provider still sends postbacks.
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
    """The pauses in milliseconds between the latest `of` rows of this source."""
    rows = await database.fetch(
        "SELECT received_at FROM inbox WHERE source = $1 ORDER BY received_at DESC LIMIT $2", source, of
    )
    return [later["received_at"] - earlier["received_at"] for later, earlier in pairwise(rows)]


async def last_received(database: Database, source: str) -> int:
    """When the latest row of this source came in (epoch ms); 0 if none did."""
    row = await database.fetchrow("SELECT COALESCE(MAX(received_at), 0) AS at FROM inbox WHERE source = $1", source)
    return int(row["at"]) if row else 0


async def forget_bodies(tx: Transaction, source: str, before: int, limit: int) -> int:
    """Erase the text of rows handled before a time. Returns how many.

    The key stays, so that a repetition is still recognized.
    """
    rows = await tx.fetch(
        "UPDATE inbox SET body = '' WHERE id IN (SELECT id FROM inbox WHERE source = $1 AND state <> 'new'"
        " AND handled_at < $2 AND body <> '' ORDER BY handled_at LIMIT $3) RETURNING id",
        source,
        before,
        limit,
    )
    return len(rows)


async def forget_refused(tx: Transaction, before: int) -> None:
    """Delete samples of postbacks with a wrong signature that are older than `before`."""
    await tx.fetch("DELETE FROM refused_postbacks WHERE received_at < $1", before)


async def forget_notes(tx: Transaction, source: str, before: int, limit: int) -> int:
    """Delete rows of `note` that are older than `before`. Returns how many."""
    rows = await tx.fetch(
        "DELETE FROM inbox WHERE id IN (SELECT id FROM inbox WHERE source = $1 AND received_at < $2"
        " ORDER BY received_at LIMIT $3) RETURNING id",
        source,
        before,
        limit,
    )
    return len(rows)


async def keep_refused(tx: Transaction, body: str, reason: str, now: int, *, at_most: int) -> None:
    """Store a postback with a wrong signature, and keep the latest `at_most` of them."""
    await tx.fetch("INSERT INTO refused_postbacks (body, reason, received_at) VALUES ($1, $2, $3)", body, reason, now)
    await tx.fetch("DELETE FROM refused_postbacks WHERE id <= (SELECT MAX(id) FROM refused_postbacks) - $1", at_most)


async def waiting_with(reads: Database | Transaction, source: str, words: str) -> Sequence[str]:
    """The bodies of up to 20 rows from `source` that contain `words` and are not applied yet."""
    rows = await reads.fetch(
        "SELECT body FROM inbox WHERE state = 'new' AND source = $1 AND body LIKE '%' || $2 || '%'"
        " ORDER BY id LIMIT 20",
        source,
        words,
    )
    return [str(row["body"]) for row in rows]
