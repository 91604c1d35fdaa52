"""Events to the merchant's webhook about money: queued with the fact, delivered in order per player.

An event is retried until the webhook accepts it. A slow or silent webhook uses only a few worker slots, so that players
are still told about money.
"""

from dataclasses import dataclass

import structlog

from bot.domain.alert import Alert
from bot.domain.entry import Entry
from bot.domain.withdrawal import Withdrawal, WithdrawalStatus
from bot.merchant.client import MAX_CONNECTIONS, MerchantWebhook
from bot.merchant.event import Event, EventKind
from bot.runtime.clock import Clock
from bot.services.notifications.alerts import Alerts
from bot.services.queue.delivery import Delivered, Delivery, Retry, backoff
from bot.store import alerts as alert_rows
from bot.store import ledger, outbox
from bot.store.engine.database import Database, Transaction
from bot.store.outbox import OutboxRow

LANE, EVENT = "ev", "event"
_LONGEST_PAUSE = 300.0
_FULL_SECONDS = 1.0
_SILENT_MS = 5_000
_LATE_MS = 15 * 60_000
_OUTCOMES = {
    WithdrawalStatus.PAID: EventKind.PAID,
    WithdrawalStatus.FAILED: EventKind.FAILED,
    WithdrawalStatus.REFUSED: EventKind.REFUSED,
}
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class MerchantEvents:
    """Queues events, each in the transaction of its fact; queues nothing if no webhook is set."""

    is_enabled: bool

    async def credited(self, tx: Transaction, label: str, entry: Entry, deposit_id: str, now: int) -> None:
        """Queue the event of a payment that was booked to this player."""
        event = Event(
            kind=EventKind.CREDIT,
            ref=ledger.payment_ref(entry),
            player=label,
            amount=entry.amount,
            at=now,
            wallet=entry.wallet,
            transaction=entry.transaction_id,
            deposit=deposit_id,
        )
        await self._add(tx, event)

    async def by_hand(
        self, tx: Transaction, kind: EventKind, label: str, amount: int, now: int, *, reference: str
    ) -> None:
        """Queue the event of money that operators moved by hand; `reference` names their approval."""
        await self._add(tx, Event(kind=kind, ref=reference, player=label, amount=amount, at=now))

    async def reversed(self, tx: Transaction, label: str, deposit_id: str, amount: int, now: int) -> None:
        """Queue the event of a deposit that operators reversed."""
        event = Event(kind=EventKind.REVERSAL, ref=deposit_id, player=label, amount=amount, at=now, deposit=deposit_id)
        await self._add(tx, event)

    async def ended(self, tx: Transaction, withdrawal: Withdrawal, now: int) -> None:
        """Queue the event of a withdrawal's outcome, if its status is one. Test payouts have no events."""
        kind = _OUTCOMES.get(withdrawal.status)
        if kind is None or withdrawal.is_test:
            return
        event = Event(
            kind=kind,
            ref=withdrawal.id,
            player=withdrawal.label,
            amount=withdrawal.amount,
            at=now,
            wallet=withdrawal.wallet,
            withdrawal=withdrawal.id,
        )
        await self._add(tx, event)

    async def _add(self, tx: Transaction, event: Event) -> None:
        if self.is_enabled:
            await outbox.add(
                tx,
                lane=f"{LANE}:{event.player}",
                kind=EVENT,
                subject=event.id,
                payload=event.body(),
                dedupe=f"{EVENT}:{event.id}",
                priority=outbox.MONEY,
                now=event.at,
            )


NO_EVENTS = MerchantEvents(is_enabled=False)
"""Events of a bot without a merchant's webhook."""


class EventSender:
    """Delivers events. Rows that are left after the webhook setting was removed wait until it is set again."""

    def __init__(self, clock: Clock, webhook: MerchantWebhook | None) -> None:
        self._clock = clock
        self._webhook = webhook
        self._running = 0
        self._silent_until = 0

    async def deliver(self, row: OutboxRow) -> Delivery:
        """Send one event, unless enough are running or the webhook did not answer just now."""
        if self._webhook is None:
            return Retry(_LONGEST_PAUSE, "MERCHANT_EVENTS_URL is not set")
        if self._running >= MAX_CONNECTIONS:
            return Retry(_FULL_SECONDS, "others are under way")
        if self._clock.now_ms() < self._silent_until:
            return Retry(_pause(row), "the platform does not answer")
        self._running += 1
        try:
            return await self._tell(self._webhook, row)
        finally:
            self._running -= 1

    async def _tell(self, webhook: MerchantWebhook, row: OutboxRow) -> Delivery:
        answer = await webhook.send(row.subject, row.payload.encode(), self._clock.now_ms())
        if answer.accepted:
            _log.info("event.taken", tries=row.attempts)
            return Delivered()
        _log.warning("event.not_taken", reason=answer.detail, tries=row.attempts)
        if not answer.is_answered:
            self._silent_until = self._clock.now_ms() + _SILENT_MS
        return Retry(_pause(row), answer.detail)


def _pause(row: OutboxRow) -> float:
    return backoff(row.attempts, 2, _LONGEST_PAUSE)


async def check_events(database: Database, alerts: Alerts, now: int) -> None:
    """Raise an alert if the oldest event waits for a quarter of an hour, and resolve it after that."""
    queue = await outbox.queue_of(database, EVENT)
    is_late = queue.waiting > 0 and now - queue.since >= _LATE_MS
    if is_late == await alert_rows.is_on(database, Alert.EVENTS_WAITING.value):
        return

    async def in_transaction(tx: Transaction) -> None:
        if is_late:
            minutes = (now - queue.since) // 60_000
            await alerts.raise_(tx, Alert.EVENTS_WAITING, "", now, rows=queue.waiting, minutes=minutes)
        else:
            await alerts.resolve(tx, Alert.EVENTS_WAITING, "", now)

    await database.write(in_transaction)
