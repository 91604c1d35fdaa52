"""PostgreSQL through asyncpg: one connection writes, in turns with other instances, and a small pool reads."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import asyncpg

from bot.store.engine.database import Database, Param, Reader, Row, StoreUnavailable
from bot.store.postgres.connection import LOST, TRY_LATER, UNREACHABLE, connect, connect_pool, home_of, unreachable
from bot.store.postgres.member import CHANNEL, PostgresMember

# All instances write in turns, so no other transaction commits between a function's read and its write, ids follow the
# order of commits, and transactions cannot deadlock. Each statement sees everything that was committed before its turn.
_BEGIN = "BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock(7242631001)"


class _Session:
    """The writer's connection. It reconnects: a lost connection fails the functions in it, not the writer."""

    skip_locked = " FOR UPDATE SKIP LOCKED"

    def __init__(self, url: str) -> None:
        self.home = ""
        self._url = url
        self._connection: asyncpg.Connection[asyncpg.Record] | None = None
        self._topics: set[str] = set()
        self._told: set[str] = set()

    async def connect(self) -> "asyncpg.Connection[asyncpg.Record]":
        """The connection, reopened if it was lost. Called only outside a transaction, which a lost connection ends."""
        if self._connection is None or self._connection.is_closed():
            connection = await connect(self._url)
            self._connection, self.home = connection, await home_of(connection)
        return self._connection

    def _connected(self) -> "asyncpg.Connection[asyncpg.Record]":
        if self._connection is None or self._connection.is_closed():
            raise StoreUnavailable("PostgreSQL: the connection was lost")
        return self._connection

    async def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            await self._connection.close(timeout=5)

    def is_own(self, pid: int) -> bool:
        """Whether `pid` is the server process of this connection."""
        connection = self._connection
        return connection is not None and not connection.is_closed() and connection.get_server_pid() == pid

    async def fetch(self, sql: str, *args: Param) -> Sequence[Row]:
        connection = self._connected()
        try:
            rows: Sequence[Row] = await connection.fetch(sql, *args)
        except TRY_LATER as error:
            raise self._unavailable(error) from error
        return rows

    async def fetchrow(self, sql: str, *args: Param) -> Row | None:
        rows = await self.fetch(sql, *args)
        return rows[0] if rows else None

    def notify(self, topic: str, *, others: bool = True) -> None:
        self._topics.add(topic)
        if others:
            self._told.add(topic)

    def take_topics(self) -> set[str]:
        topics, self._topics, self._told = self._topics, set(), set()
        return topics

    async def begin(self) -> None:
        try:
            await self.connect()
        except TRY_LATER as error:
            raise self._unavailable(error) from error
        await self._execute(_BEGIN)

    async def commit(self) -> None:
        notify = "".join(f"NOTIFY {CHANNEL}, '{topic}'; " for topic in sorted(self._told))
        if await self._execute(f"{notify}COMMIT") != "COMMIT":
            raise StoreUnavailable("PostgreSQL: rolled back")

    async def _execute(self, statements: str) -> str:
        """Run several statements in one round trip and return the tag of the last."""
        connection = self._connected()
        try:
            return str(await connection.execute(statements))
        except TRY_LATER as error:
            raise self._unavailable(error) from error

    def _unavailable(self, error: Exception) -> StoreUnavailable:
        if isinstance(error, LOST) and self._connection is not None:
            self._connection.terminate()
        return StoreUnavailable(f"PostgreSQL: {str(error) or type(error).__name__}")

    async def rollback(self) -> None:
        connection = self._connection
        if connection is None or connection.is_closed() or not connection.is_in_transaction():
            return
        try:
            await connection.execute("ROLLBACK")
        except LOST:
            connection.terminate()


class _Reader:
    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]") -> None:
        self._pool = pool

    async def fetch(self, sql: str, *args: Param) -> Sequence[Row]:
        try:
            rows: Sequence[Row] = await self._pool.fetch(sql, *args)
        except TRY_LATER as error:
            raise StoreUnavailable(f"PostgreSQL: {str(error) or type(error).__name__}") from error
        return rows


@asynccontextmanager
async def open_postgres(url: str) -> AsyncIterator[Database]:
    """Open the database at `url` for the bot. Raises StoreUnusable."""
    session = _Session(url)
    try:
        await session.connect()
    except UNREACHABLE as error:
        raise unreachable(error) from None
    try:
        pool = await connect_pool(url)
        try:
            database = Database(session, _Reader(pool), dialect="postgresql")
            database.membership = PostgresMember(url, database, session.is_own)
            yield database
        finally:
            pool.terminate()
    finally:
        await session.close()


@asynccontextmanager
async def read_postgres(url: str) -> AsyncIterator[Reader]:
    """Open the database at `url` for reading only. Raises StoreUnusable."""
    pool = await connect_pool(url)
    try:
        yield _Reader(pool)
    finally:
        pool.terminate()
