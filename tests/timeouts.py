"""What a test was doing when its time was over, written where people read it.

pytest-timeout writes the threads' stacks to a terminal, which a worker of xdist does not have, and it knows no tasks.
"""

import asyncio
import faulthandler
import gc
import os
import threading
import traceback
from collections.abc import Iterator
from types import FrameType
from typing import Protocol, TextIO

import pytest
from pytest_timeout import is_debugging

_FROZEN_SECONDS = 10
"""So much later the process ends where not even the timer's thread can run: C code keeps the interpreter's lock."""

_output = pytest.StashKey[TextIO]()


class Settings(Protocol):
    """What pytest-timeout found to hold for a test; `timeout` is in seconds."""

    @property
    def timeout(self) -> float: ...
    @property
    def method(self) -> str: ...


def pytest_configure(config: pytest.Config) -> None:
    """Keep the standard error as it is outside of any test, whose own is captured."""
    config.stash[_output] = os.fdopen(os.dup(2), "w", encoding="utf-8")


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[_output].close()


def pytest_timeout_set_timer(item: pytest.Item, settings: Settings) -> bool | None:
    if settings.method != "thread":
        return None
    output = item.config.stash[_output]
    timer = threading.Timer(settings.timeout, _end, (item, settings, output))
    timer.name = f"timeout of {item.nodeid}"

    def cancel() -> None:
        faulthandler.cancel_dump_traceback_later()
        timer.cancel()
        timer.join()

    item.cancel_timeout = cancel  # type: ignore[attr-defined] # where pytest-timeout looks for it
    faulthandler.dump_traceback_later(settings.timeout + _FROZEN_SECONDS, exit=True, file=output)
    timer.start()
    return True


def pytest_enter_pdb() -> None:
    """Who looks around has time."""
    faulthandler.cancel_dump_traceback_later()


def _end(item: pytest.Item, settings: Settings, output: TextIO) -> None:
    if is_debugging():
        return
    try:
        output.write(f"\n{item.nodeid} was not done after {settings.timeout:g} s\n{stacks_of_tasks()}")
        output.flush()
        faulthandler.dump_traceback(output)
        output.write(_captured(item))
    except Exception:  # noqa: BLE001 - the process ends here whatever could be told of it
        traceback.print_exc(file=output)
    finally:
        output.flush()
        os._exit(1)


def _captured(item: pytest.Item) -> str:
    """What the test has written so far."""
    capture = item.config.pluginmanager.getplugin("capturemanager")
    if capture is None:
        return ""
    capture.suspend_global_capture(item)
    out, err = capture.read_global_capture()
    return f"~~~ Captured output ~~~\n{out}\n~~~ Captured errors ~~~\n{err}\n"


def stacks_of_tasks() -> str:
    """Where each task of each running loop of this process waits, down to the last thing that it awaits."""
    loops = [one for one in gc.get_objects() if isinstance(one, asyncio.AbstractEventLoop) and one.is_running()]
    tasks = [task for loop in loops for task in asyncio.all_tasks(loop)]
    return "".join(f"~~~ Stack of task {task.get_name()} ~~~\n{_stack(task.get_coro())}" for task in tasks)


def _stack(awaitable: object) -> str:
    lines: list[str] = []
    while awaitable is not None:
        frame, below = _suspended(awaitable)
        lines += traceback.format_list(traceback.StackSummary.extract(_one(frame))) if frame else [f"  {awaitable!r}\n"]
        awaitable = below
    return "".join(lines)


def _suspended(awaitable: object) -> tuple[FrameType | None, object]:
    """The frame of a coroutine or generator, and what it waits for; neither is known of a future."""
    for prefix, waits_for in (("cr", "cr_await"), ("gi", "gi_yieldfrom"), ("ag", "ag_await")):
        if hasattr(awaitable, f"{prefix}_frame"):
            return getattr(awaitable, f"{prefix}_frame"), getattr(awaitable, waits_for)
    return None, None


def _one(frame: FrameType) -> Iterator[tuple[FrameType, int]]:
    yield frame, frame.f_lineno
