"""The bot between its simulators, a fresh one per test; at the end nobody may have seen a secret or an exception."""

import io
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Protocol

import pytest

from bot.dev.simulators.paykassma import PaykassmaSimulator
from bot.dev.simulators.paykassma.app import paykassma_app
from bot.dev.simulators.telegram import TelegramSimulator, serve
from bot.dev.simulators.telegram.app import telegram_app
from bot.runtime import logs
from tests.databases import postgres_server, url
from tests.e2e.canaries import assert_nothing_seen
from tests.e2e.player import Player
from tests.e2e.process import Process, settings_of
from tests.e2e.world import KEYS, PATIENCE, SECRET, TOKEN, WEBHOOK_SECRET, WITHDRAWAL_KEY, World, open_world
from tests.ports import free_port

__all__ = ["postgres_server", "url"]


class OpenWorld(Protocol):
    async def __call__(self, **changes: Any) -> World: ...  # noqa: ANN401 - whatever settings take


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """All that the bot logs, with no secret masked: none may come so far."""
    root = logging.getLogger()
    before = list(root.handlers), root.level
    stream = io.StringIO()
    logs.configure(form="json", level="INFO", secrets=(), stream=stream)
    for handler in before[0]:
        root.addHandler(handler)
    yield stream
    root.handlers[:], root.level = before


@pytest.fixture
async def open_(tmp_path: Path, log: io.StringIO) -> AsyncIterator[OpenWorld]:
    """Opens a world with settings of the test's own; when it closes, canaries are looked for everywhere."""
    async with AsyncExitStack() as stack:

        async def opened(**changes: Any) -> World:  # noqa: ANN401 - whatever settings take
            world = await stack.enter_async_context(open_world(tmp_path, log, **changes))
            stack.push_async_callback(assert_nothing_seen, world)
            return world

        yield opened


@pytest.fixture
async def world(open_: OpenWorld) -> World:
    """The usual world, the bot running."""
    return await open_()


async def open_pushed(open_: OpenWorld) -> World:
    """A world with the bot behind a webhook, which Telegram has been told of."""
    port = free_port()
    opened = await open_(
        bot_port=port,
        bot_public_url=f"http://127.0.0.1:{port}",
        bot_updates="webhook",
        bot_webhook_secret=WEBHOOK_SECRET,
    )
    await opened.telegram.updates.condition.until(lambda: opened.telegram.updates.webhook, PATIENCE)
    return opened


@pytest.fixture
def player(world: World) -> Player:
    """A player in English who has not written yet."""
    return Player(world, 1001)


@pytest.fixture
async def telegram() -> TelegramSimulator:
    """What the program as a child process talks to, of which it knows only the address."""
    return TelegramSimulator(TOKEN)


@pytest.fixture
async def provider() -> PaykassmaSimulator:
    return PaykassmaSimulator(secret=SECRET, postback_keys=KEYS, withdrawal_key=WITHDRAWAL_KEY, postback_url="")


@pytest.fixture
async def process(tmp_path: Path, telegram: TelegramSimulator, provider: PaykassmaSimulator) -> AsyncIterator[Process]:
    """The real program, running; tests kill it."""
    port = free_port()
    provider.postback_url = f"http://127.0.0.1:{port}/paykassma/postback"
    async with serve(telegram_app(telegram)) as telegram_url, serve(paykassma_app(provider)) as provider_url:
        running = Process(settings=settings_of(tmp_path, port, telegram_url, provider_url), port=port, folder=tmp_path)
        try:
            await running.start()
            yield running
        finally:
            await running.stop()
