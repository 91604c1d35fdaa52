"""SQLite's own troubles: locks, a full disk, damage, folders that cannot be written."""

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.store import alerts, deposits
from bot.store.engine.database import Database, DatabaseBusy, StoreUnavailable, StoreUnusable, Transaction
from bot.store.engine.migrate import migrate
from bot.store.open import open_database
from bot.store.sqlite.database import open_sqlite
from tests.databases import pragma, sqlite_url
from tests.given import NOW, column
from tests.program import Program
from tests.store.engine.test_writer import adds, names


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "bot.db"


@pytest.fixture
async def database(path: Path) -> AsyncIterator[Database]:
    async with open_database(sqlite_url(path)) as opened:
        yield opened


@pytest.mark.parametrize(
    ("name", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 0)]
)
async def test_an_acknowledged_commit_survives_a_power_cut(database: Database, name: str, value: object) -> None:
    """WAL with FULL (2) lost none in a thousand cuts; each of these must be in force, not only asked for."""
    assert await pragma(database, name) == value


async def test_a_commit_that_fails_is_told_and_leaves_nothing(database: Database) -> None:
    """A reference to nobody that is only looked at when the transaction ends lets every statement pass."""

    async def orphans(tx: Transaction) -> None:
        await tx.fetch("PRAGMA defer_foreign_keys=ON")
        await tx.fetch("INSERT INTO orders (order_id, deposit_id, created_at) VALUES ('order', 'nobody', $1)", NOW)

    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        await database.write(orphans)
    assert await database.write(adds("after"))
    assert await column(database, "SELECT order_id AS value FROM orders") == []


async def test_reading_connections_cannot_write(database: Database) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        await database.fetch("DELETE FROM alarms")


async def test_a_lock_from_outside_is_waited_for_and_then_means_later(path: Path) -> None:
    async with open_sqlite(path, patience_ms=1) as database, database.running():
        await migrate(database)
        with closing(sqlite3.connect(path, isolation_level=None)) as backup:
            backup.execute("BEGIN EXCLUSIVE")
            with pytest.raises(StoreUnavailable, match="locked"):
                await database.write(adds("refused"))
            assert await names(database) == set()
        assert await database.write(adds("written"))
        assert await names(database) == {"written"}


async def test_while_a_lock_from_outside_is_waited_for_everything_else_goes_on(path: Path, database: Database) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as backup:
        backup.execute("BEGIN EXCLUSIVE")
        writing = asyncio.gather(database.write(adds("waits")))
        for _ in range(100):
            await asyncio.sleep(0)
        assert await names(database) == set()
        assert not writing.done()
        backup.execute("ROLLBACK")
        await writing
    assert await names(database) == {"waits"}


async def test_a_search_that_takes_long_goes_on_beside_the_others(database: Database) -> None:
    """It is begun where all others are, found to be long, and done in a thread; its answer is the same."""
    long = "WITH RECURSIVE up (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up WHERE n < $1) SELECT MAX(n) AS n FROM up"
    turns = 0
    async with asyncio.TaskGroup() as group:
        searching = group.create_task(database.fetch(long, 1_000_000))
        while not searching.done():
            await database.fetch("SELECT 1")
            await asyncio.sleep(0)
            turns += 1
    assert searching.result()[0]["n"] == 1_000_000
    assert turns > 1


async def test_a_short_lock_from_outside_is_not_noticed(path: Path, database: Database) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as backup:
        backup.execute("BEGIN EXCLUSIVE")
        async with asyncio.TaskGroup() as group:
            writing = group.create_task(database.write(adds("waits")))
            await database.fetch("SELECT 1")
            backup.execute("ROLLBACK")
    assert writing.result()


async def test_on_a_full_disk_writes_fail_reads_work_and_all_is_well_when_there_is_room(database: Database) -> None:
    await database.write(adds("before"))
    pages = await pragma(database, "page_count")
    await pragma(database, f"max_page_count={pages}")
    big = b"x" * 1_000_000
    results = await asyncio.gather(
        database.write(lambda tx: deposits.save_receipt(tx, "a", big, NOW)),
        database.write(lambda tx: deposits.save_receipt(tx, "b", big, NOW)),
        return_exceptions=True,
    )
    assert [type(result) for result in results] == [StoreUnavailable] * 2
    assert await names(database) == {"before"}
    await pragma(database, "max_page_count=1000000")
    await database.write(lambda tx: deposits.save_receipt(tx, "a", big, NOW))
    assert await deposits.load_receipt(database, "a") == big


