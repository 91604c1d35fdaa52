"""Whole deposits through Telegram's webhook: CPU, time and turns for each update, beside a stock aiogram echo bot."""

import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.dev.bench.bot_process import AT_REST, SPEED, MeasuredBot, open_house
from bot.dev.bench.children import Asked, cpu_seconds, open_child, resident_megabytes
from bot.dev.bench.parts import Run
from bot.dev.bench.statistics import Figure, Goal, Round, percentile

_ECHO = "stock echo bot"
_AT_ONCE = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class _Talk:
    """One round: milliseconds of CPU for an update, updates a second, milliseconds until a player sees an answer."""

    cpu: float
    per_second: float
    p99: float
    commits: float = 0.0


@dataclass(slots=True, kw_only=True)
class _Hall:
    """The bot and the echo bot, each with a simulated Telegram of its own, taking turns."""

    house: MeasuredBot
    echo: Asked
    echo_peer: Asked
    players: int
    next_player: int = 1_000

    async def bot(self) -> _Talk:
        commits = await self.house.metric("bot_commit_seconds_count")
        talk = await self._talk(self.house.peer, "talk", self.house.pid)
        commits = await self.house.metric("bot_commit_seconds_count") - commits
        return _Talk(cpu=talk.cpu, per_second=talk.per_second, p99=talk.p99, commits=commits)

    async def stock(self) -> _Talk:
        return await self._talk(self.echo_peer, "echo", self.echo.pid)

    async def _talk(self, peer: Asked, what: str, pid: int) -> _Talk:
        began = cpu_seconds(pid)
        self.next_player += self.players
        told = await peer.ask(what, first=self.next_player, players=self.players, at_once=_AT_ONCE)
        if what == "talk":
            await self.house.rests(AT_REST)
        spent = cpu_seconds(pid) - began
        return _Talk(
            cpu=1000 * spent / told["acts"],
            per_second=told["acts"] / told["seconds"],
            p99=1000 * percentile(told["waits"], 99),
        )


async def measure(run: Run) -> Sequence[Figure]:
    """Players who deposit beside players who are repeated."""
    async with _opened(run) as hall:
        await hall.bot()  # nobody measures the first time that anything is done
        await hall.stock()
        found = await run.between(hall.stock, hall.bot)
        memory = Round(
            value=resident_megabytes(hall.house.pid),
            before=resident_megabytes(hall.echo.pid),
            after=resident_megabytes(hall.echo.pid),
        )
    acts = hall.players * 5

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
async def _opened(run: Run) -> AsyncIterator[_Hall]:
    folder = run.folder / "echo"
    folder.mkdir()
    async with (
        open_house(run.folder, speed=SPEED) as house,
        open_house(folder) as other,
        open_child("bot.dev.bench.baseline_echo_bot", folder, json.dumps(_of_echo(other))) as echo,
    ):
        await house.bot.start()
        await house.peer.ask("met")
        yield _Hall(house=house, echo=echo, echo_peer=other.peer, players=16 if run.quick else 48)


def _of_echo(house: MeasuredBot) -> list[str]:
    return [house.settings["BOT_TOKEN"], house.settings["BOT_API_URL"]]
