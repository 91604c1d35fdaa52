"""What waits in a chat that opens, closes, or gets another id; and what waits there beside a row that leaves."""

import json
from collections.abc import Sequence

from bot.store.engine.database import Database, Transaction
from bot.store.outbox import COLUMNS, TOPIC, OutboxRow, row_of

_OWED = (
    "state = 'dead' AND lane = $1 AND (kind LIKE '%ring' OR kind = 'card') AND created_at > $2 AND (error = 'blocked'"
    " OR error LIKE 'closed:%' OR error LIKE '%chat not found%' OR error LIKE '%Not Found%')"
)
"""What is about money, and died because its chat was closed to us or seemed so."""

_OWED_MS = 180 * 24 * 3_600_000
_OWED_AT_ONCE = 20


async def is_owed(reads: Database | Transaction, lane: str, now: int) -> bool:
    """Whether something about money could not be said in this chat."""
    found = await reads.fetchrow(f"SELECT 1 AS found FROM outbox WHERE {_OWED} LIMIT 1", lane, now - _OWED_MS)
    return found is not None


async def resend_owed(tx: Transaction, lane: str, now: int) -> list[str]:
    """A chat that was closed to us is open again: the latest of what was about money leaves. Answers with subjects."""
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
    """There is reason to believe that a chat that was closed takes messages again: try at once."""
    await tx.fetch(
        "UPDATE outbox SET due_at = $2, put_at = $2 WHERE lane = $1 AND state = 'waiting' AND due_at > $2"
        " AND (error LIKE 'closed:%' OR error = 'moved')",
        lane,
        now,
    )
    tx.notify(TOPIC)


async def forget_edits(tx: Transaction, lane: str) -> None:
    """The chat has another id: answers that were to take the place of a message there become new messages."""
    rows = await tx.fetch(
        "SELECT id, payload FROM outbox WHERE lane = $1 AND state = 'waiting' AND kind = 'operator_answer'", lane
    )
    for row in rows:
        payload = json.dumps(json.loads(row["payload"]) | {"edit": 0})
        await tx.fetch("UPDATE outbox SET payload = $2 WHERE id = $1", row["id"], payload)


async def uncopied(tx: Transaction, lane: str, reader: int, limit: int) -> Sequence[OutboxRow]:
    """Alerts that wait in `lane` and of which `reader` has no copy yet, oldest first."""
    rows = await tx.fetch(
        f"SELECT {COLUMNS} FROM outbox o WHERE lane = $1 AND state = 'waiting' AND kind = 'alert' AND NOT EXISTS"
        f" (SELECT 1 FROM outbox c WHERE c.dedupe = 'copy:' || o.id || ':{int(reader)}') ORDER BY id LIMIT $2",
        lane,
        limit,
    )
    return [row_of(row) for row in rows]


async def waiting_behind(database: Database, row: OutboxRow, limit: int) -> Sequence[OutboxRow]:
    """What waits in the same lane behind `row` and is of its kind; safe to take along while `row` is leased."""
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
    """Take back an alert that waits for a closed chat and is no longer true; its id, 0 where there is none."""
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
    """Where copies of this row went."""
    rows = await tx.fetch(
        "SELECT lane FROM outbox WHERE dedupe > $1 AND dedupe < $2", f"copy:{row_id}:", f"copy:{row_id};"
    )
    return [str(row["lane"]) for row in rows]
