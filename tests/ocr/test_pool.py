"""The reader that works beside the bot: bounded in time and memory, and replaced when it ends."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bot.domain.wallet import WALLETS
from bot.ocr.result import NOT_TRIED, ReadOutcome
from bot.ocr.worker_pool import WAITING, WORKERS, Pool, command_of, open_reader
from tests.ocr.hostile import hostile
from tests.ocr.samples import normal

POLICY = list(WALLETS.values())
OURS = 200
"""The number of a file that the bot has open."""
PATIENCE = 60.0
"""A worker's first reading on a busy machine."""


@asynccontextmanager
async def _pool(*command: str, seconds: float = PATIENCE) -> AsyncIterator[Pool]:
    pool = Pool(command or command_of(POLICY), policy=WALLETS, seconds=seconds)
    try:
        yield pool
    finally:
        await pool.close()


def _program(folder: Path, text: str) -> tuple[str, ...]:
    script = folder / "worker.py"
    script.write_text(f"import sys, os, time, json, struct\nhead = sys.stdin.buffer.read(4)\n{text}\n")
    return (sys.executable, str(script))


def _answering(reading: str) -> str:
    return (
        f"answer = {reading!r}.encode()\n"
        "sys.stdout.buffer.write(struct.pack('>I', len(answer)) + answer)\n"
        "sys.stdout.flush()\n"
        "time.sleep(60)"
    )


def _processes(pool: Pool) -> list[int]:
    return [worker.process.pid for worker in pool._idle]


@pytest.mark.ocr
async def test_a_worker_reads_one_picture_after_another() -> None:
    async with _pool() as pool:
        for sample in normal(5, 2):
            reading = await pool.read(sample.picture)
            assert sample.facts
            assert (reading.outcome, reading.number) == (ReadOutcome.READ, sample.facts.number)
        assert len(_processes(pool)) == 1


@pytest.mark.ocr
async def test_a_killed_worker_is_replaced() -> None:
    (sample,) = normal(5, 1)
    async with _pool() as pool:
        first = await pool.read(sample.picture)
        (worker,) = pool._idle
        worker.process.kill()
        await worker.process.wait()
        assert await pool.read(sample.picture) == first
        assert first.outcome is ReadOutcome.READ


@pytest.mark.ocr
@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff", b"no picture at all"], ids=["nothing", "a head", "words"])
async def test_what_is_no_picture_ends_no_worker(content: bytes) -> None:
    async with _pool() as pool:
        assert (await pool.read(content)).outcome is ReadOutcome.NO_RECEIPT
        assert len(_processes(pool)) == 1


@pytest.mark.ocr
async def test_a_picture_that_wants_more_memory_than_there_is_is_not_read() -> None:
    out = BytesIO()
    Image.new("RGB", (20_000, 20_000)).save(out, "JPEG", quality=5)
    (sample,) = normal(5, 1)
    async with _pool() as pool:
        assert (await pool.read(out.getvalue())).number is None
        assert (await pool.read(sample.picture)).outcome is ReadOutcome.READ


@pytest.mark.ocr
async def test_a_hostile_picture_is_ended_by_the_limit_and_the_next_one_is_read() -> None:
    (sample,) = normal(5, 1)
    async with _pool() as pool:
        assert (await pool.read(sample.picture)).outcome is ReadOutcome.READ
        (worker,) = pool._idle
        pool.seconds = 3.0
        assert await pool.read(hostile()) is NOT_TRIED
        assert worker.process.returncode == -signal.SIGKILL
        pool.seconds = PATIENCE
        assert (await pool.read(sample.picture)).outcome is ReadOutcome.READ


async def test_a_picture_that_takes_too_long_ends_its_worker(tmp_path: Path) -> None:
    started = tmp_path / "started"
    command = _program(tmp_path, f"open({str(started)!r}, 'w').write(str(os.getpid()))\nwhile True: pass")
    async with _pool(*command, seconds=3) as pool:
        assert await pool.read(b"hostile") is NOT_TRIED
        with pytest.raises(ProcessLookupError):
            os.kill(int(started.read_text()), 0)
        assert _processes(pool) == []


async def test_a_reading_that_nobody_wants_any_more_ends_its_worker(tmp_path: Path) -> None:
    started = tmp_path / "started"
    command = _program(tmp_path, f"open({str(started)!r}, 'w').write(str(os.getpid()))\nwhile True: pass")
    async with _pool(*command) as pool:
        async with asyncio.TaskGroup() as group:
            reading = group.create_task(pool.read(b"hostile"))
            while not (started.exists() and started.read_text()):
                await asyncio.sleep(0.01)
            reading.cancel()
        with pytest.raises(ProcessLookupError):
            os.kill(int(started.read_text()), 0)


async def test_a_worker_that_crashes_reads_nothing(tmp_path: Path) -> None:
    async with _pool(*_program(tmp_path, "os.abort()")) as pool:
        assert await pool.read(b"hostile") is NOT_TRIED


@pytest.mark.parametrize(
    "answer",
    [
        '{"outcome": "read", "wallet": "wavepay", "number": "123"}',
        '{"outcome": "read", "wallet": "wavepay", "number": "12345678<b"}',
        '{"outcome": "read", "wallet": "other", "number": "1234567890"}',
        '{"outcome": "read", "number": "1234567890"}',
        '{"outcome": "rich"}',
        "[]",
        "",
    ],
)
async def test_a_worker_under_a_pictures_spell_is_not_believed(tmp_path: Path, answer: str) -> None:
    async with _pool(*_program(tmp_path, _answering(answer))) as pool:
        assert await pool.read(b"hostile") is NOT_TRIED


async def test_a_worker_has_no_secret_and_no_file_of_the_bot(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    tell = f"open({str(seen)!r}, 'w').write(json.dumps([sorted(os.environ), sorted(os.listdir('/proc/self/fd'))]))"
    with Path(__file__).open("rb") as ours:
        os.dup2(ours.fileno(), OURS, inheritable=True)
        try:
            async with _pool(*_program(tmp_path, tell)) as pool:
                assert await pool.read(b"") is NOT_TRIED
        finally:
            os.close(OURS)
    names, files = json.loads(seen.read_text())
    assert set(names) <= {"PYTHONPATH", "OMP_THREAD_LIMIT", "PATH", "LC_CTYPE"}
    assert str(OURS) not in files
    assert len(files) <= 5, "its three pipes, what it writes to, and the list itself"


async def test_whoever_comes_when_too_many_wait_is_told_at_once(tmp_path: Path) -> None:
    async with _pool(*_program(tmp_path, "time.sleep(60)")) as pool, asyncio.TaskGroup() as group:
        waiting = [group.create_task(pool.read(b"")) for _ in range(WORKERS + WAITING)]
        while pool._inside < len(waiting):
            await asyncio.sleep(0)
        assert await pool.read(b"") is NOT_TRIED
        assert not any(task.done() for task in waiting)
        for task in waiting:
            task.cancel()


@pytest.mark.ocr
async def test_the_reader_is_there_where_the_extra_is() -> None:
    async with open_reader(POLICY) as reader:
        assert isinstance(reader, Pool)
        assert _processes(reader) == [], "nothing is started before there is a picture"
