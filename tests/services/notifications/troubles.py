"""Troubles of a claim, as they begin and end through the use cases."""

from itertools import count
from typing import Protocol

from bot.domain.deposit import Deposit, DepositStatus
from bot.provider.base import ClaimAnswer, Outcome, Verdict
from bot.services.scheduler import Scheduler
from bot.store import deposits
from tests.services.acting import CASHIER
from tests.services.deposits.test_claims import PICTURE, add
from tests.services.deposits.test_provider_jobs import UNKNOWN, claimed, later
from tests.services.service_fixture import ServiceFixture

MINUTE = 60_000
HOUR = 60 * MINUTE
MANY = 2**60
numbers = count(1)


def watch(scene: ServiceFixture) -> Scheduler:
    it = scene.services
    return Scheduler(scene.database, scene.clock, it.policy, it.alerts, it.wallets, it.withdrawals)


class Trouble(Protocol):
    """One cause: it may begin and end again and again."""

    def __init__(self, scene: ServiceFixture) -> None: ...

    async def begin(self) -> None: ...

    async def end(self) -> None: ...


class OfClaim:
    """What concerns one claim: an operator asks its player again, he sends another number, and it goes wrong again."""

    def __init__(self, scene: ServiceFixture) -> None:
        self.scene = scene
        self.deposit: Deposit | None = None

    async def begin(self) -> None:
        if self.deposit is None:
            self.deposit = await claimed(self.scene)
        else:
            await add(self.scene, self.deposit, number=f"{next(numbers):020}")
        await self.go_wrong(self.deposit)

    async def go_wrong(self, deposit: Deposit) -> None: ...

    async def end(self) -> None:
        assert self.deposit is not None
        await self.scene.services.acts.ask(await self.scene.turn(), CASHIER, self.deposit.id, "number")


class Waits(OfClaim):
    async def go_wrong(self, deposit: Deposit) -> None:
        del deposit
        self.scene.clock.advance(15 * MINUTE)
        await watch(self.scene).tick()


class RefusedUnclear(OfClaim):
    async def go_wrong(self, deposit: Deposit) -> None:
        self.scene.provider.verdicts.extend([UNKNOWN, ClaimAnswer(outcome=Outcome.REFUSED, detail="no")])
        await self.scene.leave(deposit)
        await later(self.scene, deposit)


class Unanswered(OfClaim):
    async def go_wrong(self, deposit: Deposit) -> None:
        for _ in range(6):
            self.scene.provider.verdicts.append(UNKNOWN)
            await later(self.scene, deposit, 13 * MINUTE)
            self.scene.clock.advance(1)
            await self.scene.leave(await claimed(self.scene))


class BelowMinimum(OfClaim):
    async def go_wrong(self, deposit: Deposit) -> None:
        self.scene.provider.verdicts.append(ClaimAnswer(outcome=Outcome.DONE, verdict=Verdict.BELOW_MINIMUM))
        await self.scene.leave(deposit)


class Shared:
    """A player gives a number that is another's claim; then he gives his own."""

    def __init__(self, scene: ServiceFixture) -> None:
        self.scene = scene
        self.deposit: Deposit | None = None

    async def begin(self) -> None:
        scene = self.scene
        other = await scene.deposit(DepositStatus.CLAIMED)
        if self.deposit is None:
            self.deposit = await scene.deposit(DepositStatus.AWAITING_PAYMENT)
        await scene.services.claims.tell_in_use(await scene.turn(), self.deposit, other.transaction_number)

    async def end(self) -> None:
        assert self.deposit is not None
        await add(self.scene, self.deposit, number=f"{next(numbers):020}", picture=PICTURE)


class TooOften:
    """A player corrects his claim as often as he may, and once more; an operator lets him try again."""

    def __init__(self, scene: ServiceFixture) -> None:
        self.scene = scene
        self.deposit: Deposit | None = None

    async def begin(self) -> None:
        if self.deposit is None:
            self.deposit = await self.scene.deposit(DepositStatus.REJECTED)
        for _ in range(3):
            await add(self.scene, self.deposit, number=f"{next(numbers):020}")
            await self.refuse(self.deposit.id)

    async def refuse(self, deposit_id: str) -> None:
        now = self.scene.clock.now
        await self.scene.database.write(lambda tx: deposits.move(tx, deposit_id, DepositStatus.REJECTED, now))

    async def end(self) -> None:
        assert self.deposit is not None
        await self.scene.services.acts.ask(await self.scene.turn(), CASHIER, self.deposit.id, "number")
