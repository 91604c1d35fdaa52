"""The product's store in the simulator's hands: the same SQL on the same file, with points where a crash may come."""

import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing
from pathlib import Path
from typing import TypeVar

from bot.store.engine.database import Database, Param, Reader, Row, Session, StoreUnavailable, Unit
from bot.store.open import open_reader
from bot.store.sqlite.database import _PRAGMAS, _Session, _SlowReader, _Thread
from tests.sim.schedule import Schedule

T = TypeVar("T")


class _Inline(_Thread):
    """No thread at all: nothing waits, so one seed gives one order."""

    async def run(self, work: Callable[[], T]) -> T:
        return work()


class GatedDatabase(Database):
    """Stops before and after each commit and before each read; `fails` says whether a commit cannot be made."""

    def __init__(self, session: Session, reader: Reader, dialect: str, schedule: Schedule) -> None:
        super().__init__(session, reader, dialect=dialect)
        self._schedule = schedule
        self.fails: Callable[[], bool] = lambda: False

    async def write(self, unit: Unit[T]) -> T:
        await self._schedule.point("write")
        if self.fails():
            raise StoreUnavailable("simulated: the disk is full")
        result = (
            await self._schedule.abroad(super().write(unit)) if self.dialect != "sqlite" else await super().write(unit)
        )
        await self._schedule.point("written")
        return result

    async def fetch(self, sql: str, *args: Param) -> Sequence[Row]:
        await self._schedule.point("read")
        return await self._read(sql, args)

    async def fetchrow(self, sql: str, *args: Param) -> Row | None:
        await self._schedule.point("read")
        rows = await self._read(sql, args)
        return rows[0] if rows else None

    async def _read(self, sql: str, args: tuple[Param, ...]) -> Sequence[Row]:
        if self.dialect == "sqlite":
            return await self._reader.fetch(sql, *args)
        return await self._schedule.abroad(self._abroad(sql, args))

    async def _abroad(self, sql: str, args: tuple[Param, ...]) -> Sequence[Row]:
        return await self._reader.fetch(sql, *args)


def path_of(url: str) -> Path | None:
    """The file of a SQLite URL."""
    return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite") else None


@asynccontextmanager
async def open_store(url: str, schedule: Schedule) -> AsyncIterator[GatedDatabase]:
    """The database, its writer running, as one life of the bot has it."""
    path = path_of(url)
    opened = _open_file(path, schedule) if path else _open_server(url, schedule)
    async with opened as database, database.running():
        yield database


@asynccontextmanager
async def _open_file(path: Path, schedule: Schedule) -> AsyncIterator[GatedDatabase]:
    with closing(sqlite3.connect(path, isolation_level=None)) as writer, closing(_reading(path)) as reader:
        writer.row_factory = sqlite3.Row
        for pragma in _PRAGMAS:
            writer.execute(pragma)
        yield GatedDatabase(_Session(writer, _Inline()), _SlowReader(reader, _Inline()), "sqlite", schedule)


def _reading(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA query_only=ON")
    return connection


@asynccontextmanager
async def _open_server(url: str, schedule: Schedule) -> AsyncIterator[GatedDatabase]:
    from bot.store.postgres.database import open_postgres  # noqa: PLC0415 - asyncpg is an optional extra

    async with AsyncExitStack() as stack:
        database = await schedule.abroad(stack.enter_async_context(open_postgres(url)))
        yield GatedDatabase(database._session, database._reader, database.dialect, schedule)


@asynccontextmanager
async def open_eyes(url: str) -> AsyncIterator[Reader]:
    """What the driver and the checker look through: only what is committed, and without any point."""
    path = path_of(url)
    if path is None:
        async with open_reader(url) as reader:
            yield reader
        return
    with closing(_reading(path)) as connection:
        yield _SlowReader(connection, _Inline())
