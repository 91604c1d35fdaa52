"""The outbox: in order within a lane, money first between lanes, once per key, again until a definite answer."""

import json

import pytest

from bot.store import outbox, outbox_chats
from bot.store.engine.database import Database
from bot.store.outbox import ALERT, MONEY, REDRAW, REPLY, OutboxRow
from tests.given import NOW, column

MINE, OTHER = 7, 8


@pytest.fixture(autouse=True)
async def _two_copies(database: Database) -> None:
    """Rows in the hands of a copy that nobody knows would be freed at the next glance."""
    await database.write(lambda tx: tx.fetch("INSERT INTO copies (id) VALUES ($1), ($2)", MINE, OTHER))


async def put(
    database: Database,
    subject: str,
    *,
    lane: str = "tg:1",
    kind: str = "screen",
    dedupe: str = "",
    priority: int = REPLY,
    due_at: int = 0,
) -> bool:
    return await database.write(
        lambda tx: outbox.add(
            tx, lane=lane, kind=kind, subject=subject, now=NOW, dedupe=dedupe, priority=priority, due_at=due_at
        )
    )


async def draw(database: Database, subject: str, payload: str = "{}", now: int = NOW) -> None:
    await database.write(
        lambda tx: outbox.refresh(tx, lane="tg:1", kind="card", subject=subject, now=now, payload=payload)
    )


async def take(database: Database, now: int = NOW, limit: int = 9) -> list[OutboxRow]:
    """As a copy that knows what it has in hand already."""
    in_hand = await column(database, "SELECT id AS value FROM outbox WHERE holder = 7")
    return list(await database.write(lambda tx: outbox.take(tx, now, MINE, limit, [int(str(one)) for one in in_hand])))


async def sent(database: Database, row: OutboxRow) -> None:
    await database.write(lambda tx: outbox.mark_sent(tx, row, NOW))


async def subjects(database: Database, now: int = NOW) -> list[str]:
    return [row.subject for row in await take(database, now)]


async def test_a_lane_leaves_one_at_a_time_money_first_then_answers_then_what_is_only_redrawn(
    database: Database,
) -> None:
    priorities = {"redrawn": REDRAW, "news": ALERT, "answer": REPLY, "next answer": REPLY, "money": MONEY}
    for subject, priority in priorities.items():
        await put(database, subject, priority=priority)
    for subject in ("money", "answer", "next answer", "news", "redrawn"):
        (row,) = await take(database)
        assert row.subject == subject
        assert await take(database) == []
        await sent(database, row)
    assert await take(database) == []


async def test_lanes_leave_side_by_side_and_money_first(database: Database) -> None:
    await put(database, "talk", lane="tg:1")
    await put(database, "money", lane="tg:2", priority=MONEY)
    await put(database, "more talk", lane="tg:3")
    await put(database, "more money", lane="tg:4", priority=MONEY)
    assert [row.subject for row in await take(database, limit=3)] == ["money", "more money", "talk"]
    assert await subjects(database) == ["more talk"]


async def put_off(database: Database, subject: str, due_at: int, *, now: int = NOW, priority: int = REPLY) -> None:
    """It was tried in vain."""
    await put(database, subject, priority=priority)
    (row,) = await take(database, now)
    await database.write(lambda tx: outbox.mark_later(tx, row, due_at, "unreachable", now))


async def test_what_was_put_off_holds_its_lane_and_no_other(database: Database) -> None:
    await put_off(database, "later", NOW + 10)
    await put(database, "behind it")
    await put(database, "elsewhere", lane="tg:2")
    assert await subjects(database) == ["elsewhere"]
    assert await outbox.next_due(database, NOW) == NOW + 10
    assert await subjects(database, NOW + 10) == ["later"]


async def test_what_was_put_off_does_not_hold_money(database: Database) -> None:
    await put_off(database, "talk", NOW + 10)
    await put(database, "money", priority=MONEY)
    assert await outbox.next_due(database, NOW) == NOW
    assert await subjects(database) == ["money"]


async def test_what_is_only_to_leave_later_holds_up_nobody_before_that(database: Database) -> None:
    await put(database, "later", due_at=NOW + 10)
    await put(database, "meanwhile")
    (row,) = await take(database)
    assert row.subject == "meanwhile"
    await sent(database, row)
    assert await outbox.next_due(database, NOW) == NOW + 10
    assert await subjects(database, NOW + 10) == ["later"]


