"""Sends confirmed payouts, at most once per id; the provider's signed outcome or two operators end them."""

import json

import structlog

from bot.domain.account import national_form
from bot.domain.alert import Alert, End
from bot.domain.entry import Entry, Reason
from bot.domain.errors import DomainError
from bot.domain.mask import Mask
from bot.domain.outage import LONGEST_UNSENT
from bot.domain.wallet import WALLETS
from bot.domain.withdrawal import OutcomeEffect, Withdrawal, WithdrawalStatus, effect_of
from bot.provider.base import Answer, Outcome, PaymentProvider, WithdrawalRequest
from bot.runtime.clock import Clock
from bot.services.notifications import messages, operator_cards
from bot.services.notifications.alerts import Alerts
from bot.services.notifications.merchant_events import NO_EVENTS, MerchantEvents
from bot.services.policy import Policy
from bot.services.queue.delivery import DeadLetter, Delivered, Delivery, Retry, backoff
from bot.services.withdrawals import restored_database
from bot.services.withdrawals.checks import check_leaving
from bot.store import attempts, audit, deposits, outbox, withdrawals
from bot.store.attempts import Attempts
from bot.store.engine.database import Database, StoreUnusable, Transaction, Unit
from bot.store.outbox import OutboxRow
from bot.store.overrides import freeze_withdrawals

LANE = "po"
PAYOUT = "payout"
_TRIES_BEFORE_ALERT = 3
_STOPPED_SECONDS = 30.0
_RETURNED = frozenset(
    {WithdrawalStatus.FAILED, WithdrawalStatus.REFUSED, WithdrawalStatus.DECLINED, WithdrawalStatus.EXPIRED}
)
_log = structlog.get_logger()


async def send_withdrawal(tx: Transaction, withdrawal: Withdrawal, now: int) -> None:
    """Add a confirmed payout to the outbox, once ever."""
    await outbox.add(
        tx,
        lane=f"{LANE}:{withdrawal.id}",
        kind=PAYOUT,
        subject=withdrawal.id,
        dedupe=f"payout:{withdrawal.id}",
        priority=outbox.MONEY,
        now=now,
    )


