"""Storms: fifty identical postbacks at once, again and again, of which each must be one credit and fifty times ok."""

import asyncio
from collections import Counter
from dataclasses import dataclass, replace

from tests.e2e.player import Player
from tests.e2e.postbacks import OK, letter_for
from tests.e2e.world import World

AT_ONCE = 50
AMOUNT = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """What came of it. `refused` are answers that were not ok, `doubled` keys with more than one line in the ledger."""

    storms: int
    answers: int
    refused: int
    credits: int
    doubled: int

    @property
    def is_fair(self) -> bool:
        return self.credits == self.storms and not self.refused and not self.doubled


async def blow(world: World, storms: int) -> Weather:
    """Each storm is a payment of its own for one player's order; all of it over HTTP."""
    player = Player(world, 1001)
    row, _ = await player.claimed(amount=AMOUNT)
    honest, refused = letter_for(row), 0
    for number in range(storms):
        body = replace(honest, transaction_id=f"5{number:09}").body()
        answers = await asyncio.gather(*(world.post(body) for _ in range(AT_ONCE)))
        refused += sum(answer != OK for answer in answers)
    await world.until(lambda: _is_applied(world), "for the storms to be applied")
    lines = Counter(line["ref"] for line in await world.rows("SELECT ref FROM ledger"))
    return Weather(
        storms=storms,
        answers=storms * AT_ONCE,
        refused=refused,
        credits=lines.total(),
        doubled=sum(count > 1 for count in lines.values()),
    )


async def _is_applied(world: World) -> bool:
    return not await world.rows("SELECT 1 FROM inbox WHERE source = 'paykassma' AND state = 'new'")