async def test_money_waits_for_the_message_that_is_just_being_delivered(database: Database) -> None:
    await put(database, "talk")
    (row,) = await take(database)
    await put(database, "money", priority=MONEY)
    assert await take(database) == []
    assert await database.write(lambda tx: outbox.take(tx, NOW, OTHER, 9)) == []
    await sent(database, row)
    assert await subjects(database) == ["money"]


@pytest.mark.parametrize("ahead", [60_000, 20 * 60_000, 365 * 24 * 3_600_000])
async def test_what_was_put_off_by_a_clock_that_was_ahead_leaves_at_once(database: Database, ahead: int) -> None:
    await put_off(database, "a", NOW + ahead + 300_000, now=NOW + ahead)
    assert await outbox.next_due(database, NOW) == NOW
    assert await subjects(database) == ["a"]


async def test_what_was_put_out_by_a_clock_that_was_ahead_leaves_at_once(database: Database) -> None:
    await draw(database, "dep-1", now=NOW + 3_600_000)
    assert await outbox.next_due(database, NOW) == NOW
    assert await subjects(database) == ["dep-1"]


async def test_a_due_time_beyond_the_longest_pause_is_nobodys_will(database: Database) -> None:
    """As rows may stand that an earlier version put off."""
    await put(database, "a")
    await database.write(lambda tx: tx.fetch("UPDATE outbox SET due_at = $1, put_at = 0", NOW + 9**13))
    assert await outbox.next_due(database, NOW) == NOW
    assert await subjects(database) == ["a"]


async def test_two_clocks_that_differ_a_little_do_not_hurry(database: Database) -> None:
    await put_off(database, "a", NOW + 30_000, now=NOW + 3_000)
    assert await subjects(database) == []


async def test_the_same_screen_twice_leaves_once_until_it_is_on_its_way(database: Database) -> None:
    async def press(payload: str) -> None:
        await database.write(
            lambda tx: outbox.add_once(tx, lane="tg:1", kind="screen", subject="", now=NOW, payload=payload)
        )

    for payload in ("help", "history", "help", "history"):
        await press(payload)
    (row,) = await take(database)
    await press("help")
    await sent(database, row)
    left = []
    while rows := await take(database):
        left += [row.payload for row in rows]
        await sent(database, rows[0])
    assert (row.payload, left) == ("help", ["history", "help"])


async def test_a_row_is_in_the_hands_of_one_copy_until_that_is_no_more(database: Database) -> None:
    await put(database, "a")
    (first,) = await take(database)
    await database.write(outbox.release_orphans)
    assert await database.write(lambda tx: outbox.take(tx, NOW + 9**12, OTHER, 9)) == []
    assert await outbox.next_due(database, NOW, OTHER) is None
    await database.write(lambda tx: tx.fetch("DELETE FROM copies WHERE id = 7"))
    await database.write(outbox.release_orphans)
    assert await outbox.next_due(database, NOW, OTHER) == NOW
    (second,) = await database.write(lambda tx: outbox.take(tx, NOW, OTHER, 9))
    assert (first.attempts, second.attempts) == (1, 2)


async def test_what_is_no_longer_in_a_copys_hands_it_cannot_mark(database: Database) -> None:
    await put(database, "a")
    (mine,) = await take(database)
    await database.write(lambda tx: tx.fetch("DELETE FROM copies WHERE id = 7"))
    await database.write(outbox.release_orphans)
    (theirs,) = await database.write(lambda tx: outbox.take(tx, NOW, OTHER, 9))
    await database.write(lambda tx: outbox.mark_sent(tx, mine, NOW))
    await database.write(lambda tx: outbox.mark_later(tx, mine, NOW + 9, "late", NOW))
    await database.write(lambda tx: outbox.mark_dead(tx, mine, "gone", NOW))
    assert await column(database, "SELECT state || holder || error AS value FROM outbox") == ["waiting8"]
    await sent(database, theirs)
    assert await column(database, "SELECT state AS value FROM outbox") == ["sent"]


async def test_a_key_is_put_out_once_ever(database: Database) -> None:
    assert await put(database, "a", dedupe="ring:1")
    (row,) = await take(database)
    await sent(database, row)
    assert not await put(database, "a", dedupe="ring:1")
    assert await put(database, "b")
    assert await put(database, "b")
    assert await column(database, "SELECT COUNT(*) AS value FROM outbox") == [3]