class WithdrawalSender:
    """Delivers payouts. If an earlier attempt may have arrived, the payout becomes unknown and is not sent."""

    def __init__(  # noqa: PLR0917 - wired once
        self,
        database: Database,
        clock: Clock,
        provider: PaymentProvider,
        policy: Policy,
        alerts: Alerts,
        events: MerchantEvents = NO_EVENTS,
    ) -> None:
        self._database = database
        self._clock = clock
        self._provider = provider
        self._policy = policy
        self._alerts = alerts
        self._events = events

    async def deliver(self, row: OutboxRow) -> Delivery:
        """Send one payout if it is still in `sending`. `row.subject` is its id."""
        withdrawal = await withdrawals.find(self._database, row.subject)
        if withdrawal is None:
            return DeadLetter("no such withdrawal")
        if withdrawal.status is not WithdrawalStatus.SENDING:
            return Delivered()
        # The attempt is committed before the call, so a crash in between can never lead to a second payment.
        before, attempt = await self._database.write(lambda tx: self._start(tx, withdrawal))
        if before.may_have_arrived:
            interrupted = Answer(outcome=Outcome.UNKNOWN, detail="interrupted; it may have been sent")
            return DeadLetter(interrupted.detail, self._answered(withdrawal, 0, interrupted))
        if not attempt:
            return Retry(_STOPPED_SECONDS, "stopped")
        try:
            await restored_database.write_file(self._database)
        except (OSError, StoreUnusable) as error:
            _log.error("payout.generation_not_kept", reason=str(error))
            return Retry(_STOPPED_SECONDS, "the generation file cannot be written", _not_left(attempt, self._clock))
        return self._delivery_of(withdrawal, attempt, before, await self._provider.withdraw(_request_of(withdrawal)))

    async def _start(self, tx: Transaction, withdrawal: Withdrawal) -> tuple[Attempts, int]:
        """Open an attempt, on disk before the first byte leaves. Its id is 0 if the payout must not be sent now.

        Earlier attempts are read in this transaction: an instance that was taken for dead may have opened one just now.
        """
        now = self._clock.now_ms()
        before = await attempts.known(tx, withdrawal.id, withdrawal.id)
        current = await withdrawals.find(tx, withdrawal.id)
        is_sending = current is not None and current.status is WithdrawalStatus.SENDING
        if before.may_have_arrived or not is_sending or await self._is_stopped(tx, withdrawal, now):
            return before, 0
        if not await restored_database.count_up(tx, self._database, self._alerts, now):
            return before, 0
        await withdrawals.leave(tx, withdrawal.id, now)
        await self._alerts.resolve_by(tx, End.PAYOUT_LEFT, withdrawal.id, now)
        return before, await attempts.start(tx, withdrawal.id, withdrawal.id, now)

    async def _is_stopped(self, tx: Transaction, withdrawal: Withdrawal, now: int) -> bool:
        """Whether a check stops it now. Operators are told once per cause, and the payout waits."""
        try:
            await check_leaving(tx, self._policy, withdrawal, now)
        except DomainError as error:
            values = _alert_values(withdrawal) | {"stop": error.key}
            if await self._alerts.remind(tx, Alert.PAYOUT_STOPPED, withdrawal.id, now, **values):
                after = json.dumps({"key": error.key} | error.values)
                await audit.append(
                    tx, actor=0, act="withdrawal.stopped", subject=withdrawal.id, before="sending", after=after, now=now
                )
            return True
        return False

    def _delivery_of(self, withdrawal: Withdrawal, attempt: int, before: Attempts, answer: Answer) -> Delivery:
        _log.info("payout.answered", withdrawal_id=withdrawal.id, outcome=answer.outcome.value)
        if answer.outcome is Outcome.NOT_SENT:
            tries = before.count + 1
            on_commit = self._not_sent(withdrawal, attempt, answer, tries)
            return Retry(backoff(tries, 2, LONGEST_UNSENT), answer.detail, on_commit)
        on_commit = self._answered(withdrawal, attempt, answer)
        if answer.outcome in {Outcome.DONE, Outcome.REFUSED}:
            return Delivered(on_commit)
        return DeadLetter(answer.detail, on_commit)

    def _not_sent(self, withdrawal: Withdrawal, attempt: int, answer: Answer, tries: int) -> Unit[None]:
        """Close an attempt that surely did not leave. The payout stays `sending` and is tried again."""

        async def in_transaction(tx: Transaction) -> None:
            now = self._clock.now_ms()
            await attempts.finish(tx, attempt, answer.outcome.value, answer.detail, now)
            if tries >= _TRIES_BEFORE_ALERT:
                await self._alerts.raise_(tx, Alert.PAYOUT_NOT_SENT, withdrawal.id, now, **_alert_values(withdrawal))

        return in_transaction

    def _answered(self, withdrawal: Withdrawal, attempt: int, answer: Answer) -> Unit[None]:
        async def in_transaction(tx: Transaction) -> None:
            now = self._clock.now_ms()
            await attempts.finish(tx, attempt, answer.outcome.value, answer.detail, now)
            await self._alerts.resolve_by(tx, End.PAYOUT_ATTEMPTED, withdrawal.id, now)
            moved = await self._move(tx, withdrawal, answer, now)
            if answer.credentials_rejected:
                # A 404 means a wrong secret or address: every further payout would become unknown too.
                await freeze_withdrawals(tx, 0, now)
                await audit.append(
                    tx, actor=0, act="freeze", subject="payouts", before="", after="the provider answered 404", now=now
                )
                await self._alerts.raise_(tx, Alert.PROVIDER_LOCKED_OUT, "", now)
            if moved is None:
                return  # the signed outcome came first
            await deposits.note(tx, moved.id, moved.status.value, answer.detail, now)
            await messages.notify_withdrawal(tx, moved, now)
            await self._events.ended(tx, moved, now)
            await operator_cards.redraw(tx, moved.id, now)

        return in_transaction

    async def _move(self, tx: Transaction, withdrawal: Withdrawal, answer: Answer, now: int) -> Withdrawal | None:
        since = (WithdrawalStatus.SENDING,)
        match answer.outcome:
            case Outcome.DONE:
                return await withdrawals.move(tx, withdrawal.id, WithdrawalStatus.SENT, since=since, sent_at=now)
            case Outcome.REFUSED:
                refused = await withdrawals.move(
                    tx, withdrawal.id, WithdrawalStatus.REFUSED, since=since, detail=answer.detail, done_at=now
                )
                if refused is not None:
                    await withdrawals.release(tx, refused, now)
                return refused
            case _:  # no certain answer: the provider may have accepted it
                unknown = await withdrawals.move(
                    tx, withdrawal.id, WithdrawalStatus.UNKNOWN, since=since, detail=answer.detail
                )
                if unknown is not None:
                    await self._alerts.raise_(tx, Alert.PAYOUT_UNKNOWN, withdrawal.id, now, **_alert_values(withdrawal))
                return unknown


