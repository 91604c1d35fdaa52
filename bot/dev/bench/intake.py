"""Postbacks acknowledged a second, durably: beside an aiohttp handler without a database, and a commit per request."""

import signal
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from os import kill
from pathlib import Path

from bot.dev.bench.bot_process import UNAPPLIED, MeasuredBot, keys_of, open_house
from bot.dev.bench.children import Asked, open_child
from bot.dev.bench.load import Served, post_all
from bot.dev.bench.parts import Run
from bot.dev.bench.seed_data import fill, fill_postgres, postbacks
from bot.dev.bench.statistics import Figure, Goal, Round, percentile, row_of, single
from bot.provider.signing import PostbackKeys

_AT_ONCE = {1: 100, 16: 400, 128: 1_200}
"""So many requests for each number of them in flight."""

_FILLED = 36_000
_ON_POSTGRES = 8_000
_BARE, _COMMIT = "aiohttp without a database", "aiohttp with a commit each"


@dataclass(slots=True, kw_only=True)
class _Servers:
    """The bot and the stock handlers, posted to in turns; whoever is not measured stands still."""

    house: MeasuredBot
    stock: Asked
    keys: PostbackKeys
    numbers: Iterator[int]
    applied: list[float] = field(default_factory=list)
    commits: list[float] = field(default_factory=list)

    async def bare(self, in_flight: int, path: str = "bare") -> Served:
        bodies = postbacks(self.keys, [-number for number in range(_AT_ONCE[in_flight])])
        kill(self.house.pid, signal.SIGSTOP)
        try:
            return await post_all(f"{self.stock.hello}/{path}", bodies, in_flight)
        finally:
            kill(self.house.pid, signal.SIGCONT)

    async def bot(self, in_flight: int) -> Served:
        bodies = postbacks(self.keys, [next(self.numbers) for _ in range(_AT_ONCE[in_flight])])
        commits = await self.house.metric("bot_commit_seconds_count")
        served = await post_all(self.house.postback_url, bodies, in_flight)
        if served.refused:
            raise RuntimeError(f"{served.refused} postbacks were refused: see bot.log")
        self.commits.append(len(bodies) / max(1, await self.house.metric("bot_commit_seconds_count") - commits))
        self.applied.append(len(bodies) / (served.seconds + await self.house.rests(UNAPPLIED)))
        return served


async def measure(run: Run) -> Sequence[Figure]:
    """1, 16 and 128 requests in flight, each a postback that credits a deposit."""
    async with _opened(run.folder) as desk:
        alone, sixteen = await _alone(run, desk), await _together(run, desk, 16, 0.5)
        many = await _together(run, desk, 128, 0.8)
    beside = await _on_postgres(run, many[0]) if run.postgres else []
    return [*alone, *sixteen, *many, *beside]


async def _on_postgres(run: Run, on_sqlite: Figure) -> list[Figure]:
    """128 in flight once more, with the books in PostgreSQL."""
    many, reference = max(_AT_ONCE), row_of(on_sqlite).value
    await fill_postgres(run.postgres, submitted=_ON_POSTGRES)
    (run.folder / "postgres").mkdir()
    async with _opened(run.folder / "postgres", run.postgres) as desk:
        served = [(await desk.bot(many)).per_second for _ in range(run.rounds)]
    rounds = [_beside(value, reference) for value in served]
    name = f"{many} in flight, on PostgreSQL"
    return [Figure(name=name, unit="/s", rounds=rounds, reference="on SQLite", goal=Goal(at_least=0.9))]


@asynccontextmanager
async def _opened(folder: Path, postgres: str = "") -> AsyncIterator[_Servers]:
    if not postgres:
        await fill(folder / "bot.db", submitted=_FILLED)
    opened = open_house(folder, BOT_DATABASE_URL=postgres) if postgres else open_house(folder)
    async with open_child("bot.dev.bench.baseline_http", folder, str(folder / "stock.db")) as stock, opened as house:
        await house.bot.start()
        desk = _Servers(house=house, stock=stock, keys=keys_of(house.settings), numbers=iter(range(_FILLED)))
        await desk.bot(16)  # nobody measures the first time that anything is done
        await desk.bare(16)
        yield desk


async def _alone(run: Run, desk: _Servers) -> list[Figure]:
    async def commit() -> float:
        return 1000 * percentile((await desk.bare(1, "commit")).waits, 50)

    async def bot() -> float:
        return 1000 * percentile((await desk.bot(1)).waits, 50)

    rounds = await run.against(commit, bot)
    return [Figure(name="1 in flight, p50", unit="ms", rounds=rounds, reference=_COMMIT, goal=Goal(at_most=1.5))]


async def _together(run: Run, desk: _Servers, in_flight: int, goal: float) -> list[Figure]:
    async def bare() -> float:
        return (await desk.bare(in_flight)).per_second

    async def bot() -> float:
        return (await desk.bot(in_flight)).per_second

    desk.applied.clear()
    desk.commits.clear()
    rounds = await run.against(bare, bot)
    each = (await desk.bare(in_flight, "commit")).per_second
    name = f"{in_flight} in flight"
    figures = [
        Figure(name=name, unit="/s", rounds=rounds, reference=_BARE, goal=Goal(at_least=goal)),
        Figure(name=name, unit="/s", reference=_COMMIT, rounds=[_beside(one.value, each) for one in rounds]),
        Figure(name=f"{name}, till applied", unit="/s", rounds=[Round(value=value) for value in desk.applied]),
    ]
    if in_flight >= max(_AT_ONCE):
        worst = min(desk.commits)
        figures.append(Figure(name="postbacks a commit", unit="", rounds=single(worst), goal=Goal(at_least=16)))
    return figures


def _beside(value: float, reference: float) -> Round:
    return Round(value=value, before=reference, after=reference)
