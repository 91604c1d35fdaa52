"""A PostgreSQL server of the storm's own, which can be restarted under those who use it."""

import asyncio
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count

from tests.databases import PostgresServer, end_server, open_server

_STARTS = 20
"""Each waits ten seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """`url` names a migrated database on it."""

    url: str
    _restart: Callable[[], object]

    async def restart(self) -> None:
        """All connections end in the midst of what they do; what was committed stands."""
        await asyncio.to_thread(self._restart)


@contextmanager
def serving() -> Iterator[Server]:
    """The server runs while the context is open."""
    with open_server() as server:

        def restart() -> object:
            end_server(server)
            for _ in range(_STARTS):
                with suppress(subprocess.TimeoutExpired):  # it recovers still
                    return server.ensure_postgres_running()
            raise TimeoutError("the server does not come back")

        databases = PostgresServer(admin=server.get_uri(), _numbers=count(1))
        yield Server(url=asyncio.run(databases.fresh()), _restart=restart)
