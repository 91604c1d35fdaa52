"""The tables of deposits, order ids, events and receipt pictures. Each state change is one guarded UPDATE."""

from collections.abc import Sequence

from bot.domain.deposit import Deposit, DepositFlag, DepositStatus, current_of, sources
from bot.domain.transaction_number import normal_form
from bot.store.engine.database import Database, Param, Row, Transaction

_COLUMNS = (
    "id, player_id, label, wallet, status, amount, order_id, wallet_number, number_expires_at, transaction_number,"
    " receipt_id, receipt_album, reading, read_number, read_amount, corrections, refusal, verdict, credited_amount,"
    " flags, card_message_id, card_hash, asked, touched_at, created_at, claimed_at, credited_at, reminded_at"
)
# The columns a move or an edit may set, so that no text from outside can ever become a column name.
_SETTABLE = frozenset(
    {"amount", "order_id", "wallet_number", "number_expires_at", "transaction_number", "receipt_id", "receipt_album"}
    | {"corrections", "refusal", "verdict", "credited_amount", "flags", "touched_at", "claimed_at", "credited_at"}
    | {"asked", "reminded_at", "wallet", "reading", "read_number", "read_amount"}
)
_BANDS = 4
_RECENT = 30
"""How many of a player's deposits are read: the current one was touched recently."""

Reads = Database | Transaction


def named_by(order: str) -> str:
    """SQL: the id of the deposit that an order id (an expression) names, even if the order is unknown.

    An order id is its deposit's id, with a number after it once a claim was corrected. A restored database may have
    lost orders that it gave out; their deposit can still be read from the id.
    """
    unnumbered = f"rtrim({order}, '0123456789')"
    return (
        f"COALESCE((SELECT o.deposit_id FROM orders o WHERE o.order_id = {order}),"
        f" (SELECT n.id FROM deposits n WHERE n.id IN ({order}, rtrim({unnumbered}, '-'))"
        f" AND (n.id = {order} OR n.id || '-' = {unnumbered}) ORDER BY length(n.id) DESC LIMIT 1))"
    )


def _deposit(row: Row) -> Deposit:
    values = {name: row[name] for name in _COLUMNS.split(", ")}
    values["status"] = DepositStatus(values["status"])
    values["flags"] = frozenset(DepositFlag(flag) for flag in values["flags"].split())
    return Deposit(**values)


def flags_text(flags: frozenset[DepositFlag]) -> str:
    """Flags as text for the column."""
    return " ".join(sorted(flags))


async def create(tx: Transaction, deposit: Deposit, now: int) -> bool:
    """Insert a draft; False if the player already has an open deposit (a unique index decides)."""
    row = await tx.fetchrow(
        "INSERT INTO deposits (id, player_id, label, wallet, status, card_message_id, created_at, touched_at)"
        " VALUES ($1, $2, $3, $4, 'draft', $5, $6, $6) ON CONFLICT DO NOTHING RETURNING id",
        deposit.id,
        deposit.player_id,
        deposit.label,
        deposit.wallet,
        deposit.card_message_id,
        now,
    )
    return row is not None


async def find(reads: Reads, deposit_id: str) -> Deposit | None:
    """The deposit with this id."""
    row = await reads.fetchrow(f"SELECT {_COLUMNS} FROM deposits WHERE id = $1", deposit_id)
    return _deposit(row) if row else None


async def find_by_order(reads: Reads, order_id: str) -> Deposit | None:
    """The deposit that has this order id."""
    row = await reads.fetchrow(
        f"SELECT {_COLUMNS} FROM deposits WHERE id = (SELECT deposit_id FROM orders WHERE order_id = $1)",
        order_id,
    )
    return _deposit(row) if row else None


async def find_named(reads: Reads, order_id: str) -> Deposit | None:
    """The deposit that this order id names, even if a restored database lost the order."""
    row = await reads.fetchrow(f"SELECT {_COLUMNS} FROM deposits WHERE id = {named_by('$1')}", order_id)
    return _deposit(row) if row else None


async def current(reads: Reads, player_id: int) -> Deposit | None:
    """The deposit that a player's next message belongs to, or None; see `current_of`."""
    rows = await reads.fetch(
        f"SELECT {_COLUMNS} FROM deposits WHERE player_id = $1"
        " AND status IN ('draft', 'awaiting_payment', 'claimed', 'submitted', 'rejected', 'expired')"
        " ORDER BY touched_at DESC, created_at DESC LIMIT $2",
        player_id,
        _RECENT,
    )
    return current_of(_deposit(row) for row in rows)


