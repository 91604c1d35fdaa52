"""The Dockerfile's own lines, followed without Docker: what it copies and installs is enough for what it starts."""

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.dev.simulators.telegram import TelegramSimulator, serve
from bot.dev.simulators.telegram.app import telegram_app
from tests.environment import environment
from tests.ports import free_port
from tests.program import ROOT

pytestmark = [pytest.mark.process, pytest.mark.timeout(600)]
_LINES = re.sub(r"\\\n", "", (ROOT / "Dockerfile").read_text(encoding="utf-8")).splitlines()
_PLACES = re.compile(r"(?<!\w)/(?=(?:venv|tmp|app|data)\b)")


class Image:
    """What the Dockerfile makes, in a folder instead of at the root of a container."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def said(self, instruction: str) -> Iterator[str]:
        """What stands behind each such instruction; its places are in the folder."""
        for line in _LINES:
            word, _, rest = line.partition(" ")
            if word == instruction:
                yield _PLACES.sub(f"{self.root}/", rest.strip())

    def make(self) -> None:
        """Copy what is copied, then run what is run; what Debian installs has to be there."""
        (self.root / "app").mkdir()
        (self.root / "tmp").mkdir()
        for words in self.said("COPY"):
            if not words.startswith("--from"):
                source, target = words.split()
                _copy(ROOT / source, self.root / "app" / target)
        for words in self.said("RUN"):
            if not words.startswith("apt-get"):
                path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"  # where a `python` is, as in the image
                here = os.environ | {"PATH": path}
                subprocess.run(words, shell=True, cwd=self.root, env=here, check=True)  # noqa: S602 - ours

    @property
    def environment(self) -> dict[str, str]:
        pairs = [pair.partition("=") for words in self.said("ENV") for pair in words.split()]
        return {name: value.replace("$PATH", os.environ["PATH"]) for name, _, value in pairs}

    def command(self, instruction: str) -> list[str]:
        """The list of words that an instruction ends with."""
        (words,) = self.said(instruction)
        return [str(word) for word in json.loads(words[words.index("[") :])]


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(source, target)


async def test_what_it_installs_and_copies_is_enough_for_what_it_starts_and_asks(tmp_path: Path) -> None:
    image, port = Image(tmp_path), free_port()
    image.make()
    async with serve(telegram_app(TelegramSimulator(environment()["BOT_TOKEN"]))) as telegram:
        changes = {"BOT_API_URL": telegram, "BOT_PORT": str(port), "BOT_HOST": "127.0.0.1"}
        settings = environment() | image.environment | changes
        start = image.command("ENTRYPOINT") + image.command("CMD")
        child = await asyncio.create_subprocess_exec(*start, cwd=tmp_path / "app", env=settings)
        while await _ended(image.command("HEALTHCHECK"), settings):
            assert child.returncode is None, "it ended by itself"
        child.terminate()
        assert await child.wait() == 0
    assert (tmp_path / "data" / "bot.db").is_file()


async def _ended(command: list[str], settings: dict[str, str]) -> int:
    child = await asyncio.create_subprocess_exec(*command, env=settings, stderr=asyncio.subprocess.DEVNULL)
    return await child.wait()
