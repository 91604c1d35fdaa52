"""The table of bad postbacks over HTTP: each is answered as it must be, and does what it may and nothing else."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from tests.attacks.postbacks import ATTACKS, COUNTED, CREDITED, KEPT, SAMPLED, Attack
from tests.e2e.player import Player
from tests.e2e.postbacks import OK, Postback, letter_for
from tests.e2e.world import World

pytestmark = pytest.mark.timeout(300)


class Recorded:
    """What stands in the database, so that the effect of one postback is what has come to it."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._seen: Counter[str] = Counter()

    async def effects(self) -> tuple[str, ...]:
        """What has happened since this was asked last."""
        now = await self._all()
        new = now - self._seen
        self._seen = now
        return tuple(sorted(new.elements()))

    async def _all(self) -> Counter[str]:
        await self._world.until(self._applied, "for postbacks to be applied")
        rows: list[Any] = [
            *await self._world.rows("SELECT reason AS what FROM quarantine"),
            *await self._world.rows(f"SELECT '{CREDITED}' AS what FROM ledger WHERE credit = 'player:tg-1001'"),  # noqa: S608
            *await self._world.rows(f"SELECT '{SAMPLED}' AS what FROM refused_postbacks"),  # noqa: S608 - words of our own
            *await self._world.rows(f"SELECT '{KEPT}' AS what FROM inbox WHERE source = 'paykassma'"),  # noqa: S608
        ]
        return Counter(str(row["what"]) for row in rows)

    async def _applied(self) -> bool:
        return not await self._world.rows("SELECT 1 FROM inbox WHERE source = 'paykassma' AND state = 'new'")


def expected(attack: Attack) -> tuple[str, ...]:
    """As `Recorded.effects` says it."""
    if attack.effects == (COUNTED,):
        return ()
    return tuple(sorted([*attack.effects, *[KEPT] * (attack.status == 200)]))


async def test_each_bad_postback_is_answered_and_does_as_the_table_says(world: World, player: Player) -> None:
    row, _ = await player.claimed()
    books = Recorded(world)
    await books.effects()
    honest = letter_for(row)
    wrong = []
    for number, attack in enumerate(ATTACKS):
        letter = replace(honest, transaction_id=f"70000{number:05}")
        status, answer = await world.post(attack.make(letter))
        effects = await books.effects()
        if (status, effects) != (attack.status, expected(attack)) or (status == 200) != (answer == OK[1]):
            wrong.append((attack.name, status, effects, answer[:50]))
    assert wrong == []
    assert not await world.rows("SELECT 1 FROM inbox WHERE state = 'bad'")


async def test_a_postback_about_another_players_order_is_never_mine(world: World, player: Player) -> None:
    mine, _ = await player.claimed()
    other = Player(world, 1002)
    theirs, _ = await other.claimed()
    swapped: list[Postback] = [
        replace(letter_for(mine), label="tg-1002"),
        replace(letter_for(mine), order_id=theirs["order_id"]),
    ]
    for letter in swapped:
        assert await world.post(letter.body()) == OK
    await world.operators_see("Its label belongs to another player than its order.")
    await world.settled()
    assert await world.ledger() == [("unclaimed", 10_000)]
