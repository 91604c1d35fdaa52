"""A backup: whole, of one moment, made by the real program while another process writes, and never over a file."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from bot.domain.database_generation import Generation
from bot.store import generation, ledger
from bot.store.engine.database import Database
from bot.store.open import open_database
from tests.databases import sqlite_url
from tests.program import Ended, Program

pytestmark = pytest.mark.process


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "bot.db"


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "bot.bak"


@pytest.fixture
def program(tmp_path: Path, target: Path) -> Program:
    target.parent.mkdir()
    return Program(tmp_path)


async def _back_up(program: Program, path: Path, target: Path) -> Ended:
    return await program("backup", str(target), changes={"BOT_DATABASE_URL": sqlite_url(path)})


async def _refused(program: Program, path: Path, target: Path) -> str:
    ended = await _back_up(program, path, target)
    assert ended.code == 2
    assert ended.err.count("\n") == 1
    assert "Traceback" not in ended.err
    return ended.err


async def _credit(database: Database, number: int) -> None:
    """Two lines that belong together."""
    for kind in ("credit", "reversal"):
        line = {"kind": kind, "ref": f"act:{number}", "debit": "house", "credit": "player:a", "provenance": "test"}
        await database.write(lambda tx, one=line: ledger.transfer(tx, amount=1_000, now=1, **one))  # type: ignore[misc]


@asynccontextmanager
async def _written_without_a_pause(database: Database) -> AsyncIterator[None]:
    async def write() -> None:
        for number in count(1_000):
            await _credit(database, number)

    async with asyncio.TaskGroup() as group:
        writing = group.create_task(write())
        yield
        writing.cancel()


def _lines(path: Path) -> list[tuple[int, int]]:
    with closing(sqlite3.connect(path)) as file:
        return file.execute("SELECT id, amount FROM ledger ORDER BY id").fetchall()


async def test_while_the_bot_writes_the_copy_is_whole_and_of_one_moment(
    program: Program, path: Path, target: Path
) -> None:
    async with open_database(sqlite_url(path)) as database:
        await _credit(database, 1)
        async with _written_without_a_pause(database):
            ended = await _back_up(program, path, target)
        (lines,) = await database.fetch("SELECT COUNT(*) AS count FROM ledger")
    assert (ended.code, ended.err) == (0, "")
    kept = _lines(target)
    assert 2 <= len(kept) < lines["count"]
    assert kept == _lines(path)[: len(kept)]
    assert f"Ledger rows: {len(kept)}, sum: {len(kept) * 1_000} Ks" in ended.out
    assert list(target.parent.iterdir()) == [target]
    assert target.stat().st_mode & 0o777 == 0o600


async def test_a_copy_is_restored_by_putting_it_in_the_databases_place(
    program: Program, path: Path, target: Path
) -> None:
    async with open_database(sqlite_url(path)) as database:
        await _credit(database, 1)
    assert (await _back_up(program, path, target)).code == 0
    path.unlink()
    target.rename(path)
    async with open_database(sqlite_url(path)) as database:
        await _credit(database, 2)
    assert len(_lines(path)) == 4


async def test_the_copy_is_marked_as_one_and_the_original_is_not(program: Program, path: Path, target: Path) -> None:
    row = Generation(database="a", number=5)
    async with open_database(sqlite_url(path)) as database:
        await database.write(lambda tx: generation.write(tx, row))
        assert (await _back_up(program, path, target)).code == 0
        assert await generation.read(database) == row
    async with open_database(sqlite_url(target)) as copy:
        assert await generation.read(copy) == replace(row, is_copy=True)


async def test_a_file_is_never_overwritten(program: Program, path: Path, target: Path) -> None:
    async with open_database(sqlite_url(path)):
        target.write_bytes(b"the only copy of last year")
        assert "already exists" in await _refused(program, path, target)
    assert target.read_bytes() == b"the only copy of last year"


async def test_without_a_database_nothing_is_made(program: Program, path: Path, target: Path) -> None:
    assert "bot.db does not exist" in await _refused(program, path, target)
    assert not target.exists()


async def test_a_folder_that_is_not_there_is_named(program: Program, path: Path, target: Path) -> None:
    async with open_database(sqlite_url(path)):
        assert "nowhere/bot.bak cannot be written" in await _refused(program, path, target / "nowhere" / "bot.bak")


async def test_a_damaged_database_leaves_no_copy(program: Program, path: Path, target: Path) -> None:
    async with open_database(sqlite_url(path)) as database:
        for number in range(50):
            await _credit(database, number)
    with path.open("r+b") as file:
        file.seek(8 * 4096)
        file.write(b"\xa5" * 12 * 4096)
    assert "was not backed up" in await _refused(program, path, target)
    assert list(target.parent.iterdir()) == []


async def test_postgresql_is_left_to_its_own_tool(program: Program, target: Path) -> None:
    ended = await program("backup", str(target), changes={"BOT_DATABASE_URL": "postgresql://bot:canary@127.0.0.1/bot"})
    assert ended.code == 2
    assert "pg_dump --format=custom" in ended.err
    assert "canary" not in ended.err
