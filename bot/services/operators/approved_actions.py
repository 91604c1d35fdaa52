"""Checks actions of two operators when they are proposed, and carries them out when they are confirmed."""

from collections.abc import Awaitable, Callable, Mapping

from bot.domain.approval import ActionType, Approval, cabinet_outcome
from bot.domain.deposit import Deposit, DepositStatus
from bot.domain.errors import AlreadyBooked, DepositMoved, NotFrozen, Value, WithdrawalMoved
from bot.domain.mask import WITHOUT_KEY, Mask
from bot.domain.reference import folded
from bot.domain.wallet import KBZPAY
from bot.domain.withdrawal import RESOLVABLE
from bot.merchant.event import EventKind
from bot.services.notifications import messages
from bot.services.notifications.merchant_events import NO_EVENTS, MerchantEvents
from bot.services.operators.reversals import reverse_by_hand, reversible
from bot.services.postbacks.quarantine import QuarantineDecisions, claimable, open_entry, releasable
from bot.services.retention import check_forgettable, forget_player
from bot.services.withdrawals.approval import Withdrawals
from bot.store import deposits, ledger, outbox, players, withdrawals
from bot.store.engine.database import Transaction
from bot.store.overrides import load_overrides

Values = Mapping[str, Value]


class ApprovedActions:
    """Checks a proposal, and carries out a confirmed one in the transaction that confirms it."""

    def __init__(
        self,
        quarantined: QuarantineDecisions,
        payouts: Withdrawals,
        events: MerchantEvents = NO_EVENTS,
        *,
        mask: Mask = WITHOUT_KEY,
    ) -> None:
        self._mask = mask
        self._events = events
        self._quarantined = quarantined
        self._payouts = payouts
        self._actions: dict[ActionType, Callable[[Transaction, Approval, int], Awaitable[None]]] = {
            ActionType.CLAIM: self._claim,
            ActionType.RELEASE: self._release,
            ActionType.DISMISS: self._dismiss,
            ActionType.CREDIT: self._credit,
            ActionType.REVERSE: self._reverse,
            ActionType.RECORD: self._record,
            ActionType.FORGET: self._forget,
            ActionType.UNFREEZE: self._unfreeze,
            ActionType.RESOLVE: self._resolve,
        }

    async def check(self, tx: Transaction, kind: ActionType, values: Values) -> None:
        """Raises DomainError if the action could not be carried out now."""
        if (check := _CHECKS.get(kind)) is not None:
            await check(tx, values)

    async def carry_out(self, tx: Transaction, approval: Approval, now: int) -> None:
        """Carry it out. AlreadyBooked means that no money moved, so the transaction may be committed.

        Any other DomainError must roll it back.
        """
        await self._actions[approval.kind](tx, approval, now)

    async def _claim(self, tx: Transaction, approval: Approval, now: int) -> None:
        entry = await self._quarantined.credit(tx, approval, now)
        if entry is not None:
            await _tell(tx, approval, messages.ADDED, entry.amount, now)

    async def _release(self, tx: Transaction, approval: Approval, now: int) -> None:
        for label, entry in await self._quarantined.release(tx, approval, now):
            await _tell_player(
                tx, label, messages.ADDED, entry.amount, now, reference=f"act-{approval.id}-{entry.transaction_id}"
            )

    async def _dismiss(self, tx: Transaction, approval: Approval, now: int) -> None:
        await self._quarantined.dismiss(tx, approval, now)

    async def _credit(self, tx: Transaction, approval: Approval, now: int) -> None:
        amount = int(approval.values["amount"])
        await ledger.transfer(
            tx,
            kind="credit",
            ref=f"act:{approval.id}",
            debit=ledger.ADJUSTMENTS,
            credit=ledger.account(str(approval.values["label"])),
            amount=amount,
            provenance=f"act:{approval.id}",
            now=now,
        )
        await _tell(tx, approval, messages.ADDED, amount, now)
        await self._events.by_hand(
            tx, EventKind.CREDIT, str(approval.values["label"]), amount, now, reference=f"act-{approval.id}"
        )

    async def _reverse(self, tx: Transaction, approval: Approval, now: int) -> None:
        """Take a deposit's credit back. The ledger is append-only, so a reversal line compensates the sum."""
        if "credit" in approval.values:
            await reverse_by_hand(tx, approval, self._events, now)
            return
        deposit = await _credited(tx, str(approval.values["deposit"]))
        reversed_ = await deposits.move(tx, deposit.id, DepositStatus.REVERSED, now)
        if reversed_ is None:  # pragma: no cover - it was credited just before, in this very transaction
            raise DepositMoved(id=deposit.id, status=deposit.status.value)
        await ledger.transfer(
            tx,
            kind="reversal",
            ref=deposit.id,
            debit=ledger.account(deposit.label),
            credit=ledger.ADJUSTMENTS,
            amount=deposit.credited_amount,
            provenance=f"act:{approval.id}",
            now=now,
            deposit_id=deposit.id,
        )
        await deposits.note(tx, deposit.id, "reason", str(approval.values["reason"]), now)
        await messages.card(tx, reversed_, now, priority=outbox.MONEY)
        await messages.notify(tx, reversed_, "reversed", now)
        await self._events.reversed(tx, deposit.label, deposit.id, deposit.credited_amount, now)

    async def _record(self, tx: Transaction, approval: Approval, now: int) -> None:
        """Book a payout made in the provider's cabinet. No postback reports it; its reference stops a second line."""
        amount, reference = int(approval.values["amount"]), str(approval.values["reference"])
        await _check_unrecorded(tx, approval.values)
        is_new = await ledger.transfer(
            tx,
            kind="record",
            ref=folded(reference),
            debit=ledger.account(str(approval.values["label"])),
            credit=f"{ledger.PROVIDER}:{KBZPAY.type}",  # the one wallet that payouts are documented for
            amount=amount,
            provenance=f"act:{approval.id}",
            now=now,
        )
        if not is_new:  # pragma: no cover - looked at just before, in this very transaction
            raise AlreadyBooked(ref=reference)
        await _tell(tx, approval, messages.PAID_OUT, amount, now)
        await self._events.by_hand(
            tx, EventKind.RECORDED, str(approval.values["label"]), amount, now, reference=f"act-{approval.id}"
        )

    async def _forget(self, tx: Transaction, approval: Approval, now: int) -> None:
        await forget_player(tx, str(approval.values["label"]), now, self._mask)

    async def _unfreeze(self, tx: Transaction, _act: Approval, now: int) -> None:
        await _check_frozen(tx, {})
        await self._payouts.unfreeze(tx, now)

    async def _resolve(self, tx: Transaction, approval: Approval, now: int) -> None:
        withdrawal, reason = str(approval.values["withdrawal"]), str(approval.values["reason"])
        await self._payouts.resolve(tx, withdrawal, cabinet_outcome(approval.values), reason=reason, now=now)


