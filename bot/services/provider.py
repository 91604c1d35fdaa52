"""What leaves for the provider: the request for a number, and a claim. Both may be repeated, with the same order id."""

import json
from collections.abc import Awaitable, Callable

import structlog

from bot.clock import Clock
from bot.domain.alert import Alert, End
from bot.domain.deposit import Deposit, Status
from bot.provider.base import Answer, Claim, ClaimAnswer, NumberAnswer, Outcome, PaymentProvider, Verdict
from bot.provider.refusals import Refusal, refusal_of
from bot.services import notices
from bot.services.guesses import must_wait
from bot.services.notices import Notices
from bot.services.other_number import other_number_given
from bot.services.outbox import Dead, Delivery, Later, Sent, backoff
from bot.services.rules import Rules
from bot.store import attempts, deposits, outbox, tried_numbers
from bot.store.attempts import Attempts
from bot.store.database import Database, Transaction, Unit
from bot.store.outbox import OutboxRow

NUMBER, CLAIM = "number", "claim"
_NUMBER_TRIES = 3
_CLAIM_TRIES = 10
_TRIES_BEFORE_ALARM = 3
_log = structlog.get_logger()


def _lane(deposit: Deposit) -> str:
    return f"pk:{deposit.id}"


async def ask_for_number(tx: Transaction, deposit: Deposit, now: int) -> None:
    """Put out the request for a receiving number."""
    await outbox.add(tx, lane=_lane(deposit), kind=NUMBER, subject=deposit.id, priority=outbox.MONEY, now=now)


async def ask_for_other_number(tx: Transaction, deposit: Deposit, now: int) -> None:
    """Put out the request for another number than the one that the deposit shows."""
    payload = json.dumps({"instead": deposit.wallet_number})
    await outbox.add(
        tx, lane=_lane(deposit), kind=NUMBER, subject=deposit.id, payload=payload, priority=outbox.MONEY, now=now
    )


def claim_key(order_id: str) -> str:
    """Under which the claim of an order stands in the outbox, once."""
    return f"claim:{order_id}"


async def send_claim(tx: Transaction, deposit: Deposit, now: int) -> None:
    """Put out the claim under the deposit's present order id, once per order."""
    await outbox.add(
        tx,
        lane=_lane(deposit),
        kind=CLAIM,
        subject=deposit.id,
        payload=json.dumps({"order_id": deposit.order_id}),
        dedupe=claim_key(deposit.order_id),
        priority=outbox.MONEY,
        now=now,
    )


def _is_unclear(answer: Answer) -> bool:
    return answer.outcome in {Outcome.NOT_SENT, Outcome.UNKNOWN} and not answer.locked_out


