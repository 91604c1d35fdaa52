"""A light HTTP client that keeps a number of POST requests in flight and measures how long each waits."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from time import perf_counter
from urllib.parse import urlsplit

_PATIENCE = 60.0


@dataclass(slots=True, kw_only=True)
class Served:
    """The result: `waits` in seconds, in the order of the answers; `refused` counts answers other than 200."""

    seconds: float = 0.0
    waits: list[float] = field(default_factory=list)
    refused: int = 0

    @property
    def per_second(self) -> float:
        return len(self.waits) / self.seconds if self.seconds else 0.0


async def post_all(url: str, bodies: Sequence[bytes], in_flight: int) -> Served:
    """Post all bodies; each connection sends the next one as soon as it has an answer. Raises TimeoutError."""
    served, left = Served(), iter(bodies)
    host, port = _address(url)
    loop = asyncio.get_running_loop()
    lines = [(await loop.create_connection(lambda: _Line(url, left, served), host, port))[1] for _ in range(in_flight)]
    began = perf_counter()
    for line in lines:
        line.go()
    try:
        async with asyncio.timeout(_PATIENCE):
            await asyncio.gather(*(line.ended for line in lines))
    finally:
        served.seconds = perf_counter() - began
        for line in lines:
            line.close()
    return served


async def post_evenly(url: str, bodies: Sequence[bytes], per_second: float) -> Served:
    """Post the bodies at fixed times, however slow the answers are. Waits count from the planned time."""
    served = Served()
    host, port = _address(url)
    loop, began = asyncio.get_running_loop(), perf_counter()

    async def post(place: int, body: bytes) -> None:
        due = began + place / per_second
        await asyncio.sleep(due - perf_counter())
        _, line = await loop.create_connection(lambda: _Line(url, iter([body]), served), host, port)
        line.go(due)
        try:
            await line.ended
        finally:
            line.close()

    async with asyncio.timeout(_PATIENCE + len(bodies) / per_second), asyncio.TaskGroup() as group:
        for place, body in enumerate(bodies):
            group.create_task(post(place, body))
    served.seconds = perf_counter() - began
    return served


def _address(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return parts.hostname or "127.0.0.1", parts.port or 80


class _Line(asyncio.Protocol):
    """One connection. It reads only the status and the length of an answer."""

    def __init__(self, url: str, bodies: Iterator[bytes], served: Served) -> None:
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        parts = urlsplit(url)
        self._head = (
            f"POST {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Type: application/json\r\n".encode()
        )
        self._bodies = bodies
        self._served = served
        self._answer = b""
        self._began = 0.0
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            self._transport = transport

    def go(self, began: float = 0.0) -> None:
        """Send the next body, if one is left."""
        body = next(self._bodies, None)
        if body is None or self._transport is None:
            self._end()
            return
        self._began = began or perf_counter()
        self._transport.write(b"%sContent-Length: %d\r\n\r\n%s" % (self._head, len(body), body))

    def data_received(self, data: bytes) -> None:
        self._answer += data
        head, found, body = self._answer.partition(b"\r\n\r\n")
        if not found or len(body) < _length(head):
            return
        self._served.waits.append(perf_counter() - self._began)
        self._served.refused += not head.startswith(b"HTTP/1.1 200")
        self._answer = b""
        self.go()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.ended.done():
            self.ended.set_exception(exc or ConnectionResetError("the server hung up"))

    def close(self) -> None:
        self._end()
        if self._transport:
            self._transport.close()
        with suppress(asyncio.CancelledError, OSError):
            self.ended.exception()

    def _end(self) -> None:
        if not self.ended.done():
            self.ended.set_result(None)


def _length(head: bytes) -> int:
    _, _, rest = head.lower().partition(b"content-length:")
    return int(rest.split(b"\r\n", 1)[0]) if rest else 0
