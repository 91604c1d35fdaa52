"""Limits the number of open connections, and logs malformed HTTP in one line."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

_CONNECTIONS = 400
"""Far below the usual limit of 1,024 open files, so that the database can always open its files."""
_IDLE_SECONDS = 130
"""Longer than proxies keep a connection, so that the proxy closes it, and never while it sends a request."""
_SLOW_CLIENT_SECONDS = 2
_HEADERS, _HEADER_BYTES = 64, 4096

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class ConnectionLimit:
    """Accepts every connection. When there are too many, it closes the one that has kept the server waiting longest."""

    def __init__(self) -> None:
        self._active: dict[web.RequestHandler, None] = {}

    @web.middleware
    async def watch(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Mark a connection as active from the head of its request to its answer."""
        self._active[request.protocol] = None
        try:
            return await handler(request)
        finally:
            self._active.pop(request.protocol, None)

    @asynccontextmanager
    async def open(self, app: web.Application, host: str, port: int, *, drain: float) -> AsyncIterator[None]:
        """Listen for connections. At the end stop listening, then serve open requests for `drain` seconds."""
        runner = web.AppRunner(
            app,
            access_log=None,
            logger=_logger(),
            auto_decompress=False,
            keepalive_timeout=_IDLE_SECONDS,
            lingering_time=_SLOW_CLIENT_SECONDS,
            max_headers=_HEADERS,
            max_field_size=_HEADER_BYTES,
            max_line_size=_HEADER_BYTES,
            shutdown_timeout=drain,
        )
        await runner.setup()
        try:
            server_socket = await asyncio.get_running_loop().create_server(lambda: self._accept(runner), host, port)
            try:
                yield
            finally:
                server_socket.close()
        finally:
            await runner.cleanup()

    def _accept(self, runner: web.AppRunner) -> web.RequestHandler:
        """Accept a connection. At the limit close another: one without a request, else the oldest request."""
        web_server = runner.server
        assert web_server is not None  # noqa: S101 - it was set up before the socket was opened
        open_connections = [connection for connection in web_server.connections if connection.transport is not None]
        if len(open_connections) >= _CONNECTIONS:
            silent = (connection for connection in open_connections if connection not in self._active)
            next(silent, next(iter(self._active), open_connections[0])).force_close()
        return web_server()


class _OneLine(logging.Filter):
    """Logs malformed HTTP as one line, without a traceback that would quote the sender's bytes."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Shorten the record if it is about malformed HTTP. No record is dropped."""
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
