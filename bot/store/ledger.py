"""The ledger: append-only lines of booked money, and the sums over them."""

from dataclasses import dataclass

from bot.domain.account import spellings
from bot.domain.entry import Entry
from bot.domain.mask import Mask
from bot.domain.money import LARGEST
from bot.domain.transaction_number import normal_form
from bot.domain.wallet import CURRENCY
from bot.store.engine.database import Database, Row, Transaction

PROVIDER = "provider"
UNCLAIMED = "unclaimed"
ADJUSTMENTS = "house"
"""The merchant's adjustments (stored as `house`): manual credits come from it, reversals go to it."""


_PART = 1_000_000


def sum_of(amount: str = "amount") -> str:
    """SQL for a sum in two parts; `whole` joins them. Old databases hold amounts whose sum overflows in SQLite."""
    return f"COALESCE(SUM(({amount}) / {_PART}), 0) || ' ' || COALESCE(SUM(({amount}) % {_PART}), 0)"


def whole(parts: str) -> int:
    """The sum in whole kyat from the text that `sum_of` selected."""
    high, low = parts.split()
    return int(high) * _PART + int(low)


def account(label: str) -> str:
    """The ledger account of a player's balance."""
    return f"player:{label}"


def reserved(label: str) -> str:
    """The ledger account of a player's reserved sums, for payouts that have not ended (stored as `held:`)."""
    return f"held:{label}"


def payment_ref(entry: Entry) -> str:
    """The reference of a payment's line: wallet, currency and its number as the provider spelled it."""
    return f"{entry.wallet}/{entry.currency}/{entry.transaction_id}"


