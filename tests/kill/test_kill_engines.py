"""The quick budget of the engines that kill, and the proof that they are not blind."""

import asyncio
import sys

import pytest

from tests.program import ROOT

pytestmark = [pytest.mark.process, pytest.mark.timeout(900)]


async def _engine(*arguments: str) -> tuple[int, str]:
    """In a process of its own, because a process that forks should have no threads."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.kill", *arguments, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    try:
        said, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return process.returncode or 0, said.decode()


async def test_three_hundred_kills_of_the_store_lose_and_double_nothing() -> None:
    code, said = await _engine("store", "--kills", "300", "--seed", "11")
    assert code == 0, said
    assert said.startswith("300 kills")


async def test_thirty_kills_of_the_whole_program_lose_and_double_nothing() -> None:
    code, said = await _engine("process", "--kills", "30", "--seed", "12")
    assert code == 0, said
    assert "30 kills" in said


async def test_an_acknowledgement_before_the_commit_is_noticed() -> None:
    code, said = await _engine("store", "--control", "--kills", "100", "--seed", "13")
    assert code == 0, said
