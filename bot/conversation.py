"""All that speaks with Telegram, wired. Its library takes seconds to import: nothing else may wait for that."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import structlog
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.exceptions import TelegramNotFound, TelegramUnauthorizedError

from bot.clock import Clock
from bot.domain.player import Language
from bot.services.inbox import Handler
from bot.services.outbox import Channel
from bot.settings import Settings
from bot.settings import Updates as Mode
from bot.startup import StartupError
from bot.telegram.answer_types import KeepAnswerTypes
from bot.telegram.commands import publish_commands
from bot.telegram.counting import CountCalls
from bot.telegram.delivery import TelegramChannel
from bot.telegram.dispatcher import Rooms, Updates
from bot.telegram.intake import ALLOWED_UPDATES, Polling
from bot.telegram.operators.desk import Desk
from bot.telegram.operators.render import OperatorRender
from bot.telegram.operators.staff import Staff
from bot.telegram.render import Render
from bot.wiring import Services, window_of

_log = structlog.get_logger()


class Conversation:
    """`handler` applies what comes in, `channel` sends what goes out."""

    def __init__(self, settings: Settings, clock: Clock, services: Services, bot: Bot, http: httpx.AsyncClient) -> None:
        self.handler: Handler = Updates(bot, _rooms(settings, clock, services))
        self.channel: Channel = _channel(settings, clock, services, bot)
        self._polling = Polling(http, f"{settings.bot_api_url}/bot{bot.token}", services.database, clock)
        self._settings = settings
        self._clock = clock
        self._bot = bot

    async def run(self) -> None:
        """Say how updates shall come (again and again until Telegram hears it), then poll if that is how."""
        while not await self._agree():
            await self._clock.sleep(5)
        if self._settings.bot_updates is Mode.POLLING:
            await self._polling.run()

    async def _agree(self) -> bool:
        bot, settings = self._bot, self._settings
        try:
            if settings.bot_updates is Mode.WEBHOOK and settings.bot_webhook_secret:
                await bot.set_webhook(
                    f"{settings.bot_public_url}/telegram/webhook",
                    secret_token=settings.bot_webhook_secret.get_secret_value(),
                    allowed_updates=list(ALLOWED_UPDATES),
                )
            else:
                await bot.delete_webhook()
            await publish_commands(bot, _staff(settings))
        except (TelegramUnauthorizedError, TelegramNotFound):
            raise StartupError("Telegram does not know BOT_TOKEN: copy it again from BotFather") from None
        except Exception as error:  # noqa: BLE001 - Telegram is out of reach: postbacks are taken in meanwhile
            _log.warning("telegram.not_reached", error=type(error).__name__)
            return False
        return True


@asynccontextmanager
async def open_conversation(settings: Settings, clock: Clock, services: Services) -> AsyncIterator[Conversation]:
    """Open what must be closed again, and wire the rest."""
    bot = Bot(
        settings.bot_token.get_secret_value(),
        session=AiohttpSession(api=TelegramAPIServer.from_base(settings.bot_api_url)),
        default=DefaultBotProperties(parse_mode=ParseMode.HTML, link_preview_is_disabled=True),
    )
    bot.session.middleware(CountCalls())
    bot.session.middleware(KeepAnswerTypes())
    async with bot, httpx.AsyncClient() as http:
        yield Conversation(settings, clock, services, bot, http)


def _channel(settings: Settings, clock: Clock, services: Services, bot: Bot) -> TelegramChannel:
    render = Render(services.deposits, services.withdrawals, services.players, clock, window_of(settings))
    operators = OperatorRender(
        services.operators,
        services.withdrawals,
        services.acts,
        services.deposits,
        services.players,
        render.help_text,
        clock,
        Language.EN,
    )
    return TelegramChannel(bot, services.database, render, operators, services.deposits, services.alarms, clock)


def _rooms(settings: Settings, clock: Clock, services: Services) -> Rooms:
    """What handlers of updates may ask for."""
    desk = Desk(clock=clock, operators=services.operators, withdrawals=services.withdrawals, acts=services.acts)
    return Rooms(
        players=services.players,
        deposits=services.deposits,
        claims=services.claims,
        pictures=services.pictures,
        alarms=services.alarms,
        desk=desk,
        staff=_staff(settings),
    )


def _staff(settings: Settings) -> Staff:
    """The operators, and the chat they share."""
    return Staff(roles=settings.bot_operators, chat_id=settings.bot_operators_chat)
