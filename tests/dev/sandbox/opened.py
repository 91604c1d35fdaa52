"""The sandbox as a newcomer starts it: one command, one address, and Ctrl-C at the end."""

import re
import signal
from asyncio import StreamReader
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.ports import free_port
from tests.program import Program


async def read_until(stream: StreamReader | None, word: str) -> str:
    """What the program says up to the line with `word`."""
    said = ""
    while stream and word not in said:
        line = await stream.readline()
        assert line, said
        said += line.decode()
    return said


async def start_sandbox(folder: Path, data: Path) -> tuple[Process, str]:
    """The program, and the address it prints."""
    words = ("sandbox", "--no-browser", "--port", str(free_port()), "--data", str(data))
    child = await Program(folder).start("-m", "bot", *words)
    address = re.search(r"http://127\.0\.0\.1:\d+", await read_until(child.stdout, "Ctrl-C"))
    assert address
    return child, address[0]


@asynccontextmanager
async def open_sandbox(folder: Path) -> AsyncIterator[str]:
    """The address of a page behind which the bot works."""
    child, address = await start_sandbox(folder, folder / "data")
    try:
        await read_until(child.stdout, "ready")
        yield address
    finally:
        child.send_signal(signal.SIGINT)
        await child.communicate()
