"""Other processes of the bench: started, asked by lines of JSON, ended; and what a process has cost so far."""

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


class Asked:
    """A child that `answer_questions`; `hello` is what it said first."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._turn = asyncio.Lock()
        self.hello: Any = None

    @property
    def pid(self) -> int:
        return self._process.pid

    async def ask(self, what: str, **values: object) -> Any:  # noqa: ANN401 - each question has an answer of its own
        """What the child's function `what` returns. Raises RuntimeError when the child died of it."""
        if self._process.stdin is None:
            raise RuntimeError("the child has no standard input")
        async with self._turn:
            self._process.stdin.write(json.dumps([what, values]).encode() + b"\n")
            return await self.heard()

    async def heard(self) -> Any:  # noqa: ANN401 - see `ask`
        """The next line of the child."""
        if self._process.stdout is None or not (line := await self._process.stdout.readline()):
            raise RuntimeError("a child process of the bench ended; its last words stand in bench.log")
        return json.loads(line)

    async def end(self) -> None:
        """End of input means end of work; one that does not hear it is killed."""
        if self._process.stdin:
            self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), _PATIENCE)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()


@asynccontextmanager
async def open_child(module: str, folder: Path, *arguments: str) -> AsyncIterator[Asked]:
    """`python -m module arguments` for the length of a `with` block; its complaints go to bench.log in `folder`."""
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
    child = Asked(process)
    try:
        child.hello = await child.heard()
        yield child
    finally:
        await child.end()


async def answer_questions(hello: object, answers: Answers) -> None:
    """The child's side: say hello, then answer each line of standard input until it ends."""
    _tell(hello)
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
    """User and system time of a process and its threads so far."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def resident_megabytes(pid: int) -> float:
    """What a process holds in memory now."""
    return _megabytes(pid, "VmRSS")


def more_megabytes(work: Callable[[], object]) -> float:
    """What this process holds at most while it does `work`, above what it held before."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the highest so far is what it holds now
    before = _megabytes(os.getpid(), "VmHWM")
    work()
    return _megabytes(os.getpid(), "VmHWM") - before


def _megabytes(pid: int, what: str) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(status.partition(f"{what}:")[2].split()[0]) / 1024
