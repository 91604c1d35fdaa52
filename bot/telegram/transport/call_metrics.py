"""Counts calls of the Bot API by method and outcome."""

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import AiogramError, TelegramRetryAfter
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType

from bot.runtime.metrics import TELEGRAM_CALLS


class CountCalls(BaseRequestMiddleware):
    """Counts each call by the method's name and its outcome: `ok`, `429`, or the type of the error."""

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        outcome = "ok"
        try:
            return await make_request(bot, method)
        except AiogramError as error:
            outcome = "429" if isinstance(error, TelegramRetryAfter) else type(error).__name__
            raise
        finally:
            TELEGRAM_CALLS.labels(type(method).__name__, outcome).inc()
