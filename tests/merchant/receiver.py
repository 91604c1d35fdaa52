"""A merchant's platform on the loopback: takes events by the README's own recipe, or answers as a test tells it to."""

import asyncio
import json
import re
import sqlite3
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.dev.simulators.telegram import serve

KEY = "merchant-key-canary"
HANG = -1
"""A status that never comes."""

_README = (Path(__file__).parents[2] / "bot" / "merchant" / "README.md").read_text(encoding="utf-8")


def recipe() -> Callable[..., int]:
    """`take`, as the README has it."""
    block = re.search(r"<!-- receiver -->\n```python\n(.+?)```", _README, re.DOTALL)
    assert block
    names: dict[str, Any] = {}
    exec(block[1], names)  # noqa: S102 - the README's own words
    take: Callable[..., int] = names["take"]
    return take


def examples() -> list[str]:
    """The events that the README shows."""
    block = re.search(r"<!-- events -->\n```json\n(.+?)```", _README, re.DOTALL)
    assert block
    return block[1].splitlines()


@dataclass(slots=True, kw_only=True)
class Receiver:
    """`tries` are all calls that came: the id, and the answer to it. `script` comes before the recipe's word."""

    books: sqlite3.Connection
    url: str = ""
    script: deque[int] = field(default_factory=deque)
    tries: list[tuple[str, int]] = field(default_factory=list)
    requests: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    bell: asyncio.Event = field(default_factory=asyncio.Event)
    _take: Callable[..., int] = field(default_factory=recipe)

    async def meet(self, request: web.Request) -> web.Response:
        body = await request.read()
        self.requests.append((dict(request.headers), body))
        status = self.script.popleft() if self.script else self._take(self.books, KEY.encode(), request.headers, body)
        self.tries.append((json.loads(body)["id"], status))
        self.bell.set()
        if status == HANG:
            await asyncio.Event().wait()
        return web.Response(status=status, headers={"Location": "/elsewhere"} if 300 <= status < 400 else {})

    async def until(self, count: int) -> None:
        """Return when so many calls have come."""
        while len(self.tries) < count:
            self.bell.clear()
            await self.bell.wait()

    @property
    def taken(self) -> list[str]:
        """The ids of what was taken, in order, repetitions too."""
        return [event_id for event_id, status in self.tries if status == 200]

    def balances(self) -> dict[str, int]:
        return dict(self.books.execute("SELECT id, balance FROM players").fetchall())


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    """The platform, served."""
    with closing(sqlite3.connect(":memory:")) as books:
        books.executescript(
            "CREATE TABLE events (id TEXT PRIMARY KEY); CREATE TABLE players (id TEXT PRIMARY KEY, balance INTEGER)"
        )
        receiver = Receiver(books=books)
        app = web.Application()
        app.router.add_post("/events", receiver.meet)
        app.router.add_route("*", "/elsewhere", receiver.meet)
        async with serve(app) as url:
            receiver.url = f"{url}/events"
            yield receiver
