"""The class that reads an answer is built once, not once for each collection of garbage."""

import gc
import weakref
from collections.abc import AsyncIterator

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods import Response
from aiogram.types import User

from bot.dev.simulators.telegram import TelegramSimulator, serve
from bot.dev.simulators.telegram.app import telegram_app
from bot.telegram.transport.aiogram_models import KeepAnswerTypes

TOKEN = "123456789:AAcanary-canary_canary-canary0123456789"


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    async with serve(telegram_app(TelegramSimulator(TOKEN))) as url:
        made = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(url)))
        made.session.middleware(KeepAnswerTypes())
        yield made
        await made.session.close()


async def test_the_class_of_an_answer_outlives_collections(bot: Bot) -> None:
    await bot.get_me()
    held = weakref.ref(Response[User])
    gc.collect()
    assert held() is not None
