"""The composition root: build about a dozen objects, run them under one TaskGroup, close them in reverse order."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace

import httpx
import structlog
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode

from bot.clock import Clock
from bot.domain.player import Language
from bot.merchant.client import Platform
from bot.merchant.client import open_http as open_merchant_http
from bot.metrics import COMMIT_SECONDS
from bot.provider.client import Timeouts, open_http
from bot.services import events, payouts, postbacks, receipts
from bot.services.inbox import Handler, InboxWorker
from bot.services.outbox import Channel, Deliverer
from bot.services.provider import ProviderChannel
from bot.services.watch import Watch
from bot.settings import Settings
from bot.settings import Updates as Mode
from bot.startup import StartupError
from bot.store.database import Database
from bot.store.leases import take_over
from bot.store.opening import open_database
from bot.telegram import intake
from bot.telegram.answer_types import KeepAnswerTypes
from bot.telegram.commands import publish_commands
from bot.telegram.counting import CountCalls
from bot.telegram.delivery import TelegramChannel
from bot.telegram.dispatcher import ALLOWED_UPDATES, Rooms, Updates
from bot.telegram.operators.desk import Desk
from bot.telegram.operators.render import OperatorRender
from bot.telegram.operators.staff import Staff
from bot.telegram.render import Render
from bot.webhook import selftest
from bot.webhook.selftest import SelfTest
from bot.webhook.server import Server
from bot.wiring import OpenReader, Services, platform_of, postback_keys, provider_of, reader_of, services_of, window_of

_DRAIN_SECONDS = 20.0
_PROVIDER_TIMEOUTS = Timeouts()
_MERCHANT_SECONDS = 10.0
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What runs."""

    database: Database
    bot: Bot
    polling: intake.Polling
    inbox: InboxWorker
    deliverer: Deliverer
    watch: Watch
    server: Server
    self_test: SelfTest | None = None


@asynccontextmanager
async def build(settings: Settings, clock: Clock, timeouts: Timeouts, reads: OpenReader) -> AsyncIterator[Parts]:
    """Open what must be closed again, and wire the rest."""
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(settings.bot_database_url))
        provider_http = await stack.enter_async_context(open_http(timeouts))
        telegram_http = await stack.enter_async_context(httpx.AsyncClient())
        api = TelegramAPIServer.from_base(settings.bot_api_url)
        bot = Bot(
            settings.bot_token.get_secret_value(),
            session=AiohttpSession(api=api),
            default=DefaultBotProperties(parse_mode=ParseMode.HTML, link_preview_is_disabled=True),
        )
        stack.push_async_callback(bot.session.close)
        bot.session.middleware(CountCalls())
        bot.session.middleware(KeepAnswerTypes())
        database.on_commit = COMMIT_SECONDS.observe
        provider = provider_of(settings, provider_http, timeouts)
        reader = await stack.enter_async_context(reads(settings))
        services = services_of(settings, clock, database, provider, reader)
        patience = min(_MERCHANT_SECONDS, timeouts.overall)
        merchant_http = await stack.enter_async_context(open_merchant_http(patience))
        platform = platform_of(settings, merchant_http, patience)
        own_http = await stack.enter_async_context(selftest.open_http(patience))
        parts = _wire(settings, clock, services, bot, telegram_http, platform)
        yield replace(parts, self_test=_self_test(settings, clock, services, own_http))


def _wire(  # noqa: PLR0917 - what has to be closed is built by the caller
    settings: Settings,
    clock: Clock,
    services: Services,
    bot: Bot,
    telegram: httpx.AsyncClient,
    platform: Platform | None,
) -> Parts:
    database, alarms = services.database, services.alarms
    channels = _channels(settings, clock, services, bot, platform)
    handlers: dict[str, Handler] = {
        intake.SOURCE: Updates(bot, rooms_of(settings, clock, services)),
        postbacks.SOURCE: services.postbacks,
    }
    secret = settings.bot_webhook_secret if settings.bot_updates is Mode.WEBHOOK else None
    return Parts(
        database=database,
        bot=bot,
        polling=intake.Polling(telegram, _method_url(settings), database, clock),
        inbox=InboxWorker(database, clock, alarms, handlers),
        deliverer=Deliverer(database, clock, channels),
        watch=Watch(database, clock, services.rules, alarms, services.wallets, services.withdrawals),
        server=Server(database, clock, services.postbacks, secret.get_secret_value() if secret else ""),
    )


