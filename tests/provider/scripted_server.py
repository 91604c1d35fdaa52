"""A provider on the loopback that answers as told, and a client of ours in front of it."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
from aiohttp import web

from bot.provider.client import PaykassmaClient, Timeouts, open_http
from bot.provider.signing import SortedValuesSigner

SECRET = "CANARY/secret+1"
WITHDRAWAL_KEY = "CANARY-withdrawal-key"
Behaviour = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A request as it came; `fields` is its JSON or its form."""

    method: str
    path: str
    query: dict[str, str]
    fields: dict[str, Any]
    text: str = ""


@dataclass(slots=True, kw_only=True)
class FakeProvider:
    """Answers each request as `behaviour` says; `let_go` ends the behaviours that wait."""

    url: str = ""
    behaviour: Behaviour | None = None
    received: list[Received] = field(default_factory=list)
    waiting: int = 0
    most_waiting: int = 0
    let_go: asyncio.Event = field(default_factory=asyncio.Event)

    async def meet(self, request: web.Request) -> web.StreamResponse:
        self.received.append(await _received(request))
        assert self.behaviour is not None
        return await self.behaviour(request)

    async def wait(self, _request: web.Request) -> web.StreamResponse:
        self.waiting += 1
        self.most_waiting = max(self.waiting, self.most_waiting)
        await self.let_go.wait()
        self.waiting -= 1
        return web.json_response({"status": "ok"})


async def _received(request: web.Request) -> Received:
    sent = {"method": request.method, "path": request.path}
    query = dict(request.query)
    if request.content_type != "multipart/form-data":
        text = await request.text()
        return Received(**sent, query=query, fields=json.loads(text or "{}"), text=text)
    parts = await request.post()
    return Received(**sent, query=query, fields={name: _part(part) for name, part in parts.items()})


def _part(part: str | bytes | bytearray | web.FileField) -> Any:  # noqa: ANN401 - a text, or a file with its names
    if not isinstance(part, web.FileField):
        return part
    with part.file as file:
        return part.filename, part.content_type, file.read()


@contextlib.asynccontextmanager
async def running() -> AsyncIterator[FakeProvider]:
    provider = FakeProvider()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", provider.meet)
    runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    provider.url = f"http://{host}:{port}"
    try:
        yield provider
    finally:
        provider.let_go.set()
        await runner.cleanup()


def client(
    http: httpx.AsyncClient, url: str, *, timeouts: Timeouts | None = None, withdrawal_key: str | None = WITHDRAWAL_KEY
) -> PaykassmaClient:
    return PaykassmaClient(
        http,
        api_url=url,
        secret=SECRET,
        withdrawal_key=withdrawal_key,
        signer=SortedValuesSigner(),
        timeouts=timeouts,
    )


@contextlib.asynccontextmanager
async def calling(url: str, **timeouts: float) -> AsyncIterator[PaykassmaClient]:
    waits = Timeouts(**timeouts)
    async with open_http(waits) as http:
        yield client(http, url, timeouts=waits)


def says(**members: Any) -> Behaviour:  # noqa: ANN401 - any JSON
    return writes(json.dumps(members).encode(), Content_Type="application/json")


def writes(body: bytes, *, status: int = 200, **headers: str) -> Behaviour:
    async def behaviour(_request: web.Request) -> web.StreamResponse:
        return web.Response(
            body=body, status=status, headers={name.replace("_", "-"): v for name, v in headers.items()}
        )

    return behaviour
