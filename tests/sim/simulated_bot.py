"""The bot's process on one database: started, killed at any point, started again."""

import asyncio
import random
from collections.abc import Callable, Coroutine, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, cast

import httpx
from aiogram import Bot

from bot.config.settings import Settings, load_settings
from bot.domain.database_generation import FileGeneration
from bot.ocr.port import NoReceiptReader
from bot.provider.client import Timeouts
from bot.services.deposits.drafts import Deposits
from bot.services.monitoring.provider_probe import Probe
from bot.services.postbacks import intake as postbacks
from bot.services.postbacks.intake import Intake
from bot.services.queue.inbox_worker import Handler, InboxWorker
from bot.services.queue.outbox_worker import OutboxWorker
from bot.services.scheduler import Scheduler
from bot.services.withdrawals import restored_database
from bot.services.withdrawals.approval import Withdrawals
from bot.store.engine.database import StoreUnavailable
from bot.store.engine.migrate import migrate
from bot.store.takeover import reclaim_orphans
from bot.telegram.transport import updates
from bot.wiring import Services, provider_of, services_of, worker_slots
from tests.environment import environment
from tests.outbox import handlers_of
from tests.provider.vectors import KEYS, WITHDRAWAL_KEY
from tests.sim.bank import Bank
from tests.sim.chats import Chats, plain_sender
from tests.sim.people import OPERATORS, People
from tests.sim.schedule import Schedule
from tests.sim.store import GatedDatabase, open_store

OPERATORS_CHAT = -1001
AUTO_CREDIT_MAX = 400_000
PLAYER_DAY_MAX = 1_500_000
HOUR_MAX = 4_000_000
DAY_MAX = 250_000
SOLO_MAX = 20_000


class Unhandled(AssertionError):
    """Something in the product raised what nobody expected."""


@cache
def settings() -> Settings:
    """What the bot runs with."""
    choices = {
        "PAYKASSMA_ACCESS_KEY": KEYS.access_key,
        "PAYKASSMA_POSTBACK_KEY": KEYS.private_key,
        "PAYKASSMA_WITHDRAWAL_KEY": WITHDRAWAL_KEY,
        "PAYKASSMA_TEST_WITHDRAWALS": "false",
        "BOT_OPERATORS": ",".join(f"{number}:{role.value}" for number, role in OPERATORS.items()),
        "BOT_OPERATORS_CHAT": str(OPERATORS_CHAT),
        "DEPOSIT_AUTO_CREDIT_MAX": str(AUTO_CREDIT_MAX),
        "DEPOSIT_AUTO_CREDIT_HOUR_MAX": str(HOUR_MAX),
        "DEPOSIT_AUTO_CREDIT_PLAYER_DAY_MAX": str(PLAYER_DAY_MAX),
        "DEPOSIT_CORRECTIONS_MAX": "3",
        "WITHDRAWAL_DAY_MAX": str(DAY_MAX),
        "WITHDRAWAL_SOLO_MAX": str(SOLO_MAX),
    }
    with TemporaryDirectory() as folder:
        file = Path(folder) / "sim.env"
        file.write_text("\n".join(f"{name}='{value}'" for name, value in environment(choices).items()), "utf-8")
        return load_settings(file)


@dataclass(slots=True)
class MemoryMarker:
    """The generation file, in memory: it outlives the bot, and a database that is put back."""

    mark: FileGeneration | None = None
    is_needed: bool = True

    def read(self) -> FileGeneration | None:
        return self.mark

    async def keep(self, mark: FileGeneration) -> None:
        """See Marker."""
        before = self.mark
        if before is None or before.database != mark.database or before.number < mark.number:
            self.mark = mark


