"""The real program, started by tests as its user would start it."""

import asyncio
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.environment import environment

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How the program ended."""

    code: int
    out: str
    err: str


class Program:
    """Starts the real program in an empty folder, with an environment of the test's own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def __call__(self, *words: str, changes: Mapping[str, str | None] | None = None) -> Ended:
        return await self.python("-m", "bot", *words, changes=changes)

    async def python(self, *arguments: str, changes: Mapping[str, str | None] | None = None) -> Ended:
        child = await self.start(*arguments, changes=changes)
        out, err = await child.communicate()
        return Ended(code=child.returncode or 0, out=out.decode(), err=err.decode())

    async def start(
        self, *arguments: str, changes: Mapping[str, str | None] | None = None
    ) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            *arguments,
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment(changes)},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
