"""PostgreSQL through asyncpg: one connection that writes, a small pool that reads."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import asyncpg

from bot.store.database import Database, DatabaseBusy, Param, Reader, Row, StoreUnavailable, StoreUnusable

_LOST = (
    OSError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # met by whoever asks between the server's farewell and the end of the connection
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
)
_TRY_LATER = (
    *_LOST,
    asyncpg.InsufficientResourcesError,
    asyncpg.TransactionRollbackError,
    asyncpg.LockNotAvailableError,
)
_UNREACHABLE = (asyncpg.PostgresError, OSError, ValueError, TimeoutError)
_ONE_COPY = 7_242_631_001
# The server may not know yet that a lost connection of ours is gone, and then still holds our own lock for it.
_LOCK_TIMEOUT = {"lock_timeout": "5s"}


class _Session:
    """Reconnects by itself: a lost connection fails the units that were in it, not the writer."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: asyncpg.Connection[asyncpg.Record] | None = None
        self._topics: set[str] = set()

    async def connect(self) -> "asyncpg.Connection[asyncpg.Record]":
        """The connection, opened anew where it was lost, holding the lock that keeps a second copy out."""
        if self._connection is None or self._connection.is_closed():
            connection = await asyncpg.connect(self._url, timeout=10, command_timeout=30, server_settings=_LOCK_TIMEOUT)
            try:
                await connection.execute("SELECT pg_advisory_lock($1)", _ONE_COPY)
            except asyncpg.LockNotAvailableError as error:
                await connection.close()
                raise DatabaseBusy(
                    "this PostgreSQL database is in use by another process of the bot: stop that one first"
                ) from error
            self._connection = connection
        return self._connection

    async def close(self) -> None:
        """Give the connection and its lock back."""
        if self._connection is not None:
            await self._connection.close(timeout=5)

    async def fetch(self, sql: str, *args: Param) -> Sequence[Row]:
        try:
            connection = await self.connect()
            rows: Sequence[Row] = await connection.fetch(sql, *args)
        except _TRY_LATER as error:
            if isinstance(error, _LOST) and self._connection is not None:
                self._connection.terminate()
            raise StoreUnavailable(f"PostgreSQL: {error}") from error
        return rows

    async def fetchrow(self, sql: str, *args: Param) -> Row | None:
        rows = await self.fetch(sql, *args)
        return rows[0] if rows else None

    def notify(self, topic: str) -> None:
        self._topics.add(topic)

    def take_topics(self) -> set[str]:
        topics, self._topics = self._topics, set()
        return topics

    async def begin(self) -> None:
        await self.fetch("BEGIN")

    async def commit(self) -> None:
        await self.fetch("COMMIT")

    async def rollback(self) -> None:
        connection = self._connection
        if connection is None or connection.is_closed() or not connection.is_in_transaction():
            return
        try:
            await connection.execute("ROLLBACK")
        except _LOST:
            connection.terminate()


class _Reader:
    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]") -> None:
        self._pool = pool

    async def fetch(self, sql: str, *args: Param) -> Sequence[Row]:
        try:
            rows: Sequence[Row] = await self._pool.fetch(sql, *args)
        except _TRY_LATER as error:
            raise StoreUnavailable(f"PostgreSQL: {error}") from error
        return rows


@asynccontextmanager
async def open_postgres(url: str) -> AsyncIterator[Database]:
    """Connect to the server at `url`, or say why that fails."""
    session = _Session(url)
    try:
        pool = await _connected(session, url)
        try:
            yield Database(session, _Reader(pool), dialect="postgresql")
        finally:
            pool.terminate()
    finally:
        await session.close()


@asynccontextmanager
async def read_postgres(url: str) -> AsyncIterator[Reader]:
    """Only read from the server at `url`, also while the bot runs on it."""
    pool = await _pool(url)
    try:
        yield _Reader(pool)
    finally:
        pool.terminate()


async def _connected(session: _Session, url: str) -> "asyncpg.Pool[asyncpg.Record]":
    try:
        await session.connect()
    except _UNREACHABLE as error:
        raise _unreachable(error) from None
    return await _pool(url)


async def _pool(url: str) -> "asyncpg.Pool[asyncpg.Record]":
    try:
        return await asyncpg.create_pool(url, min_size=1, max_size=4, timeout=10, command_timeout=30)
    except _UNREACHABLE as error:
        raise _unreachable(error) from None


def _unreachable(error: Exception) -> StoreUnusable:
    """The URL may hold a password: name the variable, never its value."""
    return StoreUnusable(f"PostgreSQL at BOT_DATABASE_URL cannot be reached: {type(error).__name__}")
