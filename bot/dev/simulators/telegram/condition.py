"""A condition that tasks can wait for without polling."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


class Condition:
    """Call `notify` after each change; `until` then checks its condition again."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def notify(self) -> None:
        self._event.set()
        self._event = asyncio.Event()

    async def until(self, condition: Callable[[], Found | None], seconds: float | None = None) -> Found:
        """Wait until `condition` returns a true value, and return it. Raises TimeoutError after `seconds`."""
        async with asyncio.timeout(seconds):
            while not (found := condition()):
                await self._event.wait()
            return found
