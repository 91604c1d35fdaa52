"""Open the database a URL names, bring its schema up to date, and let its writer run."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.store.database import Database, StoreUnusable
from bot.store.schema import migrate
from bot.store.sqlite import open_sqlite


@asynccontextmanager
async def open_database(url: str) -> AsyncIterator[Database]:
    """`sqlite:///relative/path`, `sqlite:////absolute/path` or `postgresql://…`; raises StoreUnusable."""
    scheme, _, rest = url.partition("://")
    opened = open_sqlite(Path(rest.removeprefix("/"))) if scheme == "sqlite" else _open_postgres(url)
    async with opened as database, database.running():
        await migrate(database)
        yield database


@asynccontextmanager
async def _open_postgres(url: str) -> AsyncIterator[Database]:
    try:
        from bot.store.postgres import open_postgres  # noqa: PLC0415 - asyncpg is an optional extra
    except ImportError as error:
        reason = "BOT_DATABASE_URL names PostgreSQL, but asyncpg is not installed: pip install asyncpg"
        raise StoreUnusable(reason) from error
    async with open_postgres(url) as database:
        yield database
