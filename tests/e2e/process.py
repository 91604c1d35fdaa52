"""The real program as a child process that tests start, kill and start again, with its database open to the eye."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiosqlite

from bot.dev.sandbox.bot_process import BotProcess
from tests.e2e.world import KEYS, LINK_SECRET, PATIENCE, SECRET, TOKEN, WITHDRAWAL_KEY


def settings_of(folder: Path, port: int, telegram_url: str, provider_url: str) -> dict[str, str]:
    """An environment in which the program speaks to the two simulators."""
    return {
        "BOT_TOKEN": TOKEN,
        "BOT_API_URL": telegram_url,
        "BOT_PORT": str(port),
        "BOT_DATABASE_URL": f"sqlite:///{folder}/bot.db",
        "BOT_LINK_SECRET": LINK_SECRET,
        "PAYKASSMA_API_URL": provider_url,
        "PAYKASSMA_PLUGIN_URL": provider_url,
        "PAYKASSMA_SECRET": SECRET,
        "PAYKASSMA_ACCESS_KEY": KEYS.access_key,
        "PAYKASSMA_POSTBACK_KEY": KEYS.private_key,
        "PAYKASSMA_WITHDRAWAL_KEY": WITHDRAWAL_KEY,
    }


@dataclass(slots=True, kw_only=True)
class Process:
    """`settings` are the program's whole environment as far as it concerns the bot."""

    settings: Mapping[str, str]
    port: int
    folder: Path
    _child: BotProcess = field(init=False)

    def __post_init__(self) -> None:
        ready = f"http://127.0.0.1:{self.port}/readyz"
        self._child = BotProcess(settings=self.settings, ready_url=ready, folder=self.folder)

    async def start(self) -> None:
        await self._child.start()

    async def stop(self) -> None:
        await self._child.stop()

    @property
    def pid(self) -> int | None:
        return self._child.pid

    async def kill(self) -> None:
        """SIGKILL."""
        await self._child.kill()

    async def restart_after_kill(self) -> None:
        """SIGKILL, and the same program again."""
        await self._child.kill()
        await self._child.start()

    async def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What the database file holds."""
        async with aiosqlite.connect(f"file:{self.folder}/bot.db?mode=ro", uri=True) as connection:
            return [tuple(row) for row in await connection.execute_fetchall(sql)]

    async def until_row(self, sql: str) -> None:
        """Return when the query finds something."""
        async with asyncio.timeout(PATIENCE):
            while not await self.rows(sql):
                await asyncio.sleep(0.02)
