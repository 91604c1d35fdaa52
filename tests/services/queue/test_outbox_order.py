"""The deliverer's line: what leaves first, what holds up nothing, and whose a row is when something dies."""

import asyncio
from collections import deque

import pytest

from bot.services.queue.delivery import Retry
from bot.store import outbox
from tests.services.delivering import Scripted, delivering, move, put, until
from tests.services.service_fixture import ServiceFixture


async def test_what_was_just_put_out_does_not_stand_behind_a_long_line(scene: ServiceFixture) -> None:
    old = [f"old {number}" for number in range(100)]
    for subject in old:
        await put(scene, subject, lane=f"tg:{subject}")
    scene.clock.advance(60_000)
    async with delivering(scene, Scripted(hangs={*old})):
        await until(scene, "holder > 0", 40)
        await put(scene, "fresh", lane="tg:fresh")
        await until(scene, "state = 'sent' AND subject = 'fresh'", 1)


async def test_the_line_moves_whatever_is_put_out_meanwhile(scene: ServiceFixture) -> None:
    await put(scene, "old", lane="tg:old")
    scene.clock.advance(60_000)
    fresh = [f"fresh {number}" for number in range(100)]
    for subject in fresh:
        await put(scene, subject, lane=f"tg:{subject}")
    async with delivering(scene, Scripted(hangs={*fresh})):
        await until(scene, "state = 'sent' AND subject = 'old'", 1)


async def test_killed_while_it_delivers_it_delivers_again_at_the_next_start(scene: ServiceFixture) -> None:
    """perhaps twice, never zero times."""
    channel = Scripted(hangs={"a"})
    await put(scene, "a")
    async with delivering(scene, channel):
        await until(scene, "holder > 0", 1)
    await scene.database.write(outbox.release_orphans)
    channel.hangs.clear()
    async with delivering(scene, channel):
        await until(scene, "state = 'sent'", 1)
    assert channel.left == ["a"]


async def test_what_another_copy_holds_is_left_to_it_until_it_is_no_more(scene: ServiceFixture) -> None:
    await put(scene, "a")
    await scene.database.write(lambda tx: tx.fetch("INSERT INTO copies (id) VALUES (77)"))
    await scene.database.write(lambda tx: outbox.take(tx, scene.clock.now, 77, 9))
    channel = Scripted()
    async with delivering(scene, channel):
        await scene.database.write(outbox.release_orphans)
        await put(scene, "b", lane="tg:2")
        await until(scene, "state = 'sent'", 1)
        assert channel.tried == ["b"]
        await scene.database.write(lambda tx: tx.fetch("DELETE FROM copies WHERE id = 77"))
        await scene.database.write(outbox.release_orphans)
        await until(scene, "state = 'sent'", 2)


async def test_what_was_taken_without_knowing_it_is_taken_again(scene: ServiceFixture) -> None:
    """The taking was committed, its answer was lost with the connection."""
    await put(scene, "a")
    mine = scene.database.membership.instance_id
    await scene.database.write(lambda tx: outbox.take(tx, scene.clock.now, mine, 9))
    async with delivering(scene, Scripted()):
        await until(scene, "state = 'sent'", 1)


async def test_a_clock_that_jumps_delivers_nothing_a_second_time(scene: ServiceFixture) -> None:
    channel = Scripted(hangs={"a"})
    await put(scene, "a")
    async with delivering(scene, channel):
        await until(scene, "holder > 0", 1)
        scene.clock.advance(24 * 3_600_000)
        await put(scene, "b", lane="tg:2")
        await until(scene, "state = 'sent'", 1)
        assert channel.tried == ["a", "b"]


@pytest.mark.parametrize("ahead", [10 * 60_000, 24 * 3_600_000])
async def test_after_a_clock_that_was_ahead_all_of_it_leaves_at_once(scene: ServiceFixture, ahead: int) -> None:
    scene.clock.now += ahead
    for subject in ("put off", "put out"):
        await put(scene, subject, lane=f"tg:{subject}")
    async with delivering(scene, Scripted(script={"put off": deque([Retry(300, "429")])}, hangs={"put out"})):
        await until(scene, "error = '429' AND holder = 0", 1)
    await scene.database.write(outbox.release_orphans)
    scene.clock.now -= ahead
    channel = Scripted()
    async with delivering(scene, channel):
        await until(scene, "state = 'sent'", 2)
    assert set(channel.left) == {"put off", "put out"}


async def test_many_lanes_leave_at_once_and_none_is_forgotten(scene: ServiceFixture) -> None:
    for number in range(120):
        await put(scene, str(number), lane=f"tg:{number}")
    channel = Scripted()
    async with delivering(scene, channel), asyncio.TaskGroup() as group:
        moving = group.create_task(move(scene))
        await until(scene, "state = 'sent'", 120)
        moving.cancel()
    assert len(channel.tried) == 120


async def test_a_full_line_is_not_looked_at_again_and_again(scene: ServiceFixture) -> None:
    """What ends, and what is put out, wakes the deliverer; a look every few milliseconds would find nothing more."""
    old = [f"old {number}" for number in range(100)]
    for subject in old:
        await put(scene, subject, lane=f"tg:{subject}")
    scene.clock.advance(60_000)
    async with delivering(scene, Scripted(hangs={*old})):
        await until(scene, "holder > 0", 40)
        commits, began = scene.database.commits, scene.clock.now
        while scene.clock.now < began + 1_000:
            await scene.clock.asleep()
            scene.clock.advance(10)
        assert scene.database.commits - commits <= 4
