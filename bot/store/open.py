"""Opens the database that a URL names, for the bot or for reading only."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from bot.store.engine.database import Database, Reader, StoreUnusable
from bot.store.engine.migrate import migrate
from bot.store.sqlite.database import open_sqlite, read_sqlite


@asynccontextmanager
async def open_database(url: str) -> AsyncIterator[Database]:
    """Open `sqlite:///relative/path`, `sqlite:////absolute/path` or `postgresql://…`. Raises StoreUnusable.

    Migrates the schema; the writer runs while the context is open.
    """
    path = file_of(url)
    opened = open_sqlite(path) if path else _open_postgres(url)
    async with opened as database, database.running():
        await migrate(database)
        async with database.membership.joined():
            yield database


def open_reader(url: str) -> AbstractAsyncContextManager[Reader]:
    """Open the database for reading only, also while the bot runs on it. Raises StoreUnusable."""
    path = file_of(url)
    return read_sqlite(path) if path else _read_postgres(url)


def file_of(url: str) -> Path | None:
    """The file of a SQLite URL; None for PostgreSQL."""
    scheme, _, rest = url.partition("://")
    return Path(rest.removeprefix("/")) if scheme == "sqlite" else None


@asynccontextmanager
async def _open_postgres(url: str) -> AsyncIterator[Database]:
    try:
        from bot.store.postgres.database import open_postgres  # noqa: PLC0415 - asyncpg is an optional extra
    except ImportError as error:
        raise StoreUnusable(_NO_ASYNCPG) from error
    async with open_postgres(url) as database:
        yield database


@asynccontextmanager
async def _read_postgres(url: str) -> AsyncIterator[Reader]:
    try:
        from bot.store.postgres.database import read_postgres  # noqa: PLC0415 - asyncpg is an optional extra
    except ImportError as error:
        raise StoreUnusable(_NO_ASYNCPG) from error
    async with read_postgres(url) as reader:
        yield reader


_NO_ASYNCPG = "BOT_DATABASE_URL is a PostgreSQL address, but asyncpg is not installed: pip install asyncpg"
