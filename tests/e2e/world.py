"""The whole bot in one process, between a simulated Telegram and a simulated provider, over real HTTP."""

import asyncio
import io
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, closing, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import aiohttp
import asyncpg

from bot.app import run
from bot.config.settings import Settings
from bot.dev.simulators.paykassma import PaykassmaSimulator
from bot.dev.simulators.paykassma.app import paykassma_app
from bot.dev.simulators.telegram import Group, TelegramSimulator, serve
from bot.dev.simulators.telegram.app import telegram_app
from bot.ocr.port import NoReceiptReader, ReceiptReader
from bot.provider.client import Timeouts
from bot.provider.signing import PostbackKeys
from bot.wiring import OpenReader
from tests.clock import FastClock
from tests.ports import free_port

T = TypeVar("T")
TOKEN = "123456789:AAcanary-canary_canary-canary0123456789"
KEYS = PostbackKeys(access_key="access-key-canary", private_key="postback-key-canary")
SECRET, WITHDRAWAL_KEY = "plugin-secret-canary", "withdrawal-key-canary"
LINK_SECRET = "link-secret-canary-0123456789-0123456789"
WEBHOOK_SECRET = "webhook-secret-canary"
PATIENCE = 60.0  # messages to a group leave 3.5 s apart, so several of them take their time
SPEED = 10.0
"""The bot's time against real time: its pauses between messages need not be sat out."""
OPERATORS = -5001
_QUICK = Timeouts(connect=2, write=2, read=1, overall=3)


