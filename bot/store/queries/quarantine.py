"""Quarantine as operators see it: money first, page by page, with the owner of the order."""

from collections.abc import Sequence

from bot.domain.entry import CEILINGS, EntryKind, Reason
from bot.domain.report import MONEY, QuarantinedEntry, Sum, Unclaimed
from bot.store.deposits import named_by
from bot.store.engine.database import Database, Row
from bot.store.ledger import sum_of, whole

_ENTRY = (
    "id, wallet, currency, amount, transaction_id, order_id, withdrawal_id, label, raw, inbox_id, at, closed_at, ref"
)


def _among(reasons: frozenset[Reason]) -> str:
    return ", ".join(f"'{reason}'" for reason in sorted(reasons))


_IS_MONEY = (
    "(q.kind = 'deposit' AND q.amount > 0 AND q.transaction_id <> ''"
    f" AND (q.ref <> '' OR q.reason IN ({_among(MONEY)})))"
)
_IS_ABOVE_CEILING = f"(q.reason IN ({_among(CEILINGS)}) AND d.id IS NOT NULL)"
_JOINED = f" FROM quarantine q LEFT JOIN deposits d ON q.order_id <> '' AND d.id = {named_by('q.order_id')}"
_QUARANTINED = (
    f"SELECT {', '.join(f'q.{name}' for name in _ENTRY.split(', '))}, q.reason, q.kind, q.state,"
    f" COALESCE(d.id, '') AS deposit_id, COALESCE(d.label, '') AS owner{_JOINED}"
)
_COUNTED = (
    f"SELECT COUNT(*) AS count, COALESCE(SUM(CASE WHEN {_IS_MONEY} THEN 1 ELSE 0 END), 0) AS money,"
    f" COALESCE(SUM(CASE WHEN {_IS_ABOVE_CEILING} THEN 1 ELSE 0 END), 0) AS held,"
    f" {sum_of(f'CASE WHEN {_IS_ABOVE_CEILING} THEN q.amount ELSE 0 END')} AS amount"
    f"{_JOINED} WHERE q.state = 'open'"
)


async def unclaimed(database: Database, number: int, size: int) -> Unclaimed:
    """Page `number` (from 0, at most the last) of open entries, `size` per page: money first, then oldest first."""
    row = await database.fetchrow(_COUNTED)
    count = int(row["count"]) if row else 0
    pages = max(1, -(-count // size))
    at = min(max(number, 0), pages - 1)
    rows = await database.fetch(
        f"{_QUARANTINED} WHERE q.state = 'open' ORDER BY CASE WHEN {_IS_MONEY} THEN 0 ELSE 1 END, q.id"
        " LIMIT $1 OFFSET $2",
        size,
        at * size,
    )
    return Unclaimed(
        entries=tuple(map(_quarantined, rows)),
        number=at,
        pages=pages,
        count=count,
        money=int(row["money"]) if row else 0,
        above_ceiling=Sum(count=int(row["held"]), amount=whole(row["amount"])) if row else Sum(),
    )


async def above_ceiling(database: Database, limit: int) -> Sequence[QuarantinedEntry]:
    """Payments that only a ceiling holds, oldest first."""
    rows = await database.fetch(
        f"{_QUARANTINED} WHERE q.state = 'open' AND {_IS_ABOVE_CEILING} ORDER BY q.id LIMIT $1", limit
    )
    return [_quarantined(row) for row in rows]


async def quarantined(database: Database, entry_id: int) -> QuarantinedEntry | None:
    """The entry in quarantine with this id, open or closed."""
    row = await database.fetchrow(f"{_QUARANTINED} WHERE q.id = $1", entry_id)
    return _quarantined(row) if row else None


def _quarantined(row: Row) -> QuarantinedEntry:
    return QuarantinedEntry(
        **{name: row[name] for name in (*_ENTRY.split(", "), "deposit_id", "owner")},
        reason=Reason(row["reason"]),
        kind=EntryKind(row["kind"]) if row["kind"] else None,
        is_open=row["state"] == "open",
    )
