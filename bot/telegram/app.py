"""Builds everything that talks to Telegram. `bot.app` imports it late, because aiogram takes seconds to import."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import structlog
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.enums import ParseMode
from aiogram.exceptions import TelegramAPIError, TelegramNetworkError

from bot.config.settings import Settings
from bot.config.settings import UpdateMode as Mode
from bot.domain.player import Language
from bot.runtime.clock import Clock
from bot.services.notifications.operators_chat import OperatorsChat
from bot.services.queue.delivery import OutboxHandler, backoff
from bot.services.queue.inbox_worker import Handler
from bot.telegram.command_menu import publish_commands
from bot.telegram.dispatcher import HandlerData, UpdateHandler
from bot.telegram.operators.context import CommandContext
from bot.telegram.operators.directory import OperatorDirectory
from bot.telegram.operators.renderer import OperatorRenderer
from bot.telegram.player.renderer import PlayerRenderer
from bot.telegram.sender import TelegramSender
from bot.telegram.transport.aiogram_models import KeepAnswerTypes
from bot.telegram.transport.call_metrics import CountCalls
from bot.telegram.transport.clients import open_http, open_session
from bot.telegram.transport.polling import Polling
from bot.telegram.transport.token_gate import TokenGate
from bot.telegram.transport.unreadable_answers import AcceptUnreadableAnswers
from bot.telegram.transport.updates import WEBHOOK_PATH
from bot.telegram.transport.webhook_registration import Registration
from bot.wiring import Services, window_of

_PUBLISH_TRIES = 6
_log = structlog.get_logger()


class TelegramApp:
    """`handler` applies updates from the inbox, `sender` delivers outbox rows to chats."""

    def __init__(self, settings: Settings, clock: Clock, services: Services, bot: Bot, http: httpx.AsyncClient) -> None:
        self.handler: Handler = UpdateHandler(bot, _handler_data(settings, clock, services))
        self.sender: OutboxHandler = _sender(settings, clock, services, bot)
        self._source = _source(settings, clock, services, bot, http)
        self._settings = settings
        self._clock = clock
        self._bot = bot

    async def run(self) -> None:
        """Receive updates until cancelled. The command menu is published in parallel; if that fails, it is retried."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._source.run(), name="updates")
            group.create_task(self._publish(), name="commands")

    async def _publish(self) -> None:
        for tries in range(1, _PUBLISH_TRIES + 1):
            try:
                return await publish_commands(self._bot, _directory(self._settings))
            except TelegramAPIError as error:
                _log.warning(
                    "commands.not_published", tries=tries, error=type(error).__name__, reason=_refusal_text(error)
                )
            except Exception as error:  # noqa: BLE001 - the command menu is not essential
                _log.warning("commands.not_published", tries=tries, error=type(error).__name__)
            await self._clock.sleep(backoff(tries, 10, 600))
        return None


def _refusal_text(error: TelegramAPIError) -> str:
    """Telegram's description of the error; empty for a network error, whose text may contain the bot's token."""
    return "" if isinstance(error, TelegramNetworkError) else error.message


def _source(
    settings: Settings, clock: Clock, services: Services, bot: Bot, http: httpx.AsyncClient
) -> Polling | Registration:
    """The source of updates that BOT_UPDATES selects."""
    database, health = services.database, services.intake
    if settings.bot_updates is Mode.WEBHOOK and settings.bot_webhook_secret:
        url, secret = f"{settings.bot_public_url}{WEBHOOK_PATH}", settings.bot_webhook_secret.get_secret_value()
        return Registration(bot, database, clock, health, url, secret)
    return Polling(http, f"{settings.bot_api_url}/bot{bot.token}", database, clock, health)


@asynccontextmanager
async def open_telegram_app(settings: Settings, clock: Clock, services: Services) -> AsyncIterator[TelegramApp]:
    """Open Telegram's clients, yield the app, and close the clients."""
    bot = Bot(
        settings.bot_token.get_secret_value(),
        session=open_session(settings),
        default=DefaultBotProperties(parse_mode=ParseMode.HTML, link_preview_is_disabled=True),
    )
    bot.session.middleware(TokenGate(services.intake))
    bot.session.middleware(CountCalls())
    bot.session.middleware(KeepAnswerTypes())
    bot.session.middleware(AcceptUnreadableAnswers())
    async with bot, open_http(settings) as http:
        yield TelegramApp(settings, clock, services, bot, http)


def _sender(settings: Settings, clock: Clock, services: Services, bot: Bot) -> TelegramSender:
    player_renderer = PlayerRenderer(
        services.deposits, services.withdrawals, services.players, clock, window_of(settings)
    )
    operators = OperatorRenderer(
        services.operators,
        services.withdrawals,
        services.acts,
        services.deposits,
        services.players,
        player_renderer.help_text,
        clock,
        Language.EN,
    )
    return TelegramSender(bot, services.database, player_renderer, operators, services.deposits, services.alerts, clock)


def _handler_data(settings: Settings, clock: Clock, services: Services) -> HandlerData:
    """The services that update handlers can take as parameters."""
    context = CommandContext(
        clock=clock, operators=services.operators, withdrawals=services.withdrawals, acts=services.acts
    )
    return HandlerData(
        players=services.players,
        deposits=services.deposits,
        claims=services.claims,
        pictures=services.pictures,
        alerts=services.alerts,
        context=context,
        directory=_directory(settings),
        operators_chat=OperatorsChat(services.database, services.alerts),
    )


def _directory(settings: Settings) -> OperatorDirectory:
    """The operators and their chat, from the settings."""
    return OperatorDirectory(roles=settings.bot_operators, chat_id=settings.bot_operators_chat)
