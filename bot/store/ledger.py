"""The append-only list of all that was booked, and the quarantine of what could not be."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.account import spellings
from bot.domain.entry import Entry, Reason
from bot.domain.wallet import CURRENCY
from bot.store.database import Database, Transaction

PROVIDER = "provider"
UNCLAIMED = "unclaimed"
HOUSE = "house"
"""What operators credit by hand comes from here, and what they take back goes there."""


def account(label: str) -> str:
    """The ledger account of a player."""
    return f"player:{label}"


def held(label: str) -> str:
    """The ledger account of a player's sums on their way out."""
    return f"held:{label}"


def key_of(entry: Entry) -> str:
    """What identifies a payment for ever: wallet, currency, transaction id."""
    return f"{entry.wallet}/{entry.currency}/{entry.transaction_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One booked line: `amount` whole kyat went from `debit` to `credit`."""

    ref: str
    credit: str
    amount: int
    deposit_id: str


async def find(tx: Transaction, ref: str) -> Line | None:
    """The line that booked this payment."""
    row = await tx.fetchrow(
        "SELECT ref, credit, amount, deposit_id FROM ledger WHERE kind = 'deposit' AND ref = $1", ref
    )
    if row is None:
        return None
    return Line(ref=row["ref"], credit=row["credit"], amount=row["amount"], deposit_id=row["deposit_id"])


async def book(tx: Transaction, entry: Entry, *, credit: str, deposit_id: str, provenance: str, now: int) -> bool:
    """Book a signed payment, once ever; False when its key is in the ledger already."""
    row = await tx.fetchrow(
        "INSERT INTO ledger (kind, ref, debit, credit, amount, currency, deposit_id, payer, provenance, at)"
        " VALUES ('deposit', $1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (kind, ref) DO NOTHING RETURNING id",
        key_of(entry),
        f"{PROVIDER}:{entry.wallet}",
        credit,
        entry.amount,
        entry.currency,
        deposit_id,
        entry.payer,
        provenance,
        now,
    )
    return row is not None


async def transfer(
    tx: Transaction,
    *,
    kind: str,
    ref: str,
    debit: str,
    credit: str,
    amount: int,
    provenance: str,
    now: int,
    deposit_id: str = "",
) -> bool:
    """Book what operators decided, once per kind and ref; False when that is in the ledger already."""
    row = await tx.fetchrow(
        "INSERT INTO ledger (kind, ref, debit, credit, amount, currency, deposit_id, provenance, at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (kind, ref) DO NOTHING RETURNING id",
        kind,
        ref,
        debit,
        credit,
        amount,
        CURRENCY,
        deposit_id,
        provenance,
        now,
    )
    return row is not None


async def is_booked(reads: Database | Transaction, kind: str, ref: str) -> bool:
    """Whether a line of this kind stands under this reference."""
    row = await reads.fetchrow("SELECT 1 AS found FROM ledger WHERE kind = $1 AND ref = $2", kind, ref)
    return row is not None


_BROUGHT, _TAKEN_BACK, _BY_HAND, _PAID_OUT = (
    f"(SELECT COALESCE(SUM(amount), 0) FROM ledger WHERE {lines})"
    for lines in (
        "credit = $1 AND kind IN ('deposit', 'assign', 'credit')",
        "debit = $1 AND kind = 'reversal'",
        "debit = $1 AND kind = 'record'",
        "debit = $2 AND kind = 'payout_end' AND credit <> $1",
    )
)
_TOTALS = f"SELECT {_BROUGHT} - {_TAKEN_BACK} AS deposited, {_BY_HAND} + {_PAID_OUT} AS paid_out"


async def totals(reads: Database | Transaction, label: str) -> tuple[int, int]:
    """What a player deposited (less what was taken back) and what he was paid out, in whole kyat."""
    row = await reads.fetchrow(_TOTALS, account(label), held(label))
    return (int(row["deposited"]), int(row["paid_out"])) if row else (0, 0)


async def has_payer(reads: Database | Transaction, label: str, payer: str) -> bool:
    """Whether a deposit of this player came from this account."""
    forms = spellings(payer)
    places = ", ".join(f"${number}" for number in range(2, 2 + len(forms)))
    row = await reads.fetchrow(
        f"SELECT 1 AS seen FROM ledger WHERE credit = $1 AND payer IN ({places}) LIMIT 1", account(label), *forms
    )
    return row is not None


async def quarantine(
    tx: Transaction, entry: Entry, *, reason: Reason, label: str, fingerprint: str, inbox_id: int, now: int
) -> bool:
    """Keep an entry that no rule fits; False when the very same waits, or waited, already."""
    row = await tx.fetchrow(
        "INSERT INTO quarantine (fingerprint, reason, kind, wallet, currency, amount, transaction_id, order_id,"
        " withdrawal_id, label, raw, inbox_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
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
    )
    return row is not None


async def close_quarantine(tx: Transaction, entry: Entry, now: int) -> Sequence[str]:
    """The payment was booked to its player: what waited of it waits no more; answers with the fingerprints."""
    rows = await tx.fetch(
        "UPDATE quarantine SET state = 'closed', closed_at = $4"
        " WHERE state = 'open' AND transaction_id = $1 AND wallet = $2 AND currency = $3 AND reason <> 'conflict'"
        " RETURNING fingerprint",
        entry.transaction_id,
        entry.wallet,
        entry.currency,
        now,
    )
    return [row["fingerprint"] for row in rows]
