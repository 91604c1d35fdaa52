"""The composition root: build about a dozen objects, run them under one TaskGroup, close them in reverse order."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from importlib import import_module

import structlog

from bot.config.settings import Settings
from bot.config.settings import UpdateMode as Mode
from bot.merchant.client import MerchantWebhook
from bot.merchant.client import open_http as open_merchant_http
from bot.provider.client import Timeouts, open_http
from bot.runtime.clock import Clock
from bot.runtime.metrics import COMMIT_SECONDS
from bot.services.monitoring.provider_probe import Probe
from bot.services.postbacks import intake as postbacks
from bot.services.queue.inbox_worker import Handler, InboxWorker
from bot.services.queue.outbox_worker import OutboxWorker
from bot.services.scheduler import Scheduler
from bot.services.withdrawals import restored_database
from bot.store.open import open_database
from bot.store.takeover import reclaim_orphans
from bot.telegram.transport import updates
from bot.telegram.transport.lazy_models import built_on_first_use
from bot.webhook import self_test as selftest
from bot.webhook.self_test import SelfTest
from bot.webhook.server import Server
from bot.wiring import (
    OpenReader,
    Services,
    marker_of,
    merchant_webhook_of,
    outbox_handlers,
    postback_keys,
    provider_of,
    reader_of,
    services_of,
    worker_slots,
)

_DRAIN_SECONDS = 20.0
_PROVIDER_TIMEOUTS = Timeouts()
_MERCHANT_SECONDS = 10.0
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    """What stands without Telegram, and all that the provider needs to be acknowledged."""

    services: Services
    server: Server
    platform: MerchantWebhook | None
    self_test: SelfTest | None


@asynccontextmanager
async def _open_core(settings: Settings, clock: Clock, timeouts: Timeouts, reads: OpenReader) -> AsyncIterator[Core]:
    """Open what must be closed again, and wire the rest."""
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(settings.bot_database_url))
        database.marker = marker_of(settings)
        database.on_commit = COMMIT_SECONDS.observe
        provider_http = await stack.enter_async_context(open_http(timeouts))
        reader = await stack.enter_async_context(reads(settings))
        services = services_of(settings, clock, database, provider_of(settings, provider_http, timeouts), reader)
        patience = min(_MERCHANT_SECONDS, timeouts.overall)
        merchant_http = await stack.enter_async_context(open_merchant_http(patience))
        own_http = await stack.enter_async_context(selftest.open_http(patience))
        self_test = None
        if settings.bot_public_url:
            keys = postback_keys(settings)[0]
            self_test = SelfTest(database, clock, services.alerts, own_http, settings.bot_public_url, keys)
        secret = settings.bot_webhook_secret if settings.bot_updates is Mode.WEBHOOK else None
        yield Core(
            services=services,
            server=Server(
                database, clock, services.postbacks, secret.get_secret_value() if secret else "", services.intake
            ),
            platform=merchant_webhook_of(settings, merchant_http, patience),
            self_test=self_test,
        )


async def run(
    settings: Settings,
    *,
    clock: Clock,
    stop: asyncio.Event | None = None,
    timeouts: Timeouts = _PROVIDER_TIMEOUTS,
    reads: OpenReader = reader_of,
    on_complete: Callable[[], None] = lambda: None,
) -> None:
    """Run the bot until `stop` is set; `on_complete` is called once, when all of it is imported.

    Raises StartupError, StoreUnusable or OSError when it cannot start.
    """
    async with _open_core(settings, clock, timeouts, reads) as foundation:
        await foundation.services.database.write(lambda tx: reclaim_orphans(tx, clock.now_ms()))
        await restored_database.begin(foundation.services.database, clock, foundation.services.alerts)
        server = foundation.server
        async with server.connection_limit.open(
            server.app(), settings.bot_host, settings.bot_port, drain=_DRAIN_SECONDS
        ):
            # It takes seconds, in which what the provider and Telegram send is taken in already.
            await asyncio.to_thread(import_telegram_app)
            on_complete()
            await _work(settings, clock, foundation, stop or asyncio.Event())
    _log.info("bot.stopped")


def import_telegram_app() -> None:
    """Import all that speaks with Telegram, and build of its models what is surely needed."""
    with built_on_first_use():
        import_module("bot.telegram.app")
    from bot.telegram.transport.aiogram_models import build_common_models  # noqa: PLC0415 - it is imported by now

    build_common_models()


async def _work(settings: Settings, clock: Clock, foundation: Core, stop: asyncio.Event) -> None:
    """Do all that was asked for, until `stop` is set and what is in hand is done."""
    from bot.telegram.app import open_telegram_app  # noqa: PLC0415 - it is imported by now

    services, server = foundation.services, foundation.server
    database, alerts = services.database, services.alerts

    async with open_telegram_app(settings, clock, services) as conversation, asyncio.TaskGroup() as group:
        handlers: dict[str, Handler] = {updates.SOURCE: conversation.handler, postbacks.SOURCE: services.postbacks}
        inbox = InboxWorker(database, clock, alerts.row_failed, handlers, updates.brings_picture)
        outgoing = outbox_handlers(services, clock, telegram=conversation.sender, merchant=foundation.platform)
        deliverer = OutboxWorker(database, clock, outgoing, worker_slots(services.line))
        watch = Scheduler(database, clock, services.policy, alerts, services.wallets, services.withdrawals)
        probe = Probe(database, clock, services.line, services.wallets, alerts)
        parts = (inbox, deliverer, watch, probe, foundation.self_test)
        work = [group.create_task(part.run(), name=type(part).__name__) for part in parts if part]
        meeting = group.create_task(conversation.run(), name="telegram")
        server.is_ready = True
        _log.info("bot.started", updates=settings.bot_updates.value)
        await stop.wait()
        _log.info("bot.stopping")
        server.is_ready = False
        meeting.cancel()
        await _drained(inbox, deliverer)
        for task in work:
            task.cancel()


async def _drained(inbox: InboxWorker, deliverer: OutboxWorker) -> None:
    """Let what is being applied or sent come to its end, for a while; the rest is taken up at the next start."""
    try:
        async with asyncio.timeout(_DRAIN_SECONDS):
            await inbox.idle()
            await deliverer.idle()
    except TimeoutError:
        _log.warning("bot.not_drained", seconds=_DRAIN_SECONDS)
