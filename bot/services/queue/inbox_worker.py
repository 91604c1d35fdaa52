"""The inbox worker: applies rows in order within an ordering key, keys in parallel, each row exactly once."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Protocol, TypeAlias, TypeVar

import structlog

from bot.runtime.clock import Clock
from bot.store import inbox
from bot.store.engine.database import Database, StoreUnavailable, Transaction, Unit
from bot.store.inbox import InboxRow

T = TypeVar("T")
_TRIES = 3
_PAUSE = 0.5
_AT_ONCE, _SLOW_AT_ONCE = 64, 16
"""How many rows of one source are applied at once; slow rows, which wait for a network, have their own limit."""

_POLL_SECONDS = 0.05
_READ_MAX, _CLAIMED_MAX = 500, 2_000
"""How many rows are read at a time, and how many may be claimed before reading pauses."""

_log = structlog.get_logger()


class AppliedBefore(Exception):
    """The row is already done: an earlier commit succeeded, but its answer was lost with the connection."""


class Turn:
    """One inbox row being applied. What is written through it commits together with the row's mark as done.

    A handler writes once. If the process is killed before that, the row is applied again; after that, it is done.
    """

    def __init__(self, database: Database, clock: Clock, row: InboxRow) -> None:
        self.row = row
        self.is_done = False
        self._database = database
        self._clock = clock
        self._along: list[Unit[None]] = []

    def along(self, function: Unit[None]) -> None:
        """Run `function` in the transaction that applies the row, whatever the handler writes in it."""
        self._along.append(function)

    async def write(self, function: Unit[T]) -> T:
        """Run `function` and mark the row as done, in one transaction."""

        async def with_mark(tx: Transaction) -> T:
            is_new = await inbox.mark_done(tx, self.row.id, self._clock.now_ms())
            if not is_new and not self.is_done:
                raise AppliedBefore
            if not self.is_done:
                for one in self._along:
                    await one(tx)
            return await function(tx)

        result = await self._database.write(with_mark)
        self.is_done = True
        return result

    async def finish(self) -> None:
        """Mark the row as done if nothing was written."""
        if not self.is_done:
            await self.write(_nothing)


class Handler(Protocol):
    """What applies the rows of one source."""

    async def apply(self, turn: Turn) -> None:
        """Apply one row. If it raises, it is tried again, and then marked as failed."""
        ...

    async def on_failed(self, tx: Transaction, row: InboxRow, now: int) -> None:
        """Tell the person who waits for an answer that the row could not be applied."""
        ...


async def _nothing(tx: Transaction) -> None:
    del tx


def _is_never_slow(_row: InboxRow) -> bool:
    return False


OnFailed: TypeAlias = Callable[[Transaction, InboxRow, int], Awaitable[None]]
"""Reports a failed row, in the transaction that marks it."""


class InboxWorker:
    """Reads new rows and passes each to the handler of its source.

    Each source has its own slots, and so have slow rows, which wait for a network. So no source waits for another.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        on_failed: OnFailed,
        handlers: Mapping[str, Handler],
        is_slow: Callable[[InboxRow], bool] = _is_never_slow,
    ) -> None:
        self._database = database
        self._clock = clock
        self._on_failed = on_failed
        self._handlers = handlers
        self._is_slow = is_slow
        self._queues: dict[str, deque[InboxRow]] = {}
        self._claimed: set[int] = set()
        self._slots: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(_AT_ONCE))
        self._slow_slots = asyncio.Semaphore(_SLOW_AT_ONCE)
        self._may_be_more = False

    async def run(self) -> None:
        """Work until cancelled; unfinished rows are applied at the next start."""
        wake = self._database.topics.event(inbox.TOPIC)
        async with asyncio.TaskGroup() as group:
            while True:
                wake.clear()
                rows = await self._read()
                for row in rows:
                    self._enqueue(group, row)
                if not rows:
                    await wake.wait()

    async def idle(self) -> None:
        """Return when nothing is being applied."""
        while self._queues:
            await self._clock.sleep(_POLL_SECONDS)

    async def _read(self) -> list[InboxRow]:
        instance_id = self._database.membership.instance_id
        claimed = set(self._claimed)  # a row that is done before the query answers may be in it as new
        try:
            rows = await self._new(instance_id)
            if any(row.owner != instance_id for row in rows):
                await self._database.write(lambda tx: self._claim_unowned(tx, instance_id))
                rows = await self._new(instance_id)
            return [row for row in rows if row.owner == instance_id and row.id not in claimed | self._claimed]
        except StoreUnavailable as error:
            _log.warning("inbox.unreadable", reason=str(error))
            await self._clock.sleep(_PAUSE)
            self._database.topics.wake({inbox.TOPIC})
            return []

    async def _new(self, instance_id: int) -> list[InboxRow]:
        """Rows to apply, oldest first. If there are more than the limit, the oldest of each source are included."""
        limit = _READ_MAX + min(len(self._claimed), _CLAIMED_MAX)
        rows = {row.id: row for row in await inbox.new(self._database, instance_id, limit)}
        self._may_be_more = len(rows) >= limit
        if self._may_be_more:
            for source in self._handlers:
                rows |= {row.id: row for row in await inbox.new(self._database, instance_id, limit, source)}
        return list(rows.values())

    async def _claim_unowned(self, tx: Transaction, instance_id: int) -> None:
        for source in self._handlers if self._may_be_more else ("",):
            await inbox.claim_unowned(tx, instance_id, _READ_MAX, source)

    def _enqueue(self, group: asyncio.TaskGroup, row: InboxRow) -> None:
        self._claimed.add(row.id)
        queue = self._queues.get(row.lane)
        if queue is not None:
            queue.append(row)
            return
        self._queues[row.lane] = deque([row])
        group.create_task(self._drain(row.lane), name=f"lane {row.lane}")

    async def _drain(self, name: str) -> None:
        queue = self._queues[name]
        try:
            while queue:
                async with self._slow_slots if self._is_slow(queue[0]) else self._slots[queue[0].source]:
                    await self._apply(queue[0])
                self._finish(queue.popleft())
        finally:
            self._claimed.difference_update(row.id for row in self._queues.pop(name))

    def _finish(self, row: InboxRow) -> None:
        self._claimed.discard(row.id)
        if self._may_be_more and len(self._claimed) <= _CLAIMED_MAX // 2:
            self._may_be_more = False
            self._database.topics.wake({inbox.TOPIC})

    async def _apply(self, row: InboxRow) -> None:
        reason = ""
        for _ in range(_TRIES):
            try:
                await self._once(row)
            except Exception as error:  # noqa: BLE001 - one failing row must not stop the others
                reason = f"{type(error).__name__}: {error}"
                _log.exception("inbox.row_failed", inbox_id=row.id, source=row.source)
                await self._clock.sleep(_PAUSE)
            else:
                return
        await self._give_up(row, reason)

    async def _once(self, row: InboxRow) -> None:
        """Apply a row. While the store is unavailable, wait: this does not count as a failure of the row."""
        with structlog.contextvars.bound_contextvars(inbox_id=row.id):
            while True:
                try:
                    turn = Turn(self._database, self._clock, row)
                    await self._handlers[row.source].apply(turn)
                    await turn.finish()
                except StoreUnavailable as error:
                    _log.warning("inbox.row_waits", reason=str(error))
                    await self._clock.sleep(_PAUSE)
                except AppliedBefore:
                    return
                else:
                    return

    async def _give_up(self, row: InboxRow, reason: str) -> None:
        """Mark the row as failed and report it. If the report raises, mark the row without it, or it fails for ever."""
        notify = True
        while True:
            try:
                return await self._database.write(partial(self._mark_failed, row, reason, notify=notify))
            except StoreUnavailable:
                await self._clock.sleep(_PAUSE)
            except Exception:
                if not notify:
                    raise
                _log.exception("inbox.report_failed", inbox_id=row.id, source=row.source)
                notify = False

    async def _mark_failed(self, row: InboxRow, reason: str, tx: Transaction, *, notify: bool) -> None:
        now = self._clock.now_ms()
        if not await inbox.mark_bad(tx, row.id, reason, now):
            return  # another instance took this one for dead and applied the row
        await self._on_failed(tx, row, now)
        if notify:
            await self._handlers[row.source].on_failed(tx, row, now)
