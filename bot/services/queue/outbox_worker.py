"""The outbox worker: delivers due rows, one at a time per ordering key, by priority, until a definite answer."""

import asyncio
from collections.abc import Mapping, Sequence

import structlog

from bot.runtime.clock import Clock
from bot.runtime.metrics import DELIVERIES
from bot.services.queue.delivery import DeadLetter, Delivered, Delivery, OutboxHandler, Retry, backoff
from bot.services.queue.worker_slots import SHARED_SLOTS, SlotUse, WorkerSlots
from bot.store import outbox
from bot.store.engine.database import Database, StoreUnavailable, Transaction
from bot.store.outbox import OutboxRow

_PAUSE = 0.5
_POLL_SECONDS = 0.05
_log = structlog.get_logger()


class OutboxWorker:
    """Claims due rows and passes each to the handler for the prefix of its ordering key."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        handlers: Mapping[str, OutboxHandler],
        slots: Sequence[WorkerSlots] = SHARED_SLOTS,
    ) -> None:
        self._database = database
        self._clock = clock
        self._handlers = handlers
        self._uses = [SlotUse(each) for each in slots]
        self._looked_at = 0
        self._wake = database.topics.event(outbox.TOPIC)

    async def run(self) -> None:
        """Work until cancelled. Rows that were being delivered are delivered again at the next start."""
        async with asyncio.TaskGroup() as group:
            while True:
                self._wake.clear()
                rows = await self._take()
                for row in rows:
                    group.create_task(self._process(row), name=f"deliver {row.id}")
                if not rows:
                    await self._wait()

    async def idle(self) -> None:
        """Return when nothing is being delivered."""
        while self._claimed():
            await self._clock.sleep(_POLL_SECONDS)

    def _claimed(self) -> frozenset[int]:
        return frozenset().union(*(use.claimed for use in self._uses))

    async def _take(self) -> list[OutboxRow]:
        now, instance_id, claimed = self._clock.now_ms(), self._database.membership.instance_id, self._claimed()
        self._looked_at = now
        if all(use.free(now) <= 0 for use in self._uses):
            return []

        async def in_transaction(tx: Transaction) -> list[tuple[SlotUse, Sequence[OutboxRow]]]:
            return [(use, await use.take(tx, now, instance_id, claimed)) for use in wanted]

        try:
            due = await outbox.due_by_kind(self._database, now, instance_id, claimed)
            wanted = [use for use in self._uses if use.free(now) > 0 and use.is_due(due, now)]
            taken = await self._database.write(in_transaction) if wanted else []
        except StoreUnavailable as error:
            _log.warning("outbox.unreadable", reason=str(error))
            await self._clock.sleep(_PAUSE)
            self._wake.set()
            return []
        for use, rows in taken:
            use.claim(rows, now)
        return [row for _, rows in taken for row in rows]

    async def _wait(self) -> None:
        """Wait until a row is added, a delivery ends, or the next row is due."""
        async with asyncio.TaskGroup() as group:
            timer = group.create_task(self._wake_when_due())
            await self._wake.wait()
            timer.cancel()

    async def _wake_when_due(self) -> None:
        now = self._clock.now_ms()
        try:
            instance_id = self._database.membership.instance_id
            due = await outbox.due_by_kind(self._database, now, instance_id, self._claimed())
        except StoreUnavailable as error:
            _log.warning("outbox.unreadable", reason=str(error))
            wakes = [now + round(_PAUSE * 1000)]
        else:
            wakes = [at for at in (use.wakes_at(due, now) for use in self._uses) if at is not None]
        if wakes:
            # A row that was due at the last look but not claimed waits for a delivery to end, and that end wakes us.
            least = _PAUSE if min(wakes) <= self._looked_at else 0.01
            await self._clock.sleep(max(least, (min(wakes) - self._clock.now_ms()) / 1000))
            self._wake.set()

    async def _process(self, row: OutboxRow) -> None:
        try:
            delivery = await self._deliver(row)
            DELIVERIES.labels(row.kind, delivery.label).inc()
            await self._record_until_done(row, delivery)
        finally:
            for use in self._uses:
                use.release(row)
            self._wake.set()

    async def _deliver(self, row: OutboxRow) -> Delivery:
        with structlog.contextvars.bound_contextvars(outbox_id=row.id):
            try:
                return await self._handlers[row.lane.partition(":")[0]].deliver(row)
            except StoreUnavailable as error:
                _log.warning("outbox.delivery_waits", kind=row.kind, reason=str(error))
                return Retry(_PAUSE, "the database was away")
            except Exception as error:  # noqa: BLE001 - whatever a handler raises, the row is tried again
                _log.exception("outbox.delivery_failed", kind=row.kind)
                return Retry(backoff(row.attempts, 1, 300), type(error).__name__)

    async def _record_until_done(self, row: OutboxRow, delivery: Delivery) -> None:
        """Store the result. An `on_commit` that raises must not stop the other deliveries."""
        while True:
            try:
                return await self._record(row, delivery)
            except StoreUnavailable as error:
                _log.warning("outbox.record_waits", reason=str(error))
                await self._clock.sleep(_PAUSE)
            except Exception as error:
                if delivery.on_commit is None:
                    raise
                _log.exception("outbox.effect_failed", kind=row.kind, subject=row.subject)
                delivery = Retry(backoff(row.attempts, 1, 300), type(error).__name__)

    async def _record(self, row: OutboxRow, delivery: Delivery) -> None:
        async def in_transaction(tx: Transaction) -> None:
            now = self._clock.now_ms()
            if delivery.on_commit is not None:
                await delivery.on_commit(tx)
            match delivery:
                case Delivered():
                    await outbox.mark_sent(tx, row, now)
                case Retry(seconds=seconds, reason=reason):
                    due_at = now + round(seconds * 1000)
                    await outbox.mark_later(tx, row, due_at, reason, now, is_try=delivery.is_try)
                case DeadLetter(reason=reason):
                    _log.error("outbox.dead", kind=row.kind, subject=row.subject, reason=reason)
                    await outbox.mark_dead(tx, row, reason, now)

        await self._database.write(in_transaction)
