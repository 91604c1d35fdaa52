"""The quick budget of the simulator, and the proof that a seed decides everything."""

import asyncio
import os

import pytest

from tests.databases import PostgresServer
from tests.sim.fleet import run_seed, run_seeds
from tests.sim.simulate import digest, in_world
from tests.sim.world import World

STEPS = 5_000
SEEDS = range(1, 21)


@pytest.mark.timeout(600)
def test_a_hundred_thousand_steps_break_no_promise() -> None:
    found = list(run_seeds(SEEDS, STEPS, os.cpu_count() or 1))
    assert not [one.line for one in found if one.trouble]
    assert sum(one.crashes for one in found) > len(SEEDS)


def test_one_seed_is_one_story() -> None:
    assert digest(7, 400) == digest(7, 400) != digest(8, 400)


@pytest.mark.postgres
def test_the_same_holds_on_postgresql(postgres_server: PostgresServer) -> None:
    found = run_seed(1, 150, asyncio.run(postgres_server.fresh()))
    assert not found.trouble, found.line


@pytest.mark.postgres
def test_a_start_on_postgresql_can_be_stopped_at_any_point_and_crash_there(postgres_server: PostgresServer) -> None:
    async def act(world: World) -> None:
        schedule, simulated_bot = world.schedule, world.simulated_bot
        schedule.stops_at = lambda _name: True
        for points in range(4):
            await simulated_bot.crash()
            await simulated_bot.start()
            for _ in range(points):
                schedule.release(schedule.stops[0])
                await schedule.quiet()
            assert len(schedule.stops) == 1, "a start makes one step after the other"
            assert simulated_bot.services is None
        schedule.stops_at = lambda _name: False
        await world.settle()
        assert simulated_bot.services is not None

    in_world(asyncio.run(postgres_server.fresh()), 1, act)
