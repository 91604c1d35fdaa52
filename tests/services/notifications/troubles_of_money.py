"""Troubles of money that waits for two people, as they begin and end through the use cases."""

import tempfile
from pathlib import Path

from bot.domain.approval import ActionType
from bot.domain.deposit import DepositStatus
from bot.services.withdrawals import restored_database
from bot.store.engine.generation_file import FileMarker
from tests.services.acting import CHECKER, OWNER, agree, confirm, propose
from tests.services.postbacks.test_crediting import apply, entry_for
from tests.services.service_fixture import ServiceFixture


class AboveCeiling:
    """A payment is larger than what is credited without people; two people credit it."""

    def __init__(self, scene: ServiceFixture) -> None:
        self.scene = scene
        self.entries = 0
        self.label = ""

    async def begin(self) -> None:
        self.entries += 1
        deposit = await self.scene.deposit(DepositStatus.SUBMITTED)
        self.label = deposit.label
        await apply(self.scene, entry_for(deposit, amount="2000001"), deposit.label)

    async def end(self) -> None:
        await agree(self.scene, ActionType.CLAIM, {"quarantine": self.entries, "label": self.label})


class PutBack:
    """The database was put back; two people let payouts go again."""

    def __init__(self, scene: ServiceFixture) -> None:
        self.scene = scene
        self.scene.database.marker = FileMarker(Path(tempfile.mkdtemp()) / "generation")

    async def begin(self) -> None:
        it = self.scene
        await restored_database.on_start(it.database, it.clock, it.services.alerts)
        await it.database.write(lambda tx: tx.fetch("UPDATE generation SET number = number - 1"))
        await restored_database.on_start(it.database, it.clock, it.services.alerts)

    async def end(self) -> None:
        await confirm(self.scene, await propose(self.scene, ActionType.UNFREEZE, {}, CHECKER), OWNER)