async def make_current(tx: Transaction, deposit: Deposit, now: int, asked: str = "") -> Deposit | None:
    """Make this the player's current deposit; `asked` is the step he was asked for by a button."""
    await tx.fetch(
        "UPDATE deposits SET asked = '' WHERE player_id = $1 AND asked <> '' AND id <> $2",
        deposit.player_id,
        deposit.id,
    )
    return await edit(tx, deposit.id, deposit.status, touched_at=now, asked=asked)


async def open_of(reads: Reads, player_id: int) -> Deposit | None:
    """The player's open deposit, in draft or awaiting payment; there is at most one."""
    row = await reads.fetchrow(
        f"SELECT {_COLUMNS} FROM deposits WHERE player_id = $1 AND status IN ('draft', 'awaiting_payment')",
        player_id,
    )
    return _deposit(row) if row else None


async def latest(reads: Reads, player_id: int, limit: int) -> list[Deposit]:
    """A player's deposits without drafts, newest first."""
    rows = await reads.fetch(
        f"SELECT {_COLUMNS} FROM deposits WHERE player_id = $1 AND status <> 'draft' ORDER BY created_at DESC LIMIT $2",
        player_id,
        limit,
    )
    return [_deposit(row) for row in rows]


async def claimed_with(reads: Reads, wallet: str, transaction_number: str) -> list[Deposit]:
    """Deposits whose claim names this transaction number (leading zeros ignored) and is not refused."""
    rows = await reads.fetch(
        f"SELECT {_COLUMNS} FROM deposits WHERE ltrim(transaction_number, '0') = $2 AND transaction_number <> ''"
        " AND wallet = $1"
        " AND status IN ('claimed', 'submitted', 'credited') ORDER BY claimed_at",
        wallet,
        normal_form(transaction_number),
    )
    return [_deposit(row) for row in rows]


async def edit(tx: Transaction, deposit_id: str, status: DepositStatus, **values: Param) -> Deposit | None:
    """Set columns of a deposit that is still in `status`; None if it is not."""
    return await _update(tx, deposit_id, status, (status,), values)


async def move(
    tx: Transaction,
    deposit_id: str,
    target: DepositStatus,
    now: int,
    *,
    since: Sequence[DepositStatus] = (),
    **values: Param,
) -> Deposit | None:
    """Move to `target` from a state that TRANSITIONS allows, or only from `since`; None if its state is another.

    The guard in the UPDATE decides: of two concurrent moves only one gets a row back.
    """
    moved = await _update(tx, deposit_id, target, tuple(since) or sources(target), values)
    if moved is not None:
        await note(tx, deposit_id, target.value, str(values.get("refusal") or values.get("verdict") or ""), now)
    return moved


async def _update(
    tx: Transaction, deposit_id: str, target: DepositStatus, allowed: Sequence[DepositStatus], values: dict[str, Param]
) -> Deposit | None:
    if not values.keys() <= _SETTABLE:
        raise ValueError(sorted(values.keys() - _SETTABLE))
    settings = "".join(f", {name} = ${number}" for number, name in enumerate(values, 3))
    states = ", ".join(f"'{status.value}'" for status in allowed)
    row = await tx.fetchrow(
        f"UPDATE deposits SET status = $2{settings} WHERE id = $1 AND status IN ({states}) RETURNING {_COLUMNS}",
        deposit_id,
        target.value,
        *values.values(),
    )
    return _deposit(row) if row else None


async def add_order(tx: Transaction, order_id: str, deposit_id: str, now: int) -> None:
    """Map an order id to its deposit; the mapping is never deleted."""
    await tx.fetch(
        "INSERT INTO orders (order_id, deposit_id, created_at) VALUES ($1, $2, $3)", order_id, deposit_id, now
    )


async def count_orders(tx: Transaction, deposit_id: str) -> int:
    """How many order ids a deposit has had; the next one is numbered after them."""
    row = await tx.fetchrow("SELECT COUNT(*) AS count FROM orders WHERE deposit_id = $1", deposit_id)
    return int(row["count"]) if row else 0


