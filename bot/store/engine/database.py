"""The database as services see it: one writer with group commit, readers beside it, and the store's errors.

A transaction function takes a `Transaction`. It runs in the writer's own task, so a cancelled caller never leaves a
transaction open (an aiosqlite connection shared by tasks lost rollbacks 200 times in 200). All functions that wait
when the writer is free share one transaction and one sync to disk. If one of them raises, all are rolled back and each
runs again alone. So a function must be repeatable: it touches nothing but the transaction and never waits for the
network.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from bot.store.engine.disk import Disk
from bot.store.engine.membership import SINGLE_INSTANCE, ClusterMember
from bot.store.marker import NO_MARKER, Marker

Param = str | int | bool | bytes | None
T = TypeVar("T")
BATCH_MAX = 256
_CLOSED = "the database is closed"


class StoreError(Exception):
    """Base class of the store's errors; the text tells an operator what to do."""


class StoreUnavailable(StoreError):
    """The transaction was rolled back (disk full, locked from outside, connection lost): try again later."""


class StoreUnusable(StoreError):
    """The database cannot be opened or must not be used any longer by this process."""


class NewerSchema(StoreUnusable):
    """The database was written by a newer version of the program."""


class ChangedMigration(StoreUnusable):
    """A migration that this database has run differs from the one in this program."""


class DatabaseBusy(StoreUnusable):
    """Another process of the bot holds this database."""


class Row(Protocol):
    """A result row: values by column name."""

    def __getitem__(self, key: str, /) -> Any: ...  # noqa: ANN401 - a column's type is known to its reader alone


class Transaction(Protocol):
    """A connection inside a transaction. Arguments are `$1`, `$2`, … in the statement."""

    async def fetch(self, sql: str, *args: Param) -> Sequence[Row]:
        """All result rows of the statement."""
        ...

    async def fetchrow(self, sql: str, *args: Param) -> Row | None:
        """The first row, or None."""
        ...

    def notify(self, topic: str, *, others: bool = True) -> None:
        """Wake the tasks that wait for `topic` after the commit, in other instances too if `others`."""
        ...

    @property
    def skip_locked(self) -> str:
        """SQL that makes a SELECT inside an UPDATE skip locked rows; empty if the database locks no rows."""
        ...


Unit = Callable[[Transaction], Awaitable[T]]


class Session(Transaction, Protocol):
    """The writer's connection, which each database engine implements."""

    @property
    def home(self) -> str:
        """Identifies server, database and server timeline; empty for a file."""
        ...

    async def begin(self) -> None: ...
    async def commit(self) -> None:
        """Commit durably. Raises StoreUnavailable if it was rolled back, StoreUnusable if the outcome is unknown."""
        ...

    async def rollback(self) -> None: ...
    def take_topics(self) -> set[str]:
        """The topics notified since the last call."""
        ...


class Reader(Protocol):
    """Reads the last committed state, outside any transaction."""

    async def fetch(self, sql: str, *args: Param) -> Sequence[Row]: ...


class Topics:
    """Events by topic, for tasks that wait for work."""

    def __init__(self) -> None:
        self._events: dict[str, asyncio.Event] = {}

    def event(self, topic: str) -> asyncio.Event:
        """The event of `topic`. A task clears it before it looks for work, so that no wake-up is lost."""
        return self._events.setdefault(topic, asyncio.Event())

    def wake(self, topics: set[str]) -> None:
        """Set the events of `topics`."""
        for topic in topics:
            self.event(topic).set()


