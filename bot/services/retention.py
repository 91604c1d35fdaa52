"""What is kept for how long: each thing goes when what it was kept for is over. The ledger and the log stay."""

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
"""Updates, after which only their ids are kept, and messages that left; what told of money keeps its key."""
_DISPUTE_MS = 90 * _DAY_MS
"""Receipts, and names of players who stay away; of the accounts of payouts and payers only a mask is kept then."""
_PROOF_MS = 400 * _DAY_MS
"""What the provider signed, word for word."""
_ALL = 1_000_000
AT_ONCE = 500
"""So many rows of a kind in one transaction: the event loop waits for each statement, and other copies for its end."""


async def check_forgettable(tx: Transaction, label: str) -> None:
    """Raises PlayerStillOpen: what he sent is needed as long as something of his is under way."""
    if (found := await erasing.open_of(tx, label)) is not None:
        raise PlayerStillOpen(id=found)


async def forget_player(tx: Transaction, label: str, now: int, mask: Mask) -> None:
    """Erase what may be erased of a player at once. The ledger stays under his label, his accounts as masks.

    What the provider signed is proof, and goes when its own time is over. Links stay, since one that was used must bind
    no other chat; so do the numbers to pay to that were replaced, by which late money is found. Raises PlayerStillOpen.
    """
    await check_forgettable(tx, label)
    for player_id in await players.with_label(tx, label):
        await erasing.forget_chat(tx, player_id)
        # What he tried within a day still slows down guessing, and goes by itself within a week.
        await tried_numbers.forget_player(tx, player_id, now - _DAY_MS)
    await erasing.forget_deposits(tx, label)
    await withdrawals.mask_accounts(tx, now + 1, _ALL, mask, of=label)
    await approvals.mask_accounts(tx, now + 1, _ALL, mask, of=label)
    await ledger.mask_payers(tx, now + 1, _ALL, mask, of=label)


async def apply_retention(tx: Transaction, now: int, mask: Mask) -> bool:
    """Let go of what is old by now, a bounded part of each kind; True where more is left for the next time."""
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
