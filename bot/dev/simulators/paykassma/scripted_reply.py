"""Gives a scripted answer over HTTP: normally, or by silence or a closed connection, before or after the work."""

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.dev.simulators.paykassma.script import AFTER, BEFORE, SILENT, Raw, Step, fixed_answer


class ScriptedReply:
    """Gives scripted answers. Requests that get no answer stay open until the server closes."""

    def __init__(self) -> None:
        self._closing = asyncio.Event()

    def close(self) -> None:
        """Close the requests that were never to be answered."""
        self._closing.set()

    async def carry_out(self, request: web.Request, step: Step, work: Callable[[], Awaitable[Raw]]) -> web.Response:
        """Do the `work` if `step` allows it, and answer as `step` says."""
        if step in BEFORE:
            return await self._end_without_answer(request, step)
        raw = fixed_answer(step) or await work()
        return await self._end_without_answer(request, step) if step in AFTER else respond(raw)

    async def _end_without_answer(self, request: web.Request, step: Step) -> web.Response:
        if step in SILENT:
            await self._closing.wait()
        if request.transport:
            request.transport.abort()
        return web.Response()  # reaches nobody


def respond(raw: Raw) -> web.Response:
    """The HTTP response with these bytes."""
    return web.Response(body=raw.body, status=raw.status, content_type=raw.content_type)
