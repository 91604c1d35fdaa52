"""The real program over one database, life after life: started, killed, and timed until it acknowledges again."""

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.invariants.broken import Broken, demand
from tests.program import ROOT

_PATIENCE = 300.0
_NURSERY = (sys.executable, "-m", "tests.kill.fork_server")


@dataclass(slots=True, kw_only=True)
class Program:
    """`heard` is told of each acknowledgement.

    `recoveries` are the seconds from a SIGKILL to the first acknowledgement after it, of lives that began `afresh`,
    which is as a user starts the program; the others are forks of a process that has imported all there is.
    """

    folder: Path
    settings: Mapping[str, str]
    fork_server: asyncio.subprocess.Process
    kills: int = 0
    killed_early: int = 0
    recoveries: list[float] = field(default_factory=list)
    quick_recoveries: list[float] = field(default_factory=list)
    _pid: int = 0
    _afresh: bool = False
    _works: asyncio.Event = field(default_factory=asyncio.Event)
    _killed_at: float = 0.0

    @property
    def log(self) -> Path:
        return self.folder / "bot.log"

    async def start(self, mode: str, *, afresh: bool = False) -> None:
        """Begin a life, and return at once; `mode` is how updates come."""
        self._works.clear()
        self._afresh = afresh
        env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **self.settings, "BOT_UPDATES": mode}
        self._pid = (await self._ask({"env": env, "folder": str(self.folder), "afresh": afresh}))["pid"]

    def heard(self) -> None:
        """It has acknowledged something."""
        if self._killed_at:
            times = self.recoveries if self._afresh else self.quick_recoveries
            times.append(time.monotonic() - self._killed_at)
            self._killed_at = 0.0
        self._works.set()

    async def works(self) -> None:
        """Return at its first acknowledgement in this life."""
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._works.wait()
        except TimeoutError:
            raise Broken(f"nothing acknowledged within {_PATIENCE:.0f} s: {self._last_words()}") from None

    async def kill(self) -> None:
        """SIGKILL. Nothing else may have ended it before."""
        self.kills += 1
        self.killed_early += not self._works.is_set()
        self._killed_at = time.monotonic()
        await self._end(signal.SIGKILL, -signal.SIGKILL)

    async def stop(self) -> None:
        """Politely, as a service manager does."""
        await self._end(signal.SIGTERM, 0)

    async def _end(self, number: int, expected: int) -> None:
        ended = await self._ask({"pid": self._pid, "signal": number})
        demand(ended["lived"], "the program ended by itself:", self._last_words())
        demand(ended["code"] == expected, "it ended with", ended["code"], self._last_words())

    async def _ask(self, order: Mapping[str, object]) -> dict[str, Any]:
        assert self.fork_server.stdin
        assert self.fork_server.stdout
        self.fork_server.stdin.write(json.dumps(order).encode() + b"\n")
        answer: dict[str, Any] = json.loads(await self.fork_server.stdout.readline())
        return answer

    def _last_words(self) -> str:
        return self.log.read_text("utf-8", errors="replace")[-600:] if self.log.exists() else ""


@asynccontextmanager
async def open_program(folder: Path, settings: Mapping[str, str]) -> AsyncIterator[Program]:
    """The program, not started yet; at the end nothing of it is left behind."""
    fork_server = await asyncio.create_subprocess_exec(
        *_NURSERY, cwd=ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    try:
        yield Program(folder=folder, settings=settings, fork_server=fork_server)
    finally:
        assert fork_server.stdin
        fork_server.stdin.close()
        await fork_server.wait()
