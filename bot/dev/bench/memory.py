"""What the bot holds in memory after ever more updates: it must not grow with what it has done."""

from collections.abc import Sequence

from bot.dev.bench.bot_process import AT_REST, SPEED, open_house
from bot.dev.bench.children import resident_megabytes
from bot.dev.bench.parts import Run
from bot.dev.bench.statistics import Figure, Goal, Round, single

_AT_ONCE = 16
_ACTS = 5


async def measure(run: Run) -> Sequence[Figure]:
    """A tenth of the updates to warm up, then the others; players come back, as they do."""
    updates = 2_000 if run.quick else 100_000
    players = 200
    async with open_house(run.folder, speed=SPEED) as house:
        await house.bot.start()
        await house.peer.ask("met")
        grown = []
        for turn in range(updates // (players * _ACTS)):
            await house.peer.ask("chat", first=1_000, players=players, at_once=_AT_ONCE)
            await house.rests(AT_REST)
            grown.append(resident_megabytes(house.pid))
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
