"""One writer: units that wait share a commit, each fails for itself, and nobody's leaving disturbs it."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from functools import partial

import pytest

from bot.store import alerts
from bot.store.engine.database import BATCH_MAX, Database, StoreUnavailable, Transaction
from bot.store.open import open_database
from tests.given import column

Adds = Callable[[Transaction], Awaitable[bool]]


class BrokenRule(Exception):
    """What a unit may raise."""


def adds(name: str) -> Adds:
    """A unit that leaves a row called `name`."""
    return lambda tx: alerts.begin(tx, "test", name, "", 0)


async def names(database: Database) -> set[object]:
    return set(await column(database, "SELECT subject AS value FROM alarms"))


async def test_units_that_wait_share_a_commit(database: Database) -> None:
    before = database.commits
    assert all(await asyncio.gather(*(database.write(adds(str(number))) for number in range(100))))
    assert database.commits - before <= 2
    assert len(await names(database)) == 100


async def test_more_than_a_batch_is_written_in_several(database: Database) -> None:
    before = database.commits
    await asyncio.gather(*(database.write(adds(str(number))) for number in range(BATCH_MAX + 1)))
    assert database.commits - before == 2
    assert len(await names(database)) == BATCH_MAX + 1


async def test_a_unit_that_fails_is_rolled_back_alone(database: Database) -> None:
    async def fails(tx: Transaction) -> None:
        await adds("never")(tx)
        raise BrokenRule

    units = [database.write(adds("a")), database.write(fails), database.write(adds("b")), database.write(fails)]
    results = await asyncio.gather(*units, return_exceptions=True)
    assert [results[0], results[2]] == [True, True]
    assert [type(results[1]), type(results[3])] == [BrokenRule, BrokenRule]
    assert await names(database) == {"a", "b"}


async def test_a_statement_that_fails_spoils_no_other_unit(database: Database) -> None:
    """PostgreSQL refuses everything that follows a failed statement of a transaction."""

    async def fails(tx: Transaction) -> None:
        await tx.fetch("SELECT no_such_column FROM alarms")

    results = await asyncio.gather(database.write(fails), database.write(adds("a")), return_exceptions=True)
    assert isinstance(results[0], Exception)
    assert results[1] is True
    assert await names(database) == {"a"}


async def test_a_unit_that_runs_again_with_its_batch_leaves_one_trace(database: Database) -> None:
    runs = 0

    async def counts(tx: Transaction) -> bool:
        nonlocal runs
        runs += 1
        return await adds("once")(tx)

    async def fails(_tx: Transaction) -> None:
        raise BrokenRule

    is_new, failure = await asyncio.gather(database.write(counts), database.write(fails), return_exceptions=True)
    assert (is_new, type(failure), runs) == (True, BrokenRule, 2)
    assert await names(database) == {"once"}


async def test_cancelled_callers_leave_no_transaction_open_and_lose_no_unit(database: Database) -> None:
    """Of 300 cancelled at random moments, every unit that was handed over is written whole."""

    async def two_rows(number: int, tx: Transaction) -> None:
        await adds(f"{number}-a")(tx)
        await asyncio.sleep(0)
        await adds(f"{number}-b")(tx)

    chance = random.Random(7)
    async with asyncio.TaskGroup() as group:
        for number in range(300):
            writing = group.create_task(database.write(partial(two_rows, number)))
            for _ in range(chance.randrange(1, 12)):
                await asyncio.sleep(0)
            writing.cancel()
    await database.write(adds("last"))
    written = await names(database)
    assert written == {f"{number}-{half}" for number in range(300) for half in "ab"} | {"last"}


async def test_topics_wake_after_the_commit_and_not_before(database: Database) -> None:
    news = database.topics.event("test")
    is_running, may_end = asyncio.Event(), asyncio.Event()

    async def unit(tx: Transaction) -> None:
        await adds("seen")(tx)
        tx.notify("test")
        is_running.set()
        await may_end.wait()

    async with asyncio.TaskGroup() as group:
        group.create_task(database.write(unit))
        await is_running.wait()
        assert not news.is_set()
        assert await names(database) == set()
        may_end.set()
        await news.wait()
        assert await names(database) == {"seen"}


async def test_topics_of_a_unit_that_failed_wake_nobody(database: Database) -> None:
    async def fails(tx: Transaction) -> None:
        tx.notify("test")
        raise BrokenRule

    with pytest.raises(BrokenRule):
        await database.write(fails)
    await database.write(adds("other"))
    assert not database.topics.event("test").is_set()


async def test_closing_writes_what_waits(url: str) -> None:
    async with asyncio.TaskGroup() as group:
        async with open_database(url) as database:
            writing = [group.create_task(database.write(adds(str(number)))) for number in range(300)]
            await asyncio.sleep(0)
        assert all([await written for written in writing])
    async with open_database(url) as database:
        assert len(await names(database)) == 300


async def test_a_unit_that_comes_after_the_end_is_refused_at_once(url: str) -> None:
    async with open_database(url) as database:
        pass
    with pytest.raises(StoreUnavailable, match="closed"):
        await database.write(adds("too late"))


async def test_what_waits_when_the_program_fails_is_refused_or_written(url: str) -> None:
    """Nobody waits for ever for a writer that has gone."""
    ready = asyncio.Event()

    async def slow(tx: Transaction) -> None:
        ready.set()
        await asyncio.sleep(0)
        await adds("slow")(tx)

    writing: list[asyncio.Task[object]] = []

    async def program(group: asyncio.TaskGroup) -> None:
        async with open_database(url) as database:
            writing.extend(group.create_task(_outcome(database.write(unit))) for unit in (slow, adds("waits")))
            await ready.wait()
            raise BrokenRule

    async with asyncio.TaskGroup() as group:
        with pytest.raises(BrokenRule):
            await program(group)
    async with open_database(url) as database:
        kept = await names(database)
    for name, written in zip(("slow", "waits"), writing, strict=True):
        assert isinstance(written.result(), StoreUnavailable) == (name not in kept)


async def test_what_waits_behind_a_unit_in_which_the_program_fails_is_refused(url: str) -> None:
    """A batch that failed is written unit by unit: those that had no turn any more hear of the end too."""
    is_alone = asyncio.Event()
    runs = 0

    async def fails_and_then_hangs(_tx: Transaction) -> None:
        nonlocal runs
        runs += 1
        if runs == 1:
            raise BrokenRule
        is_alone.set()
        await asyncio.Event().wait()

    writing: list[asyncio.Task[object]] = []

    async def program(group: asyncio.TaskGroup) -> None:
        async with open_database(url) as database:
            units = (fails_and_then_hangs, adds("behind"))
            writing.extend(group.create_task(_outcome(database.write(unit))) for unit in units)
            await is_alone.wait()
            raise BrokenRule

    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        with pytest.raises(BrokenRule):
            await program(group)
    assert [type(written.result()) for written in writing] == [StoreUnavailable, StoreUnavailable]


async def _outcome(writing: Awaitable[object]) -> object:
    try:
        return await writing
    except StoreUnavailable as error:
        return error
