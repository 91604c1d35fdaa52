"""Telegram is reached directly, or through the proxy of the settings; proxies of the environment are for others."""

import os
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from tests.e2e.conftest import OpenWorld
from tests.e2e.player import Player
from tests.ports import free_port


@asynccontextmanager
async def proxy(seen: Counter[str]) -> AsyncIterator[str]:
    """A forward proxy for plain HTTP that counts the methods of the Bot API."""
    async with aiohttp.ClientSession(auto_decompress=False) as client:

        async def forward(request: web.BaseRequest) -> web.Response:
            if not request.headers.get("Proxy-Authorization", "").startswith("Basic "):
                seen["refused"] += 1
                return web.Response(status=407)
            seen[str(request.url).rpartition("/")[2].lower()] += 1
            headers = {name: value for name, value in request.headers.items() if name.lower() == "content-type"}
            body = await request.read()
            try:
                async with client.request(request.method, request.url, data=body, headers=headers) as answer:
                    content = await answer.read()
                    return web.Response(status=answer.status, body=content, content_type=answer.content_type)
            except aiohttp.ClientError:
                return web.Response(status=502)  # the simulator closes before its proxy does

        runner = web.ServerRunner(web.Server(forward), shutdown_timeout=0.1)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            yield f"http://bot:proxy-canary@127.0.0.1:{runner.addresses[0][1]}"
        finally:
            await runner.cleanup()


async def test_polling_sending_and_files_go_through_the_proxy_and_the_provider_does_not(open_: OpenWorld) -> None:
    seen: Counter[str] = Counter()
    async with proxy(seen) as address:
        world = await open_(bot_proxy_url=address)
        player = Player(world, 1001)
        await player.claimed("kbzpay_manual")
        await world.stop()
    assert not seen["refused"]
    assert seen["getupdates"]
    assert seen["sendmessage"]
    assert seen["getfile"]
    assert not any(name in seen for name in ("create", "activate"))
    assert sum(seen.values()) >= sum(world.telegram.calls.values())  # nothing went past it


@pytest.fixture
def dead_proxies() -> Iterator[None]:
    """An environment that names proxies, of which none is there."""
    names = [spelt for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY") for spelt in (name, name.lower())]
    before = {name: os.environ.pop(name) for name in names if name in os.environ}
    os.environ.update(dict.fromkeys(names, f"http://127.0.0.1:{free_port()}"))
    try:
        yield
    finally:
        for name in names:
            del os.environ[name]
        os.environ.update(before)


@pytest.mark.usefixtures("dead_proxies")
async def test_proxies_of_the_environment_are_not_used(open_: OpenWorld) -> None:
    world = await open_()
    await Player(world, 1001).claimed("kbzpay_manual")


async def test_a_local_servers_files_are_read_from_the_disk(open_: OpenWorld, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    world = await open_(bot_api_files=folder)
    world.telegram.files.folder = folder
    await Player(world, 1001).claimed("kbzpay_manual")
    assert len(world.provider.claims) == 1
    assert world.telegram.calls["getfile"] == 1


async def test_a_file_outside_the_folder_of_the_settings_is_never_read(open_: OpenWorld, tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "files", tmp_path / "elsewhere"
    folder.mkdir()
    elsewhere.mkdir()
    world = await open_(bot_api_files=folder)
    world.telegram.files.folder = elsewhere
    player = Player(world, 1001)
    await player.begins("kbzpay_manual")
    await player.person.photo((await player.pays()).receipt)
    await player.sees("picture")
    await world.settled()
    assert not await world.rows("SELECT 1 FROM receipts")


async def test_a_local_servers_files_without_the_setting_are_refused_with_its_name(
    open_: OpenWorld, tmp_path: Path
) -> None:
    world = await open_()
    world.telegram.files.folder = tmp_path
    player = Player(world, 1001)
    await player.begins("kbzpay_manual")
    await player.person.photo((await player.pays()).receipt)
    await player.sees("picture")
    assert "BOT_API_FILES" in world.log.getvalue()
