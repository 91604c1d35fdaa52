"""The event loop's watchdog: measures how late the loop is, and reports where it is blocked."""

import asyncio
import sys
import threading
import traceback
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from time import monotonic

import structlog

from bot.runtime.metrics import LOOP_LATE

_PATIENCE = 1.0
_log = structlog.get_logger()


def _log_stall(stack: str) -> None:
    _log.warning("loop.stands", stack=stack)


@asynccontextmanager
async def watched(report: Callable[[str], None] = _log_stall, patience: float = _PATIENCE) -> AsyncIterator[None]:
    """Watch the running event loop. When it is blocked for `patience` seconds, `report` gets the stack.

    `report` is called from another thread, once for each block.
    """
    heartbeat, stopped, watched_thread = [monotonic()], threading.Event(), threading.get_ident()

    def watch() -> None:
        reported = 0.0
        while not stopped.wait(patience / 2):
            if heartbeat[0] != reported and monotonic() - heartbeat[0] > patience:
                reported = heartbeat[0]
                frame = sys._current_frames()[watched_thread]  # noqa: SLF001 - documented, for debuggers and the like
                report("".join(traceback.format_stack(frame)))

    async def beat() -> None:
        while True:
            heartbeat[0] = monotonic()
            await asyncio.sleep(patience / 4)
            LOOP_LATE.observe(monotonic() - heartbeat[0] - patience / 4)

    thread = threading.Thread(target=watch, name="watchdog", daemon=True)
    thread.start()
    try:
        async with asyncio.TaskGroup() as group:
            beating = group.create_task(beat(), name="watchdog")
            yield
            beating.cancel()
    finally:
        stopped.set()
        await asyncio.to_thread(thread.join)