async def _check_claimable(tx: Transaction, values: Values) -> None:
    await claimable(tx, int(values["quarantine"]), str(values["label"]))


async def _check_releasable(tx: Transaction, values: Values) -> None:
    for number in str(values["entries"]).split():
        await releasable(tx, await open_entry(tx, int(number)))


async def _check_open(tx: Transaction, values: Values) -> None:
    await open_entry(tx, int(values["quarantine"]))


async def _check_reversible(tx: Transaction, values: Values) -> None:
    if "credit" in values:
        await reversible(tx, str(values["credit"]))
    else:
        await _credited(tx, str(values["deposit"]))


async def _check_unrecorded(tx: Transaction, values: Values) -> None:
    reference = str(values["reference"])
    if await ledger.is_recorded(tx, folded(reference)):
        raise AlreadyBooked(ref=reference)


async def _check_forgettable(tx: Transaction, values: Values) -> None:
    await check_forgettable(tx, str(values["label"]))


async def _check_frozen(tx: Transaction, _values: Values) -> None:
    if not (await load_overrides(tx)).frozen:
        raise NotFrozen


async def _check_resolvable(tx: Transaction, values: Values) -> None:
    withdrawal_id = str(values["withdrawal"])
    found = await withdrawals.find(tx, withdrawal_id)
    if found is None or found.status not in RESOLVABLE[cabinet_outcome(values)]:
        raise WithdrawalMoved(id=withdrawal_id, status=found.status.value if found else "none")


_CHECKS: Mapping[ActionType, Callable[[Transaction, Values], Awaitable[None]]] = {
    ActionType.CLAIM: _check_claimable,
    ActionType.RELEASE: _check_releasable,
    ActionType.DISMISS: _check_open,
    ActionType.REVERSE: _check_reversible,
    ActionType.RECORD: _check_unrecorded,
    ActionType.FORGET: _check_forgettable,
    ActionType.UNFREEZE: _check_frozen,
    ActionType.RESOLVE: _check_resolvable,
}
"""The check of each action type; types without one can always be proposed."""


async def _credited(tx: Transaction, deposit_id: str) -> Deposit:
    deposit = await deposits.find(tx, deposit_id)
    if deposit is None or deposit.status is not DepositStatus.CREDITED:
        raise DepositMoved(id=deposit_id, status=deposit.status.value if deposit else "none")
    return deposit


async def _tell(tx: Transaction, approval: Approval, what: str, amount: int, now: int) -> None:
    await _tell_player(tx, str(approval.values["label"]), what, amount, now, reference=f"act-{approval.id}")


async def _tell_player(tx: Transaction, label: str, what: str, amount: int, now: int, *, reference: str) -> None:
    """Tell the player in each of his chats; a player who never used the bot has none."""
    for player_id in await players.with_label(tx, label):
        await messages.notify_manual(tx, player_id, what, amount, now, reference=reference)
