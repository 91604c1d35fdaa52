"""Messages that are known in part only, that were edited, or that stand in a topic: each gets the answer it needs."""

from typing import Any

from tests.e2e.conftest import OpenWorld
from tests.e2e.player import Player
from tests.e2e.world import World

EDITED = "Please send it as a new message"
OWNER = 9001


def raw(player: Player, **members: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    usual = {"message_id": 999_000, "date": player.world.telegram.now(), "chat": player.chat.to_json()}
    return usual | {"from": player.person.account.to_json()} | members


async def test_a_number_beside_a_part_that_nobody_can_read_is_a_claim(world: World, player: Player) -> None:
    await player.begins()
    payment = await player.pays()
    story = {"origin": {"type": "hidden_user", "sender_user_name": "x", "date": 1}, "story": {}}
    player.person.raw_update({"message": raw(player, text=payment.transaction_number, external_reply=story)})
    await player.reaches("submitted")
    assert len(world.provider.claims) == 1


async def test_a_message_of_which_nobody_can_say_whose_it_is_is_answered_politely(world: World, player: Player) -> None:
    await player.begins()
    payment = await player.pays()
    origin = {"type": "a_kind_of_next_year", "date": 1}
    player.person.raw_update({"message": raw(player, text=payment.transaction_number, forward_origin=origin)})
    await player.sees("Sorry, I cannot use that.")
    await world.settled()
    assert not world.provider.claims
    assert not await world.rows("SELECT 1 FROM inbox WHERE state = 'bad'")


async def test_an_edited_number_changes_nothing_and_its_player_is_told_once(world: World, player: Player) -> None:
    await player.begins()
    payment = await player.pays()
    wrong = await player.person.text("0000000001")
    await player.reaches("submitted")
    for _ in range(2):
        await player.person.edit(wrong, payment.transaction_number)
    await player.sees(EDITED)
    await world.settled()
    assert player.times_told(EDITED) == 1
    assert [claim.transaction_number for claim in world.provider.claims] == ["0000000001"]


async def test_where_nothing_is_awaited_an_edit_is_nobodys_business(world: World, player: Player) -> None:
    hello = await player.person.text("/start")
    await player.sees("Hello")
    await player.person.edit(hello, "something else")
    await player.says("/help", sees="How to deposit")
    await world.settled()
    assert player.times_told(EDITED) == 0


async def test_an_edited_command_of_an_operator_is_not_executed(open_: OpenWorld) -> None:
    world = await open_(bot_operators=f"{OWNER}:owner")
    owner = Player(world, OWNER)
    world.operators.chat.members[OWNER] = owner.person.account
    other = "/brr"  # resembles no command, or the one that is meant would be shown
    typo = await owner.person.text(other)
    in_group = await owner.person.text(other, chat=world.operators.chat)
    await owner.sees("Sorry, I cannot use that.")
    await owner.person.edit(typo, "/freeze")
    await owner.person.edit(in_group, "/freeze")
    await owner.sees(EDITED)
    await world.settled()
    assert not await world.rows("SELECT 1 FROM audit WHERE act = 'freeze'")
    assert not [message for message in world.operators.messages if message.from_bot]


async def test_a_player_is_answered_in_the_topic_he_writes_in(world: World, player: Player) -> None:
    player.chat.write_in(17)
    await player.claimed()
    assert (await player.sees("No need to send anything again")).thread == 17
    player.chat.write_in(18)
    await player.says("/help")
    assert (await player.sees("How to deposit")).thread == 18
    player.chat.write_in(0)
    await player.says("/language")
    assert (await player.sees("Which language")).thread == 0


async def test_an_operator_is_answered_in_the_topic_of_the_group_he_writes_in(open_: OpenWorld) -> None:
    world = await open_(bot_operators=f"{OWNER}:owner")
    owner = Player(world, OWNER)
    chat = world.operators.chat
    chat.members[OWNER] = owner.person.account
    chat.write_in(5)
    await owner.person.text("/health", chat=chat)
    shown = await chat.shows("Active alerts", 20)
    assert shown.thread == 5
