"""The inbox worker: order within a lane, lanes side by side, and nothing lost, doubled or stuck."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from bot.services.queue.inbox_worker import InboxWorker, Turn
from bot.store import inbox
from bot.store.engine.database import Param, Reader, Row, StoreUnavailable, Transaction
from bot.store.inbox import InboxRow
from tests.services.service_fixture import ServiceFixture


class BrokenRule(Exception):
    """What a handler may raise."""


@dataclass(slots=True, kw_only=True)
class Scripted:
    """Does with each row what the script says for its body, and leaves a line when it is applied."""

    script: dict[str, Callable[[Turn], Awaitable[None]]] = field(default_factory=dict)
    tried: list[str] = field(default_factory=list)
    given_up: list[str] = field(default_factory=list)
    last_words: list[Exception] = field(default_factory=list)

    async def apply(self, turn: Turn) -> None:
        self.tried.append(turn.row.body)
        if turn.row.body in self.script:
            await self.script[turn.row.body](turn)
        await turn.write(lambda tx: leave_line(tx, turn.row.body))

    async def on_failed(self, tx: Transaction, row: InboxRow, now: int) -> None:
        self.given_up.append(row.body)
        await leave_line(tx, f"sorry for {row.body}")
        if self.last_words:
            raise self.last_words.pop()


async def leave_line(tx: Transaction, what: str) -> None:
    await tx.fetch("INSERT INTO events (subject, what, at) VALUES ('test', $1, 0)", what)


async def applied(scene: ServiceFixture) -> list[str]:
    rows = await scene.database.fetch("SELECT what FROM events ORDER BY id")
    return [row["what"] for row in rows]


async def fails(turn: Turn) -> None:
    raise BrokenRule(turn.row.body)


@asynccontextmanager
async def working(
    scene: ServiceFixture, handler: Scripted, is_slow: Callable[[InboxRow], bool] = lambda _row: False
) -> AsyncIterator[InboxWorker]:
    """A worker of a process that has just started; it is killed at the end."""
    handlers = {"telegram": handler, "paykassma": handler}
    worker = InboxWorker(scene.database, scene.clock, scene.services.alerts.row_failed, handlers, is_slow)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(worker.run())
        ticking = group.create_task(tick(scene))
        try:
            yield worker
        finally:
            running.cancel()
            ticking.cancel()


async def tick(scene: ServiceFixture) -> None:
    """Let whoever waits go on: time passes as fast as it can."""
    while True:
        await scene.clock.asleep()
        scene.clock.advance(500)


async def until(scene: ServiceFixture, where: str, rows: int) -> None:
    async with asyncio.timeout(20):
        while await scene.count("inbox", where) != rows:
            await asyncio.sleep(0)


async def test_a_lane_is_applied_in_the_order_it_came(scene: ServiceFixture) -> None:
    bodies = [f"{lane}{number}" for number in range(10) for lane in "ab"]
    for body in bodies:
        await scene.row(lane=f"tg:{body[0]}", body=body)
    async with working(scene, Scripted()):
        await until(scene, "state = 'done'", 20)
    lines = await applied(scene)
    for lane in "ab":
        assert [line for line in lines if line[0] == lane] == [body for body in bodies if body[0] == lane]


async def test_a_lane_that_waits_holds_up_no_other(scene: ServiceFixture) -> None:
    is_waiting, may_go = asyncio.Event(), asyncio.Event()

    async def waits(_turn: Turn) -> None:
        is_waiting.set()
        await may_go.wait()

    for lane, body in (("tg:1", "first"), ("tg:1", "second"), ("tg:2", "other")):
        await scene.row(lane=lane, body=body)
    async with working(scene, Scripted(script={"first": waits})):
        await is_waiting.wait()
        await until(scene, "state = 'done'", 1)
        assert await applied(scene) == ["other"]
        may_go.set()
        await until(scene, "state = 'done'", 3)
    assert await applied(scene) == ["other", "first", "second"]


async def hangs(_turn: Turn) -> None:
    await asyncio.Event().wait()


@pytest.mark.parametrize("slow", [200, 3_000])
async def test_pictures_that_are_slow_hold_up_neither_money_nor_taps(scene: ServiceFixture, slow: int) -> None:
    """Nor do so many that they are not even read at once."""

    async def put(tx: Transaction) -> None:
        for number in range(slow):
            lane, body = f"tg:{number}", "picture"
            await inbox.add(tx, source="telegram", key=f"p{number}", lane=lane, body=body, now=scene.clock.now)

    await scene.database.write(put)
    await scene.row(source="paykassma", lane="money", body="credit")
    if slow < 500:
        await scene.row(lane="tg:tap", body="tap")
    handler = Scripted(script={"picture": hangs})
    async with working(scene, handler, lambda row: row.body == "picture"):
        await until(scene, "state = 'done'", 2 if slow < 500 else 1)
    assert handler.tried.count("picture") <= 16
    assert "credit" in await applied(scene)


async def test_taps_that_hang_hold_up_no_money(scene: ServiceFixture) -> None:
    for number in range(100):
        await scene.row(lane=f"tg:{number}", body="tap")
    await scene.row(source="paykassma", lane="money", body="credit")
    async with working(scene, Scripted(script={"tap": hangs})):
        await until(scene, "state = 'done'", 1)
    assert await applied(scene) == ["credit"]


async def test_more_than_is_read_at_once_is_applied_to_the_end(scene: ServiceFixture) -> None:
    async def put(tx: Transaction) -> None:
        for number in range(2_900):
            lane, now = f"tg:{number}", scene.clock.now
            await inbox.add(tx, source="telegram", key=f"n{number}", lane=lane, body="x", now=now)

    await scene.database.write(put)
    async with working(scene, Scripted()) as worker:
        await until(scene, "state = 'done'", 2_900)
        await worker.idle()


async def test_what_comes_later_is_applied_too(scene: ServiceFixture) -> None:
    async with working(scene, Scripted()) as worker:
        await scene.row(body="a")
        await until(scene, "state = 'done'", 1)
        await scene.row(body="b")
        await until(scene, "state = 'done'", 2)
        await worker.idle()


async def test_a_row_that_raises_is_set_aside_after_three_tries_and_the_others_flow(scene: ServiceFixture) -> None:
    handler = Scripted(script={"bad": fails})
    for body in ("bad", "next"):
        await scene.row(body=body)
    async with working(scene, handler):
        await until(scene, "state = 'done'", 1)
    assert handler.tried == ["bad"] * 3 + ["next"]
    assert handler.given_up == ["bad"]
    assert await applied(scene) == ["sorry for bad", "next"]
    assert await scene.alerts() == ["update_failed"]
    reasons = await scene.database.fetch("SELECT reason FROM inbox WHERE state = 'bad'")
    assert [row["reason"] for row in reasons] == ["BrokenRule: bad"]


async def test_a_row_is_set_aside_even_when_saying_so_fails(scene: ServiceFixture) -> None:
    """Otherwise it would end the program at every start."""
    await scene.row(body="bad")
    async with working(scene, Scripted(script={"bad": fails}, last_words=[BrokenRule()])):
        await until(scene, "state = 'bad'", 1)
    assert await applied(scene) == []
    assert await scene.alerts() == ["update_failed"]


async def test_a_row_is_set_aside_once_the_store_is_back(scene: ServiceFixture) -> None:
    await scene.row(body="bad")
    async with working(scene, Scripted(script={"bad": fails}, last_words=[StoreUnavailable("full")] * 3)):
        await until(scene, "state = 'bad'", 1)
    assert await applied(scene) == ["sorry for bad"]


async def test_a_row_of_an_unknown_source_is_set_aside(scene: ServiceFixture) -> None:
    await scene.row(source="unknown", body="x", lane="x")
    await scene.row(body="next")
    async with working(scene, Scripted()):
        await until(scene, "state = 'bad'", 1)
        await until(scene, "state = 'done'", 1)


async def test_a_store_that_is_unavailable_is_no_fault_of_the_row(scene: ServiceFixture) -> None:
    troubles = iter([StoreUnavailable("full")] * 7)

    async def unavailable(_turn: Turn) -> None:
        for trouble in troubles:
            raise trouble

    handler = Scripted(script={"a": unavailable})
    await scene.row(body="a")
    async with working(scene, handler):
        await until(scene, "state = 'done'", 1)
    assert handler.tried == ["a"] * 8
    assert await applied(scene) == ["a"]


class SlowReader:
    """Reads at once and answers late: what it says may be over by then."""

    def __init__(self, reader: Reader) -> None:
        self.has_read, self.may_answer = asyncio.Event(), asyncio.Event()
        self._reader = reader

    async def fetch(self, sql: str, *args: Param) -> Sequence[Row]:
        rows = await self._reader.fetch(sql, *args)
        if "FROM inbox WHERE state = 'new'" in sql:
            self.has_read.set()
            await self.may_answer.wait()
        return rows


async def test_a_row_that_is_done_before_a_late_answer_names_it_is_not_tried_again(scene: ServiceFixture) -> None:
    begun, may_end, usual = asyncio.Event(), asyncio.Event(), scene.database._reader
    late = SlowReader(usual)

    async def wait(_turn: Turn) -> None:
        begun.set()
        await may_end.wait()

    handler = Scripted(script={"a": wait})
    await scene.row(body="a")
    async with working(scene, handler) as worker:
        await begun.wait()
        scene.database._reader = late
        scene.database.topics.wake({inbox.TOPIC})
        await late.has_read.wait()
        scene.database._reader = usual
        may_end.set()
        await worker.idle()
        late.may_answer.set()
        await scene.row(body="b")
        await until(scene, "state = 'done'", 2)
    assert handler.tried == ["a", "b"]
