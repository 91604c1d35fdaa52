"""Messages to players as outbox rows, written in the transaction of the fact they report.

A row holds what to say; language and layout are chosen when it is delivered, from the state at that moment.
"""

import json
from collections.abc import Mapping
from types import MappingProxyType

import structlog

from bot.domain.deposit import Deposit, Step
from bot.domain.errors import DomainError, Value
from bot.domain.withdrawal import Withdrawal, WithdrawalStatus
from bot.store import outbox
from bot.store.engine.database import Transaction

_log = structlog.get_logger()
CARD, NOTIFICATION, SCREEN, ALERT = "card", "ring", "screen", "alert"
WITHDRAWAL, MANUAL = "payout_ring", "hand_ring"
NOTIFICATIONS = frozenset({NOTIFICATION, WITHDRAWAL, MANUAL})
ADDED, PAID_OUT, TAKEN_BACK = "added", "paid_out", "taken_back"
"""What operators did by hand with a player's money; see `notify_manual`."""

_NOTIFIED = frozenset({WithdrawalStatus.SENT, WithdrawalStatus.PAID, WithdrawalStatus.FAILED})


def lane_of(chat_id: int) -> str:
    """The ordering key of a chat: its messages leave one after the other."""
    return f"tg:{chat_id}"


async def card(
    tx: Transaction, deposit: Deposit, now: int, *, resend: bool = False, priority: int = outbox.REPLY
) -> None:
    """Queue redrawing the deposit's card; `resend` sends it as a new message at the end of the chat."""
    payload = json.dumps({"anew": True}) if resend else "{}"
    await outbox.refresh(
        tx,
        lane=lane_of(deposit.player_id),
        kind=CARD,
        subject=deposit.id,
        now=now,
        payload=payload,
        priority=priority,
    )


async def notify(tx: Transaction, deposit: Deposit, what: str, now: int, *, ref: str = "", amount: int = 0) -> None:
    """Queue one short message about money, once per `what` and `ref`; `amount` (whole kyat) is of this payment."""
    await outbox.add(
        tx,
        lane=lane_of(deposit.player_id),
        kind=NOTIFICATION,
        subject=deposit.id,
        payload=json.dumps({"what": what, "amount": amount}),
        dedupe=f"ring:{what}:{deposit.id}:{ref}",
        priority=outbox.NOTIFICATION,
        now=now,
    )


async def notify_withdrawal(tx: Transaction, withdrawal: Withdrawal, now: int) -> None:
    """Tell the player that his payout was sent, paid or failed, once each; never about a test payout."""
    if withdrawal.player_id and not withdrawal.is_test and withdrawal.status in _NOTIFIED:
        await outbox.add(
            tx,
            lane=lane_of(withdrawal.player_id),
            kind=WITHDRAWAL,
            subject=withdrawal.id,
            payload=json.dumps({"status": withdrawal.status.value}),
            dedupe=f"payout:{withdrawal.id}:{withdrawal.status.value}",
            priority=outbox.NOTIFICATION,
            now=now,
        )


async def notify_manual(tx: Transaction, player_id: int, what: str, amount: int, now: int, *, reference: str) -> None:
    """Tell a player of money that operators moved by hand, once per `reference`, which he can quote."""
    await outbox.add(
        tx,
        lane=lane_of(player_id),
        kind=MANUAL,
        subject=reference,
        payload=json.dumps({"what": what, "amount": amount}),
        dedupe=f"ring:{what}:{reference}:{player_id}",
        priority=outbox.NOTIFICATION,
        now=now,
    )


async def screen(
    tx: Transaction,
    chat_id: int,
    name: str,
    now: int,
    *,
    subject: str = "",
    args: Mapping[str, Value] = MappingProxyType({}),
    due_at: int = 0,
    dedupe: str = "",
) -> None:
    """Queue a screen, which is a message that does not show the state of money: menu, help, a question, an error."""
    payload = json.dumps({"name": name, "args": dict(args)})
    if not dedupe and not due_at:
        await outbox.add_once(tx, lane=lane_of(chat_id), kind=SCREEN, subject=subject, payload=payload, now=now)
        return
    await outbox.add(
        tx,
        lane=lane_of(chat_id),
        kind=SCREEN,
        subject=subject,
        payload=payload,
        dedupe=dedupe,
        due_at=due_at,
        now=now,
    )


async def prompt(tx: Transaction, deposit: Deposit, step: Step, now: int) -> None:
    """Queue the question for what the deposit needs next."""
    await screen(tx, deposit.player_id, "prompt", now, subject=deposit.id, args={"step": step.value})


async def error(
    tx: Transaction, chat_id: int, refusal: DomainError, now: int, *, due_at: int = 0, dedupe: str = ""
) -> None:
    """Queue the text of an error about what a person sent."""
    args = {"key": refusal.key, **refusal.values}
    await screen(tx, chat_id, "error", now, args=args, due_at=due_at, dedupe=dedupe)
