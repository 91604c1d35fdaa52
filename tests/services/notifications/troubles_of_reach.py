"""Troubles of who reaches us, as they begin and end through the use cases."""

from bot.domain.intake_trouble import Cause, Trouble
from bot.webhook.self_test import SelfTest, open_http
from tests.provider.vectors import KEYS
from tests.services.service_fixture import ServiceFixture


class AddressDead:
    def __init__(self, scene: ServiceFixture) -> None:
        self.scene = scene

    async def tell(self, problem: str | None) -> None:
        async with open_http(1) as http:
            it = self.scene
            await SelfTest(it.database, it.clock, it.services.alerts, http, "http://127.0.0.1:9", KEYS)._report(
                problem, 2
            )

    async def begin(self) -> None:
        await self.tell("HTTP 502")

    async def end(self) -> None:
        await self.tell(None)


class Deaf:
    def __init__(self, scene: ServiceFixture) -> None:
        self.scene = scene

    async def begin(self) -> None:
        await self.scene.services.intake.refused(Trouble(cause=Cause.TOKEN_REFUSED, detail="Unauthorized"))

    async def end(self) -> None:
        await self.scene.services.intake.well()
