"""The deliverer: every row until a definite answer, effects together with the mark, never stopped."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.services.queue.delivery import DeadLetter, Delivered, Delivery, Retry, backoff
from bot.store.engine.database import Database, Param, Reader, Row, StoreUnavailable, Transaction
from bot.store.engine.migrate import migrate
from bot.store.sqlite.database import open_sqlite
from tests.services.delivering import Scripted, delivering, move, put, scripted, until
from tests.services.queue.test_inbox_worker import BrokenRule, applied, leave_line
from tests.services.service_fixture import ServiceFixture, open_service_fixture


async def test_what_is_put_out_leaves_once(scene: ServiceFixture) -> None:
    channel = Scripted()
    await put(scene, "before")
    async with delivering(scene, channel) as deliverer:
        await until(scene, "state = 'sent'", 1)
        await put(scene, "while it runs")
        await until(scene, "state = 'sent'", 2)
        async with asyncio.TaskGroup() as group:
            moving = group.create_task(move(scene))
            await deliverer.idle()
            moving.cancel()
    assert channel.tried == ["before", "while it runs"]


async def test_a_row_that_must_wait_holds_its_lane_in_order_and_no_other(scene: ServiceFixture) -> None:
    channel = scripted(first=Retry(30, "429"))
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


async def test_what_is_dead_is_left_behind(scene: ServiceFixture) -> None:
    channel = scripted(first=DeadLetter("blocked"))
    await put(scene, "first")
    await put(scene, "second")
    async with delivering(scene, channel):
        await until(scene, "state = 'sent'", 1)
    assert channel.tried == ["first", "second"]
    assert await scene.count("outbox", "state = 'dead' AND error = 'blocked'") == 1


@pytest.mark.parametrize("delivery", [Delivered, Retry, DeadLetter])
async def test_the_effect_is_written_with_the_mark(scene: ServiceFixture, delivery: type[Delivery]) -> None:
    async def effect(tx: Transaction) -> None:
        await leave_line(tx, "effect")
        waiting = await tx.fetchrow("SELECT COUNT(*) AS count FROM outbox WHERE state = 'waiting' AND error = ''")
        assert waiting is not None
        assert waiting["count"] == 1

    answers: dict[type[Delivery], Delivery] = {
        Delivered: Delivered(effect),
        Retry: Retry(9, "later", effect),
        DeadLetter: DeadLetter("gone", effect),
    }
    await put(scene, "a")
    async with delivering(scene, scripted(a=answers[delivery])):
        await until(scene, "state <> 'waiting' OR error = 'later'", 1)
    assert await applied(scene) == ["effect"]


async def test_an_effect_that_fails_leaves_no_mark_and_stops_nothing(scene: ServiceFixture) -> None:
    async def fails(tx: Transaction) -> None:
        await leave_line(tx, "half")
        raise BrokenRule

    channel = scripted(a=Delivered(fails))
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


async def test_the_mark_waits_for_a_store_that_is_unavailable(scene: ServiceFixture) -> None:
    """What left is not sent again because the disk was full for a moment."""
    troubles = iter([StoreUnavailable("full")] * 3)

    async def effect(tx: Transaction) -> None:
        for trouble in troubles:
            raise trouble
        await leave_line(tx, "effect")

    channel = scripted(a=Delivered(effect))
    await put(scene, "a")
    async with delivering(scene, channel):
        for _ in range(3):
            await scene.clock.asleep()
            scene.clock.advance(500)
        await until(scene, "state = 'sent'", 1)
    assert (channel.tried, await applied(scene)) == (["a"], ["effect"])


async def test_a_channel_that_raises_means_later(scene: ServiceFixture) -> None:
    channel = scripted(a=BrokenRule())
    await put(scene, "a")
    await put(scene, "nobody's", lane="xx:1")
    async with delivering(scene, channel):
        await until(scene, "state = 'waiting' AND error IN ('BrokenRule', 'KeyError') AND holder = 0", 2)
        await scene.clock.asleep()
        scene.clock.advance(300_000)
        await until(scene, "state = 'sent'", 1)


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
            scene = open_service_fixture(database, tmp_path)
            await put(scene, "a")
            unsteady.troubles = 5
            channel = Scripted()
            async with delivering(scene, channel), asyncio.TaskGroup() as group:
                moving = group.create_task(move(scene))
                async with asyncio.timeout(20):
                    while not channel.left:
                        await asyncio.sleep(0)
                moving.cancel()


def test_the_pause_grows_and_stays_within_its_bounds() -> None:
    for tries in range(1, 40):
        assert all(1 <= backoff(tries, 2, 300) <= min(300, 2 * 2**tries) for _ in range(50))
