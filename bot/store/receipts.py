"""Receipts: what was read off them, who sent which picture (table `sightings`), and what was seen before."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.deposit import Deposit
from bot.domain.risk import OnReceipt, Seen
from bot.domain.transaction_number import normal_form
from bot.store.engine.database import Database, Param, Row, Transaction

Reads = Database | Transaction
_BANDS = ("band_0", "band_1", "band_2", "band_3")
_HASH = " || ".join(_BANDS)
_NEWEST = 50
_SEEN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptSubmission:
    """A picture that a player sent; `deposit_id` is empty while it belongs to none."""

    id: int
    receipt_id: str
    player_id: int
    deposit_id: str


async def record_submission(  # noqa: PLR0917 - the columns in their order
    tx: Transaction, receipt_id: str, player_id: int, label: str, now: int, deposit_id: str = ""
) -> ReceiptSubmission:
    """Store that this player sent this picture."""
    row = await tx.fetchrow(
        "INSERT INTO sightings (receipt_id, player_id, label, deposit_id, at) VALUES ($1, $2, $3, $4, $5) RETURNING id",
        receipt_id,
        player_id,
        label,
        deposit_id,
        now,
    )
    if row is None:
        raise LookupError(receipt_id)
    return ReceiptSubmission(id=row["id"], receipt_id=receipt_id, player_id=player_id, deposit_id=deposit_id)


async def find_submission(reads: Reads, submission_id: int) -> ReceiptSubmission | None:
    """The submission with this id, or None."""
    row = await reads.fetchrow(
        "SELECT id, receipt_id, player_id, deposit_id FROM sightings WHERE id = $1", submission_id
    )
    return (
        ReceiptSubmission(**{name: row[name] for name in ("id", "receipt_id", "player_id", "deposit_id")})
        if row
        else None
    )


async def assign(tx: Transaction, submission_id: int, deposit_id: str) -> None:
    """Give an unsolicited picture to a deposit."""
    await tx.fetch("UPDATE sightings SET deposit_id = $2 WHERE id = $1", submission_id, deposit_id)


async def count_unassigned(reads: Reads, player_id: int, since: int) -> int:
    """How many pictures without a deposit a player sent since a time."""
    row = await reads.fetchrow(
        "SELECT COUNT(*) AS count FROM sightings WHERE player_id = $1 AND at >= $2 AND deposit_id = ''",
        player_id,
        since,
    )
    return int(row["count"]) if row else 0


async def count_of_deposit(reads: Reads, deposit_id: str) -> int:
    """How many pictures were sent for a deposit."""
    row = await reads.fetchrow(
        "SELECT COUNT(*) AS count FROM sightings WHERE deposit_id = $1 AND deposit_id <> ''", deposit_id
    )
    return int(row["count"]) if row else 0


async def count_uncredited(reads: Reads, player_id: int, since: int) -> int:
    """How many pictures a player sent since a time, without those of credited deposits."""
    row = await reads.fetchrow(
        "SELECT COUNT(*) AS count FROM sightings s LEFT JOIN deposits d ON d.id = s.deposit_id"
        " WHERE s.player_id = $1 AND s.at >= $2 AND (d.status IS NULL OR d.status <> 'credited')",
        player_id,
        since,
    )
    return int(row["count"]) if row else 0


async def set_read(tx: Transaction, receipt_id: str, **read: Param) -> None:
    """Store what was read: `outcome`, `wallet`, `number`, `amount`, `paid_at`, `recipient`, `payer`."""
    await tx.fetch(
        "UPDATE receipts SET outcome = $2, wallet = $3, number = $4, amount = $5, paid_at = $6, recipient = $7,"
        " payer = $8 WHERE id = $1",
        receipt_id,
        *(read[name] for name in ("outcome", "wallet", "number", "amount", "paid_at", "recipient", "payer")),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A receipt as far as it was read: `outcome` is empty while nobody looked, `perceptual_hash` where it has none."""

    outcome: str
    wallet: str
    perceptual_hash: str
    on_it: OnReceipt


