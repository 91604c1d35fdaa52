"""The composition root: builds the objects, runs them under one TaskGroup, and closes them in reverse order."""

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
    """The part that runs without Telegram: the services and the server that acknowledges postbacks."""

    services: Services
    server: Server
    merchant_webhook: MerchantWebhook | None
    self_test: SelfTest | None


@asynccontextmanager
async def _open_core(settings: Settings, clock: Clock, timeouts: Timeouts, reads: OpenReader) -> AsyncIterator[Core]:
    """Open the database and HTTP clients, and build the services and the server."""
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
            merchant_webhook=merchant_webhook_of(settings, merchant_http, patience),
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
    """Run the bot until `stop` is set; `on_complete` is called once when all modules are imported.

    Raises StartupError, StoreUnusable or OSError if it cannot start.
    """
    async with _open_core(settings, clock, timeouts, reads) as core:
        await core.services.database.write(lambda tx: reclaim_orphans(tx, clock.now_ms()))
        await restored_database.on_start(core.services.database, clock, core.services.alerts)
        server = core.server
        async with server.connection_limit.open(
            server.app(), settings.bot_host, settings.bot_port, drain=_DRAIN_SECONDS
        ):
            # This import takes seconds; the server already stores what the provider and Telegram send.
            await asyncio.to_thread(import_telegram_app)
            on_complete()
            await _work(settings, clock, core, stop or asyncio.Event())
    _log.info("bot.stopped")


def import_telegram_app() -> None:
    """Import the Telegram package and build the models that are always needed."""
    with built_on_first_use():
        import_module("bot.telegram.app")
    from bot.telegram.transport.aiogram_models import build_common_models  # noqa: PLC0415 - it is imported by now

    build_common_models()


async def _work(settings: Settings, clock: Clock, core: Core, stop: asyncio.Event) -> None:
    """Run all workers until `stop` is set, and then let running work end."""
    from bot.telegram.app import open_telegram_app  # noqa: PLC0415 - it is imported by now

    services, server = core.services, core.server
    database, alerts = services.database, services.alerts

    async with open_telegram_app(settings, clock, services) as telegram_app, asyncio.TaskGroup() as group:
        handlers: dict[str, Handler] = {updates.SOURCE: telegram_app.handler, postbacks.SOURCE: services.postbacks}
        inbox = InboxWorker(database, clock, alerts.row_failed, handlers, updates.brings_picture)
        handlers_by_prefix = outbox_handlers(
            services, clock, telegram=telegram_app.sender, merchant=core.merchant_webhook
        )
        outbox_worker = OutboxWorker(database, clock, handlers_by_prefix, worker_slots(services.connection))
        scheduler = Scheduler(database, clock, services.policy, alerts, services.wallets, services.withdrawals)
        probe = Probe(database, clock, services.connection, services.wallets, alerts)
        parts = (inbox, outbox_worker, scheduler, probe, core.self_test)
        work = [group.create_task(part.run(), name=type(part).__name__) for part in parts if part]
        telegram = group.create_task(telegram_app.run(), name="telegram")
        server.is_ready = True
        _log.info("bot.started", updates=settings.bot_updates.value)
        await stop.wait()
        _log.info("bot.stopping")
        server.is_ready = False
        telegram.cancel()
        await _drained(inbox, outbox_worker)
        for task in work:
            task.cancel()


async def _drained(inbox: InboxWorker, outbox_worker: OutboxWorker) -> None:
    """Wait up to 20 s for running work; the rest is done at the next start."""
    try:
        async with asyncio.timeout(_DRAIN_SECONDS):
            await inbox.idle()
            await outbox_worker.idle()
    except TimeoutError:
        _log.warning("bot.not_drained", seconds=_DRAIN_SECONDS)
