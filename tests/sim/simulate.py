"""One simulation from its seed to its verdict."""

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from functools import cache
from hashlib import sha256
from pathlib import Path
from random import Random

from bot.store.engine.migrate import migrate
from tests.databases import quick_folder
from tests.logs import without_logs
from tests.sim.bank import Bank
from tests.sim.chats import Chats
from tests.sim.checker import Checker
from tests.sim.postbacks import Letterbox
from tests.sim.schedule import Schedule, run_quietly
from tests.sim.simulated_bot import SimulatedBot, seeded
from tests.sim.state import NOTES
from tests.sim.store import open_eyes, open_store
from tests.sim.storm import Storm
from tests.sim.world import World

CHECK_EVERY = 1_000


@cache
def _template() -> bytes:
    """A migrated database, made once."""

    async def make(schedule: Schedule, folder: Path) -> None:
        async with open_store(f"sqlite:///{folder / 'template.db'}", schedule) as database:
            await migrate(database)
            for statement in NOTES:
                await database.write(lambda tx, one=statement: tx.fetch(one))  # type: ignore[misc]

    with quick_folder() as folder:
        run_quietly(lambda selector: make(Schedule(selector), folder))
        return (folder / "template.db").read_bytes()


@asynccontextmanager
async def open_world(url: str, rng: Random, schedule: Schedule) -> AsyncIterator[World]:
    """A world in which nobody has done anything yet, with a running bot."""
    bank, chats = Bank(schedule, rng), Chats(schedule)
    simulated_bot = SimulatedBot(url=url, schedule=schedule, bank=bank, chats=chats)
    await simulated_bot.start()
    async with open_eyes(url) as eyes:
        yield World(
            rng=rng,
            schedule=schedule,
            simulated_bot=simulated_bot,
            bank=bank,
            chats=chats,
            box=Letterbox(rng),
            eyes=eyes,
        )
        await simulated_bot.stop()


def fresh_file(folder: Path) -> str:
    """The URL of an empty database."""
    path = folder / "bot.db"
    for old in folder.glob("bot.db*"):
        old.unlink()
    path.write_bytes(_template())
    return f"sqlite:///{path}"


Act = Callable[[World], Awaitable[None]]


def in_world(url: str, seed: int, act: Act) -> None:
    """Let `act` happen in a new world of this seed; it raises what it finds."""

    async def main(schedule: Schedule) -> None:
        async with open_world(url, seeded(seed), schedule) as world:
            await act(world)

    with without_logs():
        run_quietly(lambda selector: main(Schedule(selector)))


def simulate(seed: int, steps: int, url: str) -> int:
    """Run one seed; answers with the number of crashes, raises Broken or whatever else went wrong."""
    crashes = 0

    async def act(world: World) -> None:
        nonlocal crashes
        storm, checker = Storm(world, world.rng), Checker(world)
        for step in range(1, steps + 1):
            await storm.step()
            if step % CHECK_EVERY == 0:
                await checker.check()
        crashes = world.simulated_bot.crashes
        await world.calm()
        await checker.check()
        await checker.check_end()

    in_world(url, seed, act)
    return crashes


def digest(seed: int, steps: int) -> str:
    """What a seed did, in short: all that came in, was booked and was put out."""
    with quick_folder() as folder:
        url = fresh_file(folder)
        simulate(seed, steps, url)
        with closing(sqlite3.connect(folder / "bot.db")) as file:
            rows = [file.execute(f"SELECT {what} ORDER BY id").fetchall() for what in _STORY]
    return sha256(repr(rows).encode()).hexdigest()


_STORY = (
    "* FROM inbox",
    "* FROM ledger",
    "* FROM audit",
    "id, lane, kind, payload, state, attempts, due_at, done_at FROM outbox",
)