_UNTIL_THE_DISK_FAILS = """
import asyncio, resource, sys
from bot.store import alerts
from bot.store.engine.database import StoreUnusable
from bot.store.open import open_database
from bot.store.engine.migrate import migrate
from bot.store.sqlite.database import open_sqlite

async def main():
    async with open_database(sys.argv[1]) as database:
        resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, resource.RLIM_INFINITY))
        for number in range(1_000_000):
            await database.write(lambda tx: alerts.begin(tx, "test", str(number), "x" * 5000, 0))
            sys.stdout.write(f"{number}\\n")
            sys.stdout.flush()

try:
    asyncio.run(main())
except StoreUnusable as error:
    sys.exit(f"stopped: {error}")
"""


@pytest.mark.process
async def test_after_an_error_of_the_disk_the_program_ends_and_the_next_start_has_all_that_was_acknowledged(
    path: Path,
) -> None:
    """After a failed write nobody knows what is on disk; a limit on the size of files is such a failure."""
    command = [sys.executable, "-c", _UNTIL_THE_DISK_FAILS, sqlite_url(path)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "stopped: SQLite: " in ended.stderr
    acknowledged = set(ended.stdout.split())
    assert acknowledged
    async with open_database(sqlite_url(path)) as database:
        assert acknowledged <= set(await column(database, "SELECT subject AS value FROM alarms"))
        assert await database.write(lambda tx: alerts.begin(tx, "test", "after", "", 0))


@pytest.mark.usefixtures("database")
async def test_a_second_process_on_one_file_is_refused(path: Path) -> None:
    with pytest.raises(DatabaseBusy, match="in use by another process"):
        async with open_database(sqlite_url(path)):
            pytest.fail("opened")


async def test_a_file_that_is_no_database_is_refused_in_clear_words(path: Path) -> None:
    path.write_bytes(b"this was never a database" * 1000)
    with pytest.raises(StoreUnusable, match="restore a backup"):
        async with open_database(sqlite_url(path)):
            pytest.fail("opened")


async def test_a_damaged_file_is_refused_in_clear_words(path: Path) -> None:
    async with open_database(sqlite_url(path)) as database:
        await database.write(lambda tx: deposits.save_receipt(tx, "a", b"x" * 100_000, NOW))
    content = bytearray(path.read_bytes())
    content[8192 : len(content) // 2] = b"\xa5" * (len(content) // 2 - 8192)
    path.write_bytes(content)
    with pytest.raises(StoreUnusable, match="restore a backup"):
        async with open_database(sqlite_url(path)):
            pytest.fail("opened")


@pytest.mark.parametrize("place", ["file/below/bot.db", "folder"])
async def test_a_place_that_cannot_be_written_is_refused_in_clear_words(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    with pytest.raises(StoreUnusable, match=r"cannot .*Check"):
        async with open_database(sqlite_url(tmp_path / place)):
            pytest.fail("opened")


async def test_folders_on_the_way_are_made_and_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "bot.db"
    async with open_database(sqlite_url(path)):
        assert path.stat().st_mode & 0o777 == 0o600


_WITHOUT_SHARED_MEMORY = """
import ctypes, runpy, sqlite3, sys

maps = open("/proc/self/maps").read().split()
library = ctypes.CDLL(next(path for path in maps if "libsqlite3" in path))
library.sqlite3_vfs_find.restype = ctypes.c_void_p
none = ctypes.c_void_p(library.sqlite3_vfs_find(b"unix-none"))
assert library.sqlite3_vfs_register(none, 1) == 0
sys.argv = ["bot", *sys.argv[1:]]
runpy.run_module("bot", run_name="__main__")
"""
"""SQLite's own way with file systems that can neither lock nor share memory is the usual one in this process."""


@pytest.mark.process
@pytest.mark.parametrize(("word", "code"), [("migrate", 2), ("check", 1)])
async def test_where_no_write_ahead_log_can_be_had_the_file_is_refused(
    tmp_path: Path, path: Path, word: str, code: int
) -> None:
    changes = {"BOT_DATABASE_URL": sqlite_url(path), "BOT_API_URL": "http://127.0.0.1:1"}
    ended = await Program(tmp_path).python("-c", _WITHOUT_SHARED_MEMORY, word, changes=changes)
    assert ended.code == code, ended.err
    told = ended.err if word == "migrate" else ended.out
    assert "without a write-ahead log (SQLite stays in mode 'delete')" in told
    assert "Set BOT_DATABASE_URL to a file on a local disk" in told
    assert "Traceback" not in ended.err
