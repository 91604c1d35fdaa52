"""Keeps the classes by which Telegram's answers are read; aiogram asks for them anew with each call."""

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType


class KeepAnswerTypes(BaseRequestMiddleware):
    """Holds `Response[…]` of each method that was called.

    pydantic holds a parametrised class only weakly: without this each collection of garbage throws it away, and
    building it again with the next call was about 40 % of what an update cost.
    """

    def __init__(self) -> None:
        self._held: dict[type, object] = {}

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        kind = type(method)
        if kind not in self._held:
            self._held[kind] = Response[method.__returning__]  # type: ignore[name-defined] # a class made at run time
        return await make_request(bot, method)
