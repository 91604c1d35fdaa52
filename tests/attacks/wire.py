"""Bytes on a socket, as no well-meaning library would send them."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]
PATH = "/paykassma/postback"


def request(body: bytes, path: str = PATH, method: str = "POST", version: str = "1.1", **headers: str) -> bytes:
    """A whole request after which the connection ends, unless `headers` say otherwise; `_` in a name is a `-`."""
    usual = {"Host": "bot", "Connection": "close", "Content_Length": str(len(body))}
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in (usual | headers).items() if value]
    return "\r\n".join([f"{method} {path} HTTP/{version}", *lines, "", ""]).encode() + body


def statuses(answer: bytes) -> list[int]:
    """The status of each answer in what came back."""
    return [int(status) for status in re.findall(rb"HTTP/1\.[01] ([0-9]{3}) ", answer)]


@dataclass(frozen=True, slots=True)
class Wire:
    port: int

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Connection]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            yield reader, writer
        finally:
            writer.close()

    async def tell(self, said: bytes) -> bytes:
        """Everything that is answered to `said`, until the bot closes the connection."""
        async with self.open() as (reader, writer):
            try:
                writer.write(said)
                await writer.drain()
                return await reader.read()
            except ConnectionError:
                return b""

    @asynccontextmanager
    async def crowd(self, count: int, said: bytes) -> AsyncIterator[list[Connection]]:
        """So many connections at once, each of which says this much and no more."""
        async with AsyncExitStack() as stack:
            connections = []
            for _ in range(count):
                connections.append(await stack.enter_async_context(self.open()))
                connections[-1][1].write(said)
            yield connections
