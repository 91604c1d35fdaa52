"""The storm: copies killed and restarted one after the other, the database under them too, while players deposit."""

import asyncio
import json
import re
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bot.config.errors import StartupError
from bot.dev.sandbox.bot_process import BotProcess
from bot.dev.simulators.paykassma import PaykassmaSimulator
from bot.dev.simulators.paykassma.app import paykassma_app
from bot.dev.simulators.telegram import TelegramSimulator, serve
from bot.dev.simulators.telegram.app import telegram_app
from tests.e2e.process import settings_of
from tests.e2e.world import KEYS, SECRET, TOKEN, WEBHOOK_SECRET, WITHDRAWAL_KEY
from tests.ports import free_port
from tests.replicas.balancer import balancing
from tests.replicas.checker import check, is_over
from tests.replicas.players import Crowd
from tests.replicas.server import Server

_EXPECTED = "http.store_unavailable"
"""What a copy logs as an error while the database is away, and rightly so."""

_AWAY = re.compile(r"BOT_DATABASE_URL cannot be reached: (?:CannotConnectNow|FileNotFound|Connection\w+|Timeout)Error")
"""The last words of one that starts just then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """`kills` are the fewest; while players are busy it goes on. `patience`: seconds for any one thing to happen."""

    players: int
    copies: int = 3
    kills: int = 4
    restarts: int = 1
    seed: int = 1
    patience: float = 500.0


@dataclass(slots=True, kw_only=True)
class Report:
    """What happened, once all that must hold was seen to hold."""

    kills: int = 0
    restarts: int = 0
    seconds: float = 0.0
    messages: int = 0
    repeated: int = 0
    refused: int = 0
    """How often Telegram said 429."""

    errors: Counter[str] = field(default_factory=Counter)
    """What the copies logged as errors, but for those that say that the database is away."""

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.restarts} restarts of the database, {self.seconds:.0f} s;"
            f" {self.messages} calls that send or edit, {self.repeated} messages came twice, {self.refused} times 429;"
            f" errors logged: {dict(self.errors) or 'none'}"
        )


@dataclass(slots=True, kw_only=True)
class Fleet:
    """The copies, and what the storm does to them."""

    copies: list[BotProcess]
    server: Server
    chance: Random
    down: list[BotProcess] = field(default_factory=list)
    report: Report = field(default_factory=Report)

    async def start(self) -> None:
        await asyncio.gather(*(_start(copy) for copy in self.copies))

    async def stop(self) -> None:
        for copy in self.copies:
            await copy.stop()

    async def kill_one(self) -> None:
        """SIGKILL, and the same copy again."""
        copy = self.chance.choice([copy for copy in self.copies if copy not in self.down])
        self.down.append(copy)
        await copy.kill()
        self.report.kills += 1
        await _start(copy)
        self.down.remove(copy)

    async def rage(self, plan: Plan, crowd: Crowd) -> None:
        """Kill and start again, without a pause, until all players are served and enough was done."""
        while crowd.served() < 1 or self.report.kills < plan.kills:
            await self.kill_one()

    async def shake(self, plan: Plan, crowd: Crowd) -> None:
        """Restart the database so often, spread over the players' deposits."""
        for number in range(1, plan.restarts + 1):
            while crowd.served() < number / (plan.restarts + 1):
                await asyncio.sleep(0.1)
            await self.server.restart()
            self.report.restarts += 1


async def _start(copy: BotProcess) -> None:
    """As a service manager does: again when it did not start, because the database was away."""
    while True:
        try:
            return await copy.start()
        except StartupError:
            await asyncio.sleep(0.5)


def _settings(folder: Path, ports: tuple[int, int], urls: tuple[str, str], database: str) -> dict[str, str]:
    port, public = ports
    return settings_of(folder, port, *urls) | {
        "BOT_DATABASE_URL": database,
        "BOT_UPDATES": "webhook",
        "BOT_PUBLIC_URL": f"http://127.0.0.1:{public}",
        "BOT_WEBHOOK_SECRET": WEBHOOK_SECRET,
    }


@asynccontextmanager
async def _world(plan: Plan, server: Server, folder: Path) -> AsyncIterator[tuple[Crowd, Fleet]]:
    public, ports = free_port(), [free_port() for _ in range(plan.copies)]
    telegram = TelegramSimulator(TOKEN, webhook_pause=0.1)
    provider = PaykassmaSimulator(
        secret=SECRET,
        postback_keys=KEYS,
        withdrawal_key=WITHDRAWAL_KEY,
        postback_url=f"http://127.0.0.1:{public}/paykassma/postback",
    )
    provider.script.wavepay_credit_after = provider.script.kbzpay_credit_after = 0
    async with (
        serve(telegram_app(telegram)) as telegram_url,
        serve(paykassma_app(provider)) as provider_url,
        balancing(public, ports),
    ):
        copies = []
        for port in ports:
            home = folder / str(port)
            home.mkdir()
            settings = _settings(home, (port, public), (telegram_url, provider_url), server.url)
            ready = f"http://127.0.0.1:{port}/readyz"
            copies.append(BotProcess(settings=settings, ready_url=ready, folder=home, patience=plan.patience))
        fleet = Fleet(copies=copies, server=server, chance=Random(plan.seed))
        try:
            await fleet.start()
            yield Crowd(telegram=telegram, provider=provider, count=plan.players, patience=plan.patience), fleet
        finally:
            await fleet.stop()


async def storm(plan: Plan, server: Server, folder: Path) -> Report:
    """Raises what was not kept; else says what happened."""
    began = time.monotonic()
    async with _world(plan, server, folder) as (crowd, fleet):
        async with asyncio.TaskGroup() as group:
            group.create_task(crowd.deposit(), name="players")
            group.create_task(fleet.shake(plan, crowd), name="database")
            for _ in range(plan.copies - 1):  # one goes on at any time
                group.create_task(fleet.rage(plan, crowd), name="rage")
        async with asyncio.timeout(plan.patience):
            while not await is_over(server.url):
                await asyncio.sleep(0.2)
        report = fleet.report
        report.repeated = await check(server.url, crowd)
        report.messages, report.refused = crowd.telegram.throttle.sends, crowd.telegram.throttle.refused
        report.errors = _errors([copy.log for copy in fleet.copies])
    report.seconds = time.monotonic() - began
    return report


def _errors(logs: list[Path]) -> Counter[str]:
    lines = [line for log in logs for line in log.read_text("utf-8", "replace").splitlines()]
    return Counter(filter(None, (_error_in(line) for line in lines)))


def _error_in(line: str) -> str:
    """What a line of a log says of an error; a line that is none of ours is a program's last words, or half a line."""
    try:
        said = json.loads(line)
    except ValueError:
        return line if "Error" in line and not _AWAY.search(line) else ""
    if said["level"] not in {"error", "critical"} or said["event"] == _EXPECTED:
        return ""
    return f"{said['event']} {str(said.get('exception', '')).strip().rpartition(chr(10))[2]}".strip()
