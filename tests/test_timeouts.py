"""A test that hangs is ended, and where it hung stands in the output, whoever ran it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.program import ROOT

pytestmark = pytest.mark.process

HANGING = """
import asyncio

async def waits_in_vain():
    await asyncio.Event().wait()

def test_it():
    async def main():
        async with asyncio.TaskGroup() as group:
            group.create_task(waits_in_vain(), name="a task of its own")
    print("captured words")
    asyncio.run(main())
"""
TOLD = (
    "::test_it was not done after 1 s",
    "Stack of task a task of its own",
    "in waits_in_vain",
    "in wait\n",
    "in test_it\n",
    "captured words",
)


@pytest.mark.parametrize("workers", [(), ("-n1", "--max-worker-restart=0")], ids=["alone", "worker"])
def test_where_it_hung_is_told(tmp_path: Path, workers: tuple[str, ...]) -> None:
    (tmp_path / "test_it.py").write_text(HANGING)
    plain = ("-q", "-p", "no:cacheprovider", "-p", "tests.timeouts", "--timeout=1", "--timeout-method=thread")
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", *plain, *workers, "test_it.py"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert [words for words in TOLD if words not in ended.stdout + ended.stderr] == []
