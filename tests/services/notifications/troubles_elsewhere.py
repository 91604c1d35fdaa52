"""Troubles that are not about a claim, as they begin and end through the use cases."""

from functools import partial

from bot.domain.approval import ActionType
from bot.domain.deposit import Deposit, DepositStatus
from bot.domain.withdrawal import WithdrawalStatus as Payout
from bot.provider.base import Answer, ClaimAnswer, NumberAnswer, Outcome
from bot.services.monitoring.disk_space import check_disk_space
from bot.services.notifications.alerts import Alerts
from bot.services.queue.inbox_worker import InboxWorker
from bot.services.withdrawals.sending import send_withdrawal
from bot.store import outbox, withdrawals
from bot.store.engine.database import Transaction
from bot.store.inbox import POSTBACKS
from bot.telegram.sender import Undelivered
from tests.outbox import deliver_due
from tests.provider.postback_bodies import deposit_entry, postback, signed
from tests.services.acting import CHECKER, OWNER, agree
from tests.services.deposits.test_provider_jobs import claimed, draft, later
from tests.services.notifications.troubles import numbers, watch
from tests.services.operators.test_approved_claims import arrive
from tests.services.postbacks.test_crediting import apply, entry_for
from tests.services.service_fixture import ServiceFixture
from tests.services.stored import proposed

MINUTE = 60_000
HOUR = 60 * MINUTE
MANY = 2**60


class Quarantined:
    def __init__(self, scene: ServiceFixture) -> None:
        self.scene = scene
        self.entries = 0

    async def begin(self) -> None:
        self.entries += 1
        await arrive(self.scene, deposit_entry(transaction_id=f"{self.entries:020}"))

    async def end(self) -> None:
        await agree(self.scene, ActionType.CLAIM, {"quarantine": self.entries, "label": "player-42"})


class LockedOut:
    answer = ClaimAnswer(outcome=Outcome.UNKNOWN, detail="HTTP 404", credentials_rejected=True)
    tries = 1

    def __init__(self, scene: ServiceFixture) -> None:
        self.scene = scene

    async def begin(self) -> None:
        deposit = await claimed(self.scene)
        self.scene.provider.verdicts.extend([self.answer] * self.tries)
        for _ in range(self.tries):
            await later(self.scene, deposit, 300_000)

    async def end(self) -> None:
        await self.scene.leave(await claimed(self.scene))


class Unreachable(LockedOut):
    answer = ClaimAnswer(outcome=Outcome.NOT_SENT, detail="no route")
    tries = 3


class NoNumbers:
    def __init__(self, scene: ServiceFixture) -> None:
        self.scene = scene

    async def begin(self) -> None:
        self.scene.provider.numbers.append(NumberAnswer(outcome=Outcome.REFUSED, detail="off"))
        await self.scene.leave(await draft(self.scene))

    async def end(self) -> None:
        await self.scene.leave(await draft(self.scene))


class NoNumbersAndClosed(NoNumbers):
    async def end(self) -> None:
        acts = self.scene.services.acts
        await acts.set_wallet(await self.scene.turn(), OWNER, "kbzpay_manual", False)


class BadSignature:
    def __init__(self, scene: ServiceFixture) -> None:
        self.scene = scene

    async def begin(self) -> None:
        await self.scene.receive(signed(postback(deposit_entry())).replace(b'"signature":"', b'"signature":"0'))

    async def end(self) -> None:
        await self.scene.receive(signed(postback(deposit_entry(transaction_id=f"{next(numbers):020}"))))


class Silent(BadSignature):
    async def begin(self) -> None:
        await self.scene.deposit(DepositStatus.SUBMITTED, reminded_at=1)
        self.scene.clock.advance(10 * HOUR)
        await watch(self.scene).tick()


class EventsWait:
    def __init__(self, scene: ServiceFixture) -> None:
        self.scene = scene

    async def begin(self) -> None:
        now = self.scene.clock.now
        await self.scene.database.write(
            lambda tx: outbox.add(tx, lane="ev:x", kind="event", subject="x", now=now, priority=outbox.MONEY)
        )
        self.scene.clock.advance(15 * MINUTE)
        await watch(self.scene).tick()

    async def end(self) -> None:
        now = self.scene.clock.now
        for row in await self.scene.database.write(lambda tx: outbox.take(tx, now, now + 1, 100)):
            await self.scene.database.write(lambda tx, one=row: outbox.mark_sent(tx, one, now))  # type: ignore[misc]
        await watch(self.scene).tick()


class DiskFills:
    def __init__(self, scene: ServiceFixture) -> None:
        self.scene = scene

    async def look(self, *, little: int = 0, long_log: int = MANY) -> None:
        it = self.scene
        await check_disk_space(
            it.database, it.services.alerts, it.clock.now, full_percent=0, little=little, long_log=long_log
        )

    async def begin(self) -> None:
        await self.look(little=MANY)

    async def end(self) -> None:
        await self.look()


