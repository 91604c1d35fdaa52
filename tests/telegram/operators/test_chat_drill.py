"""The operators' group gets another id, closes, mutes the bot and comes back: no alert that is true is lost."""

from collections.abc import Sequence

import pytest

from bot.dev.simulators.telegram import GENERAL, Group, Message, MigrationSign, Topic
from tests.e2e.player import Player
from tests.e2e.postbacks import letter_for
from tests.e2e.world import World
from tests.telegram.operators.conftest import PATIENCE, PLAYER, OperatorFixture

WAITING = "has been waiting"
FROZEN = "payouts are frozen"


def texts(group: Group) -> list[str]:
    return [message.text for message in group.messages if message.from_bot]


async def forged(world: World) -> None:
    """A postback whose signature does not fit: an alert that lasts until a good one comes."""
    body = b'{"access_key":"access-key-canary","signature":"' + b"0" * 40 + b'","additional_data":[]}'
    await world.post(body)


async def says(team: OperatorFixture, group: Group, text: str, sees: str) -> Message:
    await group.text(team.people["cashier"], text)
    return await group.chat.shows(sees, PATIENCE)


@pytest.mark.parametrize("signs", [tuple(MigrationSign), (MigrationSign.IN_OLD,), (MigrationSign.IN_NEW,)])
async def test_a_group_that_moved_is_one_chat_from_the_first_sign(
    world: World, team: OperatorFixture, signs: Sequence[MigrationSign]
) -> None:
    await team.says_in_group("cashier", "/pending", "No open deposits")
    new = await team.group.upgrade(team.people["owner"], signs=signs)
    frozen = await says(team, new, "/freeze", FROZEN)
    assert frozen.chat_id == new.id
    await new.chat.shows(f"BOT_OPERATORS_CHAT={new.id}", PATIENCE)
    await world.restart()
    await forged(world)
    await new.chat.shows("wrong signature", PATIENCE)
    assert sum("BOT_OPERATORS_CHAT" in text for text in texts(new)) == 1


async def test_a_refusal_is_a_sign_too_and_buttons_go_on_in_the_new_group(world: World, team: OperatorFixture) -> None:
    world.forgiven.add("telegram.chat_moved")
    await team.meet_player()
    await team.says_in_group("cashier", f"/withdraw tg-{PLAYER} 5000 09444595698 kbzpay", "5,000 Ks")
    new = await team.group.upgrade(team.people["owner"], signs=())
    await forged(world)
    await new.chat.shows("wrong signature", PATIENCE)
    await says(team, new, "/withdrawals", "w-")
    card = await says(team, new, f"/withdraw tg-{PLAYER} 6000 09444595698 kbzpay", "6,000 Ks")
    assert card.chat_id == new.id
    await team.people["checker"].press("✅ Confirm", card, chat=new.chat)
    await new.chat.until(lambda chat: (now := chat.find(card.id)) and "Confirm" not in str(now.labels), PATIENCE)


@pytest.mark.parametrize("how", ["closed", "muted", "kicked", "lost"])
async def test_what_is_true_arrives_when_the_group_takes_messages_again(
    world: World, team: OperatorFixture, how: str
) -> None:
    world.forgiven.add("telegram.operators_chat_closed")
    group, owner = team.group, team.people["owner"]
    await owner.text("/help")
    await owner.chat.shows("/freeze", PATIENCE)
    match how:
        case "closed":
            group.topic(GENERAL, Topic.CLOSED)
        case "muted":
            group.mute_bot()
        case "kicked":
            await group.kick_bot(owner)
        case _:
            group.lose()
    player = Player(world, PLAYER)
    row, _ = await player.claimed()
    await forged(world)
    world.clock.push(minutes=16)
    copy = await owner.chat.shows("wrong signature", PATIENCE)
    assert "does not accept messages" in copy.text
    await owner.chat.shows(WAITING, PATIENCE)
    world.clock.push(minutes=30)
    await world.post(letter_for(row).body())
    await player.is_told("✅ 10,000 Ks added")
    await group.text(team.people["cashier"], "/freeze")
    await world.until_row("SELECT 1 FROM switches WHERE name = 'freeze'")
    assert not texts(group)
    group.let_bot_write()
    group.topic(GENERAL)
    world.clock.push(minutes=10)
    await group.chat.shows(FROZEN, PATIENCE)
    await world.settled()
    told = "\n".join(texts(group))
    # What is over is taken back; only an alert that was just being tried then is told, and its end behind it.
    assert WAITING not in told or told.index(WAITING) < told.index("no longer waiting")
    assert not await world.rows("SELECT 1 FROM outbox WHERE state = 'dead'")


async def test_a_group_that_moves_while_it_is_closed_hears_all_of_it_in_the_end(
    world: World, team: OperatorFixture
) -> None:
    world.forgiven |= {"telegram.operators_chat_closed", "telegram.chat_moved"}
    await team.people["owner"].text("/help")
    await team.people["owner"].chat.shows("/freeze", PATIENCE)
    team.group.topic(GENERAL, Topic.CLOSED)
    await forged(world)
    await team.logged("operators_chat_closed")
    new = await team.group.upgrade(team.people["owner"])
    new.topic(GENERAL, Topic.CLOSED)
    await new.text(team.people["cashier"], "/freeze")
    await world.until_row("SELECT 1 FROM switches WHERE name = 'freeze'")
    world.clock.push(minutes=60)
    new.mute_bot()
    new.topic(GENERAL)
    world.clock.push(minutes=60)
    new.let_bot_write()
    world.clock.push(minutes=10)
    await new.chat.shows(FROZEN, PATIENCE)
    await new.chat.shows("wrong signature", PATIENCE)
    await new.chat.shows("BOT_OPERATORS_CHAT", PATIENCE)
    await world.settled()
    assert not await world.rows("SELECT 1 FROM outbox WHERE state = 'dead'")
