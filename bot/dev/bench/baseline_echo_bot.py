"""A child process of the bench: a plain aiogram echo bot behind a webhook, as in aiogram's guide."""

import asyncio
import json
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

from bot.dev.bench.children import answer_questions


async def repeat(message: Message) -> None:
    await message.answer(message.text or "")


async def main(token: str, api_url: str) -> None:
    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(api_url)))
    dispatcher, app = Dispatcher(), web.Application()
    dispatcher.message.register(repeat)
    SimpleRequestHandler(dispatcher, bot).register(app, "/webhook")
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await bot.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/webhook")
    await answer_questions("ready", {})
    await runner.cleanup()
    await bot.session.close()


if __name__ == "__main__":
    asyncio.run(main(*json.loads(sys.argv[1])))
