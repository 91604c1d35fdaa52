"""The generation file: whole or empty, never lower, never somebody else's file, shared by processes."""

import asyncio
from pathlib import Path

import pytest

from bot.domain.database_generation import FileGeneration
from bot.store.engine.database import StoreUnusable
from bot.store.engine.generation_file import FileMarker


def mark(number: int, database: str = "a") -> FileGeneration:
    return FileGeneration(database=database, number=number)


@pytest.fixture
def file(tmp_path: Path) -> FileMarker:
    return FileMarker(tmp_path / "state" / "generation")


async def test_what_was_kept_is_read_again_and_no_lower_one_takes_its_place(file: FileMarker) -> None:
    assert file.read() is None
    for number, expected in ((3, 3), (2, 3), (10**15, 10**15), (4, 10**15)):
        await file.keep(mark(number))
        assert FileMarker(file.path).read() == mark(expected)
    await file.keep(mark(1, "b"))
    assert file.read() == mark(1, "b")
    assert file.path.stat().st_mode & 0o777 == 0o600


async def test_a_file_made_just_before_the_power_went_counts_as_none(file: FileMarker) -> None:
    file.path.parent.mkdir()
    file.path.touch()
    assert file.read() is None
    await file.keep(mark(1))
    assert file.read() == mark(1)


@pytest.mark.parametrize("content", ["BOT_TOKEN=1:a\n", "{}", "[]", '{"database": "a", "generation": "x"}', "\x00"])
async def test_a_file_of_somebody_else_is_refused_and_left_alone(file: FileMarker, content: str) -> None:
    file.path.parent.mkdir()
    file.path.write_text(content)
    with pytest.raises(StoreUnusable, match="BOT_GENERATION_FILE"):
        file.read()
    with pytest.raises(StoreUnusable, match="BOT_GENERATION_FILE"):
        await file.keep(mark(1))
    assert file.path.read_text() == content


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreUnusable, match="BOT_GENERATION_FILE"):
        FileMarker(tmp_path).read()


async def test_of_many_writers_the_last_generation_stays(file: FileMarker) -> None:
    await asyncio.gather(*(FileMarker(file.path).keep(mark(number)) for number in range(1, 200)))
    assert file.read() == mark(199)
