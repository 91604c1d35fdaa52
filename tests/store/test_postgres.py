"""PostgreSQL's own troubles: connections that are lost, a server that is not there."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.store.database import Database, StoreUnavailable, StoreUnusable, Transaction
from bot.store.opening import open_database
from tests.databases import PostgresServer, outside
from tests.store.test_writer import adds, names

pytestmark = pytest.mark.postgres
END_ALL = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()"""


@pytest.fixture
async def url(postgres_server: PostgresServer) -> str:
    return await postgres_server.fresh()


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    async with open_database(url) as opened:
        yield opened


async def test_a_connection_lost_in_a_unit_fails_that_unit_and_no_later_one(database: Database) -> None:
    async def loses_it(tx: Transaction) -> None:
        await adds("lost")(tx)
        await tx.fetch("SELECT pg_terminate_backend(pg_backend_pid())")

    with pytest.raises(StoreUnavailable, match="PostgreSQL"):
        await database.write(loses_it)
    assert await database.write(adds("after"))
    assert await names(database) == {"after"}


async def test_connections_lost_between_units_are_opened_anew(url: str, database: Database) -> None:
    await database.write(adds("before"))
    await outside(url, END_ALL)
    assert await _sooner_or_later(database)
    assert await names(database) == {"before", "after"}


async def _sooner_or_later(database: Database) -> bool:
    """Whoever meets the lost connection first is told to come again."""
    async with asyncio.timeout(20):
        while True:
            try:
                await names(database)
                return await database.write(adds("after"))
            except StoreUnavailable:
                await asyncio.sleep(0)


async def test_the_next_copy_starts_when_the_first_has_ended(url: str) -> None:
    for _ in range(2):
        async with open_database(url) as database:
            await database.write(adds("x"))


async def test_a_server_that_is_not_there_is_told_without_its_password() -> None:
    with pytest.raises(StoreUnusable, match="BOT_DATABASE_URL cannot be reached") as raised:
        async with open_database("postgresql://bot:canary-password@127.0.0.1:1/bot"):
            pytest.fail("opened")
    assert "canary" not in str(raised.value)
