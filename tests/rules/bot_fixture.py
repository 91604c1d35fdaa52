"""The bot of a story: a real file, a clock that stands still, and a provider with books; each act runs to its end."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import note

from bot.config.settings import Settings, load_settings
from bot.domain.errors import DomainError
from bot.ocr.port import NoReceiptReader
from bot.services.postbacks.intake import SOURCE, Intake
from bot.services.queue.delivery import DeadLetter, Delivered, Delivery
from bot.services.queue.inbox_worker import Turn
from bot.services.queue.outbox_worker import OutboxWorker
from bot.services.scheduler import Scheduler
from bot.store import inbox, outbox
from bot.store.engine.database import Database, Transaction
from bot.store.inbox import InboxRow
from bot.store.open import open_database
from bot.store.outbox import OutboxRow
from bot.store.takeover import reclaim_orphans
from bot.wiring import services_of
from tests.clock import FakeClock
from tests.databases import quick_folder, sqlite_url
from tests.environment import environment
from tests.outbox import handlers_of
from tests.provider.vectors import KEYS
from tests.rules.provider import CallOutcome, Killed, Provider

T = TypeVar("T")
OPERATORS_CHAT = -1001
AUTO_CREDIT_MAX, DAY_MAX, SOLO_MAX, PAYOUT_MAX = 50_000, 100_000, 5_000, 60_000
_CHOICES = {
    "PAYKASSMA_ACCESS_KEY": KEYS.access_key,
    "PAYKASSMA_POSTBACK_KEY": KEYS.private_key,
    "PAYKASSMA_WITHDRAWAL_KEY": "withdrawal-key-canary",
    "PAYKASSMA_TEST_WITHDRAWALS": "false",
    "BOT_OPERATORS_CHAT": str(OPERATORS_CHAT),
    "BOT_OPERATORS": "11:cashier,22:checker,33:checker,44:owner",
    "BOT_LINK_SECRET": "link-secret-canary",
    "MERCHANT_EVENTS_URL": "https://merchant.example/events",
    "MERCHANT_EVENTS_KEY": "merchant-key-canary",
    "DEPOSIT_AUTO_CREDIT_MAX": str(AUTO_CREDIT_MAX),
    "DEPOSIT_AUTO_CREDIT_HOUR_MAX": "0",
    "DEPOSIT_AUTO_CREDIT_PLAYER_DAY_MAX": "0",
    "DEPOSIT_CORRECTIONS_MAX": "2",
    "WITHDRAWAL_MAX": str(PAYOUT_MAX),
    "WITHDRAWAL_DAY_MAX": str(DAY_MAX),
    "WITHDRAWAL_SOLO_MAX": str(SOLO_MAX),
}
Update = Callable[[Turn], Awaitable[object]]
"""What a person's message leads to."""


class Recipients:
    """Whoever hears of things: a chat, which can block the bot, or the merchant's platform."""

    def __init__(self) -> None:
        self.deaf: set[str] = set()

    async def deliver(self, row: OutboxRow) -> Delivery:
        return DeadLetter("blocked") if row.lane in self.deaf else Delivered()


