"""Telegram refuses, forgets, is slow or away: what is about money arrives, and nobody is told a third time."""

import pytest

from tests.e2e.player import Player
from tests.e2e.postbacks import letter_for
from tests.e2e.world import PATIENCE, World

CREDITED = "✅ 10,000 Ks added"


async def test_a_chat_that_is_told_to_wait_gets_its_messages_after_that(world: World, player: Player) -> None:
    row, _ = await player.claimed()
    await world.settled()
    world.telegram.faults.add(chat_id=1001, times=2, retry_after=3)
    await world.post(letter_for(row).body())
    await player.is_told(CREDITED)
    await player.sees("✅ 10,000 Ks has been added.")
    await world.settled()
    assert player.times_told(CREDITED) == 1


async def test_a_limit_on_the_whole_bot_loses_no_message_of_anyone(world: World) -> None:
    players = [Player(world, 1000 + number) for number in range(5)]
    world.telegram.faults.add(method="sendMessage", times=5, retry_after=2)
    for player in players:
        await player.person.start()
    for player in players:
        await player.sees("Hello")
    await world.settled()
    assert [player.times_told("Hello") for player in players] == [1] * 5


async def test_the_conversation_goes_on_after_an_outage_of_telegram(world: World, player: Player) -> None:
    row, _ = await player.claimed()
    await world.settled()
    world.telegram.outage(on=True)
    await world.post(letter_for(row).body())
    await player.person.text("/history")
    await world.until(lambda: world.rows("SELECT 1 FROM outbox WHERE state = 'waiting' AND attempts > 0"))
    world.telegram.outage(on=False)
    world.clock.push(minutes=6)
    await player.is_told(CREDITED)
    await player.sees("Deposited 10,000 Ks")
    await player.sees("✅ 10,000 Ks has been added.")
    await world.settled()
    assert player.times_told(CREDITED) == 1


async def test_after_a_lost_answer_a_message_may_come_twice_but_not_a_third_time(world: World, player: Player) -> None:
    row, _ = await player.claimed()
    await world.settled()
    world.telegram.faults.add(method="sendMessage", times=1, drop_after=True)
    await world.post(letter_for(row).body())
    await player.is_told(CREDITED, 2)
    world.clock.push(minutes=10)
    await world.settled()
    assert player.times_told(CREDITED) == 2
    assert sum(row["id"] in text for text in player.sent_by_bot()) == 2  # the mark tells him it is the same


async def test_a_card_that_is_as_it_should_be_is_left_alone(world: World, player: Player) -> None:
    await player.begins()
    card = await player.sees("Send exactly")
    world.telegram.faults.add(
        method="editMessageText",
        status=400,
        description="Bad Request: message is not modified: specified new message content and reply markup are exactly",
    )
    await player.claims(await player.pays())
    await world.settled()
    assert not await world.rows("SELECT 1 FROM outbox WHERE state = 'dead'")
    assert player.chat.find(card.id)
    assert len(player.from_bot) == 2


@pytest.mark.parametrize(
    "description", ["message to edit not found", "message can't be edited", "there is no text in the message to edit"]
)
async def test_a_card_that_cannot_be_edited_any_more_is_put_anew(
    world: World, player: Player, description: str
) -> None:
    await player.begins()
    await world.settled()
    card = await player.sees("Send exactly")
    world.telegram.faults.add(method="editMessageText", status=400, description=f"Bad Request: {description}")
    row = await player.claims(await player.pays())
    resent = await player.sees("No need to send anything again")
    assert resent.id != card.id
    await world.settled()
    await world.post(letter_for(row).body())
    assert (await player.sees("✅ 10,000 Ks has been added.")).id == resent.id


async def test_markup_that_telegram_cannot_read_goes_as_plain_text(world: World, player: Player) -> None:
    row, _ = await player.claimed()
    await world.settled()
    refusal = "Bad Request: can't parse entities: Unsupported start tag"
    world.telegram.faults.add(method="sendMessage", times=1, status=400, description=refusal)
    await world.post(letter_for(row).body())
    await player.is_told(CREDITED)
    await world.settled()
    (rang,) = await world.rows("SELECT state, attempts FROM outbox WHERE kind = 'ring'")
    assert (rang["state"], rang["attempts"]) == ("sent", 1)
    world.forgiven.add("telegram.markup_refused")


async def test_a_card_whose_markup_is_refused_is_still_shown(world: World, player: Player) -> None:
    await player.begins()
    await world.settled()
    refusal = "Bad Request: can't parse entities: Unsupported start tag"
    world.telegram.faults.add(method="editMessageText", times=1, status=400, description=refusal)
    await player.claims(await player.pays())
    await player.sees("No need to send anything again")


async def test_a_late_answer_to_a_press_does_not_undo_the_press(world: World, player: Player) -> None:
    await player.begins()
    too_old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    world.telegram.faults.add(method="answerCallbackQuery", status=400, description=too_old)
    await player.taps("Cancel", sees="Cancelled.")


async def test_a_double_tap_does_what_one_tap_does(world: World, player: Player) -> None:
    await player.says("/deposit")
    choice = await player.sees("Which wallet")
    for _ in range(2):
        await player.person.press("WavePay", choice)
    amounts = await player.sees("How much")
    for _ in range(2):
        await player.person.press("10,000 Ks", amounts)
    await player.sees("Send exactly 10,000 Ks")
    await world.settled()
    assert len(await player.deposits()) == len(world.provider.creates) == 1
    assert len(player.from_bot) == 1


async def test_two_quick_messages_with_one_number_are_one_claim(world: World, player: Player) -> None:
    await player.begins()
    payment = await player.pays()
    for _ in range(20):
        await player.person.text(payment.transaction_number)
    await player.reaches("submitted")
    await world.settled()
    assert len(world.provider.claims) == 1


async def test_an_update_that_comes_again_is_handled_once(world: World, player: Player) -> None:
    await player.begins()
    await world.settled()
    shown = len(player.sent_by_bot())
    for row in await world.rows("SELECT key FROM inbox WHERE source = 'telegram'"):
        world.telegram.updates.redeliver(int(row["key"]))
    await player.says("/help", sees="How to deposit")
    await world.settled()
    assert len(player.sent_by_bot()) == shown + 1
    assert len(await player.deposits()) == 1


async def test_update_ids_that_jump_or_fall_back_lose_nothing(world: World, player: Player) -> None:
    await player.says("/start", sees="Hello")
    world.telegram.updates.skip_ids(1_000_000)
    await player.says("/help", sees="How to deposit")
    world.telegram.updates.skip_ids(-2_000_000)
    await player.says("/language", sees="Which language")


async def test_an_update_that_nobody_can_read_stops_nobody(world: World, player: Player) -> None:
    player.person.raw_update({"message": {"message_id": "?", "chat": 5, "from": {"id": 1001}}})
    player.person.raw_update({"surprise": {}})
    player.person.raw_update({"message": None})
    player.person.raw_update({"message": "words"})
    player.person.raw_update({"message": {"from": [1001]}})
    await player.says("/help", sees="How to deposit")
    await world.settled()
    world.forgiven.add("inbox.row_failed")


async def test_the_operators_group_may_move(world: World) -> None:
    new = await world.operators.upgrade(world.telegram.person(9001))
    await world.post(b'{"access_key":"access-key-canary","signature":"' + b"0" * 40 + b'","additional_data":[]}')
    await new.chat.shows("A postback with a wrong signature was refused.", PATIENCE)
