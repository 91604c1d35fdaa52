"""Who may stand at the door: so many connections at once, and one line in the log for whoever speaks no HTTP."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

_CONNECTIONS = 400
"""Far below the 1,024 files that a process may commonly have open, so that the database never goes without."""
_IDLE_SECONDS = 130
"""Longer than proxies keep a connection: it is they who hang up, and never while they send us something."""
_LINGER_SECONDS = 2
_HEADERS, _HEADER_BYTES = 64, 4096

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class ConnectionLimit:
    """Lets everybody in. Of too many it shows out whoever keeps us waiting longest, as honest senders never do."""

    def __init__(self) -> None:
        self._at_work: dict[web.RequestHandler, None] = {}

    @web.middleware
    async def watch(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Remember who has sent the head of a request, and when he was answered."""
        self._at_work[request.protocol] = None
        try:
            return await handler(request)
        finally:
            self._at_work.pop(request.protocol, None)

    @asynccontextmanager
    async def open(self, app: web.Application, host: str, port: int, *, drain: float) -> AsyncIterator[None]:
        """Listen; at the end the door is shut first, and who is inside is served for `drain` seconds."""
        runner = web.AppRunner(
            app,
            access_log=None,
            logger=_logger(),
            auto_decompress=False,
            keepalive_timeout=_IDLE_SECONDS,
            lingering_time=_LINGER_SECONDS,
            max_headers=_HEADERS,
            max_field_size=_HEADER_BYTES,
            max_line_size=_HEADER_BYTES,
            shutdown_timeout=drain,
        )
        await runner.setup()
        try:
            door = await asyncio.get_running_loop().create_server(lambda: self._next(runner), host, port)
            try:
                yield
            finally:
                door.close()
        finally:
            await runner.cleanup()

    def _next(self, runner: web.AppRunner) -> web.RequestHandler:
        """The next connection; the room for it is that of one that sends no request, or else of the slowest to."""
        server = runner.server
        assert server is not None  # noqa: S101 - it was set up before the door was opened
        inside = [connection for connection in server.connections if connection.transport is not None]
        if len(inside) >= _CONNECTIONS:
            silent = (connection for connection in inside if connection not in self._at_work)
            next(silent, next(iter(self._at_work), inside[0])).force_close()
        return server()


class _OneLine(logging.Filter):
    """Bytes that are no HTTP are nobody's mistake here: they are worth a line, but no traceback that quotes them."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Every record passes."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, HttpProcessingError):
            record.msg, record.args, record.exc_info = "http.malformed %s", (type(error).__name__,), None
            record.levelno, record.levelname = logging.WARNING, "WARNING"
        return True


def _logger() -> logging.Logger:
    logger = logging.getLogger("bot.http")
    if not logger.filters:
        logger.addFilter(_OneLine())
    return logger
