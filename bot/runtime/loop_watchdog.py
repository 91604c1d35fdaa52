"""Notices when the event loop stands still: how late it is, and where it stands while everything waits for it."""

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


def _tell(stack: str) -> None:
    _log.warning("loop.stands", stack=stack)


@asynccontextmanager
async def watched(tell: Callable[[str], None] = _tell, patience: float = _PATIENCE) -> AsyncIterator[None]:
    """Watch the loop this runs on: `tell` gets the stack of a standstill, once, from another thread."""
    beat, over, watched_thread = [monotonic()], threading.Event(), threading.get_ident()

    def watch() -> None:
        told = 0.0
        while not over.wait(patience / 2):
            if beat[0] != told and monotonic() - beat[0] > patience:
                told = beat[0]
                frame = sys._current_frames()[watched_thread]  # noqa: SLF001 - documented, for debuggers and the like
                tell("".join(traceback.format_stack(frame)))

    async def live() -> None:
        while True:
            beat[0] = monotonic()
            await asyncio.sleep(patience / 4)
            LOOP_LATE.observe(monotonic() - beat[0] - patience / 4)

    thread = threading.Thread(target=watch, name="watchdog", daemon=True)
    thread.start()
    try:
        async with asyncio.TaskGroup() as group:
            living = group.create_task(live(), name="watchdog")
            yield
            living.cancel()
    finally:
        over.set()
        await asyncio.to_thread(thread.join)
