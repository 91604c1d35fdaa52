"""Reverses a manual credit, which has no deposit, by its reference `act-<number of the proposal>`."""

from bot.domain.approval import Approval
from bot.domain.errors import AlreadyBooked
from bot.domain.withdrawal_errors import CreditMoved
from bot.merchant.event import EventKind
from bot.services.notifications import messages
from bot.services.notifications.merchant_events import MerchantEvents
from bot.store import ledger, players
from bot.store.engine.database import Transaction
from bot.store.ledger import LedgerLine


async def reversible(tx: Transaction, reference: str) -> LedgerLine:
    """The line that booked this credit. Raises CreditMoved if there is none or it was reversed."""
    source = reference.replace("-", ":", 1)
    line = await ledger.by_hand(tx, source)
    if line is None:
        raise CreditMoved(id=reference, status="none")
    if await ledger.is_booked(tx, "reversal", source):
        raise CreditMoved(id=reference, status="reversed")
    return line


async def reverse_by_hand(tx: Transaction, approval: Approval, events: MerchantEvents, now: int) -> None:
    """Book a reversal line, once, and tell the player in each of his chats."""
    reference = str(approval.values["credit"])
    line = await reversible(tx, reference)
    is_new = await ledger.transfer(
        tx,
        kind="reversal",
        ref=reference.replace("-", ":", 1),
        debit=line.credit,
        credit=ledger.ADJUSTMENTS,
        amount=line.amount,
        provenance=f"act:{approval.id}",
        now=now,
    )
    if not is_new:  # pragma: no cover - looked at just before, in this very transaction
        raise AlreadyBooked(ref=reference)
    label = line.credit.partition(":")[2]
    for player_id in await players.with_label(tx, label):
        await messages.notify_manual(tx, player_id, messages.TAKEN_BACK, line.amount, now, reference=reference)
    await events.by_hand(tx, EventKind.REVERSAL, label, line.amount, now, reference=reference)
