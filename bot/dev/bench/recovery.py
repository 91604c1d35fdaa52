"""Measures the time from a start after SIGKILL to the first acknowledged postback."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from time import perf_counter

import aiohttp

from bot.dev.bench.bot_process import MeasuredBot, keys_of, open_measured_bot
from bot.dev.bench.parts import Run
from bot.dev.bench.seed_data import fill, postbacks
from bot.dev.bench.statistics import Figure, Goal, Round

_IN_WORK = 200
_GLANCE = 0.02
_PATIENCE = 300.0


async def measure(run: Run) -> Sequence[Figure]:
    """Kill the bot while it applies postbacks; the ones not applied yet are waiting at the next start."""
    rounds = []
    await fill(run.folder / "bot.db", submitted=_IN_WORK * 20)
    async with open_measured_bot(run.folder) as measured:
        await measured.bot.start()
        for number in range(run.rounds):
            bodies = postbacks(keys_of(measured.settings), range(_IN_WORK * number, _IN_WORK * (number + 1)))
            await asyncio.gather(*(_post(measured, body) for body in bodies))
            await measured.bot.kill()
            rounds.append(Round(value=await _first_acknowledgement(measured, bodies[0])))
            await measured.bot.start()
    return [Figure(name="start to first ok after SIGKILL", unit="s", rounds=rounds, goal=Goal(at_most=10))]


async def _first_acknowledgement(measured: MeasuredBot, body: bytes) -> float:
    began = perf_counter()
    async with asyncio.timeout(_PATIENCE), asyncio.TaskGroup() as group:
        group.create_task(measured.bot.start())
        while not await _post(measured, body):  # noqa: ASYNC110 - another process's state
            await asyncio.sleep(_GLANCE)
        return perf_counter() - began


async def _post(measured: MeasuredBot, body: bytes) -> bool:
    with suppress(aiohttp.ClientError):
        async with measured.http.post(measured.postback_url, data=body) as answer:
            return answer.ok
    return False
