"""Starts child processes of the bench, calls them by lines of JSON, and measures the CPU and memory of a process."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).parents[3]
_PATIENCE = 10.0
_LINE = 64 * 1024 * 1024
_TICKS = os.sysconf("SC_CLK_TCK")
Answers = dict[str, Callable[..., Awaitable[object]]]


class ChildProcess:
    """A child process that runs `answer_questions`; `greeting` is its first line."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._turn = asyncio.Lock()
        self.greeting: Any = None

    @property
    def pid(self) -> int:
        return self._process.pid

    async def ask(self, what: str, **values: object) -> Any:  # noqa: ANN401 - each question has an answer of its own
        """Call the child's function `what` and return its result. Raises RuntimeError if the child ends."""
        if self._process.stdin is None:
            raise RuntimeError("the child has no standard input")
        async with self._turn:
            self._process.stdin.write(json.dumps([what, values]).encode() + b"\n")
            return await self.read_answer()

    async def read_answer(self) -> Any:  # noqa: ANN401 - see `ask`
        """The child's next line. Raises RuntimeError if the child has ended."""
        if self._process.stdout is None or not (line := await self._process.stdout.readline()):
            raise RuntimeError("a child process of the bench ended; its last words stand in bench.log")
        return json.loads(line)

    async def end(self) -> None:
        """Close the child's input, which ends it; kill it after 10 seconds."""
        if self._process.stdin:
            self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), _PATIENCE)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()


@asynccontextmanager
async def open_child(module: str, folder: Path, *arguments: str) -> AsyncIterator[ChildProcess]:
    """Run `python -m module arguments` for the length of the block; its errors go to bench.log in `folder`."""
    with (folder / "bench.log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", module, *arguments),
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(_ROOT)},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=log,
            limit=_LINE,
        )
    child = ChildProcess(process)
    try:
        child.greeting = await child.read_answer()
        yield child
    finally:
        await child.end()


async def answer_questions(greeting: object, answers: Answers) -> None:
    """The child's side: write the greeting, then answer each line of standard input until it ends."""
    _tell(greeting)
    lines = asyncio.StreamReader(limit=_LINE)
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while line := await lines.readline():
        what, values = json.loads(line)
        _tell(await answers[what](**values))


def _tell(words: object) -> None:
    sys.stdout.write(f"{json.dumps(words)}\n")
    sys.stdout.flush()


def cpu_seconds(pid: int) -> float:
    """User and system CPU time in seconds of a process and its threads so far."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def resident_megabytes(pid: int) -> float:
    """The resident memory of a process in MB."""
    return _megabytes(pid, "VmRSS")


def more_megabytes(work: Callable[[], object]) -> float:
    """By how many MB `work` raises the peak memory of this process."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # resets the peak to the current value
    before = _megabytes(os.getpid(), "VmHWM")
    work()
    return _megabytes(os.getpid(), "VmHWM") - before


def _megabytes(pid: int, what: str) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(status.partition(f"{what}:")[2].split()[0]) / 1024
