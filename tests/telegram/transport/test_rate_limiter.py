"""Telegram's limits: over all chats, in one chat, and after a no; over all copies on one database together."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from bot.runtime.clock import SystemClock
from bot.store.engine.database import Database
from bot.store.open import open_database
from bot.store.outbox import ALERT, MONEY, REDRAW, REPLY
from bot.store.postgres import send_slots as rows
from bot.store.postgres.send_slots import Slots
from bot.telegram.transport.rate_limiter import RateLimiter, _reserve, pause, reserve, rest
from tests.clock import FakeClock
from tests.databases import PostgresServer, postgres_server

__all__ = ["postgres_server"]


@pytest.fixture
async def url(postgres_server: PostgresServer) -> AsyncIterator[str]:
    fresh = await postgres_server.fresh()
    yield fresh
    await postgres_server.drop(fresh)


def leaves(chat_id: int, count: int, slots: Slots) -> list[int]:
    """When so many messages leave, each as soon as it may; in milliseconds from the first."""
    began, found = slots.now, []
    for _ in range(count):
        slots = replace(slots, now=slots.now + rest(slots, chat_id))
        wait, slots = reserve(slots, chat_id)
        slots = replace(slots, now=slots.now + wait)
        found.append(slots.now - began)
    return found


class Overslept:
    """A clock whose sleepers are all woken far too late, and at once."""

    def __init__(self) -> None:
        self.now = 1_000_000
        self.slept: list[float] = []

    def now_ms(self) -> int:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        if len(self.slept) < 20:
            self.now += 2_000
        else:
            self.now += round(seconds * 1000)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with open_database(f"sqlite:///{tmp_path / 'bot.db'}") as opened:
        yield opened


async def test_a_chat_that_has_had_enough_holds_up_no_other(database: Database) -> None:
    clock = FakeClock()
    pace = RateLimiter(database, clock)
    async with asyncio.TaskGroup() as group:
        for _ in range(6):
            assert await pace.rest(7, REPLY) == 0
            await _left(clock, group.create_task(pace.acquire(7)))
    assert 0.5 < await pace.rest(7, REPLY) <= 1
    assert await pace.rest(7, MONEY) == await pace.rest(8, REPLY) == 0


async def test_a_clock_that_is_set_back_holds_up_nobody(database: Database) -> None:
    clock = FakeClock()
    pace = RateLimiter(database, clock)
    async with asyncio.TaskGroup() as group:
        for _ in range(7):
            await _left(clock, group.create_task(pace.acquire(7)))
        rest = await pace.rest(7, REPLY)
        clock.now -= 24 * 3_600_000
        assert abs(await pace.rest(7, REPLY) - rest) < 0.1
        since = clock.now
        await _left(clock, group.create_task(pace.acquire(8)))
    assert clock.now - since < 200


def test_no_pause_is_without_end() -> None:
    far = Slots(5_000, 10**13, 10**13)
    assert rest(far, 7) == 300_000
    assert reserve(far, 7)[0] == 300_000


async def test_who_does_not_stand_in_line_is_next(database: Database) -> None:
    clock, order = FakeClock(), list[int]()
    leave = _leaving(RateLimiter(database, clock), order)
    async with asyncio.TaskGroup() as group:
        turns = [group.create_task(leave(chat_id, is_backlog=True)) for chat_id in range(1, 30)]
        await clock.asleep()
        turns.append(group.create_task(leave(99, is_backlog=False)))
        for turn in turns:
            await _left(clock, turn)
    assert order.index(99) == 1
    assert len(order) == 30


async def test_those_in_line_do_not_let_others_pass_for_ever(database: Database) -> None:
    clock, order = FakeClock(), list[int]()
    leave = _leaving(RateLimiter(database, clock), order)
    async with asyncio.TaskGroup() as group:
        others = [group.create_task(leave(chat_id, is_backlog=False)) for chat_id in (100, 101)]
        one = group.create_task(leave(1, is_backlog=True))
        await clock.asleep()
        for chat_id in range(102, 110):  # one more as often as one leaves
            others.append(group.create_task(leave(chat_id, is_backlog=False)))
            await _left(clock, others[chat_id - 102])
        for turn in (*others, one):
            await _left(clock, turn)
    assert order.index(1) <= 5
    assert len(order) == 11


def _leaving(pace: RateLimiter, order: list[int]) -> Callable[..., Coroutine[None, None, None]]:
    async def leave(chat_id: int, *, is_backlog: bool) -> None:
        await pace.acquire(chat_id, is_backlog=is_backlog)
        order.append(chat_id)

    return leave


async def _left(clock: FakeClock, turn: asyncio.Task[None]) -> None:
    while not turn.done():
        clock.advance(10)
        await asyncio.sleep(0)


async def test_messages_that_overslept_do_not_leave_in_a_heap(tmp_path: Path) -> None:
    clock, left = Overslept(), list[int]()
    async with open_database(f"sqlite:///{tmp_path / 'bot.db'}") as database, asyncio.TaskGroup() as group:
        pace = RateLimiter(database, clock)

        async def leave(chat_id: int) -> None:
            await pace.acquire(chat_id)
            left.append(clock.now)

        for chat_id in range(60):
            group.create_task(leave(chat_id))
    windows = [sum(at <= other < at + 1_000 for other in left) for at in left]
    assert max(windows) <= 30


def test_a_private_chat_gets_a_burst_and_then_one_a_second() -> None:
    assert leaves(7, 8, Slots(5_000, 0, 0)) == [0, 35, 70, 105, 140, 175, 1_000, 2_000]


def test_a_group_gets_a_burst_and_then_fewer_than_twenty_a_minute() -> None:
    assert leaves(-7, 8, Slots(5_000, 0, 0)) == [0, 35, 70, 105, 140, 175, 3_500, 7_000]


@pytest.mark.parametrize("chat_id", [7, -7])
def test_what_comes_first_finds_room_where_the_rest_has_had_enough(chat_id: int) -> None:
    slots = Slots(5_000, 0, 0)
    while not rest(slots, chat_id, REDRAW):
        slots = reserve(slots, chat_id)[1]
    assert not rest(slots, chat_id, ALERT)
    while not rest(slots, chat_id, REPLY):
        slots = reserve(slots, chat_id)[1]
    assert not rest(slots, chat_id, MONEY)
    assert 0 < rest(slots, chat_id, REPLY) < rest(slots, chat_id, ALERT) < rest(slots, chat_id, REDRAW)


def test_a_no_to_a_chat_that_had_only_this_message_is_about_the_bot() -> None:
    _, first = reserve(Slots(5_000, 0, 0), 7)
    assert pause(first, 7, 9_000).overall == 14_000
    _, second = reserve(first, 7)
    paused = pause(second, 7, 9_000)
    assert paused.overall == second.overall
    assert min(rest(paused, 7, priority) for priority in (MONEY, REPLY, ALERT, REDRAW)) == 9_000


@pytest.mark.postgres
async def test_copies_share_what_a_chat_and_all_chats_are_allowed(url: str) -> None:
    async with open_database(url) as one, open_database(url) as other:
        began = (await one.write(lambda tx: rows.load(tx, 7))).now
        for database in (one, other, one, other, one):
            await database.write(lambda tx: _reserve(7, tx))
        slots = await other.write(lambda tx: rows.load(tx, 7))
        assert slots.chat >= began + 5 * 1_000
        everybody = [(database, chat) for database in (one, other) for chat in range(100, 129)]
        await asyncio.gather(*(database.write(partial(_reserve, chat)) for database, chat in everybody))
        assert (await one.write(lambda tx: rows.load(tx, 7))).overall >= began + 58 * 35


@pytest.mark.postgres
async def test_a_no_that_one_copy_hears_silences_the_other(url: str) -> None:
    async with open_database(url) as one, open_database(url) as other:
        await RateLimiter(one, SystemClock()).acquire(7)
        await one.write(RateLimiter(one, SystemClock()).refused(7, 60))
        assert await other.write(lambda tx: _reserve(8, tx)) > 30_000


@pytest.mark.postgres
async def test_chats_that_are_long_quiet_are_forgotten(url: str) -> None:
    async with open_database(url) as database:

        async def chats() -> list[int]:
            return [row["chat_id"] for row in await database.fetch("SELECT chat_id FROM pace ORDER BY chat_id")]

        await write_slot(database, 1, 1_000)
        await write_slot(database, 2, 3_700_000)
        assert await chats() == [0, 1, 2]
        await database.write(rows.forget)
        assert await chats() == [0, 2]


async def write_slot(database: Database, chat_id: int, at: int) -> None:
    await database.write(lambda tx: rows.save(tx, chat_id, Slots(0, at, at)))
