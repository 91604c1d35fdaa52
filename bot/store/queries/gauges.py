"""Queries for the gauges: counts over the few open rows, never over a whole table."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.store.engine.database import Database

DEPOSITS_OPEN = (
    "SELECT status AS name, COUNT(*) AS count, 0 AS since FROM deposits"
    " WHERE status IN ('draft', 'awaiting_payment', 'claimed', 'submitted') GROUP BY status"
)
DEPOSITS_BEGUN = (
    "SELECT status AS name, COUNT(*) AS count, 0 AS since FROM deposits WHERE created_at >= $1 GROUP BY status"
)
WITHDRAWALS_OPEN = (
    "SELECT status AS name, COUNT(*) AS count, 0 AS since FROM withdrawals"
    " WHERE status IN ('proposed', 'sending', 'sent', 'unknown') GROUP BY status"
)
OUTBOX = (
    "SELECT kind AS name, COUNT(*) AS count, MIN(created_at) AS since FROM outbox WHERE state = 'waiting' GROUP BY kind"
)
ALARMS = "SELECT kind AS name, COUNT(*) AS count, MIN(since) AS since FROM alarms GROUP BY kind"
QUARANTINE = "SELECT COUNT(*) AS count FROM quarantine WHERE state = 'open'"
LAST_LEFT = "SELECT COALESCE(MAX(done_at), 0) AS at FROM outbox WHERE state IN ('sent', 'dropped')"


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledCount:
    """A count by name; `since` is the time of the oldest row (epoch ms, 0 if not selected)."""

    name: str
    count: int
    since: int


async def named(database: Database, sql: str, *args: int) -> Sequence[LabelledCount]:
    """The rows of one of the grouping statements above."""
    rows = await database.fetch(sql, *args)
    return [LabelledCount(name=row["name"], count=row["count"], since=row["since"]) for row in rows]


async def last_left(database: Database) -> int:
    """When an outbox row was done last (epoch ms); 0 if none was."""
    row = await database.fetchrow(LAST_LEFT)
    return int(row["at"]) if row else 0