async def read(reads: Reads, receipt_id: str) -> Read | None:
    """What was read off a receipt; None if its picture is not stored any more."""
    row = await reads.fetchrow(
        f"SELECT outcome, wallet, number, amount, paid_at, recipient, payer, received_at, {_HASH} AS perceptual_hash"
        " FROM receipts WHERE id = $1",
        receipt_id,
    )
    if row is None:
        return None
    names = ("number", "amount", "paid_at", "recipient", "payer", "received_at")
    on_it = OnReceipt(**{name: row[name] for name in names})
    return Read(outcome=row["outcome"], wallet=row["wallet"], perceptual_hash=row["perceptual_hash"], on_it=on_it)


async def sent_before(reads: Reads, receipt_ids: Sequence[str], deposit: Deposit) -> list[Seen]:
    """Other deposits with one of these pictures, or other players who sent it, earliest first."""
    found: list[Row] = []
    for receipt_id in receipt_ids:
        found += await reads.fetch(
            "SELECT deposit_id, label, at FROM sightings WHERE receipt_id = $1 AND deposit_id <> $2"
            " AND (deposit_id <> '' OR player_id <> $3) ORDER BY id LIMIT 5",
            receipt_id,
            deposit.id,
            deposit.player_id,
        )
    found.sort(key=lambda row: int(row["at"]))
    return [Seen(deposit=row["deposit_id"], label=row["label"]) for row in found[:_SEEN]]


async def similar(reads: Reads, receipt_id: str, perceptual_hash: str) -> list[tuple[str, str]]:
    """Ids and perceptual hashes of the newest pictures that share a hash band with this one."""
    length = len(perceptual_hash) // len(_BANDS)
    found: dict[str, str] = {}
    for place, band in enumerate(_BANDS):
        rows = await reads.fetch(
            f"SELECT id, {_HASH} AS perceptual_hash FROM receipts WHERE {band} = $1 AND {band} <> '' AND id <> $2"
            " ORDER BY received_at DESC LIMIT $3",
            perceptual_hash[length * place : length * (place + 1)],
            receipt_id,
            _NEWEST,
        )
        found |= {row["id"]: row["perceptual_hash"] for row in rows}
    return list(found.items())


async def claims_of(reads: Reads, deposit: Deposit) -> list[Seen]:
    """Other deposits with the same transaction number, in any state."""
    rows = await reads.fetch(
        "SELECT id, label FROM deposits WHERE ltrim(transaction_number, '0') = $1 AND transaction_number <> ''"
        " AND wallet = $2 AND id <> $3 ORDER BY created_at LIMIT 5",
        normal_form(deposit.transaction_number),
        deposit.wallet,
        deposit.id,
    )
    return [Seen(deposit=row["id"], label=row["label"]) for row in rows]


async def players_of_payer(reads: Reads, suffix: str, since: int) -> set[str]:
    """Labels of players whose receipts since a time show a payer with this account suffix."""
    rows = await reads.fetch(
        "SELECT DISTINCT s.label FROM receipts r JOIN sightings s ON s.receipt_id = r.id"
        " WHERE r.payer = $1 AND r.payer <> '' AND r.received_at >= $2 LIMIT 50",
        suffix,
        since,
    )
    return {str(row["label"]) for row in rows}


async def failures(reads: Reads, label: str, since: int) -> int:
    """How many numbers of a player were refused since a time: by the provider, or as in use."""
    row = await reads.fetchrow(
        "SELECT COUNT(*) AS count FROM deposits d JOIN events e ON e.subject = d.id"
        " WHERE d.label = $1 AND d.created_at >= $2 AND e.at >= $2 AND e.what IN ('rejected', 'number_in_use')",
        label,
        since,
    )
    return int(row["count"]) if row else 0
