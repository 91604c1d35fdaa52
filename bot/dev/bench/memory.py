"""Measures whether the bot's memory grows with the number of updates."""

from collections.abc import Sequence

from bot.dev.bench.bot_process import SPEED, UNFINISHED, open_measured_bot
from bot.dev.bench.children import resident_megabytes
from bot.dev.bench.parts import Run
from bot.dev.bench.statistics import Figure, Goal, Round, single

_AT_ONCE = 16
_ACTS = 5


async def measure(run: Run) -> Sequence[Figure]:
    """Measure growth after the first tenth of the updates. The same players come back, as in reality."""
    updates = 2_000 if run.quick else 100_000
    players = 200
    async with open_measured_bot(run.folder, speed=SPEED) as measured:
        await measured.bot.start()
        await measured.simulators.ask("wait_for_webhook")
        grown = []
        for turn in range(updates // (players * _ACTS)):
            await measured.simulators.ask("chat", first=1_000, players=players, at_once=_AT_ONCE)
            await measured.wait_until_empty(UNFINISHED)
            grown.append(resident_megabytes(measured.pid))
            run.say(f"  {(turn + 1) * players * _ACTS:,} updates: {grown[-1]:.1f} MB")
    warm, last = grown[len(grown) // 10], grown[-1]
    return [
        Figure(name=f"memory after {updates:,} updates", unit="MB", rounds=single(last)),
        Figure(
            name="growth since a tenth of them",
            unit="",
            reference="MB then",
            rounds=[Round(value=last, before=warm, after=warm)],
            goal=Goal(at_most=1.05),
        ),
    ]
