"""PostgreSQL's own troubles: connections that are lost, a server that is not there."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.store.engine.database import Database, StoreUnavailable, StoreUnusable, Transaction
from bot.store.open import open_database
from tests.databases import PostgresServer, outside
from tests.program import Program
from tests.store.engine.test_writer import adds, names

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


async def test_a_connection_lost_in_a_transaction_is_not_opened_anew_in_it(url: str, database: Database) -> None:
    """On a new connection nothing was begun: COMMIT would succeed there, and nothing of the unit would be kept."""

    async def loses_it(tx: Transaction) -> None:
        await adds("lost")(tx)
        connection = database._session._connection  # type: ignore[attr-defined]
        await outside(url, END_ALL)
        async with asyncio.timeout(20):
            while not connection.is_closed():
                await asyncio.sleep(0.001)

    with pytest.raises(StoreUnavailable, match="the connection was lost"):
        await database.write(loses_it)
    assert await database.write(adds("after"))
    assert await names(database) == {"after"}


async def test_nor_is_it_for_the_next_statement(url: str, database: Database) -> None:
    async def goes_on(tx: Transaction) -> None:
        await adds("lost")(tx)
        database._session._connection.terminate()  # type: ignore[attr-defined]
        await adds("half")(tx)

    with pytest.raises(StoreUnavailable, match="the connection was lost"):
        await database.write(goes_on)
    assert await names(database) == set()


class Pooler:
    """Greets each client with a process of its own, as pgbouncer does, and passes on all the rest."""

    def __init__(self, server: str) -> None:
        self._socket = str(parse_qs(urlsplit(server).query)["host"][0]) + "/.s.PGSQL.5432"
        self._name = urlsplit(server).path

    @asynccontextmanager
    async def running(self) -> AsyncIterator[str]:
        async with asyncio.TaskGroup() as group:
            listening = await asyncio.start_server(
                lambda reader, writer: group.create_task(self._serve(reader, writer)), "127.0.0.1", 0
            )
            async with listening:
                port = listening.sockets[0].getsockname()[1]
                yield f"postgresql://postgres@127.0.0.1:{port}{self._name}?sslmode=disable"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One client, until it goes."""
        from_server, to_server = await asyncio.open_unix_connection(self._socket)
        back = asyncio.gather(self._greet(from_server, writer), return_exceptions=True)
        with suppress(OSError):
            while data := await reader.read(65_536):
                to_server.write(data)
        to_server.close()
        await back
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()

    async def _greet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        kind = b""
        while kind != b"Z":
            kind = await reader.readexactly(1)
            length = await reader.readexactly(4)
            body = await reader.readexactly(int.from_bytes(length) - 4)
            if kind == b"K":
                body = (int.from_bytes(body[:4]) + 1).to_bytes(4) + body[4:]
            writer.write(kind + length + body)
        while data := await reader.read(65_536):
            writer.write(data)


async def test_a_pooler_before_the_server_is_noticed_at_the_start(url: str) -> None:
    async with Pooler(url).running() as pooled:
        with pytest.raises(
            StoreUnusable, match=r"leads to a connection pooler .* set BOT_DATABASE_URL to the address of PostgreSQL"
        ):
            async with open_database(pooled):
                pytest.fail("opened")


@pytest.mark.process
async def test_the_program_refuses_it_in_words(url: str, tmp_path: Path) -> None:
    async with Pooler(url).running() as pooled:
        ended = await Program(tmp_path)("migrate", changes={"BOT_DATABASE_URL": pooled})
    assert ended.code == 2
    assert "leads to a connection pooler" in ended.err
    assert "Traceback" not in ended.err
