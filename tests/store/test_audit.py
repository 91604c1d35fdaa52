"""The audit log on disk: it cannot be changed, and where somebody forces it, that is found."""

import asyncio

import pytest

from bot.store import audit
from bot.store.engine.database import Database, Param, StoreUnusable, Transaction
from bot.store.open import open_reader

PAGE = 1_000
PUT_IN = (
    "INSERT INTO audit (id, at, actor, act, subject, before, after, previous, hash)"
    " SELECT 6, at, actor, act, subject, before, after, hash, 'forged' FROM audit WHERE id = 5"
)


async def write(database: Database, count: int) -> None:
    async def unit(tx: Transaction) -> None:
        for number in range(count):
            await audit.append(
                tx, actor=7, act="hold", subject=f"player:p{number}", before="{}", after="{}", now=number
            )

    await database.write(unit)


async def force(database: Database, statement: str, *args: Param) -> None:
    """What somebody does who has the whole database in his hands."""
    guards = {
        "sqlite": ["DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete"],
        "postgresql": ["DROP TRIGGER audit_append_only ON audit"],
    }

    async def unit(tx: Transaction) -> None:
        for drop in guards[database.dialect]:
            await tx.fetch(drop)
        await tx.fetch(statement, *args)

    await database.write(unit)


@pytest.mark.parametrize("count", [0, 1, 5, PAGE, PAGE + 1])
async def test_a_log_left_alone_is_whole(database: Database, count: int) -> None:
    await write(database, count)
    head, broken = await audit.examine(database)
    assert (head, broken) == (await audit.head(database), None)
    assert head.count == count


async def test_acts_at_the_same_moment_stand_one_after_the_other(database: Database) -> None:
    await asyncio.gather(*(write(database, 2) for _ in range(10)))
    assert await audit.examine(database) == (await audit.head(database), None)


async def test_an_act_that_was_undone_leaves_no_gap(database: Database) -> None:
    async def undone(tx: Transaction) -> None:
        await audit.append(tx, actor=7, act="hold", subject="", before="", after="", now=0)
        raise LookupError

    await write(database, 1)
    with pytest.raises(LookupError):
        await database.write(undone)
    await write(database, 1)
    assert await audit.examine(database) == (await audit.head(database), None)


@pytest.mark.parametrize("statement", ["UPDATE audit SET actor = 8", "DELETE FROM audit"])
async def test_the_database_itself_refuses_to_change_the_past(database: Database, statement: str) -> None:
    await write(database, 2)
    with pytest.raises(Exception, match="append only"):
        await database.write(lambda tx: tx.fetch(statement))
    assert await audit.examine(database) == (await audit.head(database), None)


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE audit SET actor = 8 WHERE id = 3", 3),
        ("UPDATE audit SET at = at + 1 WHERE id = 5", 5),
        ("UPDATE audit SET after = '{\"held\": null}' WHERE id = 1", 1),
        ("UPDATE audit SET hash = 'forged' WHERE id = 5", 5),
        ("DELETE FROM audit WHERE id = 3", 4),
        ("DELETE FROM audit WHERE id = 1", 2),
        ("UPDATE audit SET id = -1 WHERE id = 5", -1),
        ("UPDATE audit SET id = 7 WHERE id = 5", 7),
        (PUT_IN, 6),
    ],
)
async def test_whatever_is_forced_upon_the_log_is_found(database: Database, statement: str, broken: int) -> None:
    await write(database, 5)
    await force(database, statement)
    assert (await audit.examine(database))[1] == broken


async def test_rows_cut_off_at_the_end_show_in_the_head(database: Database) -> None:
    await write(database, 5)
    kept = await audit.head(database)
    await force(database, "DELETE FROM audit WHERE id > 3")
    head, broken = await audit.examine(database)
    assert broken is None
    assert (head.count, kept.count) == (3, 5)
    assert head.hash != kept.hash


async def test_the_log_can_be_read_while_the_bot_writes(database: Database, url: str) -> None:
    await write(database, 2)
    async with open_reader(url) as reader:
        assert await audit.examine(reader) == (await audit.head(database), None)
        await write(database, 1)
        assert (await audit.head(reader)).count == 3


async def test_a_database_that_is_not_there_is_named() -> None:
    with pytest.raises(StoreUnusable, match="BOT_DATABASE_URL"):
        async with open_reader("sqlite:////nowhere/at/all.db") as reader:
            await audit.head(reader)
