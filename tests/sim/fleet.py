"""Many seeds, several at once, each on a database of its own."""

import asyncio
import os
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import count
from multiprocessing import get_context

from tests.databases import PostgresServer, open_server, quick_folder
from tests.sim.simulate import fresh_file, simulate


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """How a seed ended; `trouble` is empty when nothing was found."""

    seed: int
    steps: int
    crashes: int
    trouble: str
    options: str = ""

    @property
    def line(self) -> str:
        """What to type to see it again."""
        return f"python -m tests.sim --seed {self.seed} --steps {self.steps}{self.options}  # {self.trouble}"


def run_seed(seed: int, steps: int, url: str = "") -> Found:
    """One seed, on a new file unless a database is given."""
    try:
        if url:
            crashes = simulate(seed, steps, url)
        else:
            with quick_folder() as folder:
                crashes = simulate(seed, steps, fresh_file(folder))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what was looked for
        return Found(seed=seed, steps=steps, crashes=0, trouble=words_of(error), options=" --postgres" if url else "")
    return Found(seed=seed, steps=steps, crashes=crashes, trouble="")


def words_of(error: BaseException) -> str:
    """In one line, down to what was raised first."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    below = error.__cause__
    said = f"{type(error).__name__}: {error}".replace("\n", " ")[:600]
    return f"{said} <- {words_of(below)}" if below else said


def repeatable(module: str) -> None:
    """Start this program once more where the order of sets differs from run to run: a seed must find the same again."""
    if os.environ.get("PYTHONHASHSEED") != "0":
        os.execve(  # noqa: S606 - the same program with the same arguments
            sys.executable, [sys.executable, "-m", module, *sys.argv[1:]], {**os.environ, "PYTHONHASHSEED": "0"}
        )


def run_seeds(seeds: Iterable[int], steps: int, jobs: int) -> Iterator[Found]:
    """All of them, in as many processes as wanted."""
    with side_by_side(jobs) as pool:
        yield from pool.map(partial(run_seed, steps=steps), seeds)


def side_by_side(jobs: int) -> ProcessPoolExecutor:
    """Processes that come out of one which has imported all this, which takes longer than many a seed."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.sim.scripts"])
    return ProcessPoolExecutor(jobs, mp_context=context)


def run_until_found(seeds: Iterable[int], steps: int) -> Iterator[Found]:
    """One after the other, no further than to the first that finds something."""
    for seed in seeds:
        found = run_seed(seed, steps)
        yield found
        if found.trouble:
            return


def run_postgres(seeds: Iterable[int], steps: int) -> Iterator[Found]:
    """All of them, one after the other, on a server that lives as long as they do."""
    with open_server() as server:
        databases = PostgresServer(admin=server.get_uri(), _numbers=count(1))
        for seed in seeds:
            yield run_seed(seed, steps, asyncio.run(databases.fresh()))
