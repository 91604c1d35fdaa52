"""Entries that wait for a person, one by one: looked at, and closed when somebody decided."""

from dataclasses import dataclass

from bot.domain.entry import Reason
from bot.store.database import Database, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A quarantined entry: `raw` is its own signed JSON, `inbox_id` the postback it came in."""

    id: int
    reason: Reason
    raw: str
    inbox_id: int
    is_open: bool


async def find(reads: Database | Transaction, quarantine_id: int) -> Waiting | None:
    """The entry with this number."""
    row = await reads.fetchrow("SELECT id, reason, raw, inbox_id, state FROM quarantine WHERE id = $1", quarantine_id)
    if row is None:
        return None
    return Waiting(
        id=row["id"],
        reason=Reason(row["reason"]),
        raw=row["raw"],
        inbox_id=row["inbox_id"],
        is_open=row["state"] == "open",
    )


async def forget(tx: Transaction, before: int) -> None:
    """Drop the text of entries that were decided long ago."""
    await tx.fetch("UPDATE quarantine SET raw = '' WHERE state = 'closed' AND closed_at < $1 AND raw <> ''", before)


async def close(tx: Transaction, quarantine_id: int, now: int) -> str | None:
    """It is decided; answers with its fingerprint, under which its alarm rang, or None when it was closed before."""
    row = await tx.fetchrow(
        "UPDATE quarantine SET state = 'closed', closed_at = $2 WHERE id = $1 AND state = 'open' RETURNING fingerprint",
        quarantine_id,
        now,
    )
    return str(row["fingerprint"]) if row else None
