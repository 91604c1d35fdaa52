"""A standstill of the event loop is told while it lasts, with the place where it stands."""

import asyncio
import threading

from bot.runtime.loop_watchdog import watched
from bot.runtime.metrics import REGISTRY


async def test_a_loop_that_stands_still_is_told_where_it_stands_and_once() -> None:
    """It stands until it is told of: the word must come from elsewhere."""
    stacks, heard = list[str](), threading.Event()

    def hear(stack: str) -> None:
        stacks.append(stack)
        heard.set()

    def stands_still() -> bool:
        return heard.wait(60)

    async with watched(hear, patience=0.2):
        await asyncio.sleep(0)
        assert stands_still()
    assert len(stacks) == 1
    assert "stands_still" in stacks[0]


async def test_how_late_the_loop_is_is_measured() -> None:
    def count() -> float:
        return REGISTRY.get_sample_value("bot_loop_late_seconds_count") or 0

    before = count()
    async with watched(patience=0.01):
        while count() == before:
            await asyncio.sleep(0)
