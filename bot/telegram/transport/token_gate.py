"""Keeps still while Telegram refuses our token: a queue of messages does not knock again and again."""

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramUnauthorizedError
from aiogram.methods import GetWebhookInfo, Response, SetWebhook, TelegramMethod
from aiogram.methods.base import TelegramType

from bot.services.monitoring.intake_health import IntakeHealth

_PROBES = (GetWebhookInfo, SetWebhook)
"""By these whoever asks for updates finds out that the token is good again."""


class TokenGate(BaseRequestMiddleware):
    """Refuses calls as Telegram would, as long as whoever asks for updates is refused."""

    def __init__(self, health: IntakeHealth) -> None:
        self._health = health

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        if self._health.is_token_refused and not isinstance(method, _PROBES):
            raise TelegramUnauthorizedError(method, "Unauthorized")
        return await make_request(bot, method)
