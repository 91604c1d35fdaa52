"""Runs the parts of the bench one after another and prints the results."""

import asyncio
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from bot.dev.bench.parts import PARTS, Run, load
from bot.dev.bench.report import as_json, as_table
from bot.dev.bench.seed_data import refuse_unless_empty
from bot.dev.bench.statistics import FigureRow, row_of


def run_bench(names: Sequence[str], *, quick: bool, json: bool, postgres: str = "") -> None:
    """Measure the parts `names`, or the usual ones, and print the results; progress goes to standard error.

    Raises StartupError before anything is measured if `postgres` is not the URL of an empty database.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that SIGTERM also ends the child processes
    if postgres:
        asyncio.run(refuse_unless_empty(postgres))
    chosen = names or [name for name, part in PARTS.items() if part.is_usual]
    found: dict[str, list[FigureRow]] = {}
    for name in chosen:
        found[name] = asyncio.run(_measure(name, quick=quick, postgres=postgres))
        if not json:  # after each part: a run takes minutes and may be interrupted
            _print(f"{as_table({name: found[name]})}\n")
    if json:
        _print(as_json(found, quick=quick))


async def _measure(name: str, *, quick: bool, postgres: str) -> list[FigureRow]:
    began = perf_counter()
    _say(f"{name}: {PARTS[name].does}")
    with TemporaryDirectory(prefix="deposit-bot-bench-", ignore_cleanup_errors=True) as folder:
        figures = await load(name)(Run(quick=quick, folder=Path(folder), say=_say, postgres=postgres))
    _say(f"{name}: {perf_counter() - began:.0f} s")
    return [row_of(figure) for figure in figures]


def _print(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def _say(words: str) -> None:
    sys.stderr.write(f"{words}\n")
