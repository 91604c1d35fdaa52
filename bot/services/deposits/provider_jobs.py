"""Calls to the provider about deposits: requests for a wallet number, and claims. Both may be repeated."""

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
"""After so many tries or milliseconds the player is told that there is no number, since he waits for it."""


def _lane(deposit: Deposit) -> str:
    return f"pk:{deposit.id}"


async def ask_for_number(tx: Transaction, deposit: Deposit, now: int) -> None:
    """Queue the request for a wallet number."""
    await outbox.add(tx, lane=_lane(deposit), kind=NUMBER, subject=deposit.id, priority=outbox.MONEY, now=now)


async def ask_for_other_number(tx: Transaction, deposit: Deposit, now: int) -> None:
    """Queue the request for another number than the one that the deposit shows."""
    payload = json.dumps({"instead": deposit.wallet_number})
    await outbox.add(
        tx, lane=_lane(deposit), kind=NUMBER, subject=deposit.id, payload=payload, priority=outbox.MONEY, now=now
    )


def claim_key(order_id: str) -> str:
    """The dedupe key of an order's claim in the outbox."""
    return f"claim:{order_id}"


async def send_claim(tx: Transaction, deposit: Deposit, now: int) -> None:
    """Queue the claim for the deposit's current order id, once per order."""
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
    """Make the claim due now and before all others, whatever it waits for; queue it if it never was."""
    await send_claim(tx, deposit, now)
    payload = json.dumps({"order_id": deposit.order_id, "let_go": True})
    await waiting_claims.send_now(tx, claim_key(deposit.order_id), payload, now)


class ProviderJobs:
    """Delivers outbox rows to the provider and stores its answers."""

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
        """Deliver one row if the deposit still needs it. `row.subject` is the deposit's id."""
        deposit = await deposits.find(self._database, row.subject)
        if deposit is None:
            return DeadLetter("no such deposit")
        if row.kind == CLAIM:
            return await self._claims.deliver(row, deposit)
        return await self._get_number(row, deposit, json.loads(row.payload).get("instead", ""))

    async def _get_number(self, row: OutboxRow, deposit: Deposit, instead: str) -> Delivery:
        if not _is_wanted(deposit, instead):
            return Delivered()
        was_shut = self._answers.connection.state.is_shut
        answer = await self._provider.request_number(self._policy.wallet(deposit.wallet), deposit.label)
        is_early = self._clock.now_ms() - row.created_at < _PATIENCE_MS
        if is_unclear(answer) and is_early and row.attempts < _TRIES:
            return Retry(backoff(row.attempts, 1, 5), answer.detail)
        on_commit = self._other_number_given(deposit, answer) if instead else self._number_given(deposit, answer)
        return Delivered(self._answers.with_provider_news(answer, on_commit, was_shut=was_shut))

    def _other_number_given(self, deposit: Deposit, answer: NumberAnswer) -> Unit[None]:
        async def in_transaction(tx: Transaction) -> None:
            await other_number_given(tx, deposit, answer, self._clock.now_ms(), self._policy.valid_ms)

        return in_transaction

    def _number_given(self, deposit: Deposit, answer: NumberAnswer) -> Unit[None]:
        async def in_transaction(tx: Transaction) -> None:
            now = self._clock.now_ms()
            if answer.outcome is not Outcome.DONE:
                updated = await deposits.edit(tx, deposit.id, DepositStatus.DRAFT, refusal="unavailable")
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
                updated = await deposits.move(
                    tx,
                    deposit.id,
                    DepositStatus.AWAITING_PAYMENT,
                    now,
                    order_id=deposit.id,
                    wallet_number=answer.number,
                    number_expires_at=now + self._policy.valid_ms,
                )
                await self._alerts.resolve_by(tx, End.NUMBER_GIVEN, deposit.wallet, now)
            if updated is None:
                return
            if updated.order_id:
                await deposits.add_order(tx, updated.order_id, updated.id, now)
            await messages.card(tx, updated, now)

        return in_transaction


def _is_wanted(deposit: Deposit, instead: str) -> bool:
    """Whether the player still waits for a number, or for another one `instead` of the shown one."""
    if instead:
        return deposit.status is DepositStatus.AWAITING_PAYMENT and deposit.wallet_number == instead
    return deposit.status is DepositStatus.DRAFT and bool(deposit.amount) and not deposit.refusal