def _not_left(attempt: int, clock: Clock) -> Unit[None]:
    return lambda tx: attempts.finish(tx, attempt, Outcome.NOT_SENT.value, "", clock.now_ms())


def _request_of(withdrawal: Withdrawal) -> WithdrawalRequest:
    return WithdrawalRequest(
        withdrawal_id=withdrawal.id,
        wallet=WALLETS[withdrawal.wallet],
        amount=withdrawal.amount,
        label=withdrawal.label,
        account=withdrawal.account,
        is_test=withdrawal.is_test,
    )


def _alert_values(withdrawal: Withdrawal) -> dict[str, str | int]:
    return {"withdrawal": withdrawal.id, "amount": withdrawal.amount, "wallet": withdrawal.wallet}


def objection(entry: Entry, label: str, withdrawal: Withdrawal, mask: Mask) -> Reason | None:
    """Why a signed outcome cannot be applied to this row, or None."""
    same = (entry.amount, entry.wallet) == (withdrawal.amount, withdrawal.wallet)
    # Old payouts keep only a mask of the account; their outcome may still be repeated.
    if not same or not mask.matches(withdrawal.account, national_form(entry.account_number)):
        return Reason.WITHDRAWAL_DIFFERS
    if label != withdrawal.label:
        return Reason.LABEL_DIFFERS
    match effect_of(withdrawal.status, entry.withdrawal_status):
        case OutcomeEffect.CONFLICT if entry.withdrawal_status in {"1", "5"}:
            return Reason.CONFLICT
        case OutcomeEffect.CONFLICT:
            return Reason.WITHDRAWAL_STATUS
        case _:
            return None


async def apply_outcome(  # noqa: PLR0917 - where it is told, too
    tx: Transaction, entry: Entry, withdrawal: Withdrawal, alerts: Alerts, now: int, events: MerchantEvents
) -> Withdrawal | None:
    """Mark the row paid or failed as the provider signed; None if it already is. Call `objection` first."""
    effect = effect_of(withdrawal.status, entry.withdrawal_status)
    if effect is OutcomeEffect.NOTHING:
        return None
    target = WithdrawalStatus.PAID if effect is OutcomeEffect.PAY else WithdrawalStatus.FAILED
    ended = await withdrawals.move(tx, withdrawal.id, target, detail=entry.comment[:200], done_at=now)
    if ended is None:
        message = f"withdrawal {withdrawal.id} cannot become {target}"
        raise RuntimeError(message)
    await (withdrawals.book_paid if effect is OutcomeEffect.PAY else withdrawals.release)(tx, ended, now)
    await deposits.note(tx, ended.id, ended.status.value, entry.comment, now)
    await alerts.resolve_by(tx, End.PAYOUT_ENDED, ended.id, now)
    await messages.notify_withdrawal(tx, ended, now)
    await events.ended(tx, ended, now)
    await operator_cards.redraw(tx, ended.id, now)
    _log.info("withdrawal.ended", withdrawal_id=ended.id, status=ended.status.value)
    return ended


async def mark_conflict(tx: Transaction, entry: Entry, withdrawal: Withdrawal, now: int) -> None:
    """Flag a contradiction; the state stays. If a returned payout was paid after all, book a receivable."""
    await withdrawals.flag_conflict(tx, withdrawal.id)
    if entry.withdrawal_status == "1" and withdrawal.status in _RETURNED:
        await withdrawals.book_receivable(tx, withdrawal, now)
    await deposits.note(tx, withdrawal.id, "conflict", f"status {entry.withdrawal_status} {entry.comment}", now)
    await operator_cards.redraw(tx, withdrawal.id, now)
