"""Keeps the classes by which Telegram's answers are read; aiogram asks for them anew with each call."""

from functools import cache
from typing import Any

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteMessage,
    EditMessageMedia,
    EditMessageText,
    Response,
    SendMessage,
    SendPhoto,
    TelegramMethod,
)
from aiogram.methods.base import TelegramType
from aiogram.types import Message, Update
from pydantic import BaseModel

_USUAL: tuple[type[TelegramMethod[Any]], ...] = (
    AnswerCallbackQuery,
    DeleteMessage,
    EditMessageMedia,
    EditMessageText,
    SendMessage,
    SendPhoto,
)


@cache
def _answer_type(method: type[TelegramMethod[Any]]) -> type[Response[Any]]:
    return Response[method.__returning__]  # type: ignore[name-defined] # a class made at run time


def build_usual() -> None:
    """Build what every deposit needs, before the first message leaves.

    Building takes a tenth of a second, and messages that have to wait for it reach Telegram in a heap that it refuses.
    """
    models: tuple[type[BaseModel], ...] = (Message, Update, *_USUAL, *map(_answer_type, _USUAL))
    for model in models:  # the message first: nearly all others are built around it
        model.model_rebuild()


class KeepAnswerTypes(BaseRequestMiddleware):
    """Holds `Response[…]` of each method that was called.

    pydantic holds a parametrised class only weakly: without this each collection of garbage throws it away, and
    building it again with the next call was about 40 % of what an update cost.
    """

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        _answer_type(type(method))
        return await make_request(bot, method)
