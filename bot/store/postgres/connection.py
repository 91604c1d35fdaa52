"""Connections to a PostgreSQL server, and which of its errors mean "try again later"."""

import asyncpg

from bot.store.engine.database import StoreUnusable

LOST = (
    OSError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # raised between the server's termination message and the end of the connection
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.IdleInTransactionSessionTimeoutError,
)
TRY_LATER = (
    *LOST,
    asyncpg.InsufficientResourcesError,
    asyncpg.TransactionRollbackError,
    asyncpg.LockNotAvailableError,
)
UNREACHABLE = (asyncpg.PostgresError, OSError, ValueError, TimeoutError)
_SETTINGS = {
    # An instance that hangs, or whose machine disappears, must not keep the others from writing.
    "idle_in_transaction_session_timeout": "10s",
    "lock_timeout": "20s",
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
}
_UNKNOWN_SETTING = "unsupported startup parameter"
_POOLER = (
    "BOT_DATABASE_URL leads to a connection pooler (such as pgbouncer), but locks and notifications need direct"
    " connections: set BOT_DATABASE_URL to the address of PostgreSQL itself"
)
_SERVER = "(SELECT system_identifier::text FROM pg_control_system())"
_DATABASE = "(SELECT oid::text FROM pg_database WHERE datname = current_database())"
_LINE = "substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)"


async def connect(url: str) -> "asyncpg.Connection[asyncpg.Record]":
    """A direct connection to a server that accepts writes. Raises StoreUnusable or one of UNREACHABLE."""
    try:
        connection = await asyncpg.connect(
            url, timeout=10, command_timeout=30, server_settings=_SETTINGS, target_session_attrs="read-write"
        )
    except asyncpg.PostgresError as error:
        if _UNKNOWN_SETTING in str(error):  # a pooler accepts few settings
            raise StoreUnusable(_POOLER) from None
        raise
    try:
        # A pooler reports its own process id at first, but runs statements in a process of the server.
        is_direct = await connection.fetchval("SELECT pg_backend_pid()") == connection.get_server_pid()
    except BaseException:
        connection.terminate()
        raise
    if not is_direct:
        connection.terminate()
        raise StoreUnusable(_POOLER)
    return connection


async def home_of(connection: "asyncpg.Connection[asyncpg.Record]") -> str:
    """Identifies server, database and WAL timeline; a promoted standby starts a new timeline.

    A restored dump is another database. If the server does not allow to read its id, only the database is identified.
    """
    try:
        return str(await connection.fetchval(f"SELECT {_SERVER} || '/' || {_DATABASE} || '/' || {_LINE}"))
    except asyncpg.PostgresError:
        return str(await connection.fetchval(f"SELECT {_DATABASE}"))


async def connect_pool(url: str) -> "asyncpg.Pool[asyncpg.Record]":
    """A pool of up to four connections for reading. Raises StoreUnusable."""
    try:
        return await asyncpg.create_pool(url, min_size=1, max_size=4, timeout=10, command_timeout=30)
    except UNREACHABLE as error:
        raise unreachable(error) from None


def unreachable(error: Exception) -> StoreUnusable:
    """The error for an unreachable server. It names the variable, because the URL may hold a password."""
    return StoreUnusable(f"PostgreSQL at BOT_DATABASE_URL cannot be reached: {type(error).__name__}; is it running?")
