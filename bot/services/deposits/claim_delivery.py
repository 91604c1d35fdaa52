"""Sends claims to the provider, again and again until it answers.

While the provider is away claims wait in the outbox (see `ClaimGate`). When it answers again all of them become due,
the oldest first.
"""

import json
import random
from collections.abc import Mapping

import structlog

from bot.domain.alert import Alert, End
from bot.domain.deposit import Deposit, DepositStatus
from bot.domain.errors import Value
from bot.domain.outage import LONGEST_UNSENT, SHORTEST, unclear_pause
from bot.provider.base import Claim, ClaimAnswer, Outcome, PaymentProvider, Verdict
from bot.provider.refusal_reasons import Refusal, refusal_of
from bot.runtime.clock import Clock
from bot.services.deposits.guess_limit import must_wait
from bot.services.deposits.provider_answers import ProviderAnswers
from bot.services.notifications import messages
from bot.services.notifications.alerts import Alerts
from bot.services.policy import Policy
from bot.services.queue.delivery import Delivered, Delivery, Retry, backoff
from bot.store import attempts, deposits, tried_numbers
from bot.store.attempts import Attempts
from bot.store.engine.database import Database, Transaction, Unit
from bot.store.outbox import OutboxRow

_MANY_TRIES = 6
"""Operators are alerted after this many unanswered attempts of one claim while other claims are answered."""

_log = structlog.get_logger()


