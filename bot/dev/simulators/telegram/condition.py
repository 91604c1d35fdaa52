"""A bell that wakes everyone who waits for a condition, so that nobody has to look again and again."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


class Condition:
    """`ring` after each change; `until` returns the first true value of a condition."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        self._event.set()
        self._event = asyncio.Event()

    async def until(self, condition: Callable[[], Found | None], seconds: float | None = None) -> Found:
        """Wait till `condition` holds and return what it found; raises TimeoutError after `seconds`."""
        async with asyncio.timeout(seconds):
            while not (found := condition()):
                await self._event.wait()
            return found
