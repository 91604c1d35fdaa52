"""What the gauges of the house read: counts over the few rows that are open, never over a whole table."""

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
    """So many of a name, the oldest since `since` (0 where that is not asked)."""

    name: str
    count: int
    since: int


async def named(database: Database, sql: str, *args: int) -> Sequence[LabelledCount]:
    """What one of the statements above that group answers with."""
    rows = await database.fetch(sql, *args)
    return [LabelledCount(name=row["name"], count=row["count"], since=row["since"]) for row in rows]


async def last_left(database: Database) -> int:
    """When something left last; 0 when nothing ever did."""
    row = await database.fetchrow(LAST_LEFT)
    return int(row["at"]) if row else 0
