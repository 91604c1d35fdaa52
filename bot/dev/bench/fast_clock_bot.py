"""A child process of the bench: the real bot with a faster clock, so that its sending limits are not measured."""

import asyncio
import sys

from bot.config.settings import load_settings
from bot.process import launch
from bot.runtime.clock import SystemClock


class FastClock:
    """A clock that runs `speed` times as fast as the machine's, from the start of this process on."""

    def __init__(self, speed: float) -> None:
        self._speed = speed
        self._system = SystemClock()
        self._began = self._system.now_ms()

    def now_ms(self) -> int:
        return self._began + round((self._system.now_ms() - self._began) * self._speed)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self._speed)


if __name__ == "__main__":
    launch(load_settings(), FastClock(float(sys.argv[1])))
