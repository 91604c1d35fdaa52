"""The withdrawals table and the ledger lines of holds. Each state change is one guarded UPDATE."""

from collections.abc import Sequence

from bot.domain.mask import Mask
from bot.domain.wallet import CURRENCY
from bot.domain.withdrawal import OPEN, Withdrawal, WithdrawalFlag, WithdrawalStatus, sources
from bot.store.engine.database import Database, Param, Row, Transaction
from bot.store.ledger import PROVIDER, account, reserved

_COLUMNS = (
    "id, player_id, label, wallet, amount, account, is_test, status, maker, checker, reason, detail, flags,"
    " created_at, expires_at, confirmed_at, left_at, voided_by, sent_at, done_at"
)
_SETTABLE = frozenset({"checker", "voided_by", "reason", "detail", "confirmed_at", "sent_at", "done_at"})
Reads = Database | Transaction


def _withdrawal(row: Row) -> Withdrawal:
    values = {name: row[name] for name in _COLUMNS.split(", ")}
    values["status"] = WithdrawalStatus(values["status"])
    values["is_test"] = bool(values["is_test"])
    values["flags"] = frozenset(WithdrawalFlag(flag) for flag in values["flags"].split())
    return Withdrawal(**values)


def _listed(statuses: frozenset[WithdrawalStatus]) -> str:
    return ", ".join(f"'{status.value}'" for status in WithdrawalStatus if status in statuses)


async def add(tx: Transaction, new: Withdrawal) -> None:
    """Insert a proposal. Its id, amount and account never change."""
    await tx.fetch(
        "INSERT INTO withdrawals (id, player_id, label, wallet, amount, account, is_test, status, maker, created_at,"
        " expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 'proposed', $8, $9, $10)",
        new.id,
        new.player_id,
        new.label,
        new.wallet,
        new.amount,
        new.account,
        new.is_test,
        new.maker,
        new.created_at,
        new.expires_at,
    )


async def find(reads: Reads, withdrawal_id: str) -> Withdrawal | None:
    """The withdrawal with this id."""
    row = await reads.fetchrow(f"SELECT {_COLUMNS} FROM withdrawals WHERE id = $1", withdrawal_id)
    return _withdrawal(row) if row else None


async def open_twin(reads: Reads, new: Withdrawal) -> Withdrawal | None:
    """An open withdrawal of the same sum to the same account for the same player; a proposed one first."""
    row = await reads.fetchrow(
        f"SELECT {_COLUMNS} FROM withdrawals WHERE LOWER(label) = LOWER($1) AND account = $2 AND amount = $3"
        f" AND status IN ({_listed(OPEN)})"
        " ORDER BY CASE WHEN status = 'proposed' THEN 0 ELSE 1 END, created_at DESC, id DESC LIMIT 1",
        new.label,
        new.account,
        new.amount,
    )
    return _withdrawal(row) if row else None


async def open_beside(reads: Reads, withdrawal: Withdrawal) -> Sequence[Withdrawal]:
    """The other withdrawals of the same player whose outcome is still to come, the newest first."""
    rows = await reads.fetch(
        f"SELECT {_COLUMNS} FROM withdrawals WHERE LOWER(label) = LOWER($1) AND id <> $2"
        f" AND status IN ({_listed(OPEN)}) ORDER BY created_at DESC, id DESC LIMIT 20",
        withdrawal.label,
        withdrawal.id,
    )
    return [_withdrawal(row) for row in rows]


async def move(
    tx: Transaction,
    withdrawal_id: str,
    target: WithdrawalStatus,
    *,
    since: Sequence[WithdrawalStatus] = (),
    **values: Param,
) -> Withdrawal | None:
    """Move to `target` from a state that TRANSITIONS allows, or only from `since`; None if its state is another.

    The guard in the UPDATE decides: of two concurrent moves only one gets a row back.
    """
    if not values.keys() <= _SETTABLE:
        raise ValueError(sorted(values.keys() - _SETTABLE))
    settings = "".join(f", {name} = ${number}" for number, name in enumerate(values, 3))
    allowed = _listed(frozenset(since or sources(target)))
    if not allowed:
        return None  # no state leads to `target`
    row = await tx.fetchrow(
        f"UPDATE withdrawals SET status = $2{settings} WHERE id = $1 AND status IN ({allowed}) RETURNING {_COLUMNS}",
        withdrawal_id,
        target.value,
        *values.values(),
    )
    return _withdrawal(row) if row else None


async def flag_conflict(tx: Transaction, withdrawal_id: str) -> None:
    """Flag the row: a signed entry contradicts it. Its state stays."""
    await tx.fetch("UPDATE withdrawals SET flags = $2 WHERE id = $1", withdrawal_id, WithdrawalFlag.CONFLICT.value)


async def leave(tx: Transaction, withdrawal_id: str, now: int) -> None:
    """Note that it is about to be sent; from now on it counts for this day's limits."""
    await tx.fetch("UPDATE withdrawals SET left_at = $2 WHERE id = $1", withdrawal_id, now)


