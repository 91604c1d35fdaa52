"""Topics of a private chat and of a group: what comes in names its topic, what goes out stands in one that exists."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest

from bot.dev.simulators.telegram import SimulatedUser, TelegramSimulator


async def test_a_message_names_its_topic_and_an_answer_stands_there(bot: Bot, player: SimulatedUser) -> None:
    player.chat.write_in(17)
    await player.text("in a topic")
    written = (await bot.get_updates())[-1].message
    assert written
    assert (written.message_thread_id, written.is_topic_message) == (17, True)
    answer = await bot.send_message(player.id, "here", message_thread_id=17)
    assert (answer.message_thread_id, player.messages[-1].thread) == (17, 17)
    assert (await bot.get_me()).has_topics_enabled


async def test_a_message_without_a_topic_names_none(bot: Bot, player: SimulatedUser) -> None:
    await player.text("plain")
    written = (await bot.get_updates())[-1].message
    assert written
    assert (written.message_thread_id, written.is_topic_message) == (None, None)
    assert not (await bot.get_me()).has_topics_enabled


async def test_a_topic_that_does_not_exist_is_refused(bot: Bot, player: SimulatedUser) -> None:
    with pytest.raises(TelegramBadRequest, match="message thread not found"):
        await bot.send_message(player.id, "nowhere", message_thread_id=3)


async def test_a_group_with_topics_is_a_forum(bot: Bot, sim: TelegramSimulator) -> None:
    group = sim.group(-1_000_000_000_700, "Operators")
    assert not (await bot.get_chat(group.id)).is_forum
    group.chat.write_in(2)
    assert (await bot.get_chat(group.id)).is_forum
