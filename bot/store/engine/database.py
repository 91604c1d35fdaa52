"""One writer that commits what waits together, readers beside it, and the errors a database can end in.

A unit of work is a function of a `Transaction`. It runs in the writer's own task, so a caller that is cancelled
never leaves a transaction open (an aiosqlite connection shared by tasks lost rollbacks 200 times in 200). All units
that wait when the writer gets its turn share one transaction and one sync to disk. When one of them fails, the
whole is rolled back and each unit runs again alone: units must therefore be repeatable, which they are as long as
they touch nothing but the transaction and never wait for the network.
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
    """The head of what a database can end in; its text tells an operator what to do."""


class StoreUnavailable(StoreError):
    """The unit was rolled back (disk full, locked from outside, connection lost): try again later."""


class StoreUnusable(StoreError):
    """The database cannot be opened or must not be used any longer by this process."""


class NewerSchema(StoreUnusable):
    """The database was written by a newer version of the program."""


class ChangedMigration(StoreUnusable):
    """A migration that this database has run is another one in this program."""


class DatabaseBusy(StoreUnusable):
    """Another process of the bot holds this database."""


class Row(Protocol):
    """What a statement answers with: values by column name."""

    def __getitem__(self, key: str, /) -> Any: ...  # noqa: ANN401 - a column's type is known to its reader alone


class Transaction(Protocol):
    """A connection inside a transaction. Arguments are `$1`, `$2`, … in the statement."""

    async def fetch(self, sql: str, *args: Param) -> Sequence[Row]:
        """All rows the statement answers with."""
        ...

    async def fetchrow(self, sql: str, *args: Param) -> Row | None:
        """The first row, or None."""
        ...

    def notify(self, topic: str, *, others: bool = True) -> None:
        """Wake those who wait for `topic`, in other copies too if `others`, once this transaction is committed."""
        ...

    @property
    def skip_locked(self) -> str:
        """What makes a SELECT inside an UPDATE pass over rows that are locked, where rows can be."""
        ...


Unit = Callable[[Transaction], Awaitable[T]]


class Session(Transaction, Protocol):
    """What a dialect gives the writer: a connection on which it decides about transactions itself."""

    @property
    def home(self) -> str:
        """The server, the database on it and the line of its history the connection leads to; empty for a file."""
        ...

    async def begin(self) -> None: ...
    async def commit(self) -> None:
        """Commit, durably. Raises StoreUnavailable if it surely did not, StoreUnusable if nobody knows."""
        ...

    async def rollback(self) -> None: ...
    def take_topics(self) -> set[str]:
        """The topics notified since the last call."""
        ...


class Reader(Protocol):
    """Reads outside any transaction, from the last committed state."""

    async def fetch(self, sql: str, *args: Param) -> Sequence[Row]: ...


class Topics:
    """Events by name, for those who wait for work."""

    def __init__(self) -> None:
        self._events: dict[str, asyncio.Event] = {}

    def event(self, topic: str) -> asyncio.Event:
        """The event of `topic`; whoever waits for it clears it before looking for work."""
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
    """The store as the house sees it: `write` units of work, `fetch` committed rows, `topics` to wait for."""

    def __init__(self, session: Session, reader: Reader, *, dialect: str) -> None:
        self.dialect = dialect
        self.topics = Topics()
        self.commits = 0
        self.membership: ClusterMember = SINGLE_INSTANCE
        """This process among the copies that share the database."""
        self.marker: Marker = NO_MARKER
        """Where the last generation is written down outside of the database."""
        self.on_commit: Callable[[float], object] = _nobody
        """Hears how many seconds each commit took."""
        self.disk: Disk | None = None
        """What the database lies on, where that is this process's to care for."""
        self._session = session
        self._reader = reader
        self._queue: list[_Waiting] = []
        self._has_work = asyncio.Event()
        self._group: asyncio.TaskGroup | None = None
        self._closing = False
        self._closed = False

    @property
    def home(self) -> str:
        """Where the database is that is written to now; see `Session`."""
        return self._session.home

    async def write(self, function: Unit[T]) -> T:
        """Run `function` in a transaction; when this returns, what it wrote is on disk.

        Raises what the unit raised, after a rollback, or StoreUnavailable.
        """
        if self._closed:
            raise StoreUnavailable(_CLOSED)
        waiting = _Waiting(function)
        self._queue.append(waiting)
        self._has_work.set()
        # The future is the writer's: a caller's cancellation must not reach the unit.
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
        """The writer runs while the context is open; what waits at its end is still written."""
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
        """Let `work` go on beside the writer, until it is cancelled or the writer ends."""
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
        except Exception as error:  # noqa: BLE001 - whatever a unit raises belongs to its caller
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
        finally:  # where one of them ends the writer, nobody comes to the others
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
    """Nobody asks how long a commit took."""


def _fail(batch: list[_Waiting], error: Exception) -> None:
    """Tell those who have not heard of their unit yet."""
    for waiting in batch:
        if waiting.done.done():
            continue
        waiting.done.set_exception(error)
        # A caller that went away leaves nobody to ask for the error, and that is no fault.
        waiting.done.exception()
