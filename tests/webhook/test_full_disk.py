"""The HTTP server over a store that has no room left: nothing is answered with ok that is not on disk."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.domain.deposit import Deposit, DepositStatus
from bot.store.engine.database import Database
from bot.store.open import open_database
from bot.webhook.server import Server
from tests.databases import pragma, sqlite_url
from tests.ports import free_port
from tests.provider.postback_bodies import deposit_entry, postback, signed
from tests.services.service_fixture import ServiceFixture, open_service_fixture

SECRET = "webhook-secret-canary"
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
Answers = list[tuple[int, bytes]]


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[ServiceFixture]:
    async with open_database(sqlite_url(tmp_path / "bot.db")) as database:
        yield open_service_fixture(database, tmp_path)


@pytest.fixture
async def http(scene: ServiceFixture) -> AsyncIterator[aiohttp.ClientSession]:
    server, port = Server(scene.database, scene.clock, scene.services.postbacks, SECRET), free_port()
    door = server.connection_limit.open(server.app(), "127.0.0.1", port, drain=1)
    async with door, aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
        yield session


async def leave_no_room(database: Database) -> None:
    await pragma(database, f"max_page_count={await pragma(database, 'page_count')}")


async def until_refused(http: aiohttp.ClientSession, path: str, bodies: list[bytes]) -> Answers:
    """The answers to each in turn; the last one is the first that is not 200."""
    answers: Answers = []
    for body in bodies:
        async with http.post(path, data=body, headers=HEADERS) as answer:
            answers.append((answer.status, await answer.read()))
        if answers[-1][0] != 200:
            break
    return answers


def letters(deposit: Deposit) -> list[bytes]:
    """A hundred times the same money in other bytes."""
    entry = {"plugin_custom_order_id": deposit.order_id, "wallet_type": deposit.wallet}
    return [
        signed(postback(deposit_entry(**entry, comment=f"{number} " * 500), label=deposit.label))
        for number in range(100)
    ]


async def test_on_a_full_disk_a_postback_is_answered_503_and_the_provider_sends_it_again(
    scene: ServiceFixture, http: aiohttp.ClientSession
) -> None:
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    bodies = letters(deposit)
    await leave_no_room(scene.database)
    answers = await until_refused(http, "/paykassma/postback", bodies)
    assert answers[-1] == (503, b"")
    assert await scene.count("inbox") == len(answers) - 1
    await pragma(scene.database, "max_page_count=1000000")
    again = await until_refused(http, "/paykassma/postback", [bodies[len(answers) - 1]])
    assert again == [(200, b'{"status":"ok"}')]
    await scene.apply_postbacks()
    assert (await scene.now(deposit)).credited_amount == 10_000
    assert await scene.count("ledger") == 1


async def test_on_a_full_disk_an_update_is_answered_503_and_telegram_sends_it_again(
    scene: ServiceFixture, http: aiohttp.ClientSession
) -> None:
    bodies = [
        b'{"update_id":%d,"message":{"message_id":1,"date":1,"from":{"id":1001,"is_bot":false,"first_name":"A"},'
        b'"chat":{"id":1001,"type":"private"},"text":"%s"}}' % (number, b"x" * 3000)
        for number in range(1, 101)
    ]
    await leave_no_room(scene.database)
    answers = await until_refused(http, "/telegram/webhook", bodies)
    assert answers[-1] == (503, b"")
    assert await scene.count("inbox") == len(answers) - 1
    await pragma(scene.database, "max_page_count=1000000")
    assert await until_refused(http, "/telegram/webhook", [bodies[len(answers) - 1]]) == [(200, b"")]
    assert await scene.count("inbox") == len(answers)
