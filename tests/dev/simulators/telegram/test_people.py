"""What persons do reaches the bot as updates aiogram can read, in the shapes Telegram gives them."""

from random import Random

import pytest
from aiogram import Bot
from aiogram.types import (
    ChatMemberBanned,
    InaccessibleMessage,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    MessageOriginHiddenUser,
    MessageOriginUser,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    Update,
)

from bot.dev.simulators.telegram import SimulatedUser, TelegramSimulator
from tests.dev.simulators.telegram.conftest import Draw

GO = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Go", callback_data="go")]])


async def news(bot: Bot) -> list[Update]:
    """The updates that wait, confirmed."""
    updates = await bot.get_updates()
    if updates:
        await bot.get_updates(offset=updates[-1].update_id + 1)
    return updates


async def test_every_kind_of_message_is_read_by_aiogram(bot: Bot, player: SimulatedUser, picture: Draw) -> None:
    await player.sticker()
    await player.voice()
    await player.video()
    await player.contact()
    await player.photo(picture(50, 50))
    await player.document(b"x")
    kinds = [update.message.content_type for update in await news(bot) if update.message]
    assert kinds == ["text", "sticker", "voice", "video", "contact", "photo", "document"]


async def test_a_start_link_has_a_payload_of_64_plain_signs(bot: Bot, sim: TelegramSimulator) -> None:
    person = sim.person(9, language_code="my")
    await person.start("x" * 64)
    (update,) = await news(bot)
    assert update.message
    assert update.message.from_user
    assert update.message.entities
    assert (update.message.text, update.message.from_user.language_code) == ("/start " + "x" * 64, "my")
    assert update.message.entities[0].type == "bot_command"
    for payload in ("x" * 65, "a b"):
        with pytest.raises(ValueError, match="payload"):
            await person.start(payload)


async def test_edits_and_forwards_say_so(bot: Bot, sim: TelegramSimulator, player: SimulatedUser) -> None:
    message = await player.text("0912")
    await player.edit(message, "0913")
    friend = sim.person(9, first_name="Su")
    await friend.forward(message)
    await friend.forward(message, hidden=True)
    *_, edited, forwarded, hidden = await news(bot)
    assert edited.edited_message
    assert (edited.edited_message.text, edited.edited_message.message_id) == ("0913", message.id)
    assert edited.edited_message.edit_date
    assert forwarded.message
    assert hidden.message
    assert isinstance(forwarded.message.forward_origin, MessageOriginUser)
    assert isinstance(hidden.message.forward_origin, MessageOriginHiddenUser)


async def test_an_album_is_separate_messages_in_any_order(bot: Bot, player: SimulatedUser, picture: Draw) -> None:
    sent = await player.album([picture(20 + n, 20) for n in range(4)], caption="all", shuffle=Random(1))
    messages = [update.message for update in await news(bot) if update.message][1:]
    assert {message.media_group_id for message in messages} == {sent[0].album}
    ids = [message.message_id for message in messages]
    assert sorted(ids) == [message.id for message in sent] != ids
    assert [message.caption for message in messages if message.caption] == ["all"]


async def test_message_ids_of_a_chat_may_jump(bot: Bot, player: SimulatedUser) -> None:
    before = await bot.send_message(player.id, "x")
    player.chat.skip_ids(10**9)
    after = await bot.send_message(player.id, "y")
    assert after.message_id == before.message_id + 10**9 + 1


async def test_blocking_is_told_and_a_blocker_cannot_write(bot: Bot, player: SimulatedUser) -> None:
    await player.block()
    with pytest.raises(PermissionError):
        await player.text("still here?")
    await player.unblock()
    await player.block()
    await player.start()
    _, blocked, unblocked, _, restarted, start = await news(bot)
    assert blocked.my_chat_member
    assert unblocked.my_chat_member
    assert isinstance(blocked.my_chat_member.new_chat_member, ChatMemberBanned)
    assert unblocked.my_chat_member.new_chat_member.status == "member"
    assert restarted.my_chat_member
    assert start.message


async def test_an_old_button_still_sends_its_data(bot: Bot, player: SimulatedUser) -> None:
    sent = await bot.send_message(player.id, "x", reply_markup=GO)
    old = player.chat.messages[-1]
    await bot.edit_message_text("y", chat_id=player.id, message_id=sent.message_id)
    with pytest.raises(LookupError, match="no button 'Go'"):
        await player.press("Go")
    await player.press("Go", old)
    await bot.delete_message(player.id, sent.message_id)
    await player.press("go", old)
    _, edited, deleted = await news(bot)
    assert edited.callback_query
    assert deleted.callback_query
    assert edited.callback_query.message
    assert edited.callback_query.message.date
    assert isinstance(deleted.callback_query.message, InaccessibleMessage)
    assert deleted.callback_query.data == "go"


async def test_links_and_copies_send_nothing(bot: Bot, player: SimulatedUser) -> None:
    link = InlineKeyboardButton(text="Pay", url="https://pay.example")
    await bot.send_message(player.id, "x", reply_markup=InlineKeyboardMarkup(inline_keyboard=[[link]]))
    with pytest.raises(LookupError, match="opens a link"):
        await player.press("Pay")


async def test_a_reply_keyboard_is_pressed_by_its_words_until_removed(bot: Bot, player: SimulatedUser) -> None:
    keyboard = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Deposit")]])
    await bot.send_message(player.id, "menu", reply_markup=keyboard)
    await player.press("Deposit")
    assert player.chat.messages[-1].text == "Deposit"
    await bot.send_message(player.id, "gone", reply_markup=ReplyKeyboardRemove())
    assert player.chat.reply_keyboard == []


async def test_a_group_is_heard_whole_or_by_its_privacy(
    bot: Bot, sim: TelegramSimulator, player: SimulatedUser
) -> None:
    group = sim.group(-5, "Operators", [player])
    await group.text(player, "chatter")
    sim.group(-5, "Operators", [player], privacy=True)
    private = sim.groups[-5]
    await private.text(player, "chatter nobody hears")
    await private.text(player, "/pending")
    await bot.send_message(-5, "which one?", reply_markup=GO)
    await private.text(player, "this", reply_to=private.messages[-1])
    await private.press(player, "Go")
    _, heard, command, reply, press = await news(bot)
    assert [update.message and update.message.text for update in (heard, command, reply)] == [
        "chatter",
        "/pending",
        "this",
    ]
    assert heard.message
    assert (heard.message.chat.id, heard.message.chat.type) == (-5, "group")
    assert press.callback_query
    assert press.callback_query.from_user.id == player.id


async def test_waiting_in_vain_says_what_the_chat_shows(player: SimulatedUser) -> None:
    with pytest.raises(TimeoutError, match=r"#1 Aye: /start"):
        await player.chat.shows("never", timeout=0.01)
