"""Checks of copies of the product, each in a process forked from one that has imported the libraries."""

import os
import runpy
import shlex
import signal
import sys
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from multiprocessing import connection, get_context
from pathlib import Path

_TIMEOUT_SECONDS = 300
_PROCESSES = 2
_FAILED = 1
"""The exit code of a check that found something; any other says that it could not run."""
_PRELOADED = ("aiogram", "aiohttp.web", "asyncpg", "fluent.runtime", "httpx", "hypothesis", "PIL.Image", "pytest")
"""Importing these takes ten times as long as importing the product, and nearly as long as many a check."""

_OWN_PACKAGES = frozenset({"bot", "tests"})
_CONTEXT = get_context("fork")


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How a check ended: whether it failed, its output and its time. One that was stopped has not failed."""

    failed: bool
    output: str
    seconds: float


class Check:
    """`arguments` are a module and what it is given; it runs in `root`, which holds a copy of the product."""

    def __init__(self, arguments: str, root: Path) -> None:
        self.began = time.monotonic()
        self._output = root / "output.txt"
        self._process = _CONTEXT.Process(target=_run, args=(arguments, root, self._output))
        self._process.start()
        self.sentinel = self._process.sentinel

    @property
    def remaining(self) -> float:
        """Seconds until it is stopped."""
        return max(0.0, self.began + _TIMEOUT_SECONDS - time.monotonic())

    def end(self) -> Result:
        """To be called when it has ended or no time remains; what it has started ends with it."""
        is_stopped = not self.remaining and self._process.is_alive()
        if is_stopped:
            self._process.kill()
        self._process.join()
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid or 0, signal.SIGKILL)
        output = self._output.read_text("utf-8", "replace") if self._output.exists() else ""
        failed = self._process.exitcode == _FAILED and not is_stopped
        return Result(failed=failed, output=output, seconds=time.monotonic() - self.began)


def _run(arguments: str, root: Path, output: Path) -> None:
    os.setsid()
    with output.open("wb") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    os.chdir(root)
    for name in [name for name in sys.modules if name.partition(".")[0] in _OWN_PACKAGES]:
        del sys.modules[name]
    sys.path[:] = [str(root), *(path for path in sys.path if path and Path(path) != Path(__file__).parents[2])]
    sys.argv = shlex.split(arguments)
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


@dataclass(slots=True)
class ForkServer:
    """Runs checks, a few at once."""

    running: dict[int, tuple[str, Check]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in _PRELOADED:
            import_module(name)

    def run(self, checks: Mapping[str, tuple[str, Path]]) -> Iterator[tuple[str, Result]]:
        """Each as it ends, by its name."""
        waiting = deque(checks.items())
        while waiting or self.running:
            while waiting and len(self.running) < _PROCESSES:
                name, (arguments, root) = waiting.popleft()
                check = Check(arguments, root)
                self.running[check.sentinel] = (name, check)
            connection.wait(self.running, min(check.remaining for _, check in self.running.values()))
            over = [key for key, (_, check) in self.running.items() if not check.remaining or connection.wait([key], 0)]
            for name, check in [self.running.pop(key) for key in over]:
                yield name, check.end()
