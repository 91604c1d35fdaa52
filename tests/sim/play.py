"""One script played once: its people act one after the other, and at one point of it the bot may be killed."""

from dataclasses import dataclass, field
from typing import Any

from tests.sim import bank
from tests.sim.bank import KBZ, WAVE, Payment
from tests.sim.postbacks import Postback
from tests.sim.world import World

PLAYER, THIEF = 1001, 1002
CASHIER, CHECKER, OTHER_CHECKER, OWNER = 11, 12, 13, 14
_PAUSE = 20_000
_EFFECTS = frozenset({"written", "processed", "sent"})
"""After these something outside the bot's memory has changed: before one of them is after the one before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Kill the bot at its n-th point (0: never), and let the calls of this one play end so."""

    crash_at: int = 0
    call_outcomes: tuple[bank.CallOutcome, ...] = ()

    @property
    def words(self) -> str:
        return f"crash={self.crash_at} outcomes={','.join(self.call_outcomes) or '-'}"


@dataclass(slots=True)
class Play:
    """What a script acts with. `points` and `calls` count what there was to go wrong."""

    world: World
    plan: Plan
    points: int = 0
    calls: int = 0
    payments: list[Payment] = field(default_factory=list)
    _is_struck: bool = False
    _is_over: bool = False

    def __post_init__(self) -> None:
        self.world.schedule.stops_at = self._stops
        self.world.bank.call_outcome = self._call_outcome

    def _stops(self, name: str) -> bool:
        """All stop together when the bot is killed: nobody runs on to his own end."""
        if self._is_over:
            return False
        self.points += name in _EFFECTS
        self._is_struck = self._is_struck or 0 < self.plan.crash_at <= self.points
        return self._is_struck

    def _call_outcome(self, path: str) -> bank.CallOutcome:
        if path.endswith("available"):
            return bank.CallOutcome.FINE
        self.calls += 1
        return (
            self.plan.call_outcomes[self.calls - 1]
            if self.calls <= len(self.plan.call_outcomes)
            else bank.CallOutcome.FINE
        )

    async def settle(self) -> None:
        """Until nothing moves; what the bot did not acknowledge is sent to it again.

        Who was stopped by the kill is never let go on: a settling that lets all go on kills nobody but the idle.
        """
        schedule, simulated_bot = self.world.schedule, self.world.simulated_bot
        while True:
            await schedule.quiet()
            if self._is_struck and not self._is_over:
                self._is_over = True
                await simulated_bot.crash()
                await simulated_bot.start()
            elif ready := schedule.ready():
                schedule.release(ready[0])
            elif waiting := self.world.unposted():
                self.world.post_update(waiting[0])
            else:
                simulated_bot.check_alive()
                return

    async def wait(self, minutes: float = _PAUSE / 60_000) -> None:
        """Time passes, and whoever sleeps wakes when he should."""
        schedule = self.world.schedule
        end = schedule.now + round(minutes * 60_000)
        self.world.simulated_bot.watch_seconds = max(60, minutes * 3)
        await self.settle()
        while schedule.now < end:
            due = schedule.next_due()
            schedule.now = min(end, max(schedule.now, end if due is None else due))
            await self.settle()

    async def say(self, sender: int, do: str, **said: object) -> None:
        """A person does one thing, and everything that follows from it happens."""
        self.world.say(sender, do, **said)
        await self.wait()

    async def at_once(self, *said: tuple[int, str, dict[str, Any]]) -> None:
        """Several people, or one with two fingers, before anything follows."""
        for sender, do, what in said:
            self.world.post_update(self.world.say(sender, do, **what))
        await self.wait()

    async def post(self, *letters: Postback) -> None:
        """The provider sends these, or all that it has to tell, until they are acknowledged."""
        self.world.write_letters()
        for letter in letters or tuple(self.world.due_letters()):
            while not letter.acked and not (letter.is_forged and letter.tries):
                self.world.post_letter(letter)
                await self.settle()
        await self.wait()

    async def number_for(self, player: int = PLAYER, wallet: str = WAVE, amount: int = 10_000) -> None:
        """A deposit up to the number that is shown."""
        await self.say(player, "deposit", anyway=True)
        await self.say(player, "pick", wallet=wallet)
        await self.say(player, "amount", amount=amount)

    def pay(self, player: int = PLAYER, wallet: str = WAVE, amount: int = 10_000) -> Payment:
        """Money leaves for the number."""
        number = str(len(self.payments) + 1).rjust(20 if wallet == KBZ else 10, "7")
        payment = self.world.bank.pay(player, wallet, amount, number)
        self.payments.append(payment)
        return payment

    async def claimed(self, player: int = PLAYER, wallet: str = WAVE, amount: int = 10_000) -> Payment:
        """A deposit up to its claim."""
        await self.number_for(player, wallet, amount)
        payment = self.pay(player, wallet, amount)
        await self.say(player, "number", number=payment.number)
        if wallet == KBZ:
            await self.say(player, "picture", name="receipt")
        return payment

    async def proposed(self, amount: int = 60_000) -> str:
        """A payout that waits for its second person."""
        await self.say(CASHIER, "propose_payout", player=PLAYER, amount=amount, account="09400001001")
        payout: str = await self.newest("withdrawals")
        return payout

    async def confirmed(self, amount: int = 60_000) -> str:
        """A payout on its way."""
        payout = await self.proposed(amount)
        await self.say(CHECKER, "confirm_payout", payout=payout)
        return payout

    async def newest(self, table: str, where: str = "1 = 1") -> Any:  # noqa: ANN401 - the id of whatever it is
        """The id of the latest row."""
        rows = await self.world.look(f"SELECT MAX(id) AS id FROM {table} WHERE {where}")  # noqa: S608 - our own words
        return rows[0]["id"]

    async def by_two(self, kind: str, **values: object) -> None:
        """One proposes, another confirms."""
        await self.say(CASHIER if kind != "unfreeze" else OTHER_CHECKER, "propose", kind=kind, values=values)
        if act := await self.newest("acts"):
            await self.say(CHECKER, "confirm", act_id=act)
