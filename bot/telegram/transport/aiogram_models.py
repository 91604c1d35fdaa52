"""Builds aiogram's response models once and keeps them; aiogram would ask for them again at each call."""

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

_COMMON: tuple[type[TelegramMethod[Any]], ...] = (
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


def build_common_models() -> None:
    """Build the models that every deposit needs before the first message is sent.

    This takes a tenth of a second. Messages that wait for it would reach Telegram in a burst, which it refuses.
    """
    models: tuple[type[BaseModel], ...] = (Message, Update, *_COMMON, *map(_answer_type, _COMMON))
    for model in models:  # `Message` first: nearly all others contain it
        model.model_rebuild()


class KeepAnswerTypes(BaseRequestMiddleware):
    """Keeps a reference to `Response[…]` of each called method.

    pydantic holds a parametrised class only weakly, so that each garbage collection would remove it. Building it again
    at the next call was about 40 % of an update's cost.
    """

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        _answer_type(type(method))
        return await make_request(bot, method)