class LogLong(DiskFills):
    async def begin(self) -> None:
        await self.look(long_log=0)


class CannotBeTold:
    """A player blocks the bot and is credited; later he comes back."""

    def __init__(self, scene: ServiceFixture) -> None:
        self.scene = scene
        self.deposit: Deposit | None = None

    async def begin(self) -> None:
        scene = self.scene
        self.deposit = self.deposit or await scene.deposit(DepositStatus.SUBMITTED)
        await apply(scene, entry_for(self.deposit, transaction_id=f"{next(numbers):020}"), self.deposit.label)
        await self.leave(scene.services.alerts)

    async def end(self) -> None:
        assert self.deposit is not None
        player = await self.scene.services.players.find(self.deposit.player_id)
        assert player is not None
        turn = await self.scene.turn()
        turn.along(partial(self.scene.services.players.resend_owed, player.id))
        await turn.finish()
        await self.leave()

    async def leave(self, blocked: Alerts | None = None) -> None:
        """All that is due leaves, or dies where the chat is `blocked`."""
        database, now = self.scene.database, self.scene.clock.now
        while rows := await database.write(lambda tx: outbox.take(tx, now, now + 1, 1)):
            (row,) = rows
            if blocked is None:
                await database.write(lambda tx, one=row: outbox.mark_sent(tx, one, now))  # type: ignore[misc]
                continue
            await database.write(Undelivered(blocked, self.scene.clock, row, 1, "blocked"))
            await database.write(lambda tx, one=row: outbox.mark_dead(tx, one, "blocked", now))  # type: ignore[misc]


class NotApplied:
    def __init__(self, scene: ServiceFixture) -> None:
        self.scene = scene
        self.row_id = 0

    async def begin(self) -> None:
        row = await self.scene.row(source=POSTBACKS, lane="paykassma:x", body="{}")
        self.row_id = row.id
        it = self.scene
        worker = InboxWorker(it.database, it.clock, it.services.alerts.row_failed, {POSTBACKS: it.services.postbacks})
        await worker._give_up(row, "broken")

    async def end(self) -> None:
        await self.scene.services.acts.replay(await self.scene.turn(), OWNER, self.row_id)


class PayoutUnknown:
    def __init__(self, scene: ServiceFixture) -> None:
        self.scene = scene
        self.payout = ""

    async def begin(self) -> None:
        scene, self.payout = self.scene, f"w-{next(numbers):04}"
        payout = await proposed(scene.database, self.payout, "player-42", now=scene.clock.now)

        async def unit(tx: Transaction) -> None:
            sending = await withdrawals.move(
                tx, payout.id, Payout.SENDING, checker=CHECKER.id, confirmed_at=scene.clock.now
            )
            assert sending is not None
            await send_withdrawal(tx, sending, scene.clock.now)

        await scene.database.write(unit)
        await self.fail()

    async def fail(self) -> None:
        self.scene.provider.payouts.append(Answer(outcome=Outcome.UNKNOWN, detail="timed out"))
        await self.leave()

    async def leave(self) -> None:
        await deliver_due(self.scene.services, self.scene.clock, leaves=lambda row: row.kind == "payout")

    async def end(self) -> None:
        await agree(
            self.scene, ActionType.RESOLVE, {"withdrawal": self.payout, "exists": "yes", "reason": "line 17 there"}
        )


class PayoutStillSent(PayoutUnknown):
    async def begin(self) -> None:
        await super().begin()
        await super().end()
        self.scene.clock.advance(60 * MINUTE)
        await watch(self.scene).tick()

    async def end(self) -> None:
        await agree(
            self.scene, ActionType.RESOLVE, {"withdrawal": self.payout, "outcome": "failed", "reason": "line 18"}
        )


class PayoutStopped(PayoutUnknown):
    """Its player is held after it was confirmed."""

    async def begin(self) -> None:
        acts = self.scene.services.acts
        await acts.hold(await self.scene.turn(), CHECKER, "player-42", "odd")
        await super().begin()

    async def end(self) -> None:
        await self.scene.services.acts.release(await self.scene.turn(), CHECKER, "player-42")
        self.scene.clock.advance(MINUTE)
        await self.leave()


class PayoutNotSent(PayoutUnknown):
    async def fail(self) -> None:
        self.scene.provider.payouts.extend([Answer(outcome=Outcome.NOT_SENT, detail="no route")] * 3)
        for _ in range(3):
            await self.leave()
            self.scene.clock.advance(MINUTE)

    async def end(self) -> None:
        await self.leave()


class PayoutStillUnknown(PayoutUnknown):
    async def begin(self) -> None:
        await super().begin()
        self.scene.clock.advance(15 * MINUTE)
        await watch(self.scene).tick()
