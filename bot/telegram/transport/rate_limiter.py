"""Telegram's limits on what a bot sends, kept before Telegram has to say no; by all copies of the bot together."""

import asyncio
from collections import OrderedDict
from contextlib import nullcontext
from dataclasses import replace

from bot.runtime.clock import Clock
from bot.store import outbox
from bot.store.engine.database import Database, Transaction, Unit
from bot.store.postgres import send_slots
from bot.store.postgres.send_slots import Slots

_OVERALL_MS = 35
"""Telegram allows about 30 messages a second over all chats: one that is 50 ms late on its way breaks no limit yet."""

_SLACK_MS = 5
"""So much of a delay may be caught up at once: more would be a heap that Telegram refuses."""

_PRIVATE_MS, _GROUP_MS = 1_000, 3_500
_BURSTS = {outbox.NOTIFICATION: 8, outbox.MONEY: 8, outbox.REPLY: 6, outbox.ALERT: 5, outbox.REDRAW: 3}
"""So many messages of a priority may leave at once to a chat that was quiet. What comes first always finds room."""

_MOST = max(_BURSTS.values())
_LONGEST_MS = 300_000
"""No pause lasts longer than this: after it Telegram may say no again. (A database's clock may have been set back.)"""

_REMEMBERED = 10_000


def _interval(chat_id: int) -> int:
    return _GROUP_MS if chat_id < 0 else _PRIVATE_MS


def rest(slots: Slots, chat_id: int, priority: int = outbox.REPLY) -> int:
    """Milliseconds for which the chat has had enough of this priority. Nobody else waits with it."""
    ahead = (_BURSTS.get(priority, 1) - 1) * _interval(chat_id)
    return min(max(0, slots.chat - slots.now - ahead), _LONGEST_MS)


def reserve(slots: Slots, chat_id: int) -> tuple[int, Slots]:
    """Milliseconds until the next message may leave, to a chat that has not had enough; and what is free after it."""
    at = min(max(slots.now, slots.overall), slots.now + _LONGEST_MS)
    return at - slots.now, replace(slots, overall=at + _OVERALL_MS, chat=max(slots.chat, at) + _interval(chat_id))


def pause(slots: Slots, chat_id: int, ms: int) -> Slots:
    """Telegram said no. To a chat that had only this message it says so of the bot as a whole: nothing leaves then."""
    if slots.chat <= slots.now + _interval(chat_id):
        return replace(slots, overall=max(slots.overall, slots.now + ms))
    return replace(slots, chat=max(slots.chat, slots.now + ms + (_MOST - 1) * _interval(chat_id)))


class RateLimiter:
    """Says when the next message to a chat may leave. Each chat may be a short burst ahead of its rate."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._overall = 0
        self._last = 0
        self._left = 0
        self._door = asyncio.Lock()
        self._line = asyncio.Lock()
        self._chats: OrderedDict[int, int] = OrderedDict()

    async def rest(self, chat_id: int, priority: int) -> float:
        """Seconds for which the chat has had enough of this priority: ask again after that, and for a turn at 0."""
        return rest(await self._look(chat_id), chat_id, priority) / 1000

    async def acquire(self, chat_id: int, *, in_line: bool = False) -> None:
        """Return when a message to `chat_id` may leave. Raises StoreUnavailable where copies share a database.

        `in_line` is for what waited long already: one of the line has a turn at a time, and takes it only when it is
        due, so that what somebody waits for at this very moment comes next.
        """
        async with self._line if in_line else nullcontext():
            if in_line:
                await self._let_pass(chat_id)
            wait = await self._reserved(chat_id)
            if wait > 0:
                await self._clock.sleep(wait / 1000)
            await self._leave()

    async def _let_pass(self, chat_id: int) -> None:
        """Return when a turn is nearly due. Once only: whoever has many to let pass would wait for ever."""
        slots = await self._look(chat_id)
        if (wait := slots.overall - slots.now - _SLACK_MS) > 0:
            await self._clock.sleep(wait / 1000)

    async def _leave(self) -> None:
        """Keep the distance to the message before, also where a busy machine let both of them oversleep."""
        async with self._door:
            now = self._clock.now_ms()
            due = min(self._left + _OVERALL_MS, now + _OVERALL_MS)  # a clock that was set back holds up nobody
            if due > now:
                await self._clock.sleep((due - now) / 1000)
            self._left = max(due, self._clock.now_ms() - _SLACK_MS)

    async def _reserved(self, chat_id: int) -> int:
        """What is left of the wait when the reservation is committed: late ones would leave in a bunch."""
        if self._database.membership.is_single:
            wait, slots = reserve(self._known(chat_id), chat_id)
            self._keep(chat_id, slots)
            return wait

        async def unit(tx: Transaction) -> tuple[int, int]:
            return await _reserve(chat_id, tx), self._clock.now_ms()

        wait, since = await self._database.write(unit)
        return wait - (self._clock.now_ms() - since)

    def refused(self, chat_id: int, seconds: float) -> Unit[None]:
        """Telegram said no, and for how long: to be written down with the row that it was said to."""

        async def unit(tx: Transaction) -> None:
            ms = round(seconds * 1000)
            if self._database.membership.is_single:
                self._keep(chat_id, pause(self._known(chat_id), chat_id, ms))
            else:
                await send_slots.save(tx, chat_id, pause(await send_slots.load(tx, chat_id), chat_id, ms))

        return unit

    async def _look(self, chat_id: int) -> Slots:
        return (
            self._known(chat_id)
            if self._database.membership.is_single
            else await send_slots.load(self._database, chat_id)
        )

    def _known(self, chat_id: int) -> Slots:
        now = self._clock.now_ms()
        if (back := self._last - now) > 0:  # the clock was set back: what was free then is free by as much sooner
            self._overall -= back
            self._chats = OrderedDict((chat, free - back) for chat, free in self._chats.items())
        self._last = now
        return Slots(now, self._overall, self._chats.get(chat_id, 0))

    def _keep(self, chat_id: int, slots: Slots) -> None:
        self._overall = slots.overall
        self._chats[chat_id] = slots.chat
        self._chats.move_to_end(chat_id)
        if len(self._chats) > _REMEMBERED:
            self._chats.popitem(last=False)


async def _reserve(chat_id: int, tx: Transaction) -> int:
    wait, slots = reserve(await send_slots.load(tx, chat_id), chat_id)
    await send_slots.save(tx, chat_id, slots)
    return wait
