"""Sums of withdrawals as the day limits count them: sent on one day, and waiting to be sent."""

from dataclasses import dataclass

from bot.domain.withdrawal import LEFT, Withdrawal, WithdrawalStatus
from bot.store.engine.database import Database, Transaction


def _listed(statuses: frozenset[WithdrawalStatus]) -> str:
    return ", ".join(f"'{status.value}'" for status in WithdrawalStatus if status in statuses)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """Whole kyat of other real payouts: to the same player, to the same account, by its maker, by its checker."""

    player: int
    account: int
    maker: int
    checker: int


_BESIDE = "id <> $5 AND is_test = FALSE"
_LEFT = (
    f"SELECT label, account, maker, checker, amount FROM withdrawals WHERE left_at >= $6 AND left_at > 0 AND {_BESIDE}"
)
# SQLite uses a partial index only where the query repeats its condition word by word.
_WAITING = (
    "SELECT label, account, maker, checker, amount FROM withdrawals"
    f" WHERE status IN ('proposed', 'sending', 'sent', 'unknown') AND status = 'sending' AND left_at < $6 AND {_BESIDE}"
)
_SUMS = (
    "SELECT COALESCE(SUM(CASE WHEN LOWER(label) = LOWER($1) THEN amount ELSE 0 END), 0) AS player,"
    " COALESCE(SUM(CASE WHEN account = $2 THEN amount ELSE 0 END), 0) AS account,"
    " COALESCE(SUM(CASE WHEN maker = $3 OR checker = $3 THEN amount ELSE 0 END), 0) AS maker,"
    " COALESCE(SUM(CASE WHEN maker = $4 OR checker = $4 THEN amount ELSE 0 END), 0) AS checker"
)


async def sums(
    reads: Database | Transaction, withdrawal: Withdrawal, checker: int, since: int, *, waiting: bool
) -> Sums:
    """Sums of other payouts sent since a time and not returned; with `waiting` also confirmed ones not sent yet."""
    left = f"{_LEFT} AND status IN ({_listed(LEFT)})"
    rows = f"{left} UNION ALL {_WAITING}" if waiting else left
    row = await reads.fetchrow(
        f"{_SUMS} FROM ({rows}) AS counted",
        withdrawal.label,
        withdrawal.account,
        withdrawal.maker,
        checker,
        withdrawal.id,
        since,
    )
    if row is None:  # pragma: no cover - an aggregate answers with a row
        raise AssertionError
    return Sums(**{name: int(row[name]) for name in ("player", "account", "maker", "checker")})
