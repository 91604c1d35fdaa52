"""What people are told: rows of the outbox, written in the transaction of the fact they tell of.

A row says what to tell, never how: language and layout are chosen when it leaves, from the state at that moment.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import structlog

from bot.domain.alert import ENDED_BY, LAPSE_MS, NEWS, QUIET, Alert, End, over_at
from bot.domain.deposit import Deposit, Step
from bot.domain.deposit import Status as DepositStatus
from bot.domain.errors import DomainError, Value
from bot.domain.withdrawal import Status, Withdrawal
from bot.store import alarms, outbox, outbox_chats
from bot.store.alarms import Ended
from bot.store.database import Transaction

_log = structlog.get_logger()
CARD, RING, SCREEN, ALERT = "card", "ring", "screen", "alert"
PAYOUT_RING, HAND_RING = "payout_ring", "hand_ring"
RINGS = frozenset({RING, PAYOUT_RING, HAND_RING})
ADDED, PAID_OUT, TAKEN_BACK = "added", "paid_out", "taken_back"
"""What operators did by hand with a player's money, as `hand_ring` tells it."""

_COPIED_AT_ONCE = 50
_TOLD = frozenset({Status.SENT, Status.PAID, Status.FAILED})


def lane_of(chat_id: int) -> str:
    """Messages to one chat leave one after the other."""
    return f"tg:{chat_id}"


async def card(tx: Transaction, deposit: Deposit, now: int, *, anew: bool = False, priority: int = outbox.TALK) -> None:
    """Draw the deposit's card as it now stands; `anew` puts it at the end of the chat."""
    payload = json.dumps({"anew": True}) if anew else "{}"
    await outbox.refresh(
        tx,
        lane=lane_of(deposit.player_id),
        kind=CARD,
        subject=deposit.id,
        now=now,
        payload=payload,
        priority=priority,
    )


async def ring(tx: Transaction, deposit: Deposit, what: str, now: int, *, ref: str = "", amount: int = 0) -> None:
    """One short new message about money, once per `what` and `ref`; `amount` is what this one payment brought."""
    await outbox.add(
        tx,
        lane=lane_of(deposit.player_id),
        kind=RING,
        subject=deposit.id,
        payload=json.dumps({"what": what, "amount": amount}),
        dedupe=f"ring:{what}:{deposit.id}:{ref}",
        priority=outbox.RING,
        now=now,
    )


async def payout_ring(tx: Transaction, withdrawal: Withdrawal, now: int) -> None:
    """Tell the player that his payout is on its way, paid, or failed: once each, and never of a test."""
    if withdrawal.player_id and not withdrawal.is_test and withdrawal.status in _TOLD:
        await outbox.add(
            tx,
            lane=lane_of(withdrawal.player_id),
            kind=PAYOUT_RING,
            subject=withdrawal.id,
            payload=json.dumps({"status": withdrawal.status.value}),
            dedupe=f"payout:{withdrawal.id}:{withdrawal.status.value}",
            priority=outbox.RING,
            now=now,
        )