class ClaimDelivery:
    """Delivers outbox rows of claims."""

    def __init__(  # noqa: PLR0917 - wired once
        self,
        database: Database,
        clock: Clock,
        provider: PaymentProvider,
        policy: Policy,
        alerts: Alerts,
        answers: ProviderAnswers,
    ) -> None:
        self._database = database
        self._clock = clock
        self._provider = provider
        self._policy = policy
        self._alerts = alerts
        self._answers = answers

    async def deliver(self, row: OutboxRow, deposit: Deposit) -> Delivery:
        payload = json.loads(row.payload)
        order_id = payload["order_id"]
        if deposit.status is not DepositStatus.CLAIMED or deposit.order_id != order_id:
            return Delivered()
        now, was_shut = self._clock.now_ms(), self._answers.connection.state.is_shut
        claim = await self._claim(deposit)
        is_released = payload.get("let_go", False)

        async def in_transaction(tx: Transaction) -> tuple[int, Attempts, int]:
            if wait := await must_wait(tx, deposit, self._alerts, now, is_released=is_released):
                return wait, Attempts(count=0, unclear=0, last_at=0), 0
            return 0, *await self._start(tx, deposit.id, order_id, now)

        wait, before, attempt = await self._database.write(in_transaction)
        if wait:
            return Retry(wait / 1000, "too many numbers of this player were refused")
        if not attempt:
            return Retry((before.last_at - now) / 1000 + SHORTEST, "the last attempt may have arrived")
        answer = await self._provider.claim(claim)
        _log.info("claim.answered", deposit_id=deposit.id, order_id=order_id, outcome=_outcome_text(answer))
        on_commit = self._claim_answered(deposit, attempt, before, answer)
        on_commit = self._answers.with_provider_news(answer, on_commit, was_shut=was_shut, to_claims=True)
        return self._delivery_of(before, answer, on_commit, began=now)

    async def _start(self, tx: Transaction, subject: str, order_id: str, now: int) -> tuple[Attempts, int]:
        """Open an attempt and return its id; 0 if an earlier one may have arrived and is too recent to repeat.

        An earlier attempt with a start in the future comes from a clock that was ahead, and is ignored.
        """
        before = await attempts.known(tx, subject, order_id)
        if before.may_have_arrived and now - SHORTEST * 1000 < before.last_at <= now:
            return before, 0
        return before, await attempts.start(tx, subject, order_id, now)

    async def _claim(self, deposit: Deposit) -> Claim:
        receipt = await deposits.load_receipt(self._database, deposit.receipt_id) if deposit.receipt_id else None
        return Claim(
            wallet=self._policy.wallet(deposit.wallet),
            order_id=deposit.order_id,
            label=deposit.label,
            transaction_number=deposit.transaction_number,
            amount=deposit.amount,
            receipt=receipt,
        )

    def _delivery_of(self, before: Attempts, answer: ClaimAnswer, on_commit: Unit[None], *, began: int) -> Delivery:
        """Retry slowly only if the attempt may have arrived and the provider did not come back meanwhile."""
        if answer.credentials_rejected:
            return Retry(SHORTEST, answer.detail, on_commit)
        match answer.outcome:
            case Outcome.DONE | Outcome.REFUSED:
                return Delivered(on_commit)
            case Outcome.NOT_SENT:
                return Retry(backoff(before.count + 1, 2, LONGEST_UNSENT), answer.detail, on_commit)
            case Outcome.UNKNOWN if self._answers.connection.state.opened_at > began:
                return Retry(SHORTEST, answer.detail, on_commit)
            case Outcome.UNKNOWN:
                pause = unclear_pause(before.unclear + 1) * random.uniform(1, 1.2)  # noqa: S311 - spreads load
                return Retry(pause, answer.detail, on_commit)

    def _claim_answered(self, deposit: Deposit, attempt: int, before: Attempts, answer: ClaimAnswer) -> Unit[None]:
        async def in_transaction(tx: Transaction) -> None:
            now = self._clock.now_ms()
            await attempts.finish(tx, attempt, _outcome_text(answer), answer.detail, now)
            if await self._is_corrected(tx, deposit):
                return
            match answer.outcome:
                case _ if answer.credentials_rejected:
                    pass  # wrong credentials say nothing about this claim
                case Outcome.DONE:
                    await self._accepted(tx, deposit, answer.verdict or Verdict.CHECKING, now)
                case Outcome.REFUSED:
                    await self._handle_refusal(
                        tx, deposit, answer.detail, now, may_have_arrived=before.may_have_arrived
                    )
                case _:
                    await self._not_answered(tx, deposit, before, answer, now)

        return in_transaction

    async def _is_corrected(self, tx: Transaction, deposit: Deposit) -> bool:
        """Whether the player corrected the claim while it was sent; then the answer is about the old order."""
        fresh = await deposits.find(tx, deposit.id)
        return fresh is not None and fresh.order_id != deposit.order_id

    async def _not_answered(
        self, tx: Transaction, deposit: Deposit, before: Attempts, answer: ClaimAnswer, now: int
    ) -> None:
        """Alert operators if no claim is answered any more, or if only this one is not."""
        tries = before.unclear + (answer.outcome is Outcome.UNKNOWN)
        if self._answers.connection.state.is_away:
            await self._alerts.raise_(tx, Alert.PROVIDER_UNREACHABLE, "", now)
        elif tries >= _MANY_TRIES and self._answers.connection.state.claim_answered_at > before.last_at:
            told: dict[str, Value] = {"deposit": deposit.id, "tries": tries, "detail": answer.detail}
            await self._raise_alert(tx, Alert.CLAIM_UNANSWERED, deposit, now, told)

    async def _handle_refusal(
        self, tx: Transaction, deposit: Deposit, detail: str, now: int, *, may_have_arrived: bool
    ) -> None:
        """Handle a refusal.

        After an attempt that may have arrived, "number already used" means that the provider has this very claim, so it
        counts as accepted; an unclear reason alerts operators and the claim stays open. All other refusals are told to
        the player, who can correct the claim. Money for any of his order ids is still credited.
        """
        match refusal_of(detail):
            case Refusal.USED if may_have_arrived:
                await deposits.note(tx, deposit.id, "provider_knows_it", detail, now)
                await self._accepted(tx, deposit, Verdict.CHECKING, now)
            case Refusal.OTHER if may_have_arrived:
                await self._raise_alert(
                    tx, Alert.CLAIM_REFUSED, deposit, now, {"deposit": deposit.id, "detail": detail}
                )
            case _:
                await self._refused(tx, deposit, detail, now)

    async def _raise_alert(
        self, tx: Transaction, kind: Alert, deposit: Deposit, now: int, told: Mapping[str, Value]
    ) -> None:
        """Raise an alert if the claim still waits: no event would resolve one about a credited deposit."""
        fresh = await deposits.find(tx, deposit.id)
        if fresh is not None and fresh.status is DepositStatus.CLAIMED:
            await self._alerts.raise_(tx, kind, deposit.id, now, **told)

    async def _accepted(self, tx: Transaction, deposit: Deposit, verdict: Verdict, now: int) -> None:
        moved = await deposits.move(tx, deposit.id, DepositStatus.SUBMITTED, now, verdict=verdict.value)
        if moved is None:
            return  # the postback came first
        await messages.card(tx, moved, now)
        await self._alerts.resolve_by(tx, End.ACCEPTED, moved.id, now)
        if verdict is Verdict.BELOW_MINIMUM:
            await self._alerts.raise_(
                tx, Alert.BELOW_MINIMUM, moved.id, now, deposit=moved.id, amount=moved.amount, wallet=moved.wallet
            )

    async def _refused(self, tx: Transaction, deposit: Deposit, detail: str, now: int) -> None:
        await deposits.note(tx, deposit.id, "provider_refused", detail, now)
        reason = refusal_of(detail)
        if reason is not Refusal.RECEIPT:
            await tried_numbers.refuse(tx, deposit.order_id)
        moved = await deposits.move(
            tx,
            deposit.id,
            DepositStatus.REJECTED,
            now,
            since=(DepositStatus.CLAIMED,),
            refusal=reason.value,
            touched_at=now,
        )
        if moved is not None:
            await messages.card(tx, moved, now)
            await messages.notify(tx, moved, "refused", now, ref=moved.order_id)
            await self._alerts.resolve_by(tx, End.REFUSED, moved.id, now)


def _outcome_text(answer: ClaimAnswer) -> str:
    """The attempt's stored outcome. With rejected credentials the claim surely did not arrive."""
    return "locked_out" if answer.credentials_rejected else answer.outcome.value
