"""Measures acknowledged postbacks a second, in comparison with plain aiohttp without a database and with commits."""

import signal
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from os import kill
from pathlib import Path

from bot.dev.bench.bot_process import UNAPPLIED, MeasuredBot, keys_of, open_measured_bot
from bot.dev.bench.children import ChildProcess, open_child
from bot.dev.bench.load import Served, post_all
from bot.dev.bench.parts import Run
from bot.dev.bench.seed_data import fill, fill_postgres, postbacks
from bot.dev.bench.statistics import Figure, Goal, Round, percentile, row_of, single
from bot.provider.signing import PostbackKeys

_AT_ONCE = {1: 100, 16: 400, 128: 1_200}
"""The number of requests, by how many are in flight at once."""

_FILLED = 36_000
_ON_POSTGRES = 8_000
_BARE, _COMMIT = "aiohttp without a database", "aiohttp with a commit each"


@dataclass(slots=True, kw_only=True)
class _Intake:
    """The bot and the plain handlers, measured in turns. The bot is stopped while the others are measured."""

    measured: MeasuredBot
    baseline: ChildProcess
    keys: PostbackKeys
    numbers: Iterator[int]
    applied: list[float] = field(default_factory=list)
    commits: list[float] = field(default_factory=list)

    async def bare(self, in_flight: int, path: str = "bare") -> Served:
        bodies = postbacks(self.keys, [-number for number in range(_AT_ONCE[in_flight])])
        kill(self.measured.pid, signal.SIGSTOP)
        try:
            return await post_all(f"{self.baseline.greeting}/{path}", bodies, in_flight)
        finally:
            kill(self.measured.pid, signal.SIGCONT)

    async def bot(self, in_flight: int) -> Served:
        bodies = postbacks(self.keys, [next(self.numbers) for _ in range(_AT_ONCE[in_flight])])
        commits = await self.measured.metric("bot_commit_seconds_count")
        served = await post_all(self.measured.postback_url, bodies, in_flight)
        if served.refused:
            raise RuntimeError(f"{served.refused} postbacks were refused: see bot.log")
        self.commits.append(len(bodies) / max(1, await self.measured.metric("bot_commit_seconds_count") - commits))
        self.applied.append(len(bodies) / (served.seconds + await self.measured.wait_until_empty(UNAPPLIED)))
        return served


async def measure(run: Run) -> Sequence[Figure]:
    """Measure 1, 16 and 128 requests in flight, each a postback that credits a deposit."""
    async with _opened(run.folder) as intake:
        alone, sixteen = await _alone(run, intake), await _together(run, intake, 16, 0.5)
        many = await _together(run, intake, 128, 0.8)
    beside = await _on_postgres(run, many[0]) if run.postgres else []
    return [*alone, *sixteen, *many, *beside]


async def _on_postgres(run: Run, on_sqlite: Figure) -> list[Figure]:
    """Measure 128 in flight with a PostgreSQL database."""
    many, reference = max(_AT_ONCE), row_of(on_sqlite).value
    await fill_postgres(run.postgres, submitted=_ON_POSTGRES)
    (run.folder / "postgres").mkdir()
    async with _opened(run.folder / "postgres", run.postgres) as intake:
        served = [(await intake.bot(many)).per_second for _ in range(run.rounds)]
    rounds = [_beside(value, reference) for value in served]
    name = f"{many} in flight, on PostgreSQL"
    return [Figure(name=name, unit="/s", rounds=rounds, reference="on SQLite", goal=Goal(at_least=0.9))]


@asynccontextmanager
async def _opened(folder: Path, postgres: str = "") -> AsyncIterator[_Intake]:
    if not postgres:
        await fill(folder / "bot.db", submitted=_FILLED)
    opened = open_measured_bot(folder, BOT_DATABASE_URL=postgres) if postgres else open_measured_bot(folder)
    async with (
        open_child("bot.dev.bench.baseline_http", folder, str(folder / "stock.db")) as baseline,
        opened as measured,
    ):
        await measured.bot.start()
        intake = _Intake(
            measured=measured, baseline=baseline, keys=keys_of(measured.settings), numbers=iter(range(_FILLED))
        )
        await intake.bot(16)  # a warm-up
        await intake.bare(16)
        yield intake


async def _alone(run: Run, intake: _Intake) -> list[Figure]:
    async def commit() -> float:
        return 1000 * percentile((await intake.bare(1, "commit")).waits, 50)

    async def bot() -> float:
        return 1000 * percentile((await intake.bot(1)).waits, 50)

    rounds = await run.against(commit, bot)
    return [Figure(name="1 in flight, p50", unit="ms", rounds=rounds, reference=_COMMIT, goal=Goal(at_most=1.5))]


async def _together(run: Run, intake: _Intake, in_flight: int, goal: float) -> list[Figure]:
    async def bare() -> float:
        return (await intake.bare(in_flight)).per_second

    async def bot() -> float:
        return (await intake.bot(in_flight)).per_second

    intake.applied.clear()
    intake.commits.clear()
    rounds = await run.against(bare, bot)
    each = (await intake.bare(in_flight, "commit")).per_second
    name = f"{in_flight} in flight"
    figures = [
        Figure(name=name, unit="/s", rounds=rounds, reference=_BARE, goal=Goal(at_least=goal)),
        Figure(name=name, unit="/s", reference=_COMMIT, rounds=[_beside(one.value, each) for one in rounds]),
        Figure(name=f"{name}, until applied", unit="/s", rounds=[Round(value=value) for value in intake.applied]),
    ]
    if in_flight >= max(_AT_ONCE):
        worst = min(intake.commits)
        figures.append(Figure(name="postbacks a commit", unit="", rounds=single(worst), goal=Goal(at_least=16)))
    return figures


def _beside(value: float, reference: float) -> Round:
    return Round(value=value, before=reference, after=reference)
