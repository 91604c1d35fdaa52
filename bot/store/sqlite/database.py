"""SQLite: one connection writes, two only read, one process per file.

A statement takes microseconds, less than passing it to another thread. So statements run in the event loop's thread;
only what waits for the disk (a commit), for a lock, or for a long search runs in another thread.
"""

import asyncio
import fcntl
import os
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from bot.store.engine.database import Database, DatabaseBusy, Param, Reader, Row, StoreUnavailable, StoreUnusable
from bot.store.engine.disk import Disk

T = TypeVar("T")
_WAL = "PRAGMA journal_mode=WAL"
_PRAGMAS = (
    _WAL,
    # An acknowledged postback must survive a power cut: NORMAL lost commits in 795 of 1,000 cuts, FULL in none.
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    # Waiting for a lock would block the event loop, so only `begin` waits, in its thread.
    "PRAGMA busy_timeout=0",
    # A log that grew during a long read is cut at its next restart; otherwise it would stay long.
    "PRAGMA journal_size_limit=16777216",
)
_PATIENCE_MS = 5_000
_QUICK_SECONDS = 0.002
"""A query that takes longer is started again in a thread."""

_STEPS = 1_000
_TRY_LATER = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
# After a failed sync it is unknown what is on disk. A restart recovers; continuing could hide the damage.
_UNUSABLE = frozenset({sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


def _named(args: tuple[Param, ...]) -> dict[str, Param]:
    return {str(position): value for position, value in enumerate(args, 1)}


def _is(error: sqlite3.Error, *codes: int) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in codes


@contextmanager
def _translated(disk: Disk | None = None) -> Iterator[None]:
    """Raise SQLite's errors as StoreError. A full disk releases its reserve, so that a retry finds space."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if disk and _is(error, sqlite3.SQLITE_FULL):
            disk.release_reserve()
        if _is(error, *_TRY_LATER):
            raise StoreUnavailable(f"SQLite: {error}") from error
        if _is(error, *_UNUSABLE):
            raise StoreUnusable(f"SQLite: {error}. Check the disk, or restore a backup") from error
        raise


class _Thread:
    """One thread for work that would block the event loop."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="sqlite")

    async def run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._pool, work)

    def close(self) -> None:
        """Wait for running work and end the thread."""
        self._pool.shutdown()


class _Session:
    """The connection that writes. Its steps run one after the other, in either thread."""

    def __init__(
        self,
        file: sqlite3.Connection,
        thread: _Thread,
        patience_ms: int = _PATIENCE_MS,
        disk: Disk | None = None,
    ) -> None:
        self._file = file
        self._thread = thread
        self._patience_ms = patience_ms
        self._disk = disk
        self._topics: set[str] = set()

    async def fetch(self, sql: str, *args: Param) -> Sequence[Row]:
        with _translated(self._disk):
            return self._file.execute(sql, _named(args)).fetchall()

    async def fetchrow(self, sql: str, *args: Param) -> Row | None:
        rows = await self.fetch(sql, *args)
        return rows[0] if rows else None

    home = ""
    skip_locked = ""  # SQLite locks no rows: there is one writer

    def notify(self, topic: str, *, others: bool = True) -> None:
        del others  # there are no other instances
        self._topics.add(topic)

    def take_topics(self) -> set[str]:
        topics, self._topics = self._topics, set()
        return topics

    async def begin(self) -> None:
        try:
            self._begin()
        except sqlite3.OperationalError as error:
            if not _is(error, sqlite3.SQLITE_BUSY):
                with _translated():
                    raise
            with _translated():
                await self._thread.run(self._begin_waiting)

    def _begin(self) -> None:
        # IMMEDIATE takes the write lock now: a later upgrade from read to write fails with BUSY_SNAPSHOT.
        self._file.execute("BEGIN IMMEDIATE")

    def _begin_waiting(self) -> None:
        self._file.execute(f"PRAGMA busy_timeout={self._patience_ms}")
        try:
            self._begin()
        finally:
            self._file.execute("PRAGMA busy_timeout=0")

    async def commit(self) -> None:
        with _translated(self._disk):
            await self._thread.run(lambda: self._file.execute("COMMIT"))

    async def rollback(self) -> None:
        # Run in the thread, after a commit that may still run there: a commit cannot be cancelled.
        await self._thread.run(self._file.rollback)


class _QuickReader:
    """The connection that reads what is found at once; `slow` reads the rest."""

    def __init__(self, file: sqlite3.Connection, slow: "_SlowReader") -> None:
        self._file = file
        self._slow = slow
        self._until = 0.0
        file.set_progress_handler(self._is_over, _STEPS)

    def _is_over(self) -> bool:
        return perf_counter() > self._until

    async def fetch(self, sql: str, *args: Param) -> Sequence[Row]:
        self._until = perf_counter() + _QUICK_SECONDS
        try:
            return self._file.execute(sql, _named(args)).fetchall()
        except sqlite3.DatabaseError as error:
            if _is(error, sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_BUSY):
                return await self._slow.fetch(sql, *args)
            with _translated():
                raise


class _SlowReader:
    """A connection that reads in its own thread."""

    def __init__(self, file: sqlite3.Connection, thread: _Thread) -> None:
        self._file = file
        self._thread = thread

    async def fetch(self, sql: str, *args: Param) -> Sequence[Row]:
        with _translated():
            return await self._thread.run(lambda: self._file.execute(sql, _named(args)).fetchall())


@contextmanager
def _only_process(path: Path) -> Iterator[None]:
    """Lock the lock file beside the database: two processes that checkpoint one WAL can corrupt it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = os.open(path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise _not_writable(path, error) from error
    try:
        _lock(lock, path)
        _create(path)
        yield
    finally:
        os.close(lock)


def _lock(lock: int, path: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        message = f"{path} is in use by another process of the bot. Stop that one first, or use PostgreSQL"
        raise DatabaseBusy(message) from error


def _create(path: Path) -> None:
    """Create the file for its owner only, if there is none, before SQLite opens it.

    Closing a file releases all POSIX locks of this process on it, also those of SQLite.
    """
    log = path.with_name(path.name + "-wal")
    if not path.exists() and log.exists() and log.stat().st_size:
        # SQLite would delete the log, and with it the latest acknowledged commits.
        raise StoreUnusable(f"{path} is missing, but {log.name} exists. Put the database back, or move the log away")
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise _not_writable(path, error) from error


def _not_writable(path: Path, error: OSError) -> StoreUnusable:
    return StoreUnusable(f"cannot write {path}: {error.strerror}. Check BOT_DATABASE_URL and who owns the folder")


@contextmanager
def _connected(path: Path, patience_ms: int = _PATIENCE_MS, *, read_only: bool = False) -> Iterator[sqlite3.Connection]:
    """A connection that any thread may use, one at a time."""
    address = f"{path.absolute().as_uri()}{'?mode=ro' if read_only else ''}"
    file = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False, timeout=patience_ms / 1000)
    file.row_factory = sqlite3.Row
    try:
        yield file
    finally:
        file.close()


@contextmanager
def _thread() -> Iterator[_Thread]:
    thread = _Thread()
    try:
        yield thread
    finally:
        thread.close()


@asynccontextmanager
async def open_sqlite(path: Path, patience_ms: int = _PATIENCE_MS) -> AsyncIterator[Database]:
    """Open or create the database file at `path`; wait `patience_ms` for a lock of another program.

    Raises StoreUnusable.
    """
    with _only_process(path), _connected(path) as writer, _thread() as commits:
        await commits.run(lambda: _prepare(writer, path))
        with _connected(path, 0, read_only=True) as quick, _reading(path) as slow:
            disk = Disk(path)
            database = Database(
                _Session(writer, commits, patience_ms, disk), _QuickReader(quick, slow), dialect="sqlite"
            )
            database.disk = disk
            yield database


@contextmanager
def _reading(path: Path) -> Iterator[_SlowReader]:
    """A read-only connection with its thread."""
    with _connected(path, read_only=True) as file, _thread() as thread:
        yield _SlowReader(file, thread)


def _check_there(path: Path) -> None:
    if not path.is_file():
        raise StoreUnusable(f"{path} does not exist. Check BOT_DATABASE_URL")


@asynccontextmanager
async def read_sqlite(path: Path) -> AsyncIterator[Reader]:
    """Open the database file at `path` for reading only. Raises StoreUnusable."""
    _check_there(path)
    try:
        with _reading(path) as reader:
            yield reader
    except sqlite3.OperationalError as error:
        raise StoreUnusable(f"{path} cannot be read: {error}. Check BOT_DATABASE_URL") from error


def _prepare(writer: sqlite3.Connection, path: Path) -> None:
    try:
        (mode,) = writer.execute(_WAL).fetchone()
        for pragma in _PRAGMAS:
            writer.execute(pragma)
        damage = [row[0] for row in writer.execute("PRAGMA quick_check(1)")]
    except sqlite3.Error as error:
        reason = f"{path} cannot be used as a database: {error}. Check the disk, or restore a backup"
        raise StoreUnusable(reason) from error
    if mode != "wal":
        # Without shared memory SQLite keeps another mode, in which a power cut can lose commits.
        raise StoreUnusable(
            f"{path} is on a file system without a write-ahead log (SQLite stays in mode '{mode}'), such as a network"
            " drive. Set BOT_DATABASE_URL to a file on a local disk"
        )
    if damage != ["ok"]:
        raise StoreUnusable(f"{path} is damaged ({damage[0]}). Restore a backup before you start the bot")
