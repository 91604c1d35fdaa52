"""The order of things: nothing moves until the driver lets it, and time passes only when the driver says so."""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")
START = 1_767_225_600_000
"""2026-01-01 00:00 UTC."""


class _Selector(selectors.SelectSelector):
    """Knows when nothing can go on by itself: then it wakes the driver instead of waiting.

    Nothing comes from outside while nobody is abroad, so there it is not asked for.
    """

    def __init__(self) -> None:
        super().__init__()
        self.driver: asyncio.Future[None] | None = None
        self.abroad = 0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if self.abroad or (timeout != 0 and self.driver is None):
            return super().select(timeout)
        if timeout != 0 and self.driver is not None:
            driver, self.driver = self.driver, None
            driver.set_result(None)
        return []


@dataclass(slots=True, kw_only=True, eq=False)
class Stop:
    """Somebody who was stopped at a point, or sleeps until `due`."""

    name: str
    due: int
    go_on: asyncio.Future[None]


Decides = Callable[[str], bool]


@dataclass(slots=True)
class Schedule:
    """Points at which tasks stop, and a clock. `stops_at` says whether a point stops whoever reaches it."""

    selector: _Selector
    stops_at: Decides = lambda _name: False
    now: int = START
    stops: list[Stop] = field(default_factory=list)
    sleepers: list[Stop] = field(default_factory=list)
    is_dead: bool = False
    """The process is gone: whoever of it still comes to a point gets no further."""

    def now_ms(self) -> int:
        return self.now

    async def sleep(self, seconds: float) -> None:
        """See Clock."""
        await self._wait(self.sleepers, "sleep", self.now + round(seconds * 1000))

    async def point(self, name: str) -> None:
        """A place where a crash, or somebody else, may come in between."""
        if self.is_dead or self.stops_at(name):
            await self._wait(self.stops, name, 0)

    async def _wait(self, queue: list[Stop], name: str, due: int) -> None:
        if self.is_dead:
            raise asyncio.CancelledError
        stop = Stop(name=name, due=due, go_on=asyncio.get_running_loop().create_future())
        queue.append(stop)
        try:
            await stop.go_on
        finally:
            if stop in queue:
                queue.remove(stop)

    async def quiet(self) -> None:
        """Return when everybody has stopped, sleeps, or is done."""
        self.selector.driver = asyncio.get_running_loop().create_future()
        await self.selector.driver

    async def abroad(self, work: Coroutine[Any, Any, T]) -> T:
        """Await what really takes time, such as a database server: meanwhile nothing is quiet."""
        self.selector.abroad += 1
        try:
            return await work
        finally:
            self.selector.abroad -= 1

    def ready(self) -> list[Stop]:
        """Who could go on now."""
        return [*self.stops, *(sleeper for sleeper in self.sleepers if sleeper.due <= self.now)]

    def forget(self) -> None:
        """Nobody goes on: those who stand or sleep here belonged to a process that is gone."""
        for stop in [*self.stops, *self.sleepers]:
            stop.go_on.cancel()

    def release(self, stop: Stop) -> None:
        (self.stops if stop in self.stops else self.sleepers).remove(stop)
        stop.go_on.set_result(None)

    def next_due(self) -> int | None:
        """When the next sleeper wakes."""
        return min((sleeper.due for sleeper in self.sleepers), default=None)


def run_quietly(main: Callable[[_Selector], Coroutine[Any, Any, T]]) -> T:
    """Run `main` on a loop that tells it when all else is quiet."""
    selector = _Selector()
    with asyncio.Runner(loop_factory=lambda: asyncio.SelectorEventLoop(selector)) as runner:
        return runner.run(main(selector))
