"""Blocks calls while Telegram refuses the bot's token, so that waiting messages do not repeat the refused call."""

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramUnauthorizedError
from aiogram.methods import GetWebhookInfo, Response, SetWebhook, TelegramMethod
from aiogram.methods.base import TelegramType

from bot.services.monitoring.intake_health import IntakeHealth

_PROBES = (GetWebhookInfo, SetWebhook)
"""Calls that are still made: they find out that the token is accepted again."""


class TokenGate(BaseRequestMiddleware):
    """Raises TelegramUnauthorizedError for every call except probes while the token is refused."""

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