async def test_when_the_next_row_wants_to_leave(database: Database) -> None:
    assert await outbox.next_due(database, NOW) is None
    await put(database, "later", due_at=NOW + 50)
    assert await outbox.next_due(database, NOW) == NOW + 50
    await put(database, "now", lane="tg:2")
    assert await outbox.next_due(database, NOW) == NOW
    await take(database)
    assert await outbox.next_due(database, NOW) == NOW + 50
    await take(database, NOW + 50)
    assert await outbox.next_due(database, NOW) is None


async def test_drawing_twice_while_it_waits_is_drawing_once(database: Database) -> None:
    await draw(database, "dep-1")
    await draw(database, "dep-1", json.dumps({"anew": True}))
    await draw(database, "dep-1")
    (row,) = await take(database)
    assert (row.version, json.loads(row.payload)) == (3, {"anew": True})
    await sent(database, row)
    assert await take(database) == []


async def test_what_changed_while_it_was_drawn_is_drawn_again(database: Database) -> None:
    await draw(database, "dep-1")
    (row,) = await take(database)
    await draw(database, "dep-1")
    await sent(database, row)
    (again,) = await take(database)
    assert (again.id, again.version) == (row.id, row.version + 1)
    await sent(database, again)
    assert await take(database) == []
    await draw(database, "dep-1")
    assert await subjects(database) == ["dep-1"]


async def test_what_fails_comes_again_later_and_keeps_its_place(database: Database) -> None:
    await put(database, "a")
    await put(database, "b")
    (row,) = await take(database)
    await database.write(lambda tx: outbox.mark_later(tx, row, NOW + 7, "x" * 9000, NOW))
    assert await subjects(database, NOW + 6) == []
    (again,) = await take(database, NOW + 7)
    assert (again.subject, again.attempts) == ("a", 2)
    assert await column(database, "SELECT error AS value FROM outbox WHERE subject = 'a'") == ["x" * 500]


async def test_what_is_dead_stands_in_nobodys_way(database: Database) -> None:
    await put(database, "a")
    await put(database, "b")
    (row,) = await take(database)
    await database.write(lambda tx: outbox.mark_dead(tx, row, "gone", NOW))
    assert await subjects(database) == ["b"]


async def test_what_has_not_left_can_be_taken_back(database: Database) -> None:
    await put(database, "a", dedupe="album:1", due_at=NOW + 5)
    await put(database, "b")
    await database.write(lambda tx: outbox.withdraw(tx, "album:1", NOW))
    assert await subjects(database, NOW + 9) == ["b"]


async def test_money_reaches_a_chat_that_had_blocked_the_bot_and_chatter_does_not(database: Database) -> None:
    rows = [("ring", "blocked"), ("card", "blocked"), ("screen", "blocked"), ("ring", "gone")]
    for kind, error in rows:
        await put(database, f"{kind} {error}", kind=kind)
        (row,) = await take(database)
        await database.write(lambda tx, one=row, why=error: outbox.mark_dead(tx, one, why, NOW))  # type: ignore[misc]
    await put(database, "other", lane="tg:2", kind="ring")
    await database.write(lambda tx: outbox_chats.resend_owed(tx, "tg:1", NOW + 5))
    waiting = await column(database, "SELECT subject AS value FROM outbox WHERE state = 'waiting' ORDER BY id")
    assert waiting == ["ring blocked", "card blocked", "other"]
    assert set(await subjects(database, NOW + 5)) == {"ring blocked", "other"}


async def test_what_left_long_ago_is_dropped_but_rings_that_must_not_ring_twice(database: Database) -> None:
    for kind in ("screen", "ring", "card"):
        await put(database, kind, kind=kind, dedupe=kind)
        (row,) = await take(database)
        if kind != "card":
            await sent(database, row)
    await database.write(lambda tx: outbox.forget_sent(tx, NOW, 500))
    assert await column(database, "SELECT COUNT(*) AS value FROM outbox") == [3]
    await database.write(lambda tx: outbox.forget_sent(tx, NOW + 1, 500))
    assert await column(database, "SELECT subject AS value FROM outbox ORDER BY id") == ["ring", "card"]
