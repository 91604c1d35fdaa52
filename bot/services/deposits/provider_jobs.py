"""What leaves for the provider: requests for a number, and claims. Both may be repeated, with the same order id."""

import json

from bot.domain.alert import Alert, End
from bot.domain.deposit import Deposit, DepositStatus
from bot.provider.base import NumberAnswer, Outcome, PaymentProvider
from bot.provider.instrumented import ProviderConnection
from bot.runtime.clock import Clock
from bot.services.deposits.claim_delivery import ClaimDelivery
from bot.services.deposits.other_number import other_number_given
from bot.services.deposits.provider_answers import CLAIM, NUMBER, ProviderAnswers, is_unclear
from bot.services.notifications import messages
from bot.services.notifications.alerts import Alerts
from bot.services.policy import Policy
from bot.services.queue.delivery import DeadLetter, Delivered, Delivery, Retry, backoff
from bot.store import deposits, outbox, waiting_claims
from bot.store.engine.database import Database, Transaction, Unit
from bot.store.outbox import OutboxRow

_TRIES, _PATIENCE_MS = 3, 15_000
"""Somebody waits for a number: after so many tries, or so long, he is told that there is none and may ask again."""


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


async def send_claim_now(tx: Transaction, deposit: Deposit, now: int) -> None:
    """Let the claim leave before all others, whatever it waits for; put it out where it never was."""
    await send_claim(tx, deposit, now)
    payload = json.dumps({"order_id": deposit.order_id, "let_go": True})
    await waiting_claims.send_now(tx, claim_key(deposit.order_id), payload, now)


class ProviderJobs:
    """Delivers outbox rows to the provider and writes down what it said."""

    def __init__(  # noqa: PLR0917 - wired once
        self,
        database: Database,
        clock: Clock,
        provider: PaymentProvider,
        policy: Policy,
        alerts: Alerts,
        connection: ProviderConnection,
    ) -> None:
        self._database = database
        self._clock = clock
        self._provider = provider
        self._policy = policy
        self._alerts = alerts
        self._answers = ProviderAnswers(clock, alerts, connection)
        self._claims = ClaimDelivery(database, clock, provider, policy, alerts, self._answers)

    async def deliver(self, row: OutboxRow) -> Delivery:
        """Carry out one row, if the deposit still needs it."""
        deposit = await deposits.find(self._database, row.subject)
        if deposit is None:
            return DeadLetter("no such deposit")
        if row.kind == CLAIM:
            return await self._claims.hand_in(row, deposit)
        return await self._get_number(row, deposit, json.loads(row.payload).get("instead", ""))

    async def _get_number(self, row: OutboxRow, deposit: Deposit, instead: str) -> Delivery:
        if not _is_wanted(deposit, instead):
            return Delivered()
        was_shut = self._answers.connection.state.is_shut
        answer = await self._provider.request_number(self._policy.wallet(deposit.wallet), deposit.label)
        is_early = self._clock.now_ms() - row.created_at < _PATIENCE_MS
        if is_unclear(answer) and is_early and row.attempts < _TRIES:
            return Retry(backoff(row.attempts, 1, 5), answer.detail)
        effect = self._other_number_given(deposit, answer) if instead else self._number_given(deposit, answer)
        return Delivered(self._answers.with_provider_news(answer, effect, was_shut=was_shut))

    def _other_number_given(self, deposit: Deposit, answer: NumberAnswer) -> Unit[None]:
        async def in_transaction(tx: Transaction) -> None:
            await other_number_given(tx, deposit, answer, self._clock.now_ms(), self._policy.valid_ms)

        return in_transaction

    def _number_given(self, deposit: Deposit, answer: NumberAnswer) -> Unit[None]:
        async def in_transaction(tx: Transaction) -> None:
            now = self._clock.now_ms()
            if answer.outcome is not Outcome.DONE:
                drawn = await deposits.edit(tx, deposit.id, DepositStatus.DRAFT, refusal="unavailable")
                await deposits.note(tx, deposit.id, "no_number", answer.detail, now)
                await self._alerts.raise_(
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
                    DepositStatus.AWAITING_PAYMENT,
                    now,
                    order_id=deposit.id,
                    wallet_number=answer.number,
                    number_expires_at=now + self._policy.valid_ms,
                )
                await self._alerts.resolve_by(tx, End.NUMBER_GIVEN, deposit.wallet, now)
            if drawn is None:
                return
            if drawn.order_id:
                await deposits.add_order(tx, drawn.order_id, drawn.id, now)
            await messages.card(tx, drawn, now)

        return in_transaction


def _is_wanted(deposit: Deposit, instead: str) -> bool:
    """Whether somebody still waits for a number, or for another one `instead` of that which he was shown."""
    if instead:
        return deposit.status is DepositStatus.AWAITING_PAYMENT and deposit.wallet_number == instead
    return deposit.status is DepositStatus.DRAFT and bool(deposit.amount) and not deposit.refusal
