"""A real aiogram bot talks with a person through the simulator: texts, buttons, photos, files, albums, groups."""

import asyncio
import io
from collections.abc import AsyncIterator

import pytest
from aiogram import Bot, Dispatcher, F
from aiogram.filters import Command
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    ChatMemberUpdated,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
)
from aiogram.types import Message as BotMessage
from PIL import Image

from bot.dev.simulators.telegram import SimulatedUser
from tests.dev.simulators.telegram.conftest import Draw

BUTTONS = InlineKeyboardMarkup(
    inline_keyboard=[
        [
            InlineKeyboardButton(text="Go", callback_data="go"),
            InlineKeyboardButton(text="Pay", url="https://pay.example"),
        ],
        [InlineKeyboardButton(text="Copy", copy_text=CopyTextButton(text="09 123"))],
    ]
)


@pytest.fixture
async def echo(bot: Bot) -> AsyncIterator[Bot]:
    """A small bot that polls: it greets, answers presses by editing, and gives pictures back."""
    dispatcher = Dispatcher()

    @dispatcher.message(Command("start"))
    async def start(message: BotMessage) -> None:
        await message.answer("Hello <b>you</b>", reply_markup=BUTTONS)

    @dispatcher.callback_query(F.data == "go")
    async def pressed(query: CallbackQuery) -> None:
        if isinstance(query.message, BotMessage):
            await query.message.edit_text("Gone", reply_markup=None)
        await query.answer("done", show_alert=True)

    @dispatcher.message(F.photo)
    async def picture(message: BotMessage) -> None:
        assert message.photo
        received = await bot.download(message.photo[-1])
        assert received
        await message.answer_photo(BufferedInputFile(received.read(), "back.jpg"), caption="<i>yours</i>")

    @dispatcher.message()
    async def other(message: BotMessage) -> None:
        await message.answer(f"I heard {message.content_type}")

    @dispatcher.my_chat_member()
    async def moved(_update: ChatMemberUpdated) -> None:
        return

    async with asyncio.TaskGroup() as group:
        group.create_task(dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False))
        yield bot
        await dispatcher.stop_polling()


async def test_a_person_talks_with_a_polling_bot(echo: Bot, player: SimulatedUser) -> None:
    greeting = await player.chat.shows("Hello you")
    assert greeting.html == "Hello <b>you</b>"
    assert greeting.labels == ["Go", "Pay", "Copy"]
    assert (greeting.button("Pay").url, greeting.button("Copy").copy) == ("https://pay.example", "09 123")
    answer = await player.press("Go", wait=True)
    assert answer
    assert (answer.text, answer.alert) == ("done", True)
    gone = player.chat.find(greeting.id)
    assert gone
    assert (gone.text, gone.buttons, gone.edits) == ("Gone", (), 1)
    assert [event.kind for event in player.chat.history] == ["message", "message", "edit", "answer"]


async def test_a_photo_arrives_as_jpeg_of_at_most_1280_and_comes_back(
    echo: Bot, player: SimulatedUser, picture: Draw
) -> None:
    sent = await player.photo(picture(900, 2000), caption="receipt")
    assert sent.photo
    with Image.open(io.BytesIO(sent.photo)) as opened:
        assert (opened.format, max(opened.size)) == ("JPEG", 1280)
    back = await player.chat.shows("yours")
    assert back.photo
    assert back.html == "<i>yours</i>"
