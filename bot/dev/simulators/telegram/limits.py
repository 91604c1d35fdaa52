"""Telegram's sending limits: messages a second over all chats and in one chat, and a minute in a group."""

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from bot.dev.simulators.telegram.answers import too_many_requests


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingLimits:
    """A private chat takes `chat_burst` messages at once, and one more every `chat_pause` seconds."""

    overall_per_second: int = 30
    chat_burst: int = 5
    chat_pause: float = 1.0
    group_per_minute: int = 20


@dataclass(slots=True)
class _Window:
    """Allows at most `size` messages in `seconds`."""

    size: int
    seconds: float
    times: deque[float]

    def wait(self, now: float) -> float:
        while self.times and self.times[0] <= now - self.seconds:
            self.times.popleft()
        return self.times[0] + self.seconds - now if len(self.times) >= self.size else 0.0


class Throttle:
    """Counts the bot's messages (`sends`) and those refused with 429 (`refused`). `clock` returns seconds."""

    def __init__(self, limits: SendingLimits | None, clock: Callable[[], float]) -> None:
        self.sends = 0
        self.refused = 0
        self._limits = limits
        self._clock = clock
        self._overall = _window(limits.overall_per_second, 1.0) if limits else None
        self._groups: dict[int, _Window] = {}
        self._full_at: dict[int, float] = {}

    def take(self, chat_id: int) -> None:
        """Count a message to `chat_id`. Above a limit it is not sent: raises ApiError 429 with the seconds to wait."""
        self.sends += 1
        if self._limits is None or self._overall is None:
            return
        now = self._clock()
        wait = max(self._overall.wait(now), self._wait(self._limits, chat_id, now))
        if wait > 0:
            self.sends -= 1
            self.refused += 1
            raise too_many_requests(max(1, math.ceil(wait)))
        self._overall.times.append(now)
        self._note(self._limits, chat_id, now)

    def _wait(self, limits: SendingLimits, chat_id: int, now: float) -> float:
        if chat_id < 0:
            return self._groups.setdefault(chat_id, _window(limits.group_per_minute, 60.0)).wait(now)
        # The bucket is stored as the time at which it will be full again.
        return self._full_at.get(chat_id, now) - now - (limits.chat_burst - 1) * limits.chat_pause

    def _note(self, limits: SendingLimits, chat_id: int, now: float) -> None:
        if chat_id < 0:
            self._groups[chat_id].times.append(now)
        else:
            self._full_at[chat_id] = max(self._full_at.get(chat_id, now), now) + limits.chat_pause


def _window(size: int, seconds: float) -> _Window:
    return _Window(size=size, seconds=seconds, times=deque())