@dataclass(slots=True, kw_only=True)
class SimulatedBot:
    """The bot and what it stands on. What is outside of it (bank, chats, clock) survives its crashes."""

    url: str
    schedule: Schedule
    bank: Bank
    chats: Chats
    watch_seconds: float = 180.0
    fails: Callable[[], bool] = lambda: False
    crashes: int = 0
    database: GatedDatabase | None = None
    services: Services | None = None
    marker: MemoryMarker = field(default_factory=MemoryMarker)
    _life: asyncio.Task[None] | None = None
    _group: asyncio.TaskGroup | None = None
    _ids: Iterator[int] = field(default_factory=lambda: count(1))

    async def start(self) -> None:
        """Begin a life; it runs when everybody is quiet again."""
        self._life = asyncio.get_running_loop().create_task(self._live(), name="life")
        await self.schedule.quiet()

    async def crash(self) -> None:
        """All that is only in memory is gone; nobody comes to write anything on the way."""
        self.crashes += 1
        await self._end()

    async def _end(self) -> None:
        life, self._life, self._group = self._life, None, None
        self.database = self.services = None
        if life is None:
            return
        self.schedule.is_dead = True
        life.cancel()
        await asyncio.wait([life])
        self.schedule.forget()
        await self.schedule.quiet()
        self.schedule.is_dead = False
        if not life.cancelled() and (error := life.exception()):
            raise Unhandled from error

    async def stop(self) -> None:
        """The end of it all."""
        await self._end()

    def check_alive(self) -> None:
        """Raises what ended the life."""
        if self._life is not None and self._life.done():
            raise Unhandled("the bot ended by itself") from self._life.exception()

    def spawn(self, work: Coroutine[Any, Any, None]) -> bool:
        """Do it as a request to the bot; False when nobody listens."""
        if self._group is None:
            work.close()
            return False
        self._group.create_task(work)
        return True

    async def receive(self, body: bytes) -> Intake:
        """A postback arrives."""
        if self.services is None:
            raise ConnectionError
        return await self.services.postbacks.receive(body)

    async def keep(self, update: dict[str, Any]) -> None:
        """An update arrives."""
        if self.database is None:
            raise ConnectionError
        await updates.keep(self.database, self.schedule, [update])

    async def _live(self) -> None:
        async with (
            open_store(self.url, self.schedule) as database,
            httpx.AsyncClient(transport=httpx.MockTransport(self.bank.answer)) as http,
        ):
            await migrate(database)
            services = self._services(database, http)
            await database.write(lambda tx: reclaim_orphans(tx, self.schedule.now_ms()))
            database.marker = self.marker
            await restored_database.on_start(database, self.schedule, services.alerts)
            database.fails = self.fails
            async with asyncio.TaskGroup() as group:
                self.database, self.services, self._group = database, services, group
                group.create_task(self._inbox(database, services).run(), name="inbox")
                group.create_task(self._deliverer(database, services).run(), name="outbox")
                group.create_task(self._watch(database, services), name="watch")
                group.create_task(self._probe(database, services).run(), name="probe")

    def _services(self, database: GatedDatabase, http: httpx.AsyncClient) -> Services:
        """Wired as the bot wires them, but with ids that are the same in every run."""
        client = provider_of(settings(), http, Timeouts())
        made = services_of(settings(), self.schedule, database, client, NoReceiptReader())
        new_deposits = Deposits(
            database, self.schedule, made.policy, made.alerts, made.wallets, lambda: f"dep-{next(self._ids):06}"
        )
        new_payouts = Withdrawals(database, self.schedule, made.policy, made.alerts, lambda: f"w-{next(self._ids):06}")
        return replace(made, deposits=new_deposits, withdrawals=new_payouts)

    def _inbox(self, database: GatedDatabase, services: Services) -> InboxWorker:
        handlers: dict[str, Handler] = {updates.SOURCE: People(services), postbacks.SOURCE: services.postbacks}
        return InboxWorker(database, self.schedule, services.alerts.row_failed, handlers)

    def _deliverer(self, database: GatedDatabase, services: Services) -> OutboxWorker:
        telegram = plain_sender(cast("Bot", self.chats), services, self.schedule)
        handlers = handlers_of(services, self.schedule, telegram)
        return OutboxWorker(database, self.schedule, handlers, worker_slots(services.connection))

    def _probe(self, database: GatedDatabase, services: Services) -> Probe:
        return Probe(database, self.schedule, services.connection, services.wallets, services.alerts)

    async def _watch(self, database: GatedDatabase, services: Services) -> None:
        """Its rounds, but rarer than in production, where they are nearly all empty."""
        watch = Scheduler(
            database, self.schedule, services.policy, services.alerts, services.wallets, services.withdrawals
        )
        while True:
            with suppress(StoreUnavailable):
                await watch.tick()
            await self.schedule.sleep(self.watch_seconds)


def seeded(seed: int) -> Random:
    """The one source of chance; the product's back-off takes its own from the module's, which is set along with it."""
    random.seed(seed)
    return Random(seed)
