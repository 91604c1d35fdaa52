"""Measures whole deposits through Telegram's webhook, in comparison with a plain aiogram echo bot."""

import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.dev.bench.bot_process import SPEED, UNFINISHED, MeasuredBot, open_measured_bot
from bot.dev.bench.children import ChildProcess, cpu_seconds, open_child, resident_megabytes
from bot.dev.bench.parts import Run
from bot.dev.bench.statistics import Figure, Goal, Round, percentile

_ECHO = "stock echo bot"
_AT_ONCE = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class _Talk:
    """One round: CPU in ms for each update, updates a second, the 99th percentile in ms of a player's wait, commits."""

    cpu: float
    per_second: float
    p99: float
    commits: float = 0.0


@dataclass(slots=True, kw_only=True)
class _Pair:
    """The bot and the echo bot, measured in turns, each with its own simulated Telegram."""

    measured: MeasuredBot
    echo: ChildProcess
    echo_simulators: ChildProcess
    players: int
    next_player: int = 1_000

    async def bot(self) -> _Talk:
        commits = await self.measured.metric("bot_commit_seconds_count")
        talk = await self._talk(self.measured.simulators, "talk", self.measured.pid)
        commits = await self.measured.metric("bot_commit_seconds_count") - commits
        return _Talk(cpu=talk.cpu, per_second=talk.per_second, p99=talk.p99, commits=commits)

    async def baseline(self) -> _Talk:
        return await self._talk(self.echo_simulators, "echo", self.echo.pid)

    async def _talk(self, simulators: ChildProcess, what: str, pid: int) -> _Talk:
        began = cpu_seconds(pid)
        self.next_player += self.players
        told = await simulators.ask(what, first=self.next_player, players=self.players, at_once=_AT_ONCE)
        if what == "talk":
            await self.measured.wait_until_empty(UNFINISHED)
        spent = cpu_seconds(pid) - began
        return _Talk(
            cpu=1000 * spent / told["acts"],
            per_second=told["acts"] / told["seconds"],
            p99=1000 * percentile(told["waits"], 99),
        )


async def measure(run: Run) -> Sequence[Figure]:
    """Measure players who deposit, in comparison with players of the echo bot."""
    async with _opened(run) as pair:
        await pair.bot()  # a warm-up
        await pair.baseline()
        found = await run.between(pair.baseline, pair.bot)
        memory = Round(
            value=resident_megabytes(pair.measured.pid),
            before=resident_megabytes(pair.echo.pid),
            after=resident_megabytes(pair.echo.pid),
        )
    acts = pair.players * 5

    def rounds(value: Callable[[_Talk], float]) -> list[Round]:
        return [Round(value=value(bot), before=value(before), after=value(after)) for before, bot, after in found]

    return [
        Figure(
            name="CPU an update", unit="ms", reference=_ECHO, goal=Goal(at_most=0.7), rounds=rounds(lambda one: one.cpu)
        ),
        Figure(
            name="answer, p99", unit="ms", reference=_ECHO, goal=Goal(at_most=0.5), rounds=rounds(lambda one: one.p99)
        ),
        Figure(name="updates", unit="/s", reference=_ECHO, rounds=rounds(lambda one: one.per_second)),
        Figure(
            name="thread hops an update",
            unit="",
            goal=Goal(at_most=2),
            rounds=[Round(value=bot.commits / acts) for _, bot, _ in found],
            note="a hop is a commit",
        ),
        Figure(name="memory after it", unit="MB", reference=_ECHO, goal=Goal(at_most=0.55), rounds=[memory]),
    ]


@asynccontextmanager
async def _opened(run: Run) -> AsyncIterator[_Pair]:
    folder = run.folder / "echo"
    folder.mkdir()
    async with (
        open_measured_bot(run.folder, speed=SPEED) as measured,
        open_measured_bot(folder) as other,
        open_child("bot.dev.bench.baseline_echo_bot", folder, json.dumps(_of_echo(other))) as echo,
    ):
        await measured.bot.start()
        await measured.simulators.ask("wait_for_webhook")
        yield _Pair(measured=measured, echo=echo, echo_simulators=other.simulators, players=16 if run.quick else 48)


def _of_echo(measured: MeasuredBot) -> list[str]:
    return [measured.settings["BOT_TOKEN"], measured.settings["BOT_API_URL"]]
