"""How the bot itself starts, refuses to start, and ends, against a simulated Telegram."""

import asyncio
import signal
import socket
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing, suppress
from pathlib import Path

import aiohttp
import pytest

from bot.dev.simulators.telegram import TelegramSimulator, serve
from bot.dev.simulators.telegram.app import telegram_app
from bot.provider.signing import PostbackKeys
from bot.store.open import open_database
from tests.environment import environment
from tests.ports import free_port
from tests.program import Program
from tests.provider.postback_bodies import deposit_entry, postback, signed

pytestmark = pytest.mark.process

Changes = dict[str, str | None]


@pytest.fixture
async def changes(tmp_path: Path) -> AsyncIterator[Changes]:
    """Settings under which the bot starts: a Telegram, a provider that nobody can reach, a free port."""
    port = free_port()
    async with serve(telegram_app(TelegramSimulator(environment()["BOT_TOKEN"]))) as telegram:
        yield {
            "BOT_API_URL": telegram,
            "BOT_PORT": str(port),
            "BOT_DATABASE_URL": f"sqlite:///{tmp_path}/bot.db",
            "PAYKASSMA_API_URL": "http://127.0.0.1:9",
        }


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path)


async def _until_ready(changes: Changes) -> None:
    async with aiohttp.ClientSession() as http:
        while True:
            try:
                async with http.get(f"http://127.0.0.1:{changes['BOT_PORT']}/readyz") as answer:
                    if answer.ok:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.05)


@pytest.mark.parametrize(("word", "farewell"), [((), signal.SIGTERM), (("run",), signal.SIGINT)])
async def test_it_runs_until_it_is_told_to_stop(
    program: Program, changes: Changes, word: tuple[str, ...], farewell: signal.Signals
) -> None:
    child = await program.start("-m", "bot", *word, changes=changes)
    await _until_ready(changes)
    child.send_signal(farewell)
    out, err = await child.communicate()
    assert child.returncode == 0, err.decode()
    assert "Traceback" not in err.decode()
    assert "canary" not in out.decode() + err.decode()


async def test_what_the_provider_sends_is_kept_before_the_library_for_telegram_is_there(
    program: Program, changes: Changes
) -> None:
    keys = PostbackKeys(
        access_key=environment()["PAYKASSMA_ACCESS_KEY"], private_key=environment()["PAYKASSMA_POSTBACK_KEY"]
    )
    body, url = signed(postback(deposit_entry()), keys=keys), f"http://127.0.0.1:{changes['BOT_PORT']}"
    child = await program.start("-m", "bot", changes=changes)
    async with aiohttp.ClientSession() as http:
        while not await _keeps(http, url, body):
            await asyncio.sleep(0.01)
        async with http.get(f"{url}/readyz") as answer:
            assert (await answer.json())["reasons"] == ["starting or stopping"]
    await _until_ready(changes)
    child.send_signal(signal.SIGTERM)
    await child.communicate()
    with closing(sqlite3.connect(str(changes["BOT_DATABASE_URL"]).removeprefix("sqlite:///"))) as books:
        assert books.execute("SELECT source, state FROM inbox").fetchall() == [("paykassma", "done")]


async def _keeps(http: aiohttp.ClientSession, url: str, body: bytes) -> bool:
    with suppress(aiohttp.ClientConnectorError):  # it does not listen yet
        async with http.post(f"{url}/paykassma/postback", data=body) as answer:
            return bool(await answer.json() == {"status": "ok"})
    return False


async def _refused(program: Program, changes: Changes) -> str:
    ended = await program("run", changes=changes)
    assert ended.code == 2, ended.err
    assert "Traceback" not in ended.err
    assert "canary" not in ended.err
    return ended.err.splitlines()[-1]


async def test_a_database_that_another_program_keeps_locked_is_named(program: Program, changes: Changes) -> None:
    path = str(changes["BOT_DATABASE_URL"]).removeprefix("sqlite:///")
    async with open_database(f"sqlite:///{path}"):
        pass
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        told = await _refused(program, changes)
    assert "BOT_DATABASE_URL" in told
    assert "locked" in told


async def test_a_port_in_use_is_named(program: Program, changes: Changes) -> None:
    with socket.create_server(("127.0.0.1", int(changes["BOT_PORT"] or 0))):
        assert "BOT_PORT" in await _refused(program, changes)


async def test_a_token_telegram_does_not_know_is_told_and_the_provider_is_still_listened_to(
    program: Program, changes: Changes
) -> None:
    child = await program.start("-m", "bot", changes=changes | {"BOT_TOKEN": "123456789:AAother-canary"})
    async with aiohttp.ClientSession() as http:
        while "token_refused" not in await _readiness(http, changes):
            assert child.returncode is None, "it ended by itself"
            await asyncio.sleep(0.01)
    child.terminate()
    _out, err = await child.communicate()
    assert child.returncode == 0
    assert b"canary" not in err


async def _readiness(http: aiohttp.ClientSession, changes: Changes) -> str:
    with suppress(aiohttp.ClientConnectorError):  # it does not listen yet
        async with http.get(f"http://127.0.0.1:{changes['BOT_PORT']}/readyz") as answer:
            return await answer.text()
    return ""


async def test_a_second_instance_is_refused(program: Program, changes: Changes) -> None:
    async with open_database(changes["BOT_DATABASE_URL"] or ""):
        assert "in use by another process" in await _refused(program, changes)
