"""Retention: how long each kind of data is kept, and erasing one player. Ledger and audit log stay."""

from bot.domain.approval_errors import PlayerStillOpen
from bot.domain.mask import Mask
from bot.provider.payload import without_people
from bot.services.postbacks.intake import CANARY, SOURCE
from bot.store import (
    approvals,
    dead_numbers,
    deposits,
    erasing,
    inbox,
    ledger,
    outbox,
    players,
    quarantine,
    refusals,
    tried_numbers,
    withdrawals,
)
from bot.store.engine.database import Transaction
from bot.store.postgres import send_slots

_DAY_MS = 24 * 3_600_000
_TALK_MS = 7 * _DAY_MS
"""Text of updates, and delivered messages that are not about money."""
_DISPUTE_MS = 90 * _DAY_MS
"""Receipts and names of absent players; accounts of payouts and payers are then masked."""
_PROOF_MS = 400 * _DAY_MS
"""Postbacks and entries as the provider signed them."""
_ALL = 1_000_000
AT_ONCE = 500
"""Rows of a kind per transaction, since the event loop and other instances wait for it."""


async def check_forgettable(tx: Transaction, label: str) -> None:
    """Raises PlayerStillOpen if the player has an open deposit or withdrawal, which needs what he sent."""
    if (found := await erasing.open_of(tx, label)) is not None:
        raise PlayerStillOpen(id=found)


async def forget_player(tx: Transaction, label: str, now: int, mask: Mask) -> None:
    """Erase a player's data at once. The ledger stays under his label, with masked accounts. Raises PlayerStillOpen.

    What the provider signed is proof and stays until its own retention time. Used links stay, so that they bind no
    other chat. Replaced wallet numbers stay, because late money is found by them.
    """
    await check_forgettable(tx, label)
    for player_id in await players.with_label(tx, label):
        await erasing.forget_chat(tx, player_id)
        # Numbers tried within a day still count for the guess limit; they are deleted within a week.
        await tried_numbers.forget_player(tx, player_id, now - _DAY_MS)
    await erasing.forget_deposits(tx, label)
    await withdrawals.mask_accounts(tx, now + 1, _ALL, mask, of=label)
    await approvals.mask_accounts(tx, now + 1, _ALL, mask, of=label)
    await ledger.mask_payers(tx, now + 1, _ALL, mask, of=label)


async def apply_retention(tx: Transaction, now: int, mask: Mask) -> bool:
    """Delete or mask old data, up to `AT_ONCE` rows of each kind. True if more is left."""
    await inbox.forget_refused(tx, now - _PROOF_MS)
    await send_slots.forget(tx)
    await refusals.forget(tx, now - _DISPUTE_MS)
    gone = (
        await inbox.forget_bodies(tx, "telegram", now - _TALK_MS, AT_ONCE),
        await inbox.forget_notes(tx, CANARY, now - _TALK_MS, AT_ONCE),
        await tried_numbers.forget(tx, now - _TALK_MS, AT_ONCE),
        await dead_numbers.forget(tx, now - _DISPUTE_MS, AT_ONCE),
        await outbox.forget_sent(tx, now - _TALK_MS, AT_ONCE),
        await deposits.forget_receipts(tx, now - _DISPUTE_MS, AT_ONCE),
        await withdrawals.mask_accounts(tx, now - _DISPUTE_MS, AT_ONCE, mask),
        await approvals.mask_accounts(tx, now - _DISPUTE_MS, AT_ONCE, mask),
        await ledger.mask_payers(tx, now - _DISPUTE_MS, AT_ONCE, mask),
        await players.forget_names(tx, now - _DISPUTE_MS, AT_ONCE),
        await inbox.forget_bodies(tx, SOURCE, now - _PROOF_MS, AT_ONCE),
        await quarantine.forget(tx, now - _PROOF_MS, AT_ONCE),
        await quarantine.forget_people(tx, now - _PROOF_MS, AT_ONCE, without_people),
    )
    return max(gone) >= AT_ONCE
