"""After SIGKILL in the middle of work: seconds from the next start to the first acknowledged postback."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from time import perf_counter

import aiohttp

from bot.dev.bench.bot_process import MeasuredBot, keys_of, open_house
from bot.dev.bench.parts import Run
from bot.dev.bench.seed_data import fill, postbacks
from bot.dev.bench.statistics import Figure, Goal, Round

_IN_WORK = 200
_GLANCE = 0.02
_PATIENCE = 300.0


async def measure(run: Run) -> Sequence[Figure]:
    """Killed while it applies what it has acknowledged; what it had not applied yet waits for its next life."""
    rounds = []
    await fill(run.folder / "bot.db", submitted=_IN_WORK * 20)
    async with open_house(run.folder) as house:
        await house.bot.start()
        for number in range(run.rounds):
            bodies = postbacks(keys_of(house.settings), range(_IN_WORK * number, _IN_WORK * (number + 1)))
            await asyncio.gather(*(_post(house, body) for body in bodies))
            await house.bot.kill()
            rounds.append(Round(value=await _first_acknowledgement(house, bodies[0])))
            await house.bot.start()
    return [Figure(name="start to first ok after SIGKILL", unit="s", rounds=rounds, goal=Goal(at_most=10))]


async def _first_acknowledgement(house: MeasuredBot, body: bytes) -> float:
    began = perf_counter()
    async with asyncio.timeout(_PATIENCE), asyncio.TaskGroup() as group:
        group.create_task(house.bot.start())
        while not await _post(house, body):  # noqa: ASYNC110 - another process's state
            await asyncio.sleep(_GLANCE)
        return perf_counter() - began


async def _post(house: MeasuredBot, body: bytes) -> bool:
    with suppress(aiohttp.ClientError):
        async with house.http.post(house.postback_url, data=body) as answer:
            return answer.ok
    return False
