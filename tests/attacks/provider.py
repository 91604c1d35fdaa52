"""A provider whose answers are bytes of a test's own, down to the status line and the moment of hanging up."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

DRIP_SECONDS = 0.2


@dataclass(slots=True, kw_only=True)
class RawProvider:
    """`answer` are the pieces of the answer to each payout; a pause is made between them. Other calls get a 502.

    `asked` are the request lines of all that came, without their queries.
    """

    answer: Iterable[bytes] = ()
    asked: list[str] = field(default_factory=list)
    url: str = ""

    def at_home(self, pieces: Iterable[bytes]) -> Iterable[bytes]:
        """The same pieces with our own address for `{url}`, where one sends elsewhere."""
        return (piece.replace(b"{url}", self.url.encode()) for piece in pieces)

    async def meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            length = next((line for line in head.lower().splitlines() if line.startswith("content-length:")), ":0")
            await reader.readexactly(int(length.partition(":")[2]))
            line = head.splitlines()[0].partition("?")[0]
            self.asked.append(line)
            is_payout = line.startswith("POST /v2/withdrawal/create")
            await self._drip(writer, self.answer if is_payout else [reply(b"", status=502)])
        writer.close()

    async def _drip(self, writer: asyncio.StreamWriter, pieces: Iterable[bytes]) -> None:
        for place, piece in enumerate(pieces):
            if place:
                await asyncio.sleep(DRIP_SECONDS)
            writer.write(piece)
            await writer.drain()


def reply(body: bytes, *, status: int = 200, **headers: str) -> bytes:
    """An answer as it should be, but for `headers`."""
    usual = {"Content_Type": "application/json", "Content_Length": str(len(body)), "Connection": "close"}
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in (usual | headers).items() if value]
    return "\r\n".join([f"HTTP/1.1 {status} Odd", *lines, "", ""]).encode() + body


@asynccontextmanager
async def raw_provider() -> AsyncIterator[RawProvider]:
    provider = RawProvider()
    server = await asyncio.start_server(provider.meet, "127.0.0.1", 0)
    provider.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield provider
    finally:
        server.close()