@dataclass(slots=True, kw_only=True)
class World:
    """`telegram` and `provider` keep books of their own; `log` is all that the bot has logged.

    An accident in the log fails a test, unless its line has one of the `forgiven` words.
    """

    telegram: TelegramSimulator
    provider: PaykassmaSimulator
    operators: Group
    settings: Settings
    clock: FastClock
    log: io.StringIO
    http: aiohttp.ClientSession
    reads: OpenReader
    forgiven: set[str] = field(default_factory=set)
    _stop: asyncio.Event = field(default_factory=asyncio.Event)
    _running: "asyncio.Task[None] | None" = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.settings.bot_port}"

    @property
    def postback_url(self) -> str:
        return f"{self.url}/paykassma/postback"

    async def start(self) -> None:
        """Start the bot and return when it is ready."""
        self._stop = asyncio.Event()
        bot = run(self.settings, clock=self.clock, stop=self._stop, timeouts=_QUICK, reads=self.reads)
        self._running = asyncio.get_running_loop().create_task(bot)
        await self.until(self._is_ready)

    async def stop(self) -> None:
        """Stop the bot as SIGTERM would; raises what it ended with."""
        self._stop.set()
        running, self._running = self._running, None
        if running:
            await running

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    def credit_at_once(self) -> None:
        """From now on the provider credits each claim that was really paid."""
        self.provider.script.wavepay_credit_after = self.provider.script.kbzpay_credit_after = 0

    async def _is_ready(self) -> bool:
        if self._running and self._running.done():
            await self._running
        try:
            async with self.http.get(f"{self.url}/readyz") as answer:
                return answer.ok
        except aiohttp.ClientError:
            return False

    async def rows(self, sql: str, *args: str | int) -> Sequence[Any]:
        """What the database holds, read beside the running bot; arguments are `$1`, `$2`, …"""
        url = self.settings.bot_database_url
        if url.startswith("sqlite"):
            return await asyncio.to_thread(_sqlite_rows, url.removeprefix("sqlite:///"), sql, args)
        connection = await asyncpg.connect(url)
        try:
            found: list[Any] = await connection.fetch(sql, *args)
            return found
        finally:
            await connection.close()

    async def write(self, sql: str, *args: str | int) -> None:
        """Write into the database beside the running bot, as another version of it may have done."""
        url = self.settings.bot_database_url
        if url.startswith("sqlite"):
            await asyncio.to_thread(_sqlite_write, url.removeprefix("sqlite:///"), sql, args)
            return
        connection = await asyncpg.connect(url)
        try:
            await connection.execute(sql, *args)
        finally:
            await connection.close()

    async def until(self, look: Callable[[], Awaitable[T]], why: str = "") -> T:
        """Ask again and again until the answer is a true one."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not (found := await look()):
                    await asyncio.sleep(0.01)
                return found
        except TimeoutError:
            raise AssertionError(f"waited in vain {why}") from None

    async def until_row(self, sql: str, *args: str | int) -> Any:  # noqa: ANN401 - a row has columns of any type
        """The first row of a query that had no answer at first."""
        return (await self.until(lambda: self.rows(sql, *args), f"for {sql} {args}"))[0]

    async def ledger(self) -> list[tuple[str, int]]:
        """Whom the ledger has credited, and with how much."""
        return [(row["credit"], row["amount"]) for row in await self.rows("SELECT * FROM ledger ORDER BY id")]

    async def settled(self) -> None:
        """Nothing waits to be applied, and nothing that is due to be sent."""
        await self.until(self._is_settled, "for the bot to come to rest")

    async def _is_settled(self) -> bool:
        if await self.rows("SELECT 1 FROM inbox WHERE state = 'new'") or self.telegram.updates.waiting():
            return False
        due = self.clock.now_ms() + 1_500
        return not await self.rows("SELECT 1 FROM outbox WHERE state = 'waiting' AND due_at <= $1", due)

    async def operators_see(self, words: str) -> None:
        await self.operators.chat.shows(words, PATIENCE)

    async def post(self, body: bytes, **headers: str) -> tuple[int, bytes]:
        """Call the bot as the provider would; the status and the body of its answer."""
        async with self.http.post(self.postback_url, data=body, headers=headers) as answer:
            return answer.status, await answer.read()


def _sqlite_rows(path: str, sql: str, args: Sequence[str | int]) -> Sequence[Any]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as file:
        file.row_factory = sqlite3.Row
        return file.execute(sql, {str(place): value for place, value in enumerate(args, 1)}).fetchall()


def _sqlite_write(path: str, sql: str, args: Sequence[str | int]) -> None:
    with closing(sqlite3.connect(path, timeout=30)) as file, file:
        file.execute(sql, {str(place): value for place, value in enumerate(args, 1)})


@asynccontextmanager
async def open_world(
    folder: Path,
    log: io.StringIO,
    *,
    speed: float = SPEED,
    reader: ReceiptReader | None = None,
    reads: OpenReader | None = None,
    prepare: Callable[[World], None] = lambda _world: None,
    **changes: Any,  # noqa: ANN401 - whatever settings take
) -> AsyncIterator[World]:
    """Both simulators served and the bot running; `changes` are settings that differ from the usual ones.

    Receipts are read by `reader`, or by what `reads` opens, or (as usual) by nobody. `prepare` is called before the
    bot starts.
    """
    port = free_port()
    telegram = TelegramSimulator(TOKEN, limits=None, webhook_pause=0.05)
    provider = PaykassmaSimulator(
        secret=SECRET,
        postback_keys=KEYS,
        withdrawal_key=WITHDRAWAL_KEY,
        postback_url=f"http://127.0.0.1:{port}/paykassma/postback",
    )
    provider.script.wavepay_credit_after = None  # a test says when money is credited
    async with (
        serve(telegram_app(telegram)) as telegram_url,
        serve(paykassma_app(provider)) as provider_url,
        aiohttp.ClientSession() as http,
    ):
        usual: dict[str, Any] = {
            "bot_token": TOKEN,
            "bot_api_url": telegram_url,
            "bot_port": port,
            "bot_database_url": f"sqlite:///{folder / 'bot.db'}",
            "bot_operators_chat": OPERATORS,
            "bot_link_secret": LINK_SECRET,
            "paykassma_api_url": provider_url,
            "paykassma_secret": SECRET,
            "paykassma_access_key": KEYS.access_key,
            "paykassma_postback_key": KEYS.private_key,
            "paykassma_withdrawal_key": WITHDRAWAL_KEY,
        }
        world = World(
            telegram=telegram,
            provider=provider,
            operators=telegram.group(OPERATORS, "Operators"),
            settings=Settings(_env_file=None, **(usual | changes)),
            clock=FastClock(speed),
            log=log,
            http=http,
            reads=reads or (lambda _settings: nullcontext(reader or NoReceiptReader())),
        )
        prepare(world)
        await world.start()
        try:
            yield world
        finally:
            await world.stop()