async def hand_ring(tx: Transaction, player_id: int, what: str, amount: int, now: int, *, mark: str) -> None:
    """Tell a player of money that operators moved without a deposit of his, once per `mark`, which he can quote."""
    await outbox.add(
        tx,
        lane=lane_of(player_id),
        kind=HAND_RING,
        subject=mark,
        payload=json.dumps({"what": what, "amount": amount}),
        dedupe=f"ring:{what}:{mark}:{player_id}",
        priority=outbox.RING,
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
    """An answer that is not about a state of money: menu, help, an explanation of what is expected."""
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
    """Ask for what the deposit needs next."""
    await screen(tx, deposit.player_id, "prompt", now, subject=deposit.id, args={"step": step.value})


async def refusal(
    tx: Transaction, chat_id: int, error: DomainError, now: int, *, due_at: int = 0, dedupe: str = ""
) -> None:
    """Say what was wrong with what a person sent."""
    args = {"key": error.key, **error.values}
    await screen(tx, chat_id, "error", now, args=args, due_at=due_at, dedupe=dedupe)


@dataclass(frozen=True, slots=True)
class Notices:
    """Alarms to the operators' chat, or only to the log where no chat is set. `owners` read what it does not take."""

    operators_chat: int | None
    owners: tuple[int, ...] = ()

    async def alarm(self, tx: Transaction, kind: Alert, subject: str, now: int, **values: Value) -> None:
        """Tell operators of a cause once, until `over` says it has gone. `subject` tells causes of one kind apart."""
        told = json.dumps({"kind": kind.value, "values": values})
        if await alarms.begin(tx, kind.value, subject, told, now):
            _log.warning("alarm.began", kind=kind.value, subject=subject)
            await self._tell(tx, subject, told, now)

    async def remind(self, tx: Transaction, kind: Alert, subject: str, now: int, **values: Value) -> bool:
        """Tell of a cause that lasts, once for each set of values; False when just this was told already."""
        told = json.dumps({"kind": kind.value, "values": values})
        is_new = await alarms.escalate(tx, kind.value, subject, told, now)
        if is_new:
            _log.warning("alarm.lasts", kind=kind.value, subject=subject)
            await self._tell(tx, subject, told, now)
        return is_new

    async def over(self, tx: Transaction, kind: Alert, subject: str, now: int) -> None:
        """The cause has gone: say so to whoever was told of it."""
        told = await alarms.end(tx, kind.value, subject)
        if told is not None:
            await self._tell_end(tx, Ended(kind.value, subject, told), now)

    async def resolve_by(self, tx: Transaction, end: End, subject: str, now: int) -> bool:
        """Something happened that ends whatever it is an end of (see `ENDS`); False when nothing of that was told."""
        over = await alarms.end_all(tx, ENDED_BY[end], subject)
        for ended in over:
            await self._tell_end(tx, ended, now)
        return bool(over)

    async def tidy(self, tx: Transaction, now: int) -> None:
        """End what cannot be true any more, however that came about; what only lapses ends without a word."""
        for status in (*DepositStatus, *Status):
            if kinds := over_at(status):
                table = "deposits" if isinstance(status, DepositStatus) else "withdrawals"
                for ended in await alarms.end_at(tx, kinds, table, status.value):
                    await self._tell_end(tx, ended, now)
        for ended in await alarms.lapse(tx, (*ENDED_BY[End.LAPSED], *sorted(NEWS)), now - LAPSE_MS):
            _log.info("alarm.lapsed", kind=ended.kind, subject=ended.subject)

    async def _tell_end(self, tx: Transaction, ended: Ended, now: int) -> None:
        """Say so to whoever was told: where the chat has not taken the alert yet, to those who read a copy of it."""
        _log.info("alarm.ended", kind=ended.kind, subject=ended.subject)
        if ended.kind in QUIET or self.operators_chat is None:
            return
        lane = lane_of(self.operators_chat)
        untold = await outbox_chats.withdraw_untold(tx, lane, ended.subject, ended.told, now)
        payload = json.dumps(json.loads(ended.told) | {"over": True})
        for one in await outbox_chats.lanes_of_copies(tx, untold) if untold else [lane]:
            await _alert(tx, one, ended.subject, payload, now)

    async def news(self, tx: Transaction, kind: Alert, subject: str, now: int, **values: Value) -> None:
        """Tell operators of what is no trouble and never over, once per `subject`."""
        if self.operators_chat is not None:
            payload, dedupe = json.dumps({"kind": kind.value, "values": values}), f"news:{kind.value}:{subject}"
            await _alert(tx, lane_of(self.operators_chat), subject, payload, now, dedupe=dedupe)

    async def copy_to_owners(self, tx: Transaction, reason: str, now: int) -> None:
        """The operators' chat takes no messages: owners get a copy of each alert that waits for it, in private."""
        if self.operators_chat is None:
            return
        for owner in self.owners:
            for row in await outbox_chats.uncopied(tx, lane_of(self.operators_chat), owner, _COPIED_AT_ONCE):
                payload = json.dumps(json.loads(row.payload) | {"copied": reason})
                await _alert(tx, lane_of(owner), row.subject, payload, now, dedupe=f"copy:{row.id}:{owner}")

    async def _tell(self, tx: Transaction, subject: str, payload: str, now: int) -> None:
        if self.operators_chat is not None:
            await _alert(tx, lane_of(self.operators_chat), subject, payload, now)


async def _alert(tx: Transaction, lane: str, subject: str, payload: str, now: int, *, dedupe: str = "") -> None:
    await outbox.add(
        tx, lane=lane, kind=ALERT, subject=subject, payload=payload, dedupe=dedupe, priority=outbox.NEWS, now=now
    )
