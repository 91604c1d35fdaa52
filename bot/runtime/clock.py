"""The clock that code gets as an argument, so that tests can pass their own."""

import asyncio
import time
from typing import Protocol


class Clock(Protocol):
    """Tells the time and pauses."""

    def now_ms(self) -> int:
        """The time as epoch milliseconds (UTC)."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Return after `seconds` on this clock."""
        ...


class SystemClock:
    """The machine's clock."""

    def now_ms(self) -> int:
        return time.time_ns() // 1_000_000

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