def _channels(
    settings: Settings, clock: Clock, services: Services, bot: Bot, platform: Platform | None
) -> dict[str, Channel]:
    """Where each kind of lane leads."""
    database, alarms = services.database, services.alarms
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
    return {
        "tg": TelegramChannel(bot, database, render, operators, services.deposits, alarms, clock),
        "pk": ProviderChannel(database, clock, services.provider, services.rules, alarms),
        receipts.LANE: receipts.ReceiptChannel(database, clock, services.rules, services.reader, alarms),
        payouts.LANE: payouts.PayoutChannel(database, clock, services.provider, alarms, services.events),
        events.LANE: events.EventChannel(clock, platform),
    }


def _self_test(settings: Settings, clock: Clock, services: Services, http: httpx.AsyncClient) -> SelfTest | None:
    """None where nobody told our public address."""
    if settings.bot_public_url is None:
        return None
    keys = postback_keys(settings)[0]
    return SelfTest(services.database, clock, services.alarms, http, settings.bot_public_url, keys)


def staff_of(settings: Settings) -> Staff:
    """The operators, and the chat they share."""
    return Staff(roles=settings.bot_operators, chat_id=settings.bot_operators_chat)


def rooms_of(settings: Settings, clock: Clock, services: Services) -> Rooms:
    """What handlers of updates may ask for."""
    desk = Desk(clock=clock, operators=services.operators, withdrawals=services.withdrawals, acts=services.acts)
    return Rooms(
        players=services.players,
        deposits=services.deposits,
        claims=services.claims,
        pictures=services.pictures,
        alarms=services.alarms,
        desk=desk,
        staff=staff_of(settings),
    )


def _method_url(settings: Settings) -> str:
    return f"{settings.bot_api_url}/bot{settings.bot_token.get_secret_value()}"


async def run(
    settings: Settings,
    *,
    clock: Clock,
    stop: asyncio.Event | None = None,
    timeouts: Timeouts = _PROVIDER_TIMEOUTS,
    reads: OpenReader = reader_of,
) -> None:
    """Run the bot until `stop` is set. Raises StartupError, StoreUnusable or OSError when it cannot start."""
    stop = stop or asyncio.Event()
    async with build(settings, clock, timeouts, reads) as parts:
        await parts.database.write(lambda tx: take_over(tx, clock.now_ms()))
        server = parts.server
        door = server.doors.open(server.app(), settings.bot_host, settings.bot_port, drain=_DRAIN_SECONDS)
        async with door, asyncio.TaskGroup() as group:
            work = [
                group.create_task(part.run(), name=type(part).__name__)
                for part in (parts.inbox, parts.deliverer, parts.watch, parts.self_test)
                if part is not None
            ]
            meeting = group.create_task(_meet_telegram(parts, settings, clock), name="telegram")
            parts.server.is_ready = True
            _log.info("bot.started", updates=settings.bot_updates.value)
            await stop.wait()
            _log.info("bot.stopping")
            parts.server.is_ready = False
            meeting.cancel()
            await _drained(parts)
            for task in work:
                task.cancel()
    _log.info("bot.stopped")


async def _drained(parts: Parts) -> None:
    """Let what is being applied or sent come to its end, for a while; the rest is taken up at the next start."""
    try:
        async with asyncio.timeout(_DRAIN_SECONDS):
            await parts.inbox.idle()
            await parts.deliverer.idle()
    except TimeoutError:
        _log.warning("bot.not_drained", seconds=_DRAIN_SECONDS)


async def _meet_telegram(parts: Parts, settings: Settings, clock: Clock) -> None:
    """Say how updates shall come (again and again until Telegram hears it), then poll if that is how."""
    while not await _agree(parts.bot, settings):
        await clock.sleep(5)
    if settings.bot_updates is Mode.POLLING:
        await parts.polling.run()


async def _agree(bot: Bot, settings: Settings) -> bool:
    from aiogram.exceptions import TelegramNotFound, TelegramUnauthorizedError  # noqa: PLC0415

    try:
        if settings.bot_updates is Mode.WEBHOOK and settings.bot_webhook_secret:
            await bot.set_webhook(
                f"{settings.bot_public_url}/telegram/webhook",
                secret_token=settings.bot_webhook_secret.get_secret_value(),
                allowed_updates=list(ALLOWED_UPDATES),
            )
        else:
            await bot.delete_webhook()
        await publish_commands(bot, staff_of(settings))
    except (TelegramUnauthorizedError, TelegramNotFound):
        raise StartupError("Telegram does not know BOT_TOKEN: copy it again from BotFather") from None
    except Exception as error:  # noqa: BLE001 - Telegram is out of reach: postbacks are taken in meanwhile
        _log.warning("telegram.not_reached", error=type(error).__name__)
        return False
    return True