def payment_key(entry: Entry) -> str:
    """What identifies a payment however its number is spelled; unique in the ledger."""
    return f"{entry.wallet}/{entry.currency}/{normal_form(entry.transaction_id)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """One booked line: `amount` in whole kyat, and the account it was credited to."""

    ref: str
    credit: str
    amount: int
    deposit_id: str


async def find(tx: Transaction, key: str) -> LedgerLine | None:
    """The line that booked the payment with this `payment_key`."""
    row = await tx.fetchrow(
        "SELECT ref, credit, amount, deposit_id FROM ledger WHERE payment_key = $1 AND payment_key <> ''", key
    )
    return _line(row) if row else None


def _line(row: Row) -> LedgerLine:
    return LedgerLine(ref=row["ref"], credit=row["credit"], amount=row["amount"], deposit_id=row["deposit_id"])


async def find_ref(tx: Transaction, ref: str) -> LedgerLine | None:
    """The line that booked a payment under this reference (its number as it was spelled then)."""
    row = await tx.fetchrow(
        "SELECT ref, credit, amount, deposit_id FROM ledger WHERE kind = 'deposit' AND ref = $1", ref
    )
    return _line(row) if row else None


async def post(tx: Transaction, entry: Entry, *, credit: str, deposit_id: str, provenance: str, now: int) -> bool:
    """Book a signed payment, once ever; False if its key is in the ledger already.

    The unique key in the database prevents a second credit, even if two instances apply the same postback.
    """
    row = await tx.fetchrow(
        "INSERT INTO ledger (kind, ref, debit, credit, amount, currency, deposit_id, payer, provenance, at,"
        " payment_key) VALUES ('deposit', $1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING RETURNING id",
        payment_ref(entry),
        f"{PROVIDER}:{entry.wallet}",
        credit,
        entry.amount,
        entry.currency,
        deposit_id,
        entry.payer,
        provenance,
        now,
        payment_key(entry),
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
    payer: str = "",
) -> bool:
    """Book a move of `amount` (whole kyat) between two accounts, once per kind and ref; False if it was booked."""
    row = await tx.fetchrow(
        "INSERT INTO ledger (kind, ref, debit, credit, amount, currency, deposit_id, provenance, at, payer)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (kind, ref) DO NOTHING RETURNING id",
        kind,
        ref,
        debit,
        credit,
        amount,
        CURRENCY,
        deposit_id,
        provenance,
        now,
        payer,
    )
    return row is not None


async def assign(
    tx: Transaction, line: LedgerLine, entry: Entry, *, label: str, deposit_id: str, provenance: str, now: int
) -> bool:
    """Move unclaimed money to its owner, once; False if it is already assigned or dismissed."""
    if line.credit != UNCLAIMED or await is_booked(tx, "dismiss", line.ref):
        return False
    return await transfer(
        tx,
        kind="assign",
        ref=line.ref,
        debit=UNCLAIMED,
        credit=account(label),
        amount=line.amount,
        provenance=provenance,
        now=now,
        deposit_id=deposit_id,
        payer=entry.payer,
    )


_LARGEST = f"CASE WHEN amount > {LARGEST} THEN {LARGEST} ELSE amount END"  # lines of old databases may be larger
_AUTOMATIC = (
    f"SELECT COALESCE(SUM({_LARGEST}), 0) AS sum FROM ledger"
    " WHERE substr(provenance, 1, 9) = 'postback:' AND credit <> 'unclaimed' AND at >= $1 AND at <= $2"
)


async def credited_automatically(tx: Transaction, since: int, until: int, label: str = "") -> int:
    """Whole kyat that postbacks credited between two times, to all players or to one."""
    if label:
        row = await tx.fetchrow(f"{_AUTOMATIC} AND credit = $3", since, until, account(label))
    else:
        row = await tx.fetchrow(_AUTOMATIC, since, until)
    return int(row["sum"]) if row else 0


_RECORDED = "ref"
for _separator in "-_./# ":
    _RECORDED = f"REPLACE({_RECORDED}, '{_separator}', '')"
_RECORDED = f"SELECT 1 AS found FROM ledger WHERE kind = 'record' AND LOWER({_RECORDED}) = $1 LIMIT 1"


async def is_recorded(reads: Database | Transaction, reference: str) -> bool:
    """Whether a payout was recorded under this reference (in its folded form), however it was typed then."""
    return await reads.fetchrow(_RECORDED, reference) is not None


async def by_hand(reads: Database | Transaction, provenance: str) -> LedgerLine | None:
    """The line by which this approval credited a player without a deposit; None if there is not exactly one."""
    rows = await reads.fetch(
        "SELECT ref, credit, amount, deposit_id FROM ledger WHERE provenance = $1 AND deposit_id = ''"
        " AND kind IN ('credit', 'assign', 'deposit') AND credit LIKE 'player:%'",
        provenance,
    )
    if len(rows) != 1:
        return None
    return LedgerLine(**{name: rows[0][name] for name in ("ref", "credit", "amount", "deposit_id")})


async def is_booked(reads: Database | Transaction, kind: str, ref: str) -> bool:
    """Whether there is a line of this kind and reference."""
    row = await reads.fetchrow("SELECT 1 AS found FROM ledger WHERE kind = $1 AND ref = $2", kind, ref)
    return row is not None


_LINES = {
    "brought": "credit = $1 AND kind IN ('deposit', 'assign', 'credit')",
    "taken_back": "debit = $1 AND kind = 'reversal'",
    "by_hand": "debit = $1 AND kind = 'record'",
    "paid": "debit = $2 AND kind = 'payout_end' AND credit <> $1",
}
_TOTALS = "SELECT " + ", ".join(
    f"(SELECT {sum_of()} FROM ledger WHERE {lines}) AS {name}" for name, lines in _LINES.items()
)


async def totals(reads: Database | Transaction, label: str) -> tuple[int, int]:
    """What a player deposited (minus reversals) and what he was paid, in whole kyat."""
    row = await reads.fetchrow(_TOTALS, account(label), reserved(label))
    if row is None:  # pragma: no cover - an aggregate answers with a row
        return 0, 0
    brought, taken_back, by_hand, paid = (whole(row[name]) for name in _LINES)
    return brought - taken_back, by_hand + paid


async def has_payer(reads: Database | Transaction, label: str, payer: str, mask: Mask) -> bool:
    """Whether a deposit of this player came from this account; old lines keep only a mask of it."""
    forms = [kept for form in spellings(payer) for kept in (form, mask(form))]
    places = ", ".join(f"${number}" for number in range(2, 2 + len(forms)))
    row = await reads.fetchrow(
        f"SELECT 1 AS seen FROM ledger WHERE credit = $1 AND payer IN ({places}) LIMIT 1", account(label), *forms
    )
    return row is not None


async def mask_payers(tx: Transaction, before: int, limit: int, mask: Mask, *, of: str = "") -> int:
    """Mask the payer in lines booked before a time, perhaps only those `of` one player. Returns how many.

    A database trigger refuses every other change of a line.
    """
    rows = await tx.fetch(
        "SELECT id, payer FROM ledger WHERE at < $1 AND payer <> '' AND substr(payer, 1, 5) <> 'hmac:'"
        f"{' AND credit = $3' if of else ''} ORDER BY at LIMIT $2",
        before,
        limit,
        *([account(of)] if of else []),
    )
    for row in rows:
        await tx.fetch("UPDATE ledger SET payer = $2 WHERE id = $1", row["id"], mask(row["payer"]))
    return len(rows)
