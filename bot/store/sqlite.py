"""SQLite through aiosqlite: one connection that writes, one that only reads, one process per file."""

import fcntl
import os
import sqlite3
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import aiosqlite

from bot.store.database import Database, DatabaseBusy, Param, Reader, Row, StoreUnavailable, StoreUnusable

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    # An acknowledged postback must survive a power cut: NORMAL lost commits in 795 of 1,000 cuts, FULL in none.
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=5000",
)
_TRY_LATER = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
# After a failed sync nobody knows what is on disk. A restart recovers; going on could only hide it.
_UNUSABLE = frozenset({sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


def _named(args: tuple[Param, ...]) -> dict[str, Param]:
    return {str(position): value for position, value in enumerate(args, 1)}


class _Connection:
    """One hop to the driver's thread per statement."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def fetch(self, sql: str, *args: Param) -> Sequence[Row]:
        try:
            return list(await self._connection.execute_fetchall(sql, _named(args)))
        except sqlite3.DatabaseError as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if code in _TRY_LATER:
                raise StoreUnavailable(f"SQLite: {error}") from error
            if code in _UNUSABLE:
                raise StoreUnusable(f"SQLite: {error}: check the disk, or restore a backup") from error
            raise


class _Session(_Connection):
    def __init__(self, connection: aiosqlite.Connection) -> None:
        super().__init__(connection)
        self._topics: set[str] = set()

    async def fetchrow(self, sql: str, *args: Param) -> Row | None:
        rows = await self.fetch(sql, *args)
        return rows[0] if rows else None

    skip_locked = ""  # no row is ever locked: there is one writer

    def notify(self, topic: str, *, others: bool = True) -> None:
        del others  # there are none
        self._topics.add(topic)

    def take_topics(self) -> set[str]:
        topics, self._topics = self._topics, set()
        return topics

    async def begin(self) -> None:
        # IMMEDIATE: a read that turns into a write fails at once with BUSY_SNAPSHOT whatever the timeout.
        await self.fetch("BEGIN IMMEDIATE")

    async def commit(self) -> None:
        await self.fetch("COMMIT")

    async def rollback(self) -> None:
        await self._connection.rollback()


@contextmanager
def _only_process(path: Path) -> Iterator[None]:
    """Hold the lock file beside the database; two processes that checkpoint one WAL can corrupt it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = os.open(path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise _not_writable(path, error) from error
    try:
        _hold(lock, path)
        _make(path)
        yield
    finally:
        os.close(lock)


def _hold(lock: int, path: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        message = f"{path} is in use by another process of the bot: stop that one first, or use PostgreSQL"
        raise DatabaseBusy(message) from error


def _make(path: Path) -> None:
    """An empty file for its owner alone, if there is none. Under the lock: closing a file gives up SQLite's own."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise _not_writable(path, error) from error


def _not_writable(path: Path, error: OSError) -> StoreUnusable:
    return StoreUnusable(f"cannot write {path}: {error.strerror}. Check BOT_DATABASE_URL and who owns the folder")


def _read_only(path: Path) -> str:
    return f"{path.absolute().as_uri()}?mode=ro"


@asynccontextmanager
async def open_sqlite(path: Path) -> AsyncIterator[Database]:
    """Open, and create if needed, the database file at `path`."""
    with _only_process(path):
        async with aiosqlite.connect(path, isolation_level=None) as writer:
            await _prepare(writer, path)
            async with aiosqlite.connect(_read_only(path), uri=True) as reader:
                reader.row_factory = sqlite3.Row
                yield Database(_Session(writer), _Connection(reader), dialect="sqlite")


def _check_there(path: Path) -> None:
    if not path.is_file():
        raise StoreUnusable(f"{path} is not there: check BOT_DATABASE_URL")


@asynccontextmanager
async def read_sqlite(path: Path) -> AsyncIterator[Reader]:
    """Only read the database file at `path`, also while the bot runs on it."""
    _check_there(path)
    try:
        async with aiosqlite.connect(_read_only(path), uri=True) as reader:
            reader.row_factory = sqlite3.Row
            yield _Connection(reader)
    except sqlite3.OperationalError as error:
        raise StoreUnusable(f"{path} cannot be read: {error}. Check BOT_DATABASE_URL") from error


async def _prepare(writer: aiosqlite.Connection, path: Path) -> None:
    writer.row_factory = sqlite3.Row
    try:
        for pragma in _PRAGMAS:
            await writer.execute_fetchall(pragma)
        damage = [row[0] for row in await writer.execute_fetchall("PRAGMA quick_check(1)")]
    except sqlite3.Error as error:
        reason = f"{path} cannot be used as a database: {error}. Check the disk, or restore a backup"
        raise StoreUnusable(reason) from error
    if damage != ["ok"]:
        raise StoreUnusable(f"{path} is damaged ({damage[0]}): restore a backup before starting")
