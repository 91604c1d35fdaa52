"""Groups as Telegram keeps them: closed topics, a muted bot, another id, an answer of a newer Bot API."""

from collections.abc import Sequence

import pytest
from aiogram import Bot
from aiogram.exceptions import ClientDecodeError

from bot.dev.simulators.telegram import GENERAL, Group, MigrationSign, SimulatedUser, TelegramSimulator, Topic
from tests.dev.simulators.telegram.conftest import Ask
from tests.dev.simulators.telegram.test_refusals import refusal

TOPIC = 44


@pytest.fixture
def group(sim: TelegramSimulator, player: SimulatedUser) -> Group:
    return sim.group(-5001, "Operators", [player])


async def test_a_closed_or_deleted_topic_takes_nothing_and_the_others_do(ask: Ask, group: Group) -> None:
    group.topic(GENERAL)
    group.topic(TOPIC, Topic.CLOSED)
    send = {"chat_id": group.id, "text": "x"}
    closed = 400, "Bad Request: TOPIC_CLOSED"
    assert await refusal(ask, "sendMessage", **send, message_thread_id=TOPIC) == closed
    assert (await ask("sendMessage", **send))[0] == 200
    group.topic(TOPIC, Topic.DELETED)
    assert await refusal(ask, "sendMessage", **send, message_thread_id=TOPIC) == (400, "Bad Request: TOPIC_DELETED")
    group.topic(GENERAL, Topic.CLOSED)
    assert await refusal(ask, "sendMessage", **send) == closed


async def test_a_topic_that_nobody_opened_is_not_found(ask: Ask, group: Group) -> None:
    gone = 400, "Bad Request: message thread not found"
    assert await refusal(ask, "sendMessage", chat_id=group.id, text="x", message_thread_id=9) == gone


async def test_what_is_said_in_a_topic_stands_there(ask: Ask, group: Group) -> None:
    group.topic(TOPIC)
    _, answer = await ask("sendMessage", chat_id=group.id, text="x", message_thread_id=TOPIC)
    assert (answer["result"]["message_thread_id"], answer["result"]["is_topic_message"]) == (TOPIC, True)
    assert group.messages[-1].thread == TOPIC
    assert answer["result"]["chat"]["is_forum"] is True


async def test_a_muted_bot_may_read_and_neither_write_nor_edit(ask: Ask, group: Group, sim: TelegramSimulator) -> None:
    _, answer = await ask("sendMessage", chat_id=group.id, text="x")
    group.mute_bot()
    muted = 400, "Bad Request: not enough rights to send text messages to the chat"
    assert await refusal(ask, "sendMessage", chat_id=group.id, text="x") == muted
    edit = {"chat_id": group.id, "message_id": answer["result"]["message_id"], "text": "y"}
    assert await refusal(ask, "editMessageText", **edit) == muted
    standing = (await ask("getChatMember", chat_id=group.id, user_id=sim.bot.id))[1]["result"]
    assert (standing["status"], standing["can_send_messages"]) == ("restricted", False)
    group.let_bot_write()
    assert (await ask("editMessageText", **edit))[0] == 200


async def test_a_chat_can_be_lost(ask: Ask, group: Group) -> None:
    group.lose()
    assert await refusal(ask, "sendMessage", chat_id=group.id, text="x") == (400, "Bad Request: chat not found")


@pytest.mark.parametrize(
    ("signs", "kinds"),
    [
        ((MigrationSign.IN_OLD, MigrationSign.IN_NEW), ["migrate_to_chat_id", "migrate_from_chat_id"]),
        ((MigrationSign.IN_NEW,), ["migrate_from_chat_id"]),
        ((), []),
    ],
)
async def test_a_group_says_in_both_chats_that_it_became_a_supergroup(
    ask: Ask, group: Group, player: SimulatedUser, signs: Sequence[MigrationSign], kinds: list[str]
) -> None:
    new = await group.upgrade(player, signs=signs)
    status, answer = await ask("sendMessage", chat_id=group.id, text="x")
    assert (status, answer["parameters"]) == (400, {"migrate_to_chat_id": new.id})
    updates = [update["message"] for update in (await ask("getUpdates"))[1]["result"][1:]]
    told = [
        (kind, message["chat"]["id"], message[kind]) for message in updates for kind in MigrationSign if kind in message
    ]
    facts = {"migrate_to_chat_id": (group.id, new.id), "migrate_from_chat_id": (new.id, group.id)}
    assert told == [(kind, *facts[kind]) for kind in kinds]


async def test_an_answer_can_have_members_that_a_client_cannot_read(
    bot: Bot, sim: TelegramSimulator, player: SimulatedUser
) -> None:
    sim.faults.add(method="sendMessage", adds={"reply_to_message": {"story": {}}})
    with pytest.raises(ClientDecodeError):
        await bot.send_message(player.id, "x")
    assert [message.text for message in player.messages if message.from_bot] == ["x"]
