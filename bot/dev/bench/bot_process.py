"""Runs the real bot and the simulators as child processes, for the parts of the bench."""

import asyncio
import json
import re
import secrets
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import aiohttp

from bot.dev.bench.children import ChildProcess, open_child
from bot.dev.sandbox.bot_process import BOT, BotProcess
from bot.provider.signing import PostbackKeys
from bot.store.open import open_reader

OPERATORS = -5001
SPEED = 40.0
"""The factor by which the bot's clock runs faster, where its sending limits are not measured."""

_HOST = "127.0.0.1"
UNFINISHED = "SELECT 1 FROM inbox WHERE state = 'new' UNION ALL SELECT 1 FROM outbox WHERE state = 'waiting' LIMIT 1"
UNAPPLIED = "SELECT 1 FROM inbox WHERE state = 'new' LIMIT 1"
_GLANCE = 0.02
_PATIENCE = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredBot:
    """A bot with its simulators. Each part of the bench starts `bot` itself."""

    bot: BotProcess
    simulators: ChildProcess
    url: str
    settings: Mapping[str, str]
    http: aiohttp.ClientSession

    @property
    def postback_url(self) -> str:
        return f"{self.url}/paykassma/postback"

    @property
    def pid(self) -> int:
        return self.bot.pid or 0

    async def metric(self, name: str) -> float:
        """The current sum of a metric over all its labels."""
        async with self.http.get(f"{self.url}/metrics") as answer:
            lines = re.findall(rf"(?m)^{name}(?:{{.*}})? (\S+)$", await answer.text())
        return sum(map(float, lines))

    async def wait_until_empty(self, sql: str) -> float:
        """Wait until the query `sql` finds no rows; returns the seconds. Raises TimeoutError."""
        began = perf_counter()
        async with open_reader(self.settings["BOT_DATABASE_URL"]) as reader, asyncio.timeout(_PATIENCE):
            while await reader.fetch(sql):  # noqa: ASYNC110 - another process's state
                await asyncio.sleep(_GLANCE)
        return perf_counter() - began


def settings_of(folder: Path, port: int) -> dict[str, str]:
    """The settings except the simulators' URLs; the secrets are random."""
    return {
        "BOT_TOKEN": f"{10**9 + secrets.randbelow(10**9)}:{secrets.token_hex()}",
        "BOT_PORT": str(port),
        "BOT_UPDATES": "webhook",
        "BOT_PUBLIC_URL": f"http://{_HOST}:{port}",
        "BOT_WEBHOOK_SECRET": secrets.token_hex(),
        "BOT_DATABASE_URL": f"sqlite:///{folder / 'bot.db'}",
        "PAYKASSMA_SECRET": secrets.token_hex(),
        "PAYKASSMA_ACCESS_KEY": secrets.token_hex(),
        "PAYKASSMA_POSTBACK_KEY": secrets.token_hex(),
        "PAYKASSMA_WITHDRAWAL_KEY": secrets.token_hex(),
        # The bench credits more in a minute than the default limits allow in an hour.
        "DEPOSIT_AUTO_CREDIT_HOUR_MAX": "0",
        "DEPOSIT_AUTO_CREDIT_PLAYER_DAY_MAX": "0",
    }


@asynccontextmanager
async def open_measured_bot(
    folder: Path, *, limited: bool = False, speed: float = 0.0, **changes: str
) -> AsyncIterator[MeasuredBot]:
    """Start the simulators and prepare the bot; `changes` are settings that differ from the usual.

    `limited`: the simulated Telegram enforces its sending limits. `speed` above 0 makes the bot's clock faster.
    """
    port = free_port()
    settings = settings_of(folder, port) | changes
    url = f"http://{_HOST}:{port}"
    async with open_child(
        "bot.dev.bench.simulators_process", folder, json.dumps(_simulator_settings(settings, url, limited=limited))
    ) as simulators:
        told = simulators.greeting
        settings |= {"BOT_API_URL": told["telegram"], "PAYKASSMA_API_URL": told["provider"]}
        command = (sys.executable, "-m", "bot.dev.bench.fast_clock_bot", str(speed)) if speed else BOT
        bot = BotProcess(
            settings=settings, ready_url=f"{url}/readyz", folder=folder, command=command, patience=_PATIENCE
        )
        async with aiohttp.ClientSession() as http:
            try:
                yield MeasuredBot(bot=bot, simulators=simulators, url=url, settings=settings, http=http)
            finally:
                await bot.stop()


def _simulator_settings(settings: Mapping[str, str], url: str, *, limited: bool) -> dict[str, object]:
    return {
        "token": settings["BOT_TOKEN"],
        "secret": settings["PAYKASSMA_SECRET"],
        "access_key": settings["PAYKASSMA_ACCESS_KEY"],
        "private_key": settings["PAYKASSMA_POSTBACK_KEY"],
        "withdrawal_key": settings["PAYKASSMA_WITHDRAWAL_KEY"],
        "postback_url": f"{url}/paykassma/postback",
        "limited": limited,
    }


def keys_of(settings: Mapping[str, str]) -> PostbackKeys:
    """The keys with which the provider signs."""
    return PostbackKeys(access_key=settings["PAYKASSMA_ACCESS_KEY"], private_key=settings["PAYKASSMA_POSTBACK_KEY"])


def free_port() -> int:
    """A port that is free at this moment."""
    with socket.create_server((_HOST, 0)) as probe:
        port: int = probe.getsockname()[1]
    return port
