"""Erases a player's personal data: his name, his pictures, what he wrote. Never a ledger line."""

from bot.domain.deposit import DepositStatus
from bot.domain.withdrawal import OPEN, WithdrawalStatus
from bot.store.engine.database import Transaction

_DEPOSITS_OPEN = ", ".join(
    f"'{status}'"
    for status in (DepositStatus.DRAFT, DepositStatus.AWAITING_PAYMENT, DepositStatus.CLAIMED, DepositStatus.SUBMITTED)
)
_PAYOUTS_OPEN = ", ".join(f"'{status}'" for status in WithdrawalStatus if status in OPEN)


async def open_of(tx: Transaction, label: str) -> str | None:
    """The id of an open deposit or withdrawal of the player, or None."""
    row = await tx.fetchrow(
        f"SELECT id FROM deposits WHERE label = $1 AND status IN ({_DEPOSITS_OPEN})"
        f" UNION ALL SELECT id FROM withdrawals WHERE label = $1 AND status IN ({_PAYOUTS_OPEN}) LIMIT 1",
        label,
    )
    return str(row["id"]) if row else None


async def forget_chat(tx: Transaction, player_id: int) -> None:
    """Erase a chat's @name, its messages, and pictures that no other chat sent."""
    await tx.fetch("UPDATE players SET username = '', last_wallet = '' WHERE id = $1", player_id)
    await tx.fetch(
        "DELETE FROM receipts WHERE id IN (SELECT receipt_id FROM sightings WHERE player_id = $1) AND NOT EXISTS"
        " (SELECT 1 FROM sightings s WHERE s.receipt_id = receipts.id AND s.player_id <> $1)",
        player_id,
    )
    await tx.fetch("DELETE FROM sightings WHERE player_id = $1", player_id)
    await tx.fetch(
        "UPDATE inbox SET body = '' WHERE source = 'telegram' AND state <> 'new' AND body <> '' AND lane = $1",
        f"tg:{player_id}",
    )
    await tx.fetch(
        "DELETE FROM outbox WHERE lane = $1 AND state IN ('sent', 'dropped')"
        " AND kind NOT IN ('ring', 'payout_ring', 'hand_ring', 'claim', 'payout', 'event')",
        f"tg:{player_id}",
    )


async def forget_deposits(tx: Transaction, label: str) -> None:
    """Erase pictures of a label's deposits and what was read off them; number and sum stay as proof."""
    await tx.fetch(
        "DELETE FROM receipts WHERE id IN (SELECT receipt_id FROM deposits WHERE label = $1) AND NOT EXISTS"
        " (SELECT 1 FROM deposits d WHERE d.receipt_id = receipts.id AND d.receipt_id <> '' AND d.label <> $1)"
        " AND NOT EXISTS (SELECT 1 FROM sightings s WHERE s.receipt_id = receipts.id AND s.label <> $1)",
        label,
    )
    await tx.fetch(
        "UPDATE deposits SET reading = '', read_number = '', read_amount = 0, receipt_id = '', receipt_album = ''"
        " WHERE label = $1",
        label,
    )
    await tx.fetch("UPDATE quarantine SET raw = '' WHERE label = $1 AND state = 'closed'", label)
