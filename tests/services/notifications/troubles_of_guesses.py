"""Troubles of too many refused numbers: those of one player, and those of all."""

from bot.domain.guess_limit import DAY_MS, MOST, MOST_OF_ALL
from bot.domain.player import Player
from tests.services.deposits.test_guess_limit import SEARCHING, claim, let_leave, refused_before
from tests.services.service_fixture import ServiceFixture


class TooManyNumbers:
    """Many numbers of a player were refused, and he claims another one; a day later that leaves."""

    refused = MOST

    def __init__(self, scene: ServiceFixture) -> None:
        self.scene = scene
        self.claims = 0
        self.player: Player | None = None

    def guesser(self, player: Player) -> int:
        return player.id

    async def begin(self) -> None:
        self.player = self.player or await self.scene.player()
        await refused_before(self.scene, self.guesser(self.player), self.refused)
        self.claims += 1
        await claim(self.scene, self.player, self.claims)

    async def end(self) -> None:
        self.scene.clock.advance(DAY_MS)
        await let_leave(self.scene, SEARCHING)


class NumbersGuessed(TooManyNumbers):
    """The same under many names; who waits is a stranger."""

    refused = MOST_OF_ALL

    def guesser(self, player: Player) -> int:
        return player.id + 1
