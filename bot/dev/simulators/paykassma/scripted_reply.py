"""Carries out a scripted answer over HTTP: before or after the work, in silence, or by a cut connection."""

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.dev.simulators.paykassma.script import AFTER, BEFORE, SILENT, Raw, Step, given


class ScriptedReply:
    """Keeps unanswered requests open until the server closes."""

    def __init__(self) -> None:
        self._closing = asyncio.Event()

    def close(self) -> None:
        """Let go of the requests that were never to be answered."""
        self._closing.set()

    async def carry_out(self, request: web.Request, step: Step, work: Callable[[], Awaitable[Raw]]) -> web.Response:
        """Do the `work` where `step` allows it, and answer as `step` says."""
        if step in BEFORE:
            return await self._leave(request, step)
        raw = given(step) or await work()
        return await self._leave(request, step) if step in AFTER else respond(raw)

    async def _leave(self, request: web.Request, step: Step) -> web.Response:
        if step in SILENT:
            await self._closing.wait()
        if request.transport:
            request.transport.abort()
        return web.Response()  # reaches nobody


def respond(raw: Raw) -> web.Response:
    """The bytes of an answer as an answer."""
    return web.Response(body=raw.body, status=raw.status, content_type=raw.content_type)
