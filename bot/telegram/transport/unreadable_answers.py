"""Accepts answers that aiogram cannot parse: Telegram has carried out the call, so it must not be sent again."""

from typing import Any, cast

import structlog
from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import ClientDecodeError
from aiogram.methods import GetFile, GetMe, Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import Message

_ASKS = (GetFile, GetMe)
"""Calls that are made for their answer, and are useless without it."""

_log = structlog.get_logger()


class AcceptUnreadableAnswers(BaseRequestMiddleware):
    """Returns the readable part of an answer with `ok` that aiogram cannot parse."""

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """Raises aiogram's own error if it is not certain that the call was carried out."""
        try:
            return await make_request(bot, method)
        except ClientDecodeError as error:
            if isinstance(method, _ASKS) or not is_ok(error.data):
                raise
            reason = str(error.original).replace("\n", " ")[:200]
            _log.warning("telegram.answer_unreadable", method=type(method).__name__, reason=reason)
            return cast("Response[TelegramType]", readable(error.data["result"]))


def is_ok(answer: object) -> bool:
    """Whether this is the JSON of a successful answer."""
    return isinstance(answer, dict) and answer.get("ok") is True and "result" in answer


def readable(result: Any) -> Message | bool:  # noqa: ANN401 - whatever Telegram answers
    """A message with nothing but its id (0 if that is missing too), or True where the result is no message."""
    if not isinstance(result, dict):
        return True
    message_id = result.get("message_id")
    model: Any = Message  # its types ask for a whole message
    made: Message = model.model_construct(message_id=message_id if type(message_id) is int else 0)
    return made
