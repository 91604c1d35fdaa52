"""Gauges for Prometheus, and the problems for which this process reports itself as not ready."""

import asyncio
from collections.abc import Callable, Sequence

from prometheus_client import Gauge

from bot.runtime import metrics
from bot.runtime.clock import Clock
from bot.store import outbox
from bot.store.engine.database import Database, StoreUnavailable
from bot.store.queries import gauges, totals
from bot.store.queries.gauges import LabelledCount

_FRESH_MS = 5_000
_DAY_MS = 24 * 3_600_000
_STUCK_MS = 2 * 60_000
_FOR_PROVIDER = frozenset({"claim", "payout"})
"""Kinds that may wait for an absent provider without a problem in this process."""


class Gauges:
    """Reads the database at most once in five seconds, so that frequent scrapes do not slow down the bot."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._turn = asyncio.Lock()
        self._read_at = 0

    async def refresh(self) -> None:
        """Set the gauges in `bot.runtime.metrics`."""
        async with self._turn:
            now = self._clock.now_ms()
            if 0 <= now - self._read_at < _FRESH_MS:
                return
            try:
                await self._read(now)
            except StoreUnavailable:
                metrics.DATABASE_UP.set(0)
            else:
                metrics.DATABASE_UP.set(1)
            self._read_at = now

    async def _read(self, now: int) -> None:
        database = self._database
        for gauge, sql, args in (
            (metrics.DEPOSITS_OPEN, gauges.DEPOSITS_OPEN, ()),
            (metrics.DEPOSITS_BEGUN, gauges.DEPOSITS_BEGUN, (now - _DAY_MS,)),
            (metrics.WITHDRAWALS_OPEN, gauges.WITHDRAWALS_OPEN, ()),
            (metrics.ALARMS_ON, gauges.ALARMS, ()),
        ):
            _show(gauge, await gauges.named(database, sql, *args), lambda one: one.count)
        waiting = await gauges.named(database, gauges.OUTBOX)
        _show(metrics.OUTBOX_WAITING, waiting, lambda one: one.count)
        _show(metrics.OUTBOX_AGE, waiting, lambda one: _seconds(now, one.since))
        inbox = await totals.inbox_queue(database)
        metrics.INBOX_WAITING.set(inbox.waiting)
        metrics.INBOX_AGE.set(_seconds(now, inbox.since) if inbox.waiting else 0)
        metrics.INBOX_BAD.set(await totals.count(database, totals.BAD))
        metrics.OUTBOX_DEAD.set(await totals.count(database, totals.DEAD))
        metrics.QUARANTINE_OPEN.set(await totals.count(database, gauges.QUARANTINE))

    async def readiness_problems(self) -> list[str]:
        """The problems of this process, each as a sentence; empty if there is none."""
        now = self._clock.now_ms()
        try:
            inbox = await totals.inbox_queue(self._database)
            due = await self._due(now)
            left = await gauges.last_left(self._database)
        except StoreUnavailable as error:
            return [f"database: {error}"]
        if not self._database.membership.is_single:
            return []  # all instances share the queues: the load balancer would drop all of them at once
        found: list[str] = []
        if inbox.waiting and now - inbox.since >= _STUCK_MS:
            found.append(f"inbox: what came in {_seconds(now, inbox.since)} seconds ago is not applied")
        # A long queue is no problem while rows leave, and rows that were put off are not due.
        if due is not None and now - due >= _STUCK_MS and now - left >= _STUCK_MS:
            found.append(f"outbox: nothing leaves, though something is due since {_seconds(now, due)} seconds")
        return found

    async def _due(self, now: int) -> int | None:
        """When the first row that does not wait for the provider was due (epoch ms)."""
        due = await outbox.due_by_kind(self._database, now, 0, ())
        return min((at for kind, at in due.items() if kind not in _FOR_PROVIDER), default=None)


def _show(gauge: Gauge, rows: Sequence[LabelledCount], value: Callable[[LabelledCount], int]) -> None:
    """Set the gauge for each name and remove other names."""
    gauge.clear()
    for row in rows:
        gauge.labels(row.name).set(value(row))


def _seconds(now: int, since: int) -> int:
    return max(0, now - since) // 1000