async def earlier(reads: Reads, withdrawal: Withdrawal, mask: Mask) -> Sequence[Withdrawal]:
    """Up to 20 other withdrawals to the same account, also old ones that keep only a mask; newest first."""
    rows = await reads.fetch(
        f"SELECT {_COLUMNS} FROM withdrawals WHERE account IN ($1, $3) AND id <> $2 ORDER BY created_at DESC LIMIT 20",
        withdrawal.account,
        withdrawal.id,
        mask(withdrawal.account),
    )
    return [_withdrawal(row) for row in rows]


async def of_player(reads: Reads, label: str, limit: int) -> Sequence[Withdrawal]:
    """A player's real payouts that were confirmed, newest first."""
    rows = await reads.fetch(
        f"SELECT {_COLUMNS} FROM withdrawals WHERE label = $1 AND confirmed_at > 0 AND voided_by = 0"
        " AND is_test = FALSE"
        " ORDER BY created_at DESC LIMIT $2",
        label,
        limit,
    )
    return [_withdrawal(row) for row in rows]


async def due_to_expire(reads: Reads, now: int, limit: int) -> list[str]:
    """Ids of proposals that expired at `now` or earlier."""
    rows = await reads.fetch(
        "SELECT id FROM withdrawals WHERE status = 'proposed' AND expires_at <= $1"
        " AND status IN ('proposed', 'sending', 'sent', 'unknown') LIMIT $2",
        now,
        limit,
    )
    return [row["id"] for row in rows]


async def awaited(reads: Reads, status: WithdrawalStatus, limit: int) -> Sequence[Withdrawal]:
    """Withdrawals in `unknown` or `sent`, whose outcome the provider has not signed; oldest first."""
    rows = await reads.fetch(
        f"SELECT {_COLUMNS} FROM withdrawals WHERE status = $1 AND status IN ({_listed(OPEN)})"
        " ORDER BY created_at LIMIT $2",
        status.value,
        limit,
    )
    return [_withdrawal(row) for row in rows]


async def unfinished(reads: Reads) -> Sequence[Withdrawal]:
    """Withdrawals that may have been sent after the backup that this database was restored from."""
    rows = await reads.fetch(
        f"SELECT {_COLUMNS} FROM withdrawals WHERE status IN ('proposed', 'sending')"
        " AND status IN ('proposed', 'sending', 'sent', 'unknown') ORDER BY created_at, id"
    )
    return [_withdrawal(row) for row in rows]


async def mask_accounts(tx: Transaction, before: int, limit: int, mask: Mask, *, of: str = "") -> int:
    """Mask the accounts of withdrawals (perhaps only `of` one player) that ended before a time. Returns how many."""
    rows = await tx.fetch(
        f"SELECT id, account FROM withdrawals WHERE status NOT IN ({_listed(OPEN)}) AND done_at < $1"
        f" AND substr(account, 1, 5) <> 'hmac:'{' AND label = $3' if of else ''} ORDER BY done_at LIMIT $2",
        before,
        limit,
        *([of] if of else []),
    )
    for row in rows:
        await tx.fetch("UPDATE withdrawals SET account = $2 WHERE id = $1", row["id"], mask(row["account"]))
    return len(rows)


async def hold(tx: Transaction, withdrawal: Withdrawal, now: int) -> None:
    """Reserve the sum in the ledger. A test payout writes no lines."""
    await _book(tx, withdrawal, ("payout_hold", account(withdrawal.label), reserved(withdrawal.label)), now)


async def book_paid(tx: Transaction, withdrawal: Withdrawal, now: int) -> None:
    """Book the reserved sum as paid by the provider."""
    await _book(tx, withdrawal, ("payout_end", reserved(withdrawal.label), f"{PROVIDER}:{withdrawal.wallet}"), now)


async def release(tx: Transaction, withdrawal: Withdrawal, now: int) -> None:
    """Return the reserved sum to the player."""
    await _book(tx, withdrawal, ("payout_end", reserved(withdrawal.label), account(withdrawal.label)), now)


async def book_receivable(tx: Transaction, withdrawal: Withdrawal, now: int) -> None:
    """Book a receivable: the provider paid a sum that was already returned to the player."""
    await _book(tx, withdrawal, ("receivable", "receivable", f"{PROVIDER}:{withdrawal.wallet}"), now)


async def _book(tx: Transaction, withdrawal: Withdrawal, line: tuple[str, str, str], now: int) -> None:
    """Book one line per kind and withdrawal, ever; a unique constraint ensures it."""
    if withdrawal.is_test:
        return
    kind, debit, credit = line
    await tx.fetch(
        "INSERT INTO ledger (kind, ref, debit, credit, amount, currency, provenance, at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (kind, ref) DO NOTHING",
        kind,
        withdrawal.id,
        debit,
        credit,
        withdrawal.amount,
        CURRENCY,
        f"withdrawal:{withdrawal.id}",
        now,
    )
