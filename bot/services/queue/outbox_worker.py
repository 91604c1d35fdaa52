"""Deliver what is due: one at a time per lane, money first, again and again until there is a definite answer."""

import asyncio
from collections.abc import Mapping, Sequence

import structlog

from bot.runtime.clock import Clock
from bot.runtime.metrics import DELIVERIES
from bot.services.queue.delivery import DeadLetter, Delivered, Delivery, OutboxHandler, Retry, backoff
from bot.services.queue.worker_slots import ONE_FOR_ALL, SlotUse, WorkerSlots
from bot.store import outbox
from bot.store.engine.database import Database, StoreUnavailable, Transaction
from bot.store.outbox import OutboxRow

_PAUSE = 0.5
_GLANCE = 0.05
_log = structlog.get_logger()


class OutboxWorker:
    """Takes due rows into its hands and gives each to the channel its lane begins with."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        channels: Mapping[str, OutboxHandler],
        hands: Sequence[WorkerSlots] = ONE_FOR_ALL,
    ) -> None:
        self._database = database
        self._clock = clock
        self._channels = channels
        self._loads = [SlotUse(each) for each in hands]
        self._looked_at = 0
        self._wake = database.topics.event(outbox.TOPIC)

    async def run(self) -> None:
        """Work until cancelled. What was being delivered then is delivered again at the next start."""
        async with asyncio.TaskGroup() as group:
            while True:
                self._wake.clear()
                rows = await self._take()
                for row in rows:
                    group.create_task(self._carry_out(row), name=f"deliver {row.id}")
                if not rows:
                    await self._wait()

    async def idle(self) -> None:
        """Return when nothing is being delivered."""
        while self._in_hand():
            await self._clock.sleep(_GLANCE)

    def _in_hand(self) -> frozenset[int]:
        return frozenset().union(*(load.in_hand for load in self._loads))

    async def _take(self) -> list[OutboxRow]:
        now, copy, held = self._clock.now_ms(), self._database.membership.copy, self._in_hand()
        self._looked_at = now
        if all(load.room(now) <= 0 for load in self._loads):
            return []

        async def unit(tx: Transaction) -> list[tuple[SlotUse, Sequence[OutboxRow]]]:
            return [(load, await load.take(tx, now, copy, held)) for load in wanted]

        try:
            due = await outbox.due_by_kind(self._database, now, copy, held)
            wanted = [load for load in self._loads if load.room(now) > 0 and load.is_due(due, now)]
            taken = await self._database.write(unit) if wanted else []
        except StoreUnavailable as error:
            _log.warning("outbox.unreadable", reason=str(error))
            await self._clock.sleep(_PAUSE)
            self._wake.set()
            return []
        for load, rows in taken:
            load.hold(rows, now)
        return [row for _, rows in taken for row in rows]

    async def _wait(self) -> None:
        """Until something is put out, something is done, or the next row is due."""
        async with asyncio.TaskGroup() as group:
            alarm = group.create_task(self._ring_when_due())
            await self._wake.wait()
            alarm.cancel()

    async def _ring_when_due(self) -> None:
        now = self._clock.now_ms()
        try:
            copy = self._database.membership.copy
            due = await outbox.due_by_kind(self._database, now, copy, self._in_hand())
        except StoreUnavailable as error:
            _log.warning("outbox.unreadable", reason=str(error))
            wakes = [now + round(_PAUSE * 1000)]
        else:
            wakes = [at for at in (load.wakes_at(due, now) for load in self._loads) if at is not None]
        if wakes:
            # What was due at the last look, and was not taken, waits for something else to end, and that end wakes.
            least = _PAUSE if min(wakes) <= self._looked_at else 0.01
            await self._clock.sleep(max(least, (min(wakes) - self._clock.now_ms()) / 1000))
            self._wake.set()

    async def _carry_out(self, row: OutboxRow) -> None:
        try:
            delivery = await self._deliver(row)
            DELIVERIES.labels(row.kind, delivery.label).inc()
            await self._record_surely(row, delivery)
        finally:
            for load in self._loads:
                load.let_go(row)
            self._wake.set()

    async def _deliver(self, row: OutboxRow) -> Delivery:
        with structlog.contextvars.bound_contextvars(outbox_id=row.id):
            try:
                return await self._channels[row.lane.partition(":")[0]].deliver(row)
            except StoreUnavailable as error:
                _log.warning("outbox.delivery_waits", kind=row.kind, reason=str(error))
                return Retry(_PAUSE, "the database was away")
            except Exception as error:  # noqa: BLE001 - whatever a channel raises, the row stays and is tried again
                _log.exception("outbox.delivery_failed", kind=row.kind)
                return Retry(backoff(row.attempts, 1, 300), type(error).__name__)

    async def _record_surely(self, row: OutboxRow, delivery: Delivery) -> None:
        """Write down how it went; an effect that cannot be written must not stop the other deliveries."""
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
        async def unit(tx: Transaction) -> None:
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

        await self._database.write(unit)
