"""What could not be drawn, sent, or read of Telegram's answer: the rest of the chat goes on, and money is told once."""

import json

import pytest

from tests.e2e.player import Player
from tests.e2e.postbacks import letter_for
from tests.e2e.world import World

CREDITED = "✅ 10,000 Ks added"
ADDED = "✅ 10,000 Ks has been added."
BLOCKED = "SELECT 1 FROM outbox WHERE lane = 'tg:1001' AND state = 'dead'"


async def put_out(world: World, kind: str, payload: str, *, lane: str = "tg:1001") -> None:
    """A row that stands in the database as another version would have written it."""
    await world.write(
        "INSERT INTO outbox (lane, kind, subject, payload, dedupe, priority, due_at, created_at, put_at)"
        " VALUES ($1, $2, '', $3, $4, 0, $5, $5, $5)",
        lane,
        kind,
        payload,
        f"{kind}:{payload}",
        world.clock.now_ms(),
    )


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("screen", json.dumps({"name": "a screen of next year", "args": {}})),
        ("screen", "no JSON"),
        ("a kind of next year", "{}"),
        ("hand_ring", json.dumps({"what": "unheard of", "amount": 5})),
    ],
)
async def test_what_cannot_be_drawn_is_left_behind_and_told(
    world: World, player: Player, kind: str, payload: str
) -> None:
    world.forgiven |= {"telegram.not_drawn", "outbox.dead"}
    row, _ = await player.claimed()
    await world.settled()
    await put_out(world, kind, payload)
    await world.post(letter_for(row).body())
    await player.is_told(CREDITED)
    await player.sees(ADDED)
    await world.operators_see("cannot be drawn")
    (dead,) = await world.rows("SELECT kind, attempts FROM outbox WHERE state = 'dead'")
    assert (dead["kind"], dead["attempts"]) == (kind, 3)


async def test_an_alert_that_cannot_be_drawn_takes_no_other_along(world: World, player: Player) -> None:
    world.forgiven |= {"telegram.not_drawn", "outbox.dead"}
    told = json.dumps({"kind": "an alert of next year", "values": {}})
    await put_out(world, "alert", told, lane=f"tg:{world.operators.id}")
    await put_out(world, "alert", "[]", lane=f"tg:{world.operators.id}")
    await player.says("/start")
    await world.operators_see("cannot be drawn")
    await world.until(
        lambda: world.rows("SELECT 1 FROM outbox WHERE state = 'dead' GROUP BY state HAVING COUNT(*) = 2")
    )


@pytest.mark.parametrize("adds", [{"reply_to_message": {"story": {}}}, {"message_id": "?"}, {"chat": 5}])
async def test_a_message_that_telegram_took_is_not_sent_again_whatever_it_answers(
    world: World, player: Player, adds: dict[str, object]
) -> None:
    row, _ = await player.claimed()
    await world.settled()
    world.telegram.faults.add(method="sendMessage", chat_id=1001, adds=adds)
    world.telegram.faults.add(method="editMessageText", chat_id=1001, adds=adds)
    await world.post(letter_for(row).body())
    await player.is_told(CREDITED)
    await player.sees(ADDED)
    world.clock.push(minutes=30)
    await world.settled()
    assert player.times_told(CREDITED) == 1
    assert not await world.rows("SELECT 1 FROM outbox WHERE state = 'waiting'")


async def test_a_card_whose_first_answer_cannot_be_read_is_still_one_card(world: World, player: Player) -> None:
    world.telegram.faults.add(method="sendMessage", chat_id=1001, times=9, adds={"reply_to_message": {"story": {}}})
    await player.begins()
    await player.claims(await player.pays())
    await player.sees("No need to send anything again")
    await world.settled()
    assert sum("Send exactly" in text for text in player.sent_by_bot()) <= 1
    assert len(player.from_bot) == 2


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (403, "Forbidden: bot was blocked by the user"),
        (400, "Bad Request: chat not found"),
        (403, "Forbidden: bot can't initiate conversation with a user"),
    ],
)
async def test_whatever_a_player_does_proves_that_his_chat_is_open(
    world: World, player: Player, status: int, words: str
) -> None:
    world.forgiven.add("outbox.dead")
    row, _ = await player.claimed()
    await world.settled()
    world.telegram.faults.add(chat_id=1001, times=2, status=status, description=words)
    await world.post(letter_for(row).body())
    await world.until_row(f"{BLOCKED} AND kind = 'ring'")
    await world.until_row(f"{BLOCKED} AND kind = 'card'")
    await player.says("hello?")
    await player.is_told(CREDITED)
    await player.sees(ADDED)
    await world.settled()
    assert player.times_told(CREDITED) == 1
    assert not await world.rows(BLOCKED)


async def test_a_press_proves_it_too(world: World, player: Player) -> None:
    world.forgiven.add("outbox.dead")
    row, _ = await player.claimed()
    await world.settled()
    await player.person.block()
    await world.post(letter_for(row).body())
    await world.until_row(f"{BLOCKED} AND kind = 'ring'")
    await player.person.unblock()
    await player.taps("My deposits")
    await player.is_told(CREDITED)


async def test_a_wrong_address_says_nothing_of_a_chat(world: World, player: Player) -> None:
    row, _ = await player.claimed()
    await world.settled()
    world.telegram.faults.add(method="sendMessage", chat_id=1001, status=404, description="Not Found")
    await world.post(letter_for(row).body())
    await player.is_told(CREDITED)
    assert not await world.rows(BLOCKED)


@pytest.mark.parametrize(
    "words",
    [
        "Text buttons are not allowed in the inline keyboard",
        "BUTTON_DATA_INVALID",
        "message is too long",
        "can't parse entities: Unsupported start tag",
    ],
)
async def test_what_is_refused_for_its_looks_goes_plainer(world: World, player: Player, words: str) -> None:
    world.telegram.faults.add(method="sendMessage", chat_id=1001, status=400, description=f"Bad Request: {words}")
    await player.says("/help", sees="How to deposit")


async def test_a_picture_that_is_refused_leaves_its_words(world: World, player: Player) -> None:
    await player.begins()
    words = "Bad Request: IMAGE_PROCESS_FAILED"
    world.telegram.faults.add(method="sendPhoto", chat_id=1001, status=400, description=words)
    await player.taps("Where is the number?", sees="Transaction ID")
    assert all(message.photo is None for message in player.from_bot)