@dataclass(slots=True)
class _Waiting:
    function: Unit[Any]
    done: asyncio.Future[Any] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Database:
    """The store: `write` runs transaction functions, `fetch` reads committed rows, `topics` signal new work."""

    def __init__(self, session: Session, reader: Reader, *, dialect: str) -> None:
        self.dialect = dialect
        self.topics = Topics()
        self.commits = 0
        self.membership: ClusterMember = SINGLE_INSTANCE
        """This process among the instances that share the database."""
        self.marker: Marker = NO_MARKER
        """The generation file outside the database."""
        self.on_commit: Callable[[float], object] = _nobody
        """Called with the seconds that each commit took."""
        self.disk: Disk | None = None
        """The disk under a SQLite file; None for PostgreSQL."""
        self._session = session
        self._reader = reader
        self._queue: list[_Waiting] = []
        self._has_work = asyncio.Event()
        self._group: asyncio.TaskGroup | None = None
        self._closing = False
        self._closed = False

    @property
    def home(self) -> str:
        """Identifies the server written to now; see `Session.home`."""
        return self._session.home

    async def write(self, function: Unit[T]) -> T:
        """Run `function` in a transaction and return its result; then what it wrote is on disk.

        Raises what the function raised, after a rollback, or StoreUnavailable.
        """
        if self._closed:
            raise StoreUnavailable(_CLOSED)
        waiting = _Waiting(function)
        self._queue.append(waiting)
        self._has_work.set()
        # The future belongs to the writer: cancelling the caller must not cancel the function.
        result: T = await asyncio.shield(waiting.done)
        return result

    async def fetch(self, sql: str, *args: Param) -> Sequence[Row]:
        """All rows of a query, as last committed."""
        return await self._reader.fetch(sql, *args)

    async def fetchrow(self, sql: str, *args: Param) -> Row | None:
        """The first row of a query, as last committed, or None."""
        rows = await self._reader.fetch(sql, *args)
        return rows[0] if rows else None

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Database"]:
        """Run the writer while the context is open; functions that wait at the end are still written."""
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._run(), name="store-writer")
                self._group = group
                try:
                    yield self
                finally:
                    self._closing = True
                    self._has_work.set()
        except BaseExceptionGroup as errors:
            if len(errors.exceptions) == 1:
                raise errors.exceptions[0] from None
            raise

    def attend(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        """Run `work` as a task until it is cancelled or the writer ends. Raises StoreUnavailable if it is closed."""
        if self._group is None:
            work.close()
            raise StoreUnavailable(_CLOSED)
        return self._group.create_task(work, name="store-attendant")

    async def _run(self) -> None:
        try:
            while not (self._closing and not self._queue):
                await self._has_work.wait()
                self._has_work.clear()
                while self._queue:
                    batch, self._queue = self._queue[:BATCH_MAX], self._queue[BATCH_MAX:]
                    await self._write_all(batch)
        finally:
            self._closed = True
            _fail(self._queue, StoreUnavailable(_CLOSED))

    async def _write_all(self, batch: list[_Waiting]) -> None:
        try:
            results = await self._transact(batch)
        except StoreUnusable as error:
            _fail(batch, StoreUnavailable(str(error)))
            raise
        except asyncio.CancelledError:
            _fail(batch, StoreUnavailable(_CLOSED))
            raise
        except Exception as error:  # noqa: BLE001 - what a function raises belongs to its caller
            await self._write_apart(batch, error)
        else:
            for waiting, result in zip(batch, results, strict=True):
                waiting.done.set_result(result)

    async def _write_apart(self, batch: list[_Waiting], error: Exception) -> None:
        if len(batch) == 1 or isinstance(error, StoreUnavailable):
            _fail(batch, error)
            return
        try:
            for waiting in batch:
                await self._write_all([waiting])
        finally:  # if one of them ends the writer, the others would wait for ever
            _fail(batch, StoreUnavailable(_CLOSED))

    async def _transact(self, batch: list[_Waiting]) -> list[Any]:
        try:
            await self._session.begin()
            results = [await waiting.function(self._session) for waiting in batch]
            began = time.perf_counter()
            await self._session.commit()
        except BaseException:
            self._session.take_topics()
            await self._session.rollback()
            raise
        self.commits += 1
        self.on_commit(time.perf_counter() - began)
        self.topics.wake(self._session.take_topics())
        return results


def _nobody(_seconds: float) -> None:
    """The default of `on_commit`."""


def _fail(batch: list[_Waiting], error: Exception) -> None:
    """Set the error for all callers that still wait."""
    for waiting in batch:
        if waiting.done.done():
            continue
        waiting.done.set_exception(error)
        # Read the error once, or asyncio logs it as never retrieved if the caller was cancelled.
        waiting.done.exception()
