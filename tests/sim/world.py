"""Everything in one simulation: the bot, the bank, the chats, and what is on its way between them."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from bot.services.postbacks.intake import Intake
from bot.store.engine.database import Param, Reader, Row, StoreUnavailable
from tests.sim import bank, chats
from tests.sim.bank import Bank
from tests.sim.chats import Chats
from tests.sim.postbacks import PAID, Fact, Letterbox, Postback, Told, ending_of, fact_of
from tests.sim.schedule import Schedule
from tests.sim.simulated_bot import SimulatedBot

PLAYERS = (1001, 1002, 1003, 1004, 1005)
CALM_HOURS = 48


@dataclass(slots=True, kw_only=True)
class Update:
    """Telegram sends an update until it is acknowledged, and sometimes once more."""

    number: int
    sender: int
    said: dict[str, Any]
    acked: bool = False
    lost: bool = False
    """acknowledged after a copy was made that was put back since"""


@dataclass(slots=True, kw_only=True)
class World:
    """What acts on the bot from outside. Everything random comes from `rng`."""

    rng: Random
    schedule: Schedule
    simulated_bot: SimulatedBot
    bank: Bank
    chats: Chats
    box: Letterbox
    eyes: Reader
    updates: list[Update] = field(default_factory=list)
    ends_in: Callable[[], int] = lambda: PAID
    delay: Callable[[], int] = lambda: 0
    """How long, in milliseconds, the provider takes before it tells of something."""
    announces: Callable[[Told, int], object] | None = None
    """How the provider first tells of something, where it does not simply do so."""
    outcomes: dict[str, int] = field(default_factory=dict)
    """How the provider ends each payout, by its id, as its cabinet shows it from then on."""
    lost_payouts: set[str] = field(default_factory=set)
    """What was paid out by a word that is lost with a database in whose place an earlier copy was put."""
    lost_orders: set[str] = field(default_factory=set)
    """What was claimed in such a database: its money waits for people, and its order id may come again."""
    _told: set[str] = field(default_factory=set)

    async def look(self, sql: str, *args: Param) -> Sequence[Row]:
        """What is committed."""
        return await self.eyes.fetch(sql, *args)

    def say(self, sender: int, do: str, **said: object) -> Update:
        """A person does something; it reaches the bot when it is posted."""
        update = Update(number=len(self.updates) + 1, sender=sender, said={"do": do, **said})
        self.updates.append(update)
        return update

    def post_update(self, update: Update) -> None:
        """Telegram posts an update; it is acknowledged only when the bot says so."""
        self.simulated_bot.spawn(self._post_update(update))

    async def _post_update(self, update: Update) -> None:
        body = {"update_id": update.number, "message": {"from": {"id": update.sender}, "said": update.said}}
        try:
            await self.simulated_bot.keep(json.loads(json.dumps(body)))
        except (StoreUnavailable, ConnectionError):
            return
        update.acked = True

    def post_letter(self, letter: Postback) -> None:
        """The provider calls."""
        self.simulated_bot.spawn(self._post_letter(letter))

    async def _post_letter(self, letter: Postback) -> None:
        letter.posted = True
        letter.tries += 1
        try:
            said = await self.simulated_bot.receive(letter.body)
        except (StoreUnavailable, ConnectionError):
            return
        letter.acked = letter.acked or said is Intake.KEPT
        if letter.is_forged and letter.acked:
            raise AssertionError("a forged postback was taken")

    def write_letters(self) -> None:
        """What became known at the bank since the last look leaves it, soon or late."""
        for payment in self.bank.payments:
            key = f"{payment.wallet}/{payment.number}"
            if payment.order_id and key not in self._told:
                self._told.add(key)
                self.announce(fact_of(payment), self.delay())
        for payout in self.bank.payouts.values():
            if payout.id not in self._told:
                self._told.add(payout.id)
                self.outcomes[payout.id] = self.ends_in()
                self.announce(ending_of(payout, self.outcomes[payout.id]), self.delay())

    def announce(self, told: Told, after: int) -> None:
        """The provider tells of something for the first time."""
        if self.announces is not None:
            self.announces(told, after)
        else:
            self.box.write([told], self.schedule.now, after=after)

    def orphan(self) -> None:
        """Money that nobody claimed turns up at the provider, who tells of it without an order of ours."""
        for payment in self.bank.payments:
            key = f"{payment.wallet}/{payment.number}"
            if not payment.order_id and key not in self._told:
                self._told.add(key)
                fact = Fact(
                    wallet=payment.wallet,
                    number=payment.number,
                    amount=payment.amount,
                    order_id=self.rng.choice(["", "nobody-knows"]),
                    label=f"tg-{payment.payer}",
                )
                self.announce(fact, self.delay())
                return

    def due_letters(self) -> list[Postback]:
        """What the provider would send (again) now; what is forged it does not insist on."""
        now = self.schedule.now
        return [
            one for one in self.box.letters if not one.acked and one.due <= now and not (one.is_forged and one.tries)
        ]

    def unposted(self) -> list[Update]:
        """What Telegram would send (again) now."""
        return [update for update in self.updates if not update.acked]

    async def settle(self) -> None:
        """Let all go on that can, as time stands."""
        await self.schedule.quiet()
        while ready := self.schedule.ready():
            self.schedule.release(ready[0])
            await self.schedule.quiet()
        self.simulated_bot.check_alive()

    async def calm(self, watch_seconds: float = 1_800) -> None:
        """No more faults and nothing new: what is under way has so long to come to its end."""
        self.schedule.stops_at = lambda _name: False
        self.bank.call_outcome, self.chats.call_outcome = (
            lambda _path: bank.CallOutcome.FINE,
            lambda _chat: chats.SendOutcome.FINE,
        )
        self.chats.closed.clear()
        self.bank.back_at = 0
        self.simulated_bot.watch_seconds = watch_seconds
        if self.simulated_bot.database is not None:
            self.simulated_bot.database.fails = lambda: False
        end = self.schedule.now + CALM_HOURS * 3_600_000
        while self.schedule.now < end:
            await self.settle()
            self.write_letters()
            for update in self.unposted():
                self.post_update(update)
                await self.settle()
            for letter in self.due_letters():
                self.post_letter(letter)
                await self.settle()
            later = [one.due for one in self.box.letters if not one.acked and one.due > self.schedule.now]
            self.schedule.now = min(self.schedule.next_due() or end, *later, end)
        await self.settle()
