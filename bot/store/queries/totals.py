"""Sums of one player and of one day, queue lengths, and open alerts."""

from collections import defaultdict
from collections.abc import Iterable
from statistics import median_low

from bot.domain.report import OpenAlert, Queue, Sum, Today, Totals, WalletDay
from bot.store import ledger
from bot.store.engine.database import Database, Row

_HOUR_MS, _HOURS = 3_600_000, 24
RESERVED = (
    f"SELECT {ledger.sum_of('CASE WHEN credit = $1 THEN amount ELSE -amount END')} AS held FROM ledger"
    " WHERE credit = $1 OR debit = $1"
)
BEGUN = "SELECT status, COUNT(*) AS count FROM deposits WHERE created_at >= $1 AND created_at < $2 GROUP BY status"
# Nobody waited for money that came without a claim or before it: `took` is -1.
CREDITED = (
    "SELECT l.ref, l.amount, l.at, CASE WHEN d.claimed_at > 0 AND d.claimed_at <= l.at THEN l.at - d.claimed_at"
    " ELSE -1 END AS took FROM ledger l LEFT JOIN deposits d ON d.id = l.deposit_id"
    " WHERE l.at >= $1 AND l.at < $2 AND l.kind IN ('deposit', 'assign') AND l.credit <> 'unclaimed'"
)
BOOKED = (
    f"SELECT kind, COUNT(*) AS count, {ledger.sum_of()} AS amount FROM ledger WHERE at >= $1 AND at < $2"
    " AND (kind IN ('credit', 'reversal', 'record') OR (kind = 'payout_end' AND credit LIKE 'provider:%'))"
    " GROUP BY kind"
)
WAITING = (
    "SELECT COUNT(*) AS count, COALESCE(MIN(claimed_at), 0) AS oldest FROM deposits"
    " WHERE status IN ('draft', 'awaiting_payment', 'claimed', 'submitted') AND status IN ('claimed', 'submitted')"
)


async def totals(database: Database, label: str) -> Totals:
    """A player's sums from the ledger; test payouts have no lines."""
    deposited, paid_out = await ledger.totals(database, label)
    row = await database.fetchrow(RESERVED, ledger.reserved(label))
    return Totals(deposited=deposited, paid_out=paid_out, reserved=ledger.whole(row["held"]) if row else 0)


async def today(database: Database, start: int, now: int, wallets: Iterable[str]) -> Today:
    """Figures of the day that began at `start` (epoch ms); `wallets` are included even without credits."""
    end = now + 1
    credited = await database.fetch(CREDITED, start, end)
    booked = {row["kind"]: _sum(row) for row in await database.fetch(BOOKED, start, end)}
    by_cabinet, by_provider = booked.get("record", Sum()), booked.get("payout_end", Sum())
    waited = [row["took"] for row in credited if row["took"] >= 0]
    waiting = await database.fetchrow(WAITING)
    return Today(
        start=start,
        now=now,
        begun={row["status"]: row["count"] for row in await database.fetch(BEGUN, start, end)},
        wallets=_by_wallet(credited, start, wallets),
        median_ms=median_low(waited) if waited else None,
        by_hand=booked.get("credit", Sum()),
        reversed=booked.get("reversal", Sum()),
        paid_out=Sum(count=by_cabinet.count + by_provider.count, amount=by_cabinet.amount + by_provider.amount),
        waiting=waiting["count"] if waiting else 0,
        oldest_claim=waiting["oldest"] if waiting else 0,
    )


def _sum(row: Row) -> Sum:
    return Sum(count=row["count"], amount=ledger.whole(row["amount"]))


def _by_wallet(credited: Iterable[Row], start: int, wallets: Iterable[str]) -> tuple[WalletDay, ...]:
    amounts: dict[str, int] = dict.fromkeys(wallets, 0)
    hours: dict[str, list[int]] = defaultdict(lambda: [0] * _HOURS)
    for row in credited:
        wallet = row["ref"].partition("/")[0]
        amounts[wallet] = amounts.get(wallet, 0) + row["amount"]
        hours[wallet][min((row["at"] - start) // _HOUR_MS, _HOURS - 1)] += 1
    return tuple(
        WalletDay(wallet=wallet, credited=Sum(count=sum(hours[wallet]), amount=amount), hours=tuple(hours[wallet]))
        for wallet, amount in amounts.items()
    )


INBOX_WAITING = "SELECT COUNT(*) AS count, COALESCE(MIN(received_at), 0) AS since FROM inbox WHERE state = 'new'"
OUTBOX_WAITING = "SELECT COUNT(*) AS count, COALESCE(MIN(created_at), 0) AS since FROM outbox WHERE state = 'waiting'"
BAD = "SELECT COUNT(*) AS count FROM inbox WHERE state = 'bad'"
DEAD = "SELECT COUNT(*) AS count FROM outbox WHERE state = 'dead'"
_SIZE = {
    "sqlite": "SELECT page_count * page_size AS bytes FROM pragma_page_count(), pragma_page_size()",
    "postgresql": "SELECT pg_database_size(current_database()) AS bytes",
}


async def inbox_queue(database: Database) -> Queue:
    """Inbox rows that are not applied yet."""
    return await _queue(database, INBOX_WAITING)


async def outbox_queue(database: Database) -> Queue:
    """Outbox rows that are not delivered yet."""
    return await _queue(database, OUTBOX_WAITING)


async def _queue(database: Database, sql: str) -> Queue:
    row = await database.fetchrow(sql)
    return Queue(waiting=row["count"], since=row["since"]) if row else Queue(waiting=0, since=0)


async def count(database: Database, sql: str) -> int:
    """The count that `sql` (such as `BAD` or `DEAD`) selects."""
    row = await database.fetchrow(sql)
    return int(row["count"]) if row else 0


async def alerts(database: Database) -> tuple[OpenAlert, ...]:
    """The open alerts, oldest first."""
    rows = await database.fetch("SELECT kind, subject, told, since FROM alarms ORDER BY since, kind, subject")
    return tuple(
        OpenAlert(kind=row["kind"], subject=row["subject"], told=row["told"], since=row["since"]) for row in rows
    )


async def database_bytes(database: Database) -> int:
    """The size of the database in bytes."""
    row = await database.fetchrow(_SIZE[database.dialect])
    return int(row["bytes"]) if row else 0
