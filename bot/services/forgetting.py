"""What is kept for how long: each thing goes when what it was kept for is over. The ledger and the log stay."""

from bot.services.postbacks import CANARY, SOURCE
from bot.store import acts, dead_numbers, deposits, inbox, outbox, pace, quarantine, tried_numbers, withdrawals
from bot.store.database import Transaction

_DAY_MS = 24 * 3_600_000
_TALK_MS = 7 * _DAY_MS
"""Updates, after which only their ids are kept, and messages that left; what told of money keeps its key."""
_DISPUTE_MS = 90 * _DAY_MS
"""Receipts, and the accounts of payouts, after which only a mask of them is kept."""
_PROOF_MS = 400 * _DAY_MS
"""What the provider signed, word for word."""
_AT_ONCE = 500


async def forget(tx: Transaction, now: int) -> None:
    """Let go of what is old by now."""
    await inbox.forget_bodies(tx, "telegram", now - _TALK_MS)
    await inbox.forget_notes(tx, CANARY, now - _TALK_MS)
    await outbox.forget_sent(tx, now - _TALK_MS)
    await pace.forget(tx)
    await tried_numbers.forget(tx, now - _TALK_MS)
    await dead_numbers.forget(tx, now - _DISPUTE_MS)
    await deposits.forget_receipts(tx, now - _DISPUTE_MS)
    await withdrawals.mask_accounts(tx, now - _DISPUTE_MS, _AT_ONCE)
    await acts.mask_accounts(tx, now - _DISPUTE_MS, _AT_ONCE)
    await inbox.forget_bodies(tx, SOURCE, now - _PROOF_MS)
    await inbox.forget_refused(tx, now - _PROOF_MS)
    await quarantine.forget(tx, now - _PROOF_MS)