class BotFixture:
    """The use cases as they are wired, over one file; `restart` is another process on the same file."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "bot.db"
        self.clock = FakeClock()
        self.provider = Provider()
        self.ears = Recipients()
        self._runner = asyncio.Runner()
        self._keys = count(1)
        self.file.write_bytes(_migrated())
        self._open()

    def run(self, awaited: Coroutine[Any, Any, T]) -> T:
        return self._runner.run(awaited)

    def _open(self) -> None:
        opened: asyncio.Future[Database] = self._runner.get_loop().create_future()
        self._leave = asyncio.Event()

        async def live() -> None:
            async with open_database(sqlite_url(self.file)) as database:
                await database.write(lambda tx: reclaim_orphans(tx, self.clock.now))
                opened.set_result(database)
                await self._leave.wait()

        self._life = self._runner.get_loop().create_task(live())

        async def until_open() -> Database:
            self._life.add_done_callback(lambda _life: opened.cancel())  # it then says why there is no database
            return await opened

        self.database = self.run(until_open())
        self.services = services_of(_settings(), self.clock, self.database, self.provider, NoReceiptReader())
        self.channels = handlers_of(self.services, self.clock, self.ears, ev=self.ears)

    def restart(self) -> None:
        """The process ends and starts again; what was received and not applied is applied first."""
        self._close()
        self._open()

    def close(self) -> None:
        self._close()
        self._runner.close()

    def _close(self) -> None:
        async def end() -> None:
            self._leave.set()
            await self._life

        self.run(end())

    def act(self, what: Update) -> bool:
        """An update that leads to this; False when people read why it cannot be."""
        return self.run(self._act(what))

    def acts_at_once(self, *acts: Update) -> list[bool]:
        """Several updates of different people, at the same moment."""

        async def all_of_them() -> list[bool]:
            return await asyncio.gather(*(self._act(what) for what in acts))

        return self.run(all_of_them())

    async def _act(self, what: Update) -> bool:
        turn = Turn(self.database, self.clock, await self._update())
        try:
            await what(turn)
        except DomainError as error:
            note(f"    # refused: {type(error).__name__}")
            await turn.finish()
            return False
        await turn.finish()
        return True

    async def _update(self) -> InboxRow:
        key = f"update-{next(self._keys)}"

        async def keep(tx: Transaction) -> int:
            await inbox.add(tx, source="telegram", key=key, lane=key, body="{}", now=self.clock.now)
            row = await tx.fetchrow("SELECT id FROM inbox WHERE key = $1", key)
            return int(row["id"]) if row else 0

        return InboxRow(id=await self.database.write(keep), source="telegram", lane=key, body="{}")

    def receive(self, body: bytes, times: int = 1) -> set[Intake]:
        """A call of the provider, or the same one several times at once."""

        async def calls() -> set[Intake]:
            return set(await asyncio.gather(*(self.services.postbacks.receive(body) for _ in range(times))))

        return self.run(calls())

    def apply(self) -> None:
        """What came in is applied, in order."""

        async def rows() -> None:
            for row in await inbox.new(self.database, self.database.membership.instance_id, 10_000):
                turn = Turn(self.database, self.clock, row)
                if row.source == SOURCE:
                    await self.services.postbacks.apply(turn)
                await turn.finish()

        self.run(rows())

    def deliver(self, call_outcome: CallOutcome) -> None:
        """All that is due is sent; the first call to the provider ends with this outcome."""
        self.provider.call_outcome = call_outcome
        try:
            self.run(self._deliver())
        except Killed:
            note("    # killed, and started again")
            self.restart()
        finally:
            self.provider.call_outcome = CallOutcome.FINE

    async def _deliver(self) -> None:
        deliverer, now = OutboxWorker(self.database, self.clock, self.channels), self.clock.now
        while rows := await self.database.write(
            lambda tx: outbox.take(tx, now, self.database.membership.instance_id, 1_000)
        ):
            for row in rows:
                await deliverer._process(row)

    def tick(self) -> None:
        """The clock looks at what is due."""
        one = self.services
        watch = Scheduler(self.database, self.clock, one.policy, one.alerts, one.wallets, one.withdrawals)
        self.run(watch.tick())


@cache
def _settings() -> Settings:
    with quick_folder() as folder:
        file = folder / "rules.env"
        file.write_text("\n".join(f"{name}='{value}'" for name, value in environment(_CHOICES).items()), "utf-8")
        return load_settings(file)


@cache
def _migrated() -> bytes:
    """A database nobody has written to, made once."""

    async def make(path: Path) -> None:
        async with open_database(sqlite_url(path)):
            pass

    with quick_folder() as folder:
        asyncio.run(make(folder / "new.db"))
        return (folder / "new.db").read_bytes()
