"""How events get to the platform: in order per player, until it takes them, whatever it does meanwhile."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.merchant.client import MAX_CONNECTIONS, MerchantWebhook, open_http
from bot.merchant.event import Event, EventKind
from bot.services.notifications.merchant_events import EventSender, MerchantEvents
from bot.services.queue.delivery import Delivered, Retry
from bot.services.queue.outbox_worker import OutboxWorker
from bot.store import outbox
from bot.store.engine.database import Database
from bot.store.outbox import OutboxRow
from tests.clock import FakeClock, FastClock
from tests.merchant.receiver import HANG, KEY, Receiver

SPEED = 30.0
PATIENCE = 0.3


@asynccontextmanager
async def channel(url: str, clock: FastClock | FakeClock, key: str = KEY) -> AsyncIterator[EventSender]:
    async with open_http(PATIENCE) as http:
        yield EventSender(clock, MerchantWebhook(http, url=url, key=key, patience=PATIENCE))


@asynccontextmanager
async def delivering(database: Database, url: str, key: str = KEY) -> AsyncIterator[None]:
    """A bot that has just started and does nothing but tell its platform; it is killed at the end."""
    clock = FastClock(SPEED)
    async with channel(url, clock, key) as events, asyncio.TaskGroup() as group:
        running = group.create_task(OutboxWorker(database, clock, {"ev": events}).run())
        yield
        running.cancel()


async def put(database: Database, player: str, *marks: str) -> None:
    for mark in marks:
        await database.write(
            lambda tx, one=mark: MerchantEvents(is_enabled=True).by_hand(
                tx, EventKind.CREDIT, player, 1_000, 1, reference=one
            )  # type: ignore[misc]
        )


async def waiting(database: Database) -> int:
    return (await outbox.queue_of(database, "event")).waiting


async def all_left(database: Database) -> None:
    while await waiting(database):
        await asyncio.sleep(0.01)


def row(number: int = 1) -> OutboxRow:
    event = Event(kind=EventKind.CREDIT, ref=f"act-{number}", player="a", amount=1, at=1)
    return OutboxRow(
        id=number,
        lane="ev:a",
        kind="event",
        subject=event.id,
        payload=event.body(),
        version=1,
        attempts=1,
        created_at=1,
    )


async def test_events_of_a_player_come_in_order_and_are_taken_by_the_readmes_recipe(
    database: Database, receiver: Receiver
) -> None:
    marks = [f"act-{number}" for number in range(5)]
    await put(database, "player-1", *marks)
    await put(database, "player-2", "act-9")
    async with delivering(database, receiver.url):
        await all_left(database)
    assert [one for one in receiver.taken if one != "credit:act-9"] == [f"credit:{mark}" for mark in marks]
    assert receiver.balances() == {"player-1": 5_000, "player-2": 1_000}


async def test_whatever_is_no_2xx_comes_again_with_the_same_id_and_body_and_the_next_waits_for_it(
    database: Database, receiver: Receiver
) -> None:
    troubles = [500, 307, 404, HANG, 299]
    receiver.script.extend(troubles)
    await put(database, "player-1", "act-1", "act-2")
    async with delivering(database, receiver.url):
        await all_left(database)
    assert receiver.tries == [("credit:act-1", status) for status in troubles] + [("credit:act-2", 200)]
    bodies = [body for headers, body in receiver.requests if headers["X-Event-Id"] == "credit:act-1"]
    assert len(bodies) == len(troubles)
    assert len(set(bodies)) == 1


async def test_a_player_whose_event_is_not_taken_holds_up_no_other(database: Database, receiver: Receiver) -> None:
    receiver.script.extend([500])
    await put(database, "player-1", "act-1")
    await put(database, "player-2", "act-2")
    async with delivering(database, receiver.url):
        await all_left(database)
    assert receiver.tries[:2] == [("credit:act-1", 500), ("credit:act-2", 200)]


async def test_killed_between_the_answer_and_our_mark_it_comes_again_and_counts_once(
    database: Database, receiver: Receiver
) -> None:
    clock = FakeClock()
    await put(database, "player-1", "act-1")
    (taken,) = await database.write(lambda tx: outbox.take(tx, clock.now, clock.now + 1, 1))
    async with channel(receiver.url, FastClock()) as events:
        assert await events.deliver(taken) == Delivered()
    # Here the process ends: nobody wrote down that it was sent.
    await database.write(outbox.release_orphans)
    async with delivering(database, receiver.url):
        await all_left(database)
    assert receiver.taken == ["credit:act-1"] * 2
    assert receiver.balances() == {"player-1": 1_000}


async def test_a_platform_that_is_not_there_gets_all_in_order_when_it_is_back(
    database: Database, receiver: Receiver
) -> None:
    await put(database, "player-1", "act-1", "act-2", "act-3")
    nobody = "http://127.0.0.1:9/events"
    async with delivering(database, nobody):
        while not await database.fetch("SELECT 1 AS tried FROM outbox WHERE attempts > 1"):
            await asyncio.sleep(0.01)
    async with delivering(database, receiver.url):
        await all_left(database)
    assert receiver.taken == ["credit:act-1", "credit:act-2", "credit:act-3"]


async def test_an_event_waits_where_the_platform_was_taken_out_of_the_settings() -> None:
    delivery = await EventSender(FakeClock(), None).deliver(row())
    assert isinstance(delivery, Retry)
    assert "MERCHANT_EVENTS_URL" in delivery.reason


async def test_pauses_grow_to_five_minutes_and_no_further(receiver: Receiver) -> None:
    receiver.script.extend([500] * 30)
    async with channel(receiver.url, FastClock()) as events:
        pauses = [await events.deliver(row()) for _ in range(30)]
    assert all(isinstance(pause, Retry) and 1 <= pause.seconds <= 300 for pause in pauses)


async def test_a_silent_platform_is_left_in_peace_for_a_while(receiver: Receiver) -> None:
    """Or every hand of the deliverer would wait for it, and players for those hands."""
    clock = FakeClock()
    receiver.script.extend([HANG, 200])
    async with channel(receiver.url, clock) as events:
        assert isinstance(await events.deliver(row(1)), Retry)
        assert isinstance(await events.deliver(row(2)), Retry)
        assert len(receiver.tries) == 1
        clock.advance(5_000)
        assert await events.deliver(row(2)) == Delivered()


async def test_a_slow_platform_gets_only_some_of_the_deliverers_hands(receiver: Receiver) -> None:
    receiver.script.extend([HANG] * MAX_CONNECTIONS)
    async with channel(receiver.url, FakeClock()) as events, asyncio.TaskGroup() as group:
        busy = [group.create_task(events.deliver(row(number))) for number in range(MAX_CONNECTIONS)]
        await receiver.until(MAX_CONNECTIONS)
        assert await events.deliver(row(99)) == Retry(1.0, "others are under way")
    assert all(isinstance(one.result(), Retry) for one in busy)


@pytest.mark.parametrize("status", [HANG, 500, 302])
async def test_no_reason_names_the_address_or_the_key(receiver: Receiver, status: int) -> None:
    receiver.script.append(status)
    async with channel(receiver.url, FakeClock()) as events:
        delivery = await events.deliver(row())
    assert isinstance(delivery, Retry)
    assert KEY not in delivery.reason
    assert "127.0.0.1" not in delivery.reason


async def test_a_receiver_that_follows_the_readme_refuses_what_it_must(receiver: Receiver) -> None:
    clock = FastClock()
    async with channel(receiver.url, clock, key="another key") as events:
        await events.deliver(row())
    async with channel(receiver.url, FakeClock()) as events:  # its time is long ago
        await events.deliver(row())
    assert receiver.tries == [("credit:act-1", 403)] * 2
    assert receiver.balances() == {}


async def test_a_change_of_one_byte_is_noticed(receiver: Receiver) -> None:
    async with channel(receiver.url, FastClock()) as events:
        await events.deliver(row())
    ((headers, body),) = receiver.requests
    forged = body.replace(b'"amount": 1,', b'"amount": 9,')
    assert json.loads(forged)["amount"] == 9
    assert receiver._take(receiver.books, KEY.encode(), headers, forged) == 403
    assert receiver._take(receiver.books, KEY.encode(), headers, body) == 200
