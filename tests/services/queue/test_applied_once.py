"""A row of the inbox takes effect once: killed before or after its commit, or with a commit whose answer was lost."""

import asyncio

import pytest

from bot.services.queue.inbox_worker import AppliedBefore, Turn
from bot.store import inbox
from bot.store.engine.database import StoreUnavailable, Transaction
from tests.services.queue.test_inbox_worker import BrokenRule, Scripted, applied, leave_line, until, working
from tests.services.service_fixture import ServiceFixture


async def test_killed_before_it_is_done_a_row_is_applied_at_the_next_start(scene: ServiceFixture) -> None:
    is_waiting = asyncio.Event()

    async def hangs(_turn: Turn) -> None:
        is_waiting.set()
        await asyncio.Event().wait()

    await scene.row(body="a")
    async with working(scene, Scripted(script={"a": hangs})):
        await is_waiting.wait()
    assert await applied(scene) == []
    async with working(scene, Scripted()):
        await until(scene, "state = 'done'", 1)
    assert await applied(scene) == ["a"]


async def test_killed_after_it_is_done_a_row_is_not_applied_again(scene: ServiceFixture) -> None:
    is_written = asyncio.Event()

    async def writes_and_hangs(turn: Turn) -> None:
        await turn.write(lambda tx: leave_line(tx, "a"))
        is_written.set()
        await asyncio.Event().wait()

    await scene.row(body="a")
    async with working(scene, Scripted(script={"a": writes_and_hangs})):
        await is_written.wait()
    handler = Scripted()
    await scene.row(body="b")
    async with working(scene, handler):
        await until(scene, "state = 'done'", 2)
    assert handler.tried == ["b"]


async def test_a_commit_whose_answer_was_lost_is_not_repeated(scene: ServiceFixture) -> None:
    """The connection went away with the answer: the row comes again, and is done."""

    async def commits_and_loses_the_answer(turn: Turn) -> None:
        other = Turn(scene.database, scene.clock, turn.row)
        await other.write(lambda tx: leave_line(tx, "a"))
        raise StoreUnavailable("connection lost")

    handler = Scripted()

    async def only_once(turn: Turn) -> None:
        if handler.tried == ["a"]:
            await commits_and_loses_the_answer(turn)

    handler.script["a"] = only_once
    await scene.row(body="a")
    await scene.row(body="b")
    async with working(scene, handler):
        await until(scene, "state = 'done'", 2)
    assert handler.tried == ["a", "a", "b"]
    assert await applied(scene) == ["a", "b"]


async def test_the_effect_and_the_mark_stand_or_fall_together(scene: ServiceFixture) -> None:
    async def half(tx: Transaction) -> None:
        await leave_line(tx, "half")
        raise BrokenRule

    turn = await scene.turn()
    with pytest.raises(BrokenRule):
        await turn.write(half)
    assert (turn.is_done, await applied(scene), await scene.count("inbox", "state = 'new'")) == (False, [], 1)
    await turn.write(lambda tx: leave_line(tx, "whole"))
    assert (turn.is_done, await applied(scene), await scene.count("inbox", "state = 'done'")) == (True, ["whole"], 1)


async def test_a_turn_in_which_nothing_was_written_is_done_all_the_same(scene: ServiceFixture) -> None:
    turn = await scene.turn()
    await turn.finish()
    await turn.finish()
    assert await inbox.new(scene.database, 0, 9) == []
    with pytest.raises(AppliedBefore):
        await Turn(scene.database, scene.clock, turn.row).write(lambda tx: leave_line(tx, "again"))
    assert await applied(scene) == []