class ProviderChannel:
    """Delivers outbox rows to the provider and writes down what it said."""

    def __init__(
        self, database: Database, clock: Clock, provider: PaymentProvider, rules: Rules, alarms: Notices
    ) -> None:
        self._database = database
        self._clock = clock
        self._provider = provider
        self._rules = rules
        self._alarms = alarms
        self._deliver: dict[str, Callable[[OutboxRow, Deposit], Awaitable[Delivery]]] = {
            NUMBER: self._get_number,
            CLAIM: self._hand_in,
        }

    async def deliver(self, row: OutboxRow) -> Delivery:
        """Carry out one row, if the deposit still needs it."""
        deposit = await deposits.find(self._database, row.subject)
        if deposit is None:
            return Dead("no such deposit")
        return await self._deliver[row.kind](row, deposit)

    async def _get_number(self, row: OutboxRow, deposit: Deposit) -> Delivery:
        if instead := json.loads(row.payload).get("instead", ""):
            return await self._get_other_number(row, deposit, instead)
        if deposit.status is not Status.DRAFT or not deposit.amount or deposit.refusal:
            return Sent()
        answer = await self._provider.create(self._rules.wallet(deposit.wallet), deposit.label)
        if _is_unclear(answer) and row.attempts < _NUMBER_TRIES:
            return Later(backoff(row.attempts, 1, 5), answer.detail)
        return Sent(self._with_alarm(answer, self._number_given(deposit, answer)))

    async def _get_other_number(self, row: OutboxRow, deposit: Deposit, instead: str) -> Delivery:
        if deposit.status is not Status.AWAITING_PAYMENT or deposit.wallet_number != instead:
            return Sent()
        answer = await self._provider.create(self._rules.wallet(deposit.wallet), deposit.label)
        if _is_unclear(answer) and row.attempts < _NUMBER_TRIES:
            return Later(backoff(row.attempts, 1, 5), answer.detail)

        async def unit(tx: Transaction) -> None:
            await other_number_given(tx, deposit, answer, self._clock.now_ms(), self._rules.valid_ms)

        return Sent(self._with_alarm(answer, unit))

    def _number_given(self, deposit: Deposit, answer: NumberAnswer) -> Unit[None]:
        async def unit(tx: Transaction) -> None:
            now = self._clock.now_ms()
            if answer.outcome is not Outcome.DONE:
                drawn = await deposits.edit(tx, deposit.id, Status.DRAFT, refusal="unavailable")
                await deposits.note(tx, deposit.id, "no_number", answer.detail, now)
                await self._alarms.alarm(
                    tx,
                    Alert.WALLET_UNAVAILABLE,
                    deposit.wallet,
                    now,
                    wallet=deposit.wallet,
                    detail=answer.detail,
                )
            else:
                drawn = await deposits.move(
                    tx,
                    deposit.id,
                    Status.AWAITING_PAYMENT,
                    now,
                    order_id=deposit.id,
                    wallet_number=answer.number,
                    number_expires_at=now + self._rules.valid_ms,
                )
                await self._alarms.resolve_by(tx, End.NUMBER_GIVEN, deposit.wallet, now)
            if drawn is None:
                return
            if drawn.order_id:
                await deposits.add_order(tx, drawn.order_id, drawn.id, now)
            await notices.card(tx, drawn, now)

        return unit

    async def _hand_in(self, row: OutboxRow, deposit: Deposit) -> Delivery:
        said = json.loads(row.payload)
        order_id = said["order_id"]
        if deposit.status is not Status.CLAIMED or deposit.order_id != order_id:
            return Sent()
        now = self._clock.now_ms()
        claim = await self._claim(deposit)
        is_let_go = said.get("let_go", False)

        async def unit(tx: Transaction) -> tuple[int, Attempts, int]:
            if wait := await must_wait(tx, deposit, self._alarms, now, is_let_go=is_let_go):
                return wait, Attempts(count=0, unsure=False, last_at=0), 0
            return 0, *await self._start(tx, deposit.id, order_id, now)

        wait, before, attempt = await self._database.write(unit)
        if wait:
            return Later(wait / 1000, "too many numbers of this player were refused")
        if not attempt:
            return Later((before.last_at + self._rules.retry_ms - now) / 1000, "the last attempt may have arrived")
        answer = await self._provider.claim(claim)
        _log.info("claim.answered", deposit_id=deposit.id, order_id=order_id, outcome=answer.outcome.value)
        return self._settled(deposit, attempt, before, answer)

    async def _start(self, tx: Transaction, subject: str, order_id: str, now: int) -> tuple[Attempts, int]:
        """Open an attempt; 0 while an earlier one that may have arrived is too young to be repeated."""
        before = await attempts.known(tx, subject, order_id)
        if before.unsure and before.last_at + self._rules.retry_ms > now:
            return before, 0
        return before, await attempts.start(tx, subject, order_id, now)

    async def _claim(self, deposit: Deposit) -> Claim:
        receipt = await deposits.load_receipt(self._database, deposit.receipt_id) if deposit.receipt_id else None
        return Claim(
            wallet=self._rules.wallet(deposit.wallet),
            order_id=deposit.order_id,
            label=deposit.label,
            transaction_number=deposit.transaction_number,
            amount=deposit.amount,
            receipt=receipt,
        )

    def _settled(self, deposit: Deposit, attempt: int, before: Attempts, answer: ClaimAnswer) -> Delivery:
        tries = before.count + 1
        effect = self._with_alarm(answer, self._claim_answered(deposit, attempt, before, answer))
        match answer.outcome:
            case Outcome.DONE | Outcome.REFUSED:
                return Sent(effect)
            case Outcome.NOT_SENT:
                return Later(backoff(tries, 2, 300), answer.detail, effect)
            case Outcome.UNKNOWN if tries < _CLAIM_TRIES:
                return Later(self._rules.retry_ms / 1000, answer.detail, effect)
            case Outcome.UNKNOWN:
                return Dead(answer.detail, effect)

    def _claim_answered(self, deposit: Deposit, attempt: int, before: Attempts, answer: ClaimAnswer) -> Unit[None]:
        async def unit(tx: Transaction) -> None:
            now = self._clock.now_ms()
            await attempts.finish(tx, attempt, answer.outcome.value, answer.detail, now)
            if await self._is_corrected(tx, deposit):
                return
            match answer.outcome:
                case Outcome.DONE:
                    await self._accepted(tx, deposit, answer.verdict or Verdict.CHECKING, now)
                case Outcome.REFUSED if before.unsure:
                    # An earlier sending may have arrived, and then this "no" only means "I have it already".
                    await self._alarms.alarm(
                        tx, Alert.CLAIM_REFUSED, deposit.id, now, deposit=deposit.id, detail=answer.detail
                    )
                case Outcome.REFUSED:
                    await self._refused(tx, deposit, answer.detail, now)
                case Outcome.UNKNOWN if before.count + 1 >= _CLAIM_TRIES:
                    await self._alarms.alarm(
                        tx, Alert.CLAIM_UNANSWERED, deposit.id, now, deposit=deposit.id, detail=answer.detail
                    )
                case _ if before.count + 1 >= _TRIES_BEFORE_ALARM:
                    await self._alarms.alarm(tx, Alert.PROVIDER_UNREACHABLE, "", now, tries=before.count + 1)
                case _:
                    pass

        return unit

    async def _is_corrected(self, tx: Transaction, deposit: Deposit) -> bool:
        """Whether the player corrected the claim while it was being sent: the answer is about an order given up."""
        fresh = await deposits.find(tx, deposit.id)
        return fresh is not None and fresh.order_id != deposit.order_id

    async def _accepted(self, tx: Transaction, deposit: Deposit, verdict: Verdict, now: int) -> None:
        moved = await deposits.move(tx, deposit.id, Status.SUBMITTED, now, verdict=verdict.value)
        if moved is None:
            return  # the postback was faster
        await notices.card(tx, moved, now)
        await self._alarms.resolve_by(tx, End.ACCEPTED, moved.id, now)
        if verdict is Verdict.BELOW_MINIMUM:
            await self._alarms.alarm(
                tx, Alert.BELOW_MINIMUM, moved.id, now, deposit=moved.id, amount=moved.amount, wallet=moved.wallet
            )

    async def _refused(self, tx: Transaction, deposit: Deposit, detail: str, now: int) -> None:
        await deposits.note(tx, deposit.id, "provider_refused", detail, now)
        reason = refusal_of(detail)
        if reason is not Refusal.RECEIPT:
            await tried_numbers.refuse(tx, deposit.order_id)
        moved = await deposits.move(
            tx, deposit.id, Status.REJECTED, now, since=(Status.CLAIMED,), refusal=reason.value, touched_at=now
        )
        if moved is not None:
            await notices.card(tx, moved, now)
            await notices.ring(tx, moved, "refused", now, ref=moved.order_id)
            await self._alarms.resolve_by(tx, End.REFUSED, moved.id, now)

    def _with_alarm(self, answer: Answer, effect: Unit[None]) -> Unit[None]:
        """A 404 means our secret or our address, and stops everything: operators hear of it once, and of its end.

        Any readable answer also says that the provider can be reached again.
        """

        async def unit(tx: Transaction) -> None:
            now = self._clock.now_ms()
            await effect(tx)
            if answer.locked_out:
                await self._alarms.alarm(tx, Alert.PROVIDER_LOCKED_OUT, "", now)
            elif answer.outcome in {Outcome.DONE, Outcome.REFUSED}:
                await self._alarms.resolve_by(tx, End.PROVIDER_ANSWERED, "", now)

        return unit
