"""Clocks of tests: one that stands still until it is moved, and one that hurries."""

import asyncio
import contextlib
from dataclasses import dataclass, field

from bot.runtime.clock import SystemClock

_START_MS = 1_767_225_600_000
"""2026-01-01 00:00 UTC."""


@dataclass(slots=True, kw_only=True)
class FakeClock:
    """`now` is what `now_ms` says; `advance` moves it and wakes whoever has slept long enough."""

    now: int = _START_MS
    _sleepers: list[tuple[int, asyncio.Future[None]]] = field(default_factory=list)

    def now_ms(self) -> int:
        return self.now

    async def sleep(self, seconds: float) -> None:
        woken = asyncio.get_running_loop().create_future()
        self._sleepers.append((self.now + round(seconds * 1000), woken))
        self.advance(0)
        await woken

    def advance(self, ms: int) -> None:
        self.now += ms
        for due, woken in sorted(self._sleepers, key=lambda sleeper: sleeper[0]):
            if due <= self.now and not woken.done():
                woken.set_result(None)
        self._sleepers = [sleeper for sleeper in self._sleepers if not sleeper[1].done()]

    async def asleep(self, count: int = 1) -> None:
        """Wait until `count` tasks sleep on this clock, so that moving it surely meets them."""
        while sum(not woken.done() for _, woken in self._sleepers) < count:
            await asyncio.sleep(0)


class FastClock:
    """Real time, but `speed` times as fast, which a test may push on by hours at once: sleepers wake as they should."""

    def __init__(self, speed: float = 1.0) -> None:
        self._speed = speed
        self._system = SystemClock()
        self._began = self._system.now_ms()
        self._pushed = 0
        self._bell = asyncio.Event()

    def now_ms(self) -> int:
        return self._began + round((self._system.now_ms() - self._began) * self._speed) + self._pushed

    async def sleep(self, seconds: float) -> None:
        due = self.now_ms() + seconds * 1000
        while (left := due - self.now_ms()) > 0:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(left / 1000 / self._speed):
                    await self._bell.wait()
        await asyncio.sleep(0)

    def push(self, *, minutes: float) -> None:
        """Let so many minutes pass now."""
        self._pushed += round(minutes * 60_000)
        self._bell.set()
        self._bell = asyncio.Event()
