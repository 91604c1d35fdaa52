"""A small load balancer: connections go round the copies in turn, past those that nobody listens behind."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from itertools import count

_CHUNK = 64 * 1024


@asynccontextmanager
async def balancing(port: int, backends: Sequence[int]) -> AsyncIterator[None]:
    """Listen on `port` of this machine, and pass each connection on to the next of the ports `backends`."""
    turns = count()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            behind = await _connect(backends, next(turns))
            if behind is not None:
                await _pass_on(reader, writer, *behind)
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", port)
    try:
        yield
    finally:
        server.close()


async def _connect(backends: Sequence[int], turn: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
    for step in range(len(backends)):
        with suppress(OSError):
            return await asyncio.open_connection("127.0.0.1", backends[(turn + step) % len(backends)])
    return None


async def _pass_on(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    behind_reader: asyncio.StreamReader,
    behind_writer: asyncio.StreamWriter,
) -> None:
    """Both ways, until either end is gone."""
    ways = [
        asyncio.get_running_loop().create_task(_copy(reader, behind_writer)),
        asyncio.get_running_loop().create_task(_copy(behind_reader, writer)),
    ]
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        behind_writer.close()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while chunk := await reader.read(_CHUNK):
            writer.write(chunk)
            await writer.drain()
