"""Measures the time from exec to the first answered `/start`, and memory, compared with `import aiogram` alone."""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from bot.dev.bench.bot_process import MeasuredBot, open_measured_bot
from bot.dev.bench.children import resident_megabytes
from bot.dev.bench.parts import Run
from bot.dev.bench.statistics import Figure, Goal, Round

_IMPORT = "import aiogram"
_ROOT = Path(__file__).parents[3]
_MEMORY = "import aiogram; print(open('/proc/self/status').read().partition('VmRSS:')[2].split()[0])"


async def measure(run: Run) -> Sequence[Figure]:
    """Start the bot for each round, with a `/start` that waits for it; then measure `--help`."""
    resident: list[float] = []
    async with open_measured_bot(run.folder) as measured:
        players = iter(range(1_000, 2_000))

        async def bot() -> float:
            seconds = await _first_answer(measured, next(players))
            resident.append(resident_megabytes(measured.pid))
            await measured.bot.stop()
            return seconds

        await bot()  # a first start, which creates the database
        starts = await run.against(_import, bot)
        helps = await run.against(_import, _help, rounds=3)
    megabytes = float(await _python("-c", _MEMORY)) / 1024
    memory = [Round(value=value, before=megabytes, after=megabytes) for value in resident]
    return [
        Figure(
            name="exec to first /start answered", unit="s", reference=_IMPORT, goal=Goal(at_most=0.5), rounds=starts
        ),
        Figure(name="--help", unit="s", reference=_IMPORT, goal=Goal(at_most=0.1), rounds=helps),
        Figure(name="memory after /start", unit="MB", reference=_IMPORT, rounds=memory),
    ]


async def _first_answer(measured: MeasuredBot, player: int) -> float:
    await measured.simulators.ask("forget_bot")
    began = perf_counter()
    async with asyncio.TaskGroup() as group:
        group.create_task(measured.bot.start())
        await measured.simulators.ask("greet", player=player)
        return perf_counter() - began


async def _import() -> float:
    return await _timed("-c", "import aiogram")


async def _help() -> float:
    return await _timed("-m", "bot", "--help")


async def _timed(*arguments: str) -> float:
    began = perf_counter()
    await _python(*arguments)
    return perf_counter() - began


async def _python(*arguments: str) -> bytes:
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, cwd=_ROOT, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"python {' '.join(arguments)} failed")
    return out
