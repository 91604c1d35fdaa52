"""Runs the real bot as a child process: starts, stops and kills it."""

import asyncio
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from bot.config.errors import StartupError

_ROOT = Path(__file__).parents[3]
_OURS = ("BOT_", "PAYKASSMA_", "DEPOSIT_", "WAVEPAY_", "MERCHANT_", "WITHDRAWAL_")
_READY_PAUSE = 0.1
_STOP_PATIENCE = 15.0
_LOG_END = 2_000
BOT: tuple[str, ...] = (sys.executable, "-m", "bot", "run")
BOT_CHILD: tuple[str, ...] = (sys.executable, "-m", "bot.dev.sandbox.bot_child")
"""The same program, but it ends when its standard input ends."""


@dataclass(slots=True, kw_only=True)
class BotProcess:
    """A bot with exactly these `settings`: none from the environment or a `.env`. It logs to `folder`/bot.log.

    `ready_url` is the URL that it answers with 200 when it is ready.
    """

    settings: Mapping[str, str]
    ready_url: str
    folder: Path
    command: Sequence[str] = BOT_CHILD
    patience: float = 60.0
    """The most seconds that a start may take."""

    _process: asyncio.subprocess.Process | None = field(default=None, init=False)
    _is_ready: bool = field(default=False, init=False)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)

    @property
    def log(self) -> Path:
        return self.folder / "bot.log"

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def is_running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    def state(self) -> str:
        """`stopped`, `starting`, or `running` once the bot is ready."""
        if not self.is_running():
            return "stopped"
        return "running" if self._is_ready else "starting"

    async def start(self) -> None:
        """Start the bot unless it runs, and return when it is ready. Raises StartupError or TimeoutError."""
        async with self._turn:
            if not self.is_running():
                self._is_ready = False
                self._process = await self._spawn()
            await self._ready()
            self._is_ready = True

    async def stop(self) -> None:
        """Send SIGTERM, as a service manager does, and wait until the bot has ended; kill it after 15 seconds."""
        async with self._turn:
            if not self._process or self._process.returncode is not None:
                return
            self._process.terminate()
            try:
                await asyncio.wait_for(self._process.wait(), _STOP_PATIENCE)
            except TimeoutError:
                self._process.kill()
                await self._process.wait()

    async def kill(self) -> None:
        """Kill the bot at once (SIGKILL), like a power cut."""
        async with self._turn:
            if self._process and self._process.returncode is None:
                self._process.kill()
                await self._process.wait()

    async def _spawn(self) -> asyncio.subprocess.Process:
        foreign = {name: value for name, value in os.environ.items() if not name.upper().startswith(_OURS)}
        with self.log.open("ab") as log:
            return await asyncio.create_subprocess_exec(
                *self.command,
                cwd=self.folder,  # a folder without a .env
                env={**foreign, "PYTHONPATH": str(_ROOT), **self.settings},
                stdin=asyncio.subprocess.PIPE,  # never written to: it ends with this process, and so does the bot
                stdout=log,
                stderr=log,
                start_new_session=True,  # so that Ctrl-C reaches only the sandbox, which then stops the bot
            )

    async def _ready(self) -> None:
        async with asyncio.timeout(self.patience), aiohttp.ClientSession() as http:
            while not await self._answers(http):
                if not self.is_running():
                    raise StartupError(f"The bot did not start. The end of its log:\n{self._log_end()}")
                await asyncio.sleep(_READY_PAUSE)

    async def _answers(self, http: aiohttp.ClientSession) -> bool:
        try:
            async with http.get(self.ready_url) as answer:
                return answer.ok
        except aiohttp.ClientError:
            return False

    def _log_end(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")[-_LOG_END:].strip()
