"""The bench as its user meets it: a table or JSON on standard output, and nothing else there."""

import json
from pathlib import Path

import pytest

from bot.dev.bench.parts import PARTS, Run, load
from tests.databases import PostgresServer
from tests.program import Program

pytestmark = pytest.mark.process


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path)


async def test_a_quick_run_of_one_part_prints_json_with_value_reference_and_verdict(program: Program) -> None:
    ended = await program("bench", "--quick", "--json", "pictures")
    assert ended.code == 0, ended.err
    told = json.loads(ended.out)
    assert told["quick"] is True
    rows = told["parts"]["pictures"]
    beside = [row for row in rows if row["reference"]]
    assert {"Telegram photo", "large JPEG", "refused bomb"} == {row["name"] for row in beside}
    assert all(row["value"] > 0 and row["reference_value"] > 0 and row["ratio"] > 0 for row in beside)
    assert [row["name"] for row in rows if row not in beside] == ["refused bomb, memory"]
    assert "pictures" in ended.err


async def test_a_part_that_is_not_there_is_named_with_those_that_are(program: Program) -> None:
    ended = await program("bench", "nonsense")
    assert (ended.code, ended.out) == (2, "")
    assert "nonsense" in ended.err
    assert all(name in ended.err for name in PARTS)


@pytest.mark.postgres
async def test_a_database_that_is_not_empty_is_left_alone_and_said_before_anything_is_measured(
    program: Program, postgres_server: PostgresServer
) -> None:
    url = await postgres_server.fresh()
    ended = await program("bench", "--quick", "pictures", "--postgres", url)
    assert (ended.code, ended.out) == (2, "")
    assert "--postgres is not empty" in ended.err
    assert "Traceback" not in ended.err
    assert PARTS["pictures"].does not in ended.err


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("sqlite:///data/bot.db", "postgresql://"),
        ("nonsense", "--postgres"),
        ("postgresql://bot:kept-quiet@127.0.0.1:1/bot", "--postgres cannot be reached"),
    ],
)
async def test_what_is_no_database_of_a_server_is_said(program: Program, url: str, said: str) -> None:
    ended = await program("bench", "--quick", "intake", "--postgres", url)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
    assert "Traceback" not in ended.err
    assert "kept-quiet" not in ended.err


@pytest.mark.parametrize("name", PARTS)
def test_each_part_can_be_loaded(name: str) -> None:
    assert callable(load(name))


async def test_a_reference_that_moves_is_asked_again_but_not_for_ever(tmp_path: Path) -> None:
    asked = 0

    async def moving() -> float:
        nonlocal asked
        asked += 1
        return 2.0**asked

    async def one() -> float:
        return 1.0

    run = Run(quick=True, folder=tmp_path, say=lambda _words: None)
    rounds = await run.against(moving, one)
    assert len(rounds) == 2 * run.rounds
    assert not any(found.is_steady for found in rounds)
