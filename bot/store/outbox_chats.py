"""Outbox rows of one chat: what to do when the chat opens, closes or gets another id."""

import json
from collections.abc import Sequence

from bot.store.engine.database import Database, Transaction
from bot.store.outbox import COLUMNS, TOPIC, OutboxRow, row_of

_OWED = (
    "state = 'dead' AND lane = $1 AND (kind LIKE '%ring' OR kind = 'card') AND created_at > $2 AND (error = 'blocked'"
    " OR error LIKE 'closed:%' OR error LIKE '%chat not found%' OR error LIKE '%Not Found%')"
)
"""Rows about money that could not be delivered because the chat was closed to the bot, or seemed to be."""

_OWED_MS = 180 * 24 * 3_600_000
_OWED_AT_ONCE = 20


async def is_owed(reads: Database | Transaction, lane: str, now: int) -> bool:
    """Whether a message about money could not be delivered to this chat."""
    found = await reads.fetchrow(f"SELECT 1 AS found FROM outbox WHERE {_OWED} LIMIT 1", lane, now - _OWED_MS)
    return found is not None


async def resend_owed(tx: Transaction, lane: str, now: int) -> list[str]:
    """Requeue the latest undelivered messages about money for a chat that is open again. Returns their subjects."""
    rows = await tx.fetch(
        "UPDATE outbox SET state = 'waiting', due_at = $3, put_at = $3, done_at = 0, holder = 0 WHERE id IN"
        f" (SELECT id FROM outbox WHERE {_OWED} ORDER BY id DESC LIMIT {_OWED_AT_ONCE}) RETURNING subject",
        lane,
        now - _OWED_MS,
        now,
    )
    tx.notify(TOPIC)
    return [str(row["subject"]) for row in rows]


async def retry_now(tx: Transaction, lane: str, now: int) -> None:
    """Try the waiting rows of a closed chat at once, because it may accept messages again."""
    await tx.fetch(
        "UPDATE outbox SET due_at = $2, put_at = $2 WHERE lane = $1 AND state = 'waiting' AND due_at > $2"
        " AND (error LIKE 'closed:%' OR error = 'moved')",
        lane,
        now,
    )
    tx.notify(TOPIC)


async def forget_edits(tx: Transaction, lane: str) -> None:
    """Turn waiting edits into new messages, because the chat's new id does not have the old messages."""
    rows = await tx.fetch(
        "SELECT id, payload FROM outbox WHERE lane = $1 AND state = 'waiting' AND kind = 'operator_answer'", lane
    )
    for row in rows:
        payload = json.dumps(json.loads(row["payload"]) | {"edit": 0})
        await tx.fetch("UPDATE outbox SET payload = $2 WHERE id = $1", row["id"], payload)


async def uncopied(tx: Transaction, lane: str, reader: int, limit: int) -> Sequence[OutboxRow]:
    """Alerts that wait in `lane` and were not copied to the chat of `reader` yet, oldest first."""
    rows = await tx.fetch(
        f"SELECT {COLUMNS} FROM outbox o WHERE lane = $1 AND state = 'waiting' AND kind = 'alert' AND NOT EXISTS"
        f" (SELECT 1 FROM outbox c WHERE c.dedupe = 'copy:' || o.id || ':{int(reader)}') ORDER BY id LIMIT $2",
        lane,
        limit,
    )
    return [row_of(row) for row in rows]


async def waiting_behind(database: Database, row: OutboxRow, limit: int) -> Sequence[OutboxRow]:
    """Later rows of the same ordering key and kind. They cannot be claimed by others while `row` is claimed."""
    rows = await database.fetch(
        f"SELECT {COLUMNS} FROM outbox WHERE lane = $1 AND kind = $2 AND state = 'waiting' AND id > $3"
        " ORDER BY id LIMIT $4",
        row.lane,
        row.kind,
        row.id,
        limit,
    )
    return [row_of(found) for found in rows]


async def withdraw_untold(tx: Transaction, lane: str, subject: str, payload: str, now: int) -> int:
    """Drop an alert that waits for a closed chat and is over. Returns its id, 0 if there is none."""
    row = await tx.fetchrow(
        "UPDATE outbox SET state = 'dropped', done_at = $4 WHERE lane = $1 AND state = 'waiting' AND holder = 0"
        " AND kind = 'alert' AND subject = $2 AND payload = $3 AND EXISTS (SELECT 1 FROM outbox c WHERE c.lane = $1"
        " AND c.state = 'waiting' AND c.error LIKE 'closed:%') RETURNING id",
        lane,
        subject,
        payload,
        now,
    )
    return int(row["id"]) if row else 0


async def lanes_of_copies(tx: Transaction, row_id: int) -> list[str]:
    """The ordering keys of the chats that got a copy of this row."""
    rows = await tx.fetch(
        "SELECT lane FROM outbox WHERE dedupe > $1 AND dedupe < $2", f"copy:{row_id}:", f"copy:{row_id};"
    )
    return [str(row["lane"]) for row in rows]
