"""Quarantined entries: stored once, and closed when they are decided."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.domain.entry import Entry, Reason
from bot.domain.transaction_number import normal_form
from bot.store.engine.database import Database, Transaction

NUMBER = "ltrim(lower(replace(replace(transaction_id, '-', ''), '_', '')), '0')"
"""SQL for `normal_form` of an entry's transaction number; it is indexed."""

_WAITING = "id, reason, raw, inbox_id, state, ref, order_id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A quarantined entry: `raw` is its own signed JSON, `inbox_id` the row of its postback.

    `ref` is the ledger reference of its money, which stays unclaimed until the decision; empty if none was booked.
    """

    id: int
    reason: Reason
    raw: str
    inbox_id: int
    is_open: bool
    ref: str
    order_id: str


@dataclass(frozen=True, slots=True)
class Closed:
    """An entry that was just closed: `fingerprint` is the subject of its alert."""

    fingerprint: str
    reason: Reason


async def add(
    tx: Transaction,
    entry: Entry,
    *,
    reason: Reason,
    label: str,
    fingerprint: str,
    inbox_id: int,
    now: int,
    ref: str = "",
) -> int | None:
    """Insert an entry and return its number; None if the same entry (`fingerprint`) was quarantined before."""
    row = await tx.fetchrow(
        "INSERT INTO quarantine (fingerprint, reason, kind, wallet, currency, amount, transaction_id, order_id,"
        " withdrawal_id, label, raw, inbox_id, at, ref)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
        " ON CONFLICT (fingerprint) DO NOTHING RETURNING id",
        fingerprint,
        reason.value,
        entry.kind.value if entry.kind else "",
        entry.wallet,
        entry.currency,
        entry.amount,
        entry.transaction_id,
        entry.order_id,
        entry.withdrawal_id,
        label,
        entry.raw,
        inbox_id,
        now,
        ref,
    )
    return int(row["id"]) if row else None


async def find(reads: Database | Transaction, quarantine_id: int) -> Waiting | None:
    """The entry with this number, open or closed, or None."""
    return await _one(reads, "id = $1", quarantine_id)


async def holding(reads: Database | Transaction, ref: str) -> Waiting | None:
    """The entry, open or closed, whose money was booked to nobody under `ref`; None if there is none."""
    return await _one(reads, "ref = $1 AND ref <> ''", ref)


async def _one(reads: Database | Transaction, where: str, value: str | int) -> Waiting | None:
    row = await reads.fetchrow(f"SELECT {_WAITING} FROM quarantine WHERE {where} ORDER BY id LIMIT 1", value)
    if row is None:
        return None
    return Waiting(
        id=row["id"],
        reason=Reason(row["reason"]),
        raw=row["raw"],
        inbox_id=row["inbox_id"],
        is_open=row["state"] == "open",
        ref=row["ref"],
        order_id=row["order_id"],
    )


async def has_open(reads: Database | Transaction, reason: Reason) -> bool:
    """Whether an open entry has this reason."""
    row = await reads.fetchrow(
        "SELECT 1 AS found FROM quarantine WHERE state = 'open' AND reason = $1 LIMIT 1", reason.value
    )
    return row is not None


async def forget_people(tx: Transaction, before: int, limit: int, without: Callable[[str], str]) -> int:
    """Remove the payer from entries still open after a time; sum and order stay. Returns how many."""
    rows = await tx.fetch(
        "SELECT id, raw FROM quarantine WHERE state = 'open' AND at < $1"
        " AND length(replace(raw, 'exchanger_identifier', '')) < length(raw) ORDER BY id LIMIT $2",
        before,
        limit,
    )
    for row in rows:
        await tx.fetch("UPDATE quarantine SET raw = $2 WHERE id = $1", row["id"], without(row["raw"]))
    return len(rows)


async def forget(tx: Transaction, before: int, limit: int) -> int:
    """Erase the text of entries closed before a time. Returns how many."""
    rows = await tx.fetch(
        "UPDATE quarantine SET raw = '' WHERE id IN (SELECT id FROM quarantine WHERE state = 'closed'"
        " AND closed_at < $1 AND raw <> '' ORDER BY closed_at LIMIT $2) RETURNING id",
        before,
        limit,
    )
    return len(rows)


async def close(tx: Transaction, quarantine_id: int, now: int) -> Closed | None:
    """Close an entry; None if it was closed before."""
    row = await tx.fetchrow(
        "UPDATE quarantine SET state = 'closed', closed_at = $2 WHERE id = $1 AND state = 'open'"
        " RETURNING fingerprint, reason",
        quarantine_id,
        now,
    )
    return Closed(str(row["fingerprint"]), Reason(row["reason"])) if row else None


async def close_payment(tx: Transaction, entry: Entry, now: int) -> Sequence[Closed]:
    """Close all open entries of a payment, however its number is spelled, except conflicts."""
    rows = await tx.fetch(
        f"UPDATE quarantine SET state = 'closed', closed_at = $4 WHERE state = 'open' AND {NUMBER} = $1"
        " AND transaction_id <> '' AND wallet = $2 AND currency = $3 AND reason <> 'conflict'"
        " RETURNING fingerprint, reason",
        normal_form(entry.transaction_id),
        entry.wallet,
        entry.currency,
        now,
    )
    return [Closed(str(row["fingerprint"]), Reason(row["reason"])) for row in rows]
