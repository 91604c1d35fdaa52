"""Measures how long the provider waits for acknowledgements, with postbacks at a steady rate while players chat."""

import asyncio
from collections.abc import Sequence

from bot.dev.bench.bot_process import SPEED, UNFINISHED, keys_of, open_measured_bot
from bot.dev.bench.load import post_evenly
from bot.dev.bench.parts import Run
from bot.dev.bench.seed_data import fill, postbacks
from bot.dev.bench.statistics import Figure, Goal, percentile, single

_PER_SECOND = 20
_PAUSE = 0.2
_TALKING = 8


async def measure(run: Run) -> Sequence[Figure]:
    """Send twenty postbacks a second, at fixed times: a slow answer does not delay the next postback."""
    count = _PER_SECOND * (5 if run.quick else 20)
    await fill(run.folder / "bot.db", submitted=count)
    async with open_measured_bot(run.folder, speed=SPEED) as measured:
        await measured.bot.start()
        await measured.simulators.ask("wait_for_webhook")
        await measured.simulators.ask("talk", first=1_000, players=_TALKING, at_once=_TALKING)
        bodies = postbacks(keys_of(measured.settings), range(count))
        async with asyncio.TaskGroup() as group:
            talk = group.create_task(
                measured.simulators.ask("talk", first=2_000, players=count // 5, at_once=_TALKING, pause=_PAUSE)
            )
            served = await post_evenly(measured.postback_url, bodies, _PER_SECOND)
        await measured.wait_until_empty(UNFINISHED)
    if served.refused:
        raise RuntimeError(f"{served.refused} postbacks were refused: see bot.log")
    waits, note = [1000 * wait for wait in served.waits], f"{talk.result()['acts']} updates of players meanwhile"
    return [
        Figure(name="acknowledgement, p50", unit="ms", rounds=single(percentile(waits, 50)), note=note),
        Figure(name="acknowledgement, p99", unit="ms", rounds=single(percentile(waits, 99)), goal=Goal(at_most=250)),
    ]
