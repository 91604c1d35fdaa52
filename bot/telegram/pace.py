"""Telegram's limits on what a bot sends, kept before Telegram has to say no."""

from collections import OrderedDict

from bot.clock import Clock

_OVERALL_MS = 34
"""29 messages a second over all chats; Telegram allows about 30."""

_PRIVATE_MS, _GROUP_MS = 1_000, 3_100
_BURST = 3
_REMEMBERED = 10_000


class Pace:
    """Says when the next message to a chat may leave. Each chat may be a short burst ahead of its rate."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._overall = 0
        self._chats: OrderedDict[int, int] = OrderedDict()

    async def turn(self, chat_id: int) -> None:
        """Return when a message to `chat_id` may leave."""
        wait = self._reserve(chat_id, self._clock.now_ms())
        if wait > 0:
            await self._clock.sleep(wait / 1000)

    def pause(self, seconds: float) -> None:
        """Telegram said no to the bot as a whole: nothing leaves for so long."""
        self._overall = max(self._overall, self._clock.now_ms() + round(seconds * 1000))

    def is_idle(self, chat_id: int) -> bool:
        """Whether nothing was sent to the chat lately, so that a 429 there cannot be about the chat alone."""
        return self._chats.get(chat_id, 0) <= self._clock.now_ms()

    def _reserve(self, chat_id: int, now: int) -> int:
        interval = _GROUP_MS if chat_id < 0 else _PRIVATE_MS
        chat = max(self._chats.pop(chat_id, 0), now)
        at = max(now, self._overall, chat - (_BURST - 1) * interval)
        self._overall = at + _OVERALL_MS
        self._chats[chat_id] = max(chat, at) + interval
        if len(self._chats) > _REMEMBERED:
            self._chats.popitem(last=False)
        return at - now
