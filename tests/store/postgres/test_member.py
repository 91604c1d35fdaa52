"""Several copies on one PostgreSQL: turns at writing, news of one another, duties, and what becomes of the dead."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import asyncpg
import pytest

from bot.store import inbox, outbox
from bot.store.engine.database import Database, StoreUnavailable, Transaction
from bot.store.engine.membership import LeaderRole
from bot.store.open import open_database
from tests.databases import PostgresServer, outside
from tests.given import NOW, column

pytestmark = pytest.mark.postgres


@pytest.fixture
async def url(postgres_server: PostgresServer) -> AsyncIterator[str]:
    fresh = await postgres_server.fresh()
    yield fresh
    await postgres_server.drop(fresh)


@pytest.fixture
async def one(url: str) -> AsyncIterator[Database]:
    async with open_database(url) as database:
        yield database


@pytest.fixture
async def other(url: str) -> AsyncIterator[Database]:
    async with open_database(url) as database:
        yield database


async def until(look: Callable[[], Awaitable[object]]) -> None:
    async with asyncio.timeout(60):
        while not await look():
            await asyncio.sleep(0.01)


async def test_a_unit_that_reads_and_then_writes_is_never_overtaken(one: Database, other: Database) -> None:
    """The day's limit, the audit log's chain: all that looks first and then acts on what it saw."""

    async def count_up(tx: Transaction) -> None:
        row = await tx.fetchrow("SELECT COUNT(*) AS count FROM events")
        assert row is not None
        await tx.fetch("INSERT INTO events (subject, what, at) VALUES ('x', $1, 0)", str(row["count"]))

    await asyncio.gather(*(database.write(count_up) for database in (one, other) for _ in range(40)))
    assert await column(one, "SELECT what AS value FROM events ORDER BY id") == [str(number) for number in range(80)]


async def test_units_that_touch_the_same_rows_in_any_order_do_not_lock_one_another_out(
    one: Database, other: Database
) -> None:
    async def fill(tx: Transaction) -> None:
        for name in "ab":
            await tx.fetch("INSERT INTO switches (name, value, actor, at) VALUES ($1, '', 0, 0)", name)

    def touch(names: str) -> Callable[[Transaction], Awaitable[None]]:
        async def unit(tx: Transaction) -> None:
            for name in names:
                await tx.fetch("UPDATE switches SET at = at + 1 WHERE name = $1", name)

        return unit

    await one.write(fill)
    await asyncio.gather(*(one.write(touch("ab")) for _ in range(30)), *(other.write(touch("ba")) for _ in range(30)))
    assert await column(one, "SELECT at AS value FROM switches") == [60, 60]


async def test_work_put_out_by_one_copy_wakes_the_others(one: Database, other: Database) -> None:
    event = other.topics.event(outbox.TOPIC)
    event.clear()
    await one.write(lambda tx: outbox.add(tx, lane="tg:1", kind="screen", subject="a", now=NOW))
    async with asyncio.timeout(20):
        await event.wait()


async def test_a_row_kept_for_the_copy_that_has_its_lane_wakes_that_copy(one: Database, other: Database) -> None:
    async def keep(database: Database, key: str) -> None:
        copy = database.membership.instance_id
        await database.write(
            lambda tx: inbox.add(tx, source="telegram", key=key, lane="tg:1", body=key, now=NOW, owner=copy)
        )

    await keep(one, "first")
    event = one.topics.event(inbox.TOPIC)
    event.clear()
    await keep(other, "second")
    async with asyncio.timeout(20):
        await event.wait()
    assert [row.body for row in await inbox.new(one, one.membership.instance_id, 9)] == ["first", "second"]
    assert await inbox.new(other, other.membership.instance_id, 9) == []


async def test_a_duty_is_one_copys_and_passes_on_when_that_ends(url: str, one: Database) -> None:
    async with open_database(url) as other:
        assert await other.membership.is_leader(LeaderRole.SCHEDULER)
        assert not await one.membership.is_leader(LeaderRole.SCHEDULER)
        assert await one.membership.is_leader(LeaderRole.POLLING)
        assert await other.membership.is_leader(LeaderRole.SCHEDULER)
    await until(lambda: one.membership.is_leader(LeaderRole.SCHEDULER))


async def test_a_copy_that_stops_leaves_what_it_held_to_the_others_at_once(url: str, one: Database) -> None:
    async with open_database(url) as other:
        copy = other.membership.instance_id
        await other.write(lambda tx: outbox.add(tx, lane="tg:1", kind="screen", subject="a", now=NOW))
        await other.write(lambda tx: outbox.take(tx, NOW, copy, 9))
        await other.write(
            lambda tx: inbox.add(tx, source="telegram", key="1", lane="tg:1", body="", now=NOW, owner=copy)
        )
        assert await outbox.next_due(one, NOW, one.membership.instance_id) is None
    assert await outbox.next_due(one, NOW, one.membership.instance_id) == NOW
    assert len(await inbox.new(one, one.membership.instance_id, 9)) == 1


async def test_what_a_dead_copy_held_is_free_again_and_what_it_was_sending_may_have_arrived(one: Database) -> None:
    """Its row is all that is left of it: no lock, no beat."""
    await one.write(lambda tx: tx.fetch("INSERT INTO copies (id) VALUES (99)"))
    await one.write(lambda tx: outbox.add(tx, lane="po:w-1", kind="payout", subject="w-1", now=NOW))
    await one.write(lambda tx: outbox.take(tx, NOW, 99, 9))
    await one.write(
        lambda tx: tx.fetch("INSERT INTO attempts (subject, order_id, started_at) VALUES ('w-1', 'w-1', 1)")
    )
    await until(lambda: outbox.next_due(one, one.membership.instance_id))
    assert await column(one, "SELECT outcome AS value FROM attempts") == ["unknown"]
    assert 99 not in await column(one, "SELECT id AS value FROM copies")


async def test_the_living_keep_what_they_hold_when_all_connections_end_at_once(
    url: str, one: Database, other: Database
) -> None:
    """As when the database is restarted."""
    for database, lane in ((one, "tg:1"), (other, "tg:2")):
        copy = database.membership.instance_id
        await database.write(lambda tx, lane=lane: outbox.add(tx, lane=lane, kind="x", subject="a", now=NOW))  # type: ignore[misc]
        await database.write(lambda tx, copy=copy: outbox.take(tx, NOW, copy, 1))  # type: ignore[misc]
    copies = {one.membership.instance_id, other.membership.instance_id}
    await outside(
        url,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()",
    )

    async def both_beat(since: int) -> bool:
        try:
            beats = await column(one, "SELECT beat AS value FROM copies")
        except StoreUnavailable:
            return False
        return len(beats) == 2 and all(isinstance(beat, int) and beat > since for beat in beats)

    await until(lambda: both_beat(0))
    highest = max(int(str(beat)) for beat in await column(one, "SELECT beat AS value FROM copies"))
    await until(lambda: both_beat(highest + 8))
    assert set(await column(one, "SELECT holder AS value FROM outbox")) == copies
    assert {one.membership.instance_id, other.membership.instance_id} == copies


async def test_a_copy_taken_for_dead_comes_back_under_another_name(one: Database) -> None:
    before = one.membership.instance_id
    await one.write(lambda tx: tx.fetch("DELETE FROM copies WHERE id = $1", before))

    async def is_renamed() -> bool:
        return one.membership.instance_id != before

    await until(is_renamed)
    assert await column(one, "SELECT id AS value FROM copies") == [one.membership.instance_id]


async def test_many_copies_that_start_together_migrate_once(postgres_server: PostgresServer) -> None:
    url = await postgres_server.empty()

    async def start() -> None:
        async with open_database(url):
            pass

    await asyncio.gather(*(start() for _ in range(5)))
    await start()


async def test_a_row_locked_from_outside_holds_up_no_other(url: str, one: Database) -> None:
    for lane in ("tg:1", "tg:2"):
        await one.write(lambda tx, lane=lane: outbox.add(tx, lane=lane, kind="x", subject=lane, now=NOW))  # type: ignore[misc]
    administrator = await asyncpg.connect(url)
    try:
        await administrator.execute("BEGIN; SELECT 1 FROM outbox WHERE lane = 'tg:1' FOR UPDATE")
        assert [row.subject for row in await one.write(lambda tx: outbox.take(tx, NOW, 1, 9))] == ["tg:2"]
    finally:
        await administrator.close()
