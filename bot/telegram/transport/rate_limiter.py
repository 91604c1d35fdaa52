"""Keeps Telegram's sending limits, so that Telegram need not refuse. All instances of the bot share them."""

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
"""Telegram allows about 30 messages a second over all chats. With 35 ms a message may be 50 ms late unpunished."""

_SLACK_MS = 5
"""How much of a delay may be caught up at once: more would be a burst that Telegram refuses."""

_PRIVATE_MS, _GROUP_MS = 1_000, 3_500
_BURSTS = {outbox.NOTIFICATION: 8, outbox.MONEY: 8, outbox.REPLY: 6, outbox.ALERT: 5, outbox.REDRAW: 3}
"""How many messages of a priority may go at once to a quiet chat. A higher priority always has room left."""

_MOST = max(_BURSTS.values())
_LONGEST_MS = 300_000
"""The longest pause. After it Telegram may refuse again. It also bounds the wait if a database's clock was set back."""

_REMEMBERED = 10_000


def _interval(chat_id: int) -> int:
    return _GROUP_MS if chat_id < 0 else _PRIVATE_MS


def rest(slots: Slots, chat_id: int, priority: int = outbox.REPLY) -> int:
    """Milliseconds until the chat takes another message of this priority. Other chats do not wait."""
    ahead = (_BURSTS.get(priority, 1) - 1) * _interval(chat_id)
    return min(max(0, slots.chat - slots.now - ahead), _LONGEST_MS)


def reserve(slots: Slots, chat_id: int) -> tuple[int, Slots]:
    """Milliseconds until the next message to this chat may be sent, and the slots after it. The chat must have room."""
    at = min(max(slots.now, slots.overall), slots.now + _LONGEST_MS)
    return at - slots.now, replace(slots, overall=at + _OVERALL_MS, chat=max(slots.chat, at) + _interval(chat_id))


def pause(slots: Slots, chat_id: int, ms: int) -> Slots:
    """The slots after a 429 with `ms` to wait. If the chat got only this message, the limit is the whole bot's."""
    if slots.chat <= slots.now + _interval(chat_id):
        return replace(slots, overall=max(slots.overall, slots.now + ms))
    return replace(slots, chat=max(slots.chat, slots.now + ms + (_MOST - 1) * _interval(chat_id)))


class RateLimiter:
    """Decides when the next message to a chat may be sent. Each chat may be ahead of its rate by a short burst."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._overall = 0
        self._last_seen_at = 0
        self._last_sent_at = 0
        self._send_lock = asyncio.Lock()
        self._backlog_lock = asyncio.Lock()
        self._chats: OrderedDict[int, int] = OrderedDict()

    async def rest(self, chat_id: int, priority: int) -> float:
        """Seconds until the chat takes another message of this priority; at 0 call `acquire`."""
        return rest(await self._read_slots(chat_id), chat_id, priority) / 1000

    async def acquire(self, chat_id: int, *, is_backlog: bool = False) -> None:
        """Return when a message to `chat_id` may be sent. Raises StoreUnavailable where instances share a database.

        `is_backlog` is for messages that have waited long already. They take their slots one at a time and only when
        due, so that a fresh message, which somebody waits for right now, comes next.
        """
        async with self._backlog_lock if is_backlog else nullcontext():
            if is_backlog:
                await self._let_fresh_pass(chat_id)
            wait = await self._reserved(chat_id)
            if wait > 0:
                await self._clock.sleep(wait / 1000)
            await self._keep_distance()

    async def _let_fresh_pass(self, chat_id: int) -> None:
        """Wait until the next slot is nearly due, once only: with many fresh messages it would wait for ever."""
        slots = await self._read_slots(chat_id)
        if (wait := slots.overall - slots.now - _SLACK_MS) > 0:
            await self._clock.sleep(wait / 1000)

    async def _keep_distance(self) -> None:
        """Keep the distance to the previous message, also if both slept too long on a busy machine."""
        async with self._send_lock:
            now = self._clock.now_ms()
            due = min(self._last_sent_at + _OVERALL_MS, now + _OVERALL_MS)  # the second if the clock was set back
            if due > now:
                await self._clock.sleep((due - now) / 1000)
            self._last_sent_at = max(due, self._clock.now_ms() - _SLACK_MS)

    async def _reserved(self, chat_id: int) -> int:
        """Reserve a slot; the wait in milliseconds that is left once the reservation is committed."""
        if self._database.membership.is_single:
            wait, slots = reserve(self._local_slots(chat_id), chat_id)
            self._keep_local(chat_id, slots)
            return wait

        async def unit(tx: Transaction) -> tuple[int, int]:
            return await _reserve(chat_id, tx), self._clock.now_ms()

        wait, since = await self._database.write(unit)
        return wait - (self._clock.now_ms() - since)

    def refused(self, chat_id: int, seconds: float) -> Unit[None]:
        """The transaction function that stores a 429 with `seconds` to wait, together with the refused row."""

        async def unit(tx: Transaction) -> None:
            ms = round(seconds * 1000)
            if self._database.membership.is_single:
                self._keep_local(chat_id, pause(self._local_slots(chat_id), chat_id, ms))
            else:
                await send_slots.save(tx, chat_id, pause(await send_slots.load(tx, chat_id), chat_id, ms))

        return unit

    async def _read_slots(self, chat_id: int) -> Slots:
        return (
            self._local_slots(chat_id)
            if self._database.membership.is_single
            else await send_slots.load(self._database, chat_id)
        )

    def _local_slots(self, chat_id: int) -> Slots:
        now = self._clock.now_ms()
        if (back := self._last_seen_at - now) > 0:  # the clock was set back: move all slots back too
            self._overall -= back
            self._chats = OrderedDict((chat, free - back) for chat, free in self._chats.items())
        self._last_seen_at = now
        return Slots(now, self._overall, self._chats.get(chat_id, 0))

    def _keep_local(self, chat_id: int, slots: Slots) -> None:
        self._overall = slots.overall
        self._chats[chat_id] = slots.chat
        self._chats.move_to_end(chat_id)
        if len(self._chats) > _REMEMBERED:
            self._chats.popitem(last=False)


async def _reserve(chat_id: int, tx: Transaction) -> int:
    wait, slots = reserve(await send_slots.load(tx, chat_id), chat_id)
    await send_slots.save(tx, chat_id, slots)
    return wait
