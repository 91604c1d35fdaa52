"""The deliverer: every row until a definite answer, effects together with the mark, lanes in order, never stopped."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.services.outbox import Dead, Deliverer, Delivery, Later, Sent, backoff
from bot.store import outbox
from bot.store.database import Database, Param, Reader, Row, StoreUnavailable, Transaction
from bot.store.outbox import OutboxRow
from bot.store.schema import migrate
from bot.store.sqlite import open_sqlite
from tests.services.scene import Scene, open_scene
from tests.services.test_inbox import BrokenRule, applied, leave_line


@dataclass(slots=True, kw_only=True)
class Scripted:
    """Answers with what the script says for a subject, in turn, then with Sent; an exception is raised."""

    script: dict[str, deque[Delivery | Exception]] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)
    hangs: set[str] = field(default_factory=set)

    async def deliver(self, row: OutboxRow) -> Delivery:
        self.tried.append(row.subject)
        if row.subject in self.hangs:
            await asyncio.Event().wait()
        answers = self.script.get(row.subject)
        answer = answers.popleft() if answers else Sent()
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, Sent):
            self.left.append(row.subject)
        return answer


def scripted(**script: Delivery | Exception) -> Scripted:
    return Scripted(script={subject: deque([answer]) for subject, answer in script.items()})


@asynccontextmanager
async def delivering(scene: Scene, channel: Scripted) -> AsyncIterator[Deliverer]:
    """A deliverer of a process that has just started; it is killed at the end."""
    deliverer = Deliverer(scene.database, scene.clock, {"tg": channel})
    async with asyncio.TaskGroup() as group:
        running = group.create_task(deliverer.run())
        try:
            yield deliverer
        finally:
            running.cancel()


async def put(scene: Scene, subject: str, *, lane: str = "tg:1") -> None:
    await scene.database.write(
        lambda tx: outbox.add(tx, lane=lane, kind="screen", subject=subject, now=scene.clock.now)
    )


async def until(scene: Scene, where: str, rows: int) -> None:
    async with asyncio.timeout(20):
        while await scene.count("outbox", where) != rows:
            await asyncio.sleep(0)


async def test_what_is_put_out_leaves_once(scene: Scene) -> None:
    channel = Scripted()
    await put(scene, "before")
    async with delivering(scene, channel) as deliverer:
        await until(scene, "state = 'sent'", 1)
        await put(scene, "while it runs")
        await until(scene, "state = 'sent'", 2)
        async with asyncio.TaskGroup() as group:
            moving = group.create_task(_move(scene))
            await deliverer.idle()
            moving.cancel()
    assert channel.tried == ["before", "while it runs"]


async def test_a_row_that_must_wait_holds_its_lane_in_order_and_no_other(scene: Scene) -> None:
    channel = scripted(first=Later(30, "429"))
    for subject, lane in (("first", "tg:1"), ("second", "tg:1"), ("other", "tg:2")):
        await put(scene, subject, lane=lane)
    async with delivering(scene, channel):
        await until(scene, "state = 'sent'", 1)
        await until(scene, "error = '429' AND holder = 0", 1)
        assert channel.left == ["other"]
        await scene.clock.asleep()
        scene.clock.advance(29_999)
        await asyncio.sleep(0)
        assert channel.left == ["other"]
        scene.clock.advance(60)
        await until(scene, "state = 'sent'", 3)
    assert channel.left == ["other", "first", "second"]


async def test_what_is_dead_is_left_behind(scene: Scene) -> None:
    channel = scripted(first=Dead("blocked"))
    await put(scene, "first")
    await put(scene, "second")
    async with delivering(scene, channel):
        await until(scene, "state = 'sent'", 1)
    assert channel.tried == ["first", "second"]
    assert await scene.count("outbox", "state = 'dead' AND error = 'blocked'") == 1


@pytest.mark.parametrize("delivery", [Sent, Later, Dead])
async def test_the_effect_is_written_with_the_mark(scene: Scene, delivery: type[Delivery]) -> None:
    async def effect(tx: Transaction) -> None:
        await leave_line(tx, "effect")
        waiting = await tx.fetchrow("SELECT COUNT(*) AS count FROM outbox WHERE state = 'waiting' AND error = ''")
        assert waiting is not None
        assert waiting["count"] == 1

    answers: dict[type[Delivery], Delivery] = {
        Sent: Sent(effect),
        Later: Later(9, "later", effect),
        Dead: Dead("gone", effect),
    }
    await put(scene, "a")
    async with delivering(scene, scripted(a=answers[delivery])):
        await until(scene, "state <> 'waiting' OR error = 'later'", 1)
    assert await applied(scene) == ["effect"]


async def test_an_effect_that_fails_leaves_no_mark_and_stops_nothing(scene: Scene) -> None:
    async def fails(tx: Transaction) -> None:
        await leave_line(tx, "half")
        raise BrokenRule

    channel = scripted(a=Sent(fails))
    await put(scene, "a")
    await put(scene, "b", lane="tg:2")
    async with delivering(scene, channel):
        await until(scene, "state = 'sent'", 1)
        await until(scene, "state = 'waiting' AND error = 'BrokenRule' AND holder = 0", 1)
        assert await applied(scene) == []
        await scene.clock.asleep()
        scene.clock.advance(300_000)
        await until(scene, "state = 'sent'", 2)
    assert channel.left.count("a") == 2


async def test_the_mark_waits_for_a_store_that_is_unavailable(scene: Scene) -> None:
    """What left is not sent again because the disk was full for a moment."""
    troubles = iter([StoreUnavailable("full")] * 3)

    async def effect(tx: Transaction) -> None:
        for trouble in troubles:
            raise trouble
        await leave_line(tx, "effect")

    channel = scripted(a=Sent(effect))
    await put(scene, "a")
    async with delivering(scene, channel):
        for _ in range(3):
            await scene.clock.asleep()
            scene.clock.advance(500)
        await until(scene, "state = 'sent'", 1)
    assert (channel.tried, await applied(scene)) == (["a"], ["effect"])


async def test_a_channel_that_raises_means_later(scene: Scene) -> None:
    channel = scripted(a=BrokenRule())
    await put(scene, "a")
    await put(scene, "nobody's", lane="xx:1")
    async with delivering(scene, channel):
        await until(scene, "state = 'waiting' AND error IN ('BrokenRule', 'KeyError') AND holder = 0", 2)
        await scene.clock.asleep()
        scene.clock.advance(300_000)
        await until(scene, "state = 'sent'", 1)


async def test_what_was_just_put_out_does_not_stand_behind_a_long_line(scene: Scene) -> None:
    old = [f"old {number}" for number in range(100)]
    for subject in old:
        await put(scene, subject, lane=f"tg:{subject}")
    scene.clock.advance(60_000)
    async with delivering(scene, Scripted(hangs={*old})):
        await until(scene, "holder > 0", 40)
        await put(scene, "fresh", lane="tg:fresh")
        await until(scene, "state = 'sent' AND subject = 'fresh'", 1)


async def test_the_line_moves_whatever_is_put_out_meanwhile(scene: Scene) -> None:
    await put(scene, "old", lane="tg:old")
    scene.clock.advance(60_000)
    fresh = [f"fresh {number}" for number in range(100)]
    for subject in fresh:
        await put(scene, subject, lane=f"tg:{subject}")
    async with delivering(scene, Scripted(hangs={*fresh})):
        await until(scene, "state = 'sent' AND subject = 'old'", 1)


async def test_killed_while_it_delivers_it_delivers_again_at_the_next_start(scene: Scene) -> None:
    """D1: perhaps twice, never zero times."""
    channel = Scripted(hangs={"a"})
    await put(scene, "a")
    async with delivering(scene, channel):
        await until(scene, "holder > 0", 1)
    await scene.database.write(outbox.release_leases)
    channel.hangs.clear()
    async with delivering(scene, channel):
        await until(scene, "state = 'sent'", 1)
    assert channel.left == ["a"]


async def test_what_another_copy_holds_is_left_to_it_until_it_is_no_more(scene: Scene) -> None:
    await put(scene, "a")
    await scene.database.write(lambda tx: tx.fetch("INSERT INTO copies (id) VALUES (77)"))
    await scene.database.write(lambda tx: outbox.take(tx, scene.clock.now, 77, 9))
    channel = Scripted()
    async with delivering(scene, channel):
        await scene.database.write(outbox.release_leases)
        await put(scene, "b", lane="tg:2")
        await until(scene, "state = 'sent'", 1)
        assert channel.tried == ["b"]
        await scene.database.write(lambda tx: tx.fetch("DELETE FROM copies WHERE id = 77"))
        await scene.database.write(outbox.release_leases)
        await until(scene, "state = 'sent'", 2)


async def test_what_was_taken_without_knowing_it_is_taken_again(scene: Scene) -> None:
    """The taking was committed, its answer was lost with the connection."""
    await put(scene, "a")
    mine = scene.database.membership.copy
    await scene.database.write(lambda tx: outbox.take(tx, scene.clock.now, mine, 9))
    async with delivering(scene, Scripted()):
        await until(scene, "state = 'sent'", 1)


async def test_a_clock_that_jumps_delivers_nothing_a_second_time(scene: Scene) -> None:
    """D12."""
    channel = Scripted(hangs={"a"})
    await put(scene, "a")
    async with delivering(scene, channel):
        await until(scene, "holder > 0", 1)
        scene.clock.advance(24 * 3_600_000)
        await put(scene, "b", lane="tg:2")
        await until(scene, "state = 'sent'", 1)
        assert channel.tried == ["a", "b"]


@pytest.mark.parametrize("ahead", [10 * 60_000, 24 * 3_600_000])
async def test_after_a_clock_that_was_ahead_all_of_it_leaves_at_once(scene: Scene, ahead: int) -> None:
    scene.clock.now += ahead
    for subject in ("put off", "put out"):
        await put(scene, subject, lane=f"tg:{subject}")
    async with delivering(scene, Scripted(script={"put off": deque([Later(300, "429")])}, hangs={"put out"})):
        await until(scene, "error = '429' AND holder = 0", 1)
    await scene.database.write(outbox.release_leases)
    scene.clock.now -= ahead
    channel = Scripted()
    async with delivering(scene, channel):
        await until(scene, "state = 'sent'", 2)
    assert set(channel.left) == {"put off", "put out"}


async def test_many_lanes_leave_at_once_and_none_is_forgotten(scene: Scene) -> None:
    for number in range(120):
        await put(scene, str(number), lane=f"tg:{number}")
    channel = Scripted()
    async with delivering(scene, channel), asyncio.TaskGroup() as group:
        moving = group.create_task(_move(scene))
        await until(scene, "state = 'sent'", 120)
        moving.cancel()
    assert len(channel.tried) == 120


async def _move(scene: Scene) -> None:
    while True:
        await scene.clock.asleep()
        scene.clock.advance(10)


@dataclass(slots=True)
class Unsteady:
    """Reads of which the first ones fail."""

    reader: Reader
    troubles: int

    async def fetch(self, sql: str, *args: Param) -> Sequence[Row]:
        if self.troubles:
            self.troubles -= 1
            raise StoreUnavailable("connection lost")
        return await self.reader.fetch(sql, *args)


async def test_a_store_that_cannot_be_read_is_waited_out(tmp_path: Path) -> None:
    async with open_sqlite(tmp_path / "unsteady.db") as steady:
        unsteady = Unsteady(steady._reader, 0)
        async with Database(steady._session, unsteady, dialect="sqlite").running() as database:
            await migrate(database)
            scene = open_scene(database, tmp_path)
            await put(scene, "a")
            unsteady.troubles = 5
            channel = Scripted()
            async with delivering(scene, channel), asyncio.TaskGroup() as group:
                moving = group.create_task(_move(scene))
                async with asyncio.timeout(20):
                    while not channel.left:
                        await asyncio.sleep(0)
                moving.cancel()


def test_the_pause_grows_and_stays_within_its_bounds() -> None:
    for tries in range(1, 40):
        assert all(1 <= backoff(tries, 2, 300) <= min(300, 2 * 2**tries) for _ in range(50))