async def set_card(tx: Transaction, deposit_id: str, message_id: int, shown: str) -> None:
    """Store which message is the deposit's card, and a hash of what it shows (empty if unknown)."""
    await tx.fetch(
        "UPDATE deposits SET card_message_id = $2, card_hash = $3 WHERE id = $1", deposit_id, message_id, shown
    )


async def note(tx: Transaction, subject: str, what: str, detail: str, now: int) -> None:
    """Add an event to the timeline of a deposit or withdrawal."""
    await tx.fetch(
        "INSERT INTO events (subject, what, detail, at) VALUES ($1, $2, $3, $4)", subject, what, detail[:500], now
    )


async def due_to_expire(reads: Reads, now: int, limit: int) -> list[str]:
    """Ids of deposits whose wallet number expired at `now` or earlier."""
    rows = await reads.fetch(
        "SELECT id FROM deposits WHERE status = 'awaiting_payment' AND number_expires_at <= $1"
        " AND status IN ('draft', 'awaiting_payment', 'claimed', 'submitted') LIMIT $2",
        now,
        limit,
    )
    return [row["id"] for row in rows]


async def idle_drafts(reads: Reads, before: int, limit: int) -> list[str]:
    """Ids of drafts that were not touched after `before`."""
    rows = await reads.fetch(
        "SELECT id FROM deposits WHERE status = 'draft' AND touched_at <= $1"
        " AND status IN ('draft', 'awaiting_payment', 'claimed', 'submitted') LIMIT $2",
        before,
        limit,
    )
    return [row["id"] for row in rows]


async def slow(reads: Reads, claimed_before: int, limit: int) -> list[str]:
    """Ids of deposits claimed before a time and not credited, whose player was not told so yet."""
    rows = await reads.fetch(
        "SELECT id FROM deposits WHERE status IN ('claimed', 'submitted') AND claimed_at <= $1 AND reminded_at = 0"
        " LIMIT $2",
        claimed_before,
        limit,
    )
    return [row["id"] for row in rows]


async def oldest_taken_claim(reads: Reads) -> int:
    """When the provider accepted the oldest claim that still waits for money (epoch ms); 0 if none waits."""
    row = await reads.fetchrow(
        "SELECT COALESCE(MIN(COALESCE(a.finished_at, d.claimed_at)), 0) AS at FROM deposits d LEFT JOIN attempts a"
        " ON a.subject = d.id AND a.order_id = d.order_id AND a.outcome IN ('done', 'refused')"
        " WHERE d.status = 'submitted' AND d.status IN ('draft', 'awaiting_payment', 'claimed', 'submitted')"
    )
    return int(row["at"]) if row else 0


async def save_receipt(tx: Transaction, receipt_id: str, content: bytes, now: int, perceptual_hash: str = "") -> None:
    """Store a clean picture under its SHA-256, with the bands of its perceptual hash."""
    length = len(perceptual_hash) // _BANDS
    bands = [perceptual_hash[length * place : length * (place + 1)] for place in range(_BANDS)]
    await tx.fetch(
        "INSERT INTO receipts (id, content, received_at, band_0, band_1, band_2, band_3)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING",
        receipt_id,
        content,
        now,
        *bands,
    )


async def forget_receipts(tx: Transaction, before: int, limit: int) -> int:
    """Delete pictures received before a time, unless their deposit is still open. Returns how many."""
    gone = await tx.fetch(
        "DELETE FROM receipts WHERE id IN (SELECT r.id FROM receipts r WHERE r.received_at < $1 AND NOT EXISTS"
        " (SELECT 1 FROM deposits d WHERE d.receipt_id = r.id AND d.receipt_id <> ''"
        " AND d.status IN ('draft', 'awaiting_payment', 'claimed', 'submitted')) ORDER BY r.received_at LIMIT $2)"
        " RETURNING id",
        before,
        limit,
    )
    seen = await tx.fetch(
        "DELETE FROM sightings WHERE id IN (SELECT s.id FROM sightings s WHERE s.at < $1 AND NOT EXISTS"
        " (SELECT 1 FROM receipts r WHERE r.id = s.receipt_id) ORDER BY s.at LIMIT $2) RETURNING id",
        before,
        limit,
    )
    return max(len(gone), len(seen))


async def load_receipt(reads: Reads, receipt_id: str) -> bytes | None:
    """The bytes of the picture with this SHA-256, or None."""
    row = await reads.fetchrow("SELECT content FROM receipts WHERE id = $1", receipt_id)
    return bytes(row["content"]) if row else None
