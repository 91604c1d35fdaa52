"""`getChat` shows a chat as long as the bot may see it, and says why not otherwise."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramMigrateToChat

from bot.dev.simulators.telegram import SimulatedUser, TelegramSimulator


async def test_a_group_is_shown_until_the_bot_is_removed_or_the_group_has_another_id(
    bot: Bot, sim: TelegramSimulator, player: SimulatedUser
) -> None:
    kept, left, lost, old = (sim.group(-number, f"Group {number}", [player]) for number in (1, 2, 3, 4))
    await left.kick_bot(player)
    lost.lose()
    new = await old.upgrade(player)
    assert (await bot.get_chat(kept.id)).title == "Group 1"
    assert (await bot.get_chat(new.id)).type == "supergroup"
    with pytest.raises(TelegramAPIError, match="kicked"):
        await bot.get_chat(left.id)
    with pytest.raises(TelegramAPIError, match="chat not found"):
        await bot.get_chat(lost.id)
    with pytest.raises(TelegramMigrateToChat) as moved:
        await bot.get_chat(old.id)
    assert moved.value.migrate_to_chat_id == new.id


async def test_how_the_bot_stands_in_a_group_is_told(bot: Bot, sim: TelegramSimulator) -> None:
    group = sim.group(-5, "Operators")
    assert (await bot.get_chat_member(group.id, sim.bot.id)).status == "member"
    group.mute_bot()
    assert (await bot.get_chat_member(group.id, sim.bot.id)).status == "restricted"
