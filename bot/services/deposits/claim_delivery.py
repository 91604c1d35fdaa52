"""Hands claims in at the provider. A claim is never given up.

While the provider is away the claims wait in their queue (see `ClaimGate`), and when it answers again all of them
leave at once, the oldest first.
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
"""So often one claim may be left without an answer, while others are answered, before operators hear of it."""

_log = structlog.get_logger()


class ClaimDelivery:
    """Carries out the rows of claims."""

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

    async def hand_in(self, row: OutboxRow, deposit: Deposit) -> Delivery:
        said = json.loads(row.payload)
        order_id = said["order_id"]
        if deposit.status is not DepositStatus.CLAIMED or deposit.order_id != order_id:
            return Delivered()
        now, was_shut = self._clock.now_ms(), self._answers.connection.state.is_shut
        claim = await self._claim(deposit)
        is_let_go = said.get("let_go", False)

        async def in_transaction(tx: Transaction) -> tuple[int, Attempts, int]:
            if wait := await must_wait(tx, deposit, self._alerts, now, is_let_go=is_let_go):
                return wait, Attempts(count=0, unclear=0, last_at=0), 0
            return 0, *await self._start(tx, deposit.id, order_id, now)

        wait, before, attempt = await self._database.write(in_transaction)
        if wait:
            return Retry(wait / 1000, "too many numbers of this player were refused")
        if not attempt:
            return Retry((before.last_at - now) / 1000 + SHORTEST, "the last attempt may have arrived")
        answer = await self._provider.claim(claim)
        _log.info("claim.answered", deposit_id=deposit.id, order_id=order_id, outcome=_word(answer))
        effect = self._claim_answered(deposit, attempt, before, answer)
        effect = self._answers.with_provider_news(answer, effect, was_shut=was_shut, to_claims=True)
        return self._settled(before, answer, effect, began=now)

    async def _start(self, tx: Transaction, subject: str, order_id: str, now: int) -> tuple[Attempts, int]:
        """Open an attempt; 0 while an earlier one that may have arrived is too young to be repeated.

        One that began later than now was begun by a clock that was ahead: the same order may go again.
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

    def _settled(self, before: Attempts, answer: ClaimAnswer, effect: Unit[None], *, began: int) -> Delivery:
        """Only what may have arrived slows a claim down, and not if the provider was found to be back meanwhile."""
        if answer.credentials_rejected:
            return Retry(SHORTEST, answer.detail, effect)
        match answer.outcome:
            case Outcome.DONE | Outcome.REFUSED:
                return Delivered(effect)
            case Outcome.NOT_SENT:
                return Retry(backoff(before.count + 1, 2, LONGEST_UNSENT), answer.detail, effect)
            case Outcome.UNKNOWN if self._answers.connection.state.opened_at > began:
                return Retry(SHORTEST, answer.detail, effect)
            case Outcome.UNKNOWN:
                pause = unclear_pause(before.unclear + 1) * random.uniform(1, 1.2)  # noqa: S311 - spreads load
                return Retry(pause, answer.detail, effect)

    def _claim_answered(self, deposit: Deposit, attempt: int, before: Attempts, answer: ClaimAnswer) -> Unit[None]:
        async def in_transaction(tx: Transaction) -> None:
            now = self._clock.now_ms()
            await attempts.finish(tx, attempt, _word(answer), answer.detail, now)
            if await self._is_corrected(tx, deposit):
                return
            match answer.outcome:
                case _ if answer.credentials_rejected:
                    pass  # it speaks of us, even where it says no
                case Outcome.DONE:
                    await self._accepted(tx, deposit, answer.verdict or Verdict.CHECKING, now)
                case Outcome.REFUSED:
                    await self._said_no(tx, deposit, answer.detail, now, may_have_arrived=before.may_have_arrived)
                case _:
                    await self._not_answered(tx, deposit, before, answer, now)

        return in_transaction

    async def _is_corrected(self, tx: Transaction, deposit: Deposit) -> bool:
        """Whether the player corrected the claim while it was being sent: the answer is about an order given up."""
        fresh = await deposits.find(tx, deposit.id)
        return fresh is not None and fresh.order_id != deposit.order_id

    async def _not_answered(
        self, tx: Transaction, deposit: Deposit, before: Attempts, answer: ClaimAnswer, now: int
    ) -> None:
        """Operators hear of it when no claim is answered any more, or when this one is not while others are."""
        tries = before.unclear + (answer.outcome is Outcome.UNKNOWN)
        if self._answers.connection.state.is_away:
            await self._alerts.raise_(tx, Alert.PROVIDER_UNREACHABLE, "", now)
        elif tries >= _MANY_TRIES and self._answers.connection.state.claim_answered_at > before.last_at:
            told: dict[str, Value] = {"deposit": deposit.id, "tries": tries, "detail": answer.detail}
            await self._raise_alert(tx, Alert.CLAIM_UNANSWERED, deposit, now, told)

    async def _said_no(
        self, tx: Transaction, deposit: Deposit, detail: str, now: int, *, may_have_arrived: bool
    ) -> None:
        """Where an earlier sending may have arrived, "known already" means just that, and is as good as a yes.

        What its player can mend he is told all the same, and money for any of his order ids still finds him. A "no"
        that says neither stays open, and operators ask.
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
        """Not of a claim whose money came while its answer was on the way: nothing would end that alarm."""
        fresh = await deposits.find(tx, deposit.id)
        if fresh is not None and fresh.status is DepositStatus.CLAIMED:
            await self._alerts.raise_(tx, kind, deposit.id, now, **told)

    async def _accepted(self, tx: Transaction, deposit: Deposit, verdict: Verdict, now: int) -> None:
        moved = await deposits.move(tx, deposit.id, DepositStatus.SUBMITTED, now, verdict=verdict.value)
        if moved is None:
            return  # the postback was faster
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


def _word(answer: ClaimAnswer) -> str:
    """How an attempt ended. Who does not know us has not looked at the claim either: it surely did not arrive."""
    return "locked_out" if answer.credentials_rejected else answer.outcome.value
