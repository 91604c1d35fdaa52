"""The simulator: what happens next, who goes on first and what fails, all of it out of one seed."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from random import Random

from tests.sim import bank, chats
from tests.sim.bank import GUESS, KBZ, WAVE
from tests.sim.copies import Copy, copy_of, put_back
from tests.sim.operators import one_of, operate
from tests.sim.postbacks import FAILED, PAID, Fact, Told
from tests.sim.simulated_bot import OPERATORS_CHAT
from tests.sim.world import PLAYERS, World

_STOP = {"read": 0.08, "write": 0.25, "written": 0.15, "call": 0.7, "processed": 0.6, "send": 0.15, "sent": 0.15}
_LATEST_LETTER = 3 * 3_600_000
_GUESSED = 0.95
_CRASH = 0.004
_DURING_A_CALL = 6
"""So many times likelier while the provider has acted and has not answered yet: there it hurts most."""
_PROVIDER = dict.fromkeys(bank.CallOutcome, 1) | {bank.CallOutcome.FINE: 12, bank.CallOutcome.LOCKED_OUT: 0.3}
_PAYOUT_CALL = _PROVIDER | {bank.CallOutcome.FINE: 6, bank.CallOutcome.NOT_SENT: 3, bank.CallOutcome.AFTER: 3}
_TELEGRAM = dict.fromkeys(chats.SendOutcome, 0.5) | {chats.SendOutcome.FINE: 30, chats.SendOutcome.BLOCKED: 0.1}
_AMOUNTS = (1_000, 5_000, 10_000, 30_000, 50_000, 450_000)


@dataclass(slots=True)
class Storm:
    """Drives a world."""

    world: World
    rng: Random
    outage: bool = False
    copy: Copy | None = None

    def __post_init__(self) -> None:
        world, rng = self.world, self.rng
        world.schedule.stops_at = lambda name: rng.random() < _STOP[name]
        world.bank.call_outcome = self._call_ends
        world.chats.call_outcome = lambda _chat: chats.SendOutcome.BROKEN if self.outage else one_of(rng, _TELEGRAM)
        world.ends_in = lambda: PAID if rng.random() < 0.7 else FAILED
        world.delay = lambda: 0 if rng.random() < 0.5 else rng.randrange(_LATEST_LETTER)
        world.announces = self._announce
        world.simulated_bot.fails = lambda: rng.random() < 0.003

    def _call_ends(self, path: str) -> bank.CallOutcome:
        if self.outage:
            return bank.CallOutcome.BEFORE
        return one_of(self.rng, _PAYOUT_CALL if path.endswith("withdrawal/create") else _PROVIDER)

    def _announce(self, told: Told, after: int) -> None:
        """What is new comes alone, after a lie about it, or between other entries, good and bad."""
        box, now, chance = self.world.box, self.world.schedule.now, self.rng.random()
        if chance < 0.05:
            box.deny(told, now)
        elif chance < 0.25:
            box.tamper([told], now)
        elif chance < (0.3 if isinstance(told, Fact) else 0.5):
            box.contradict(told, now)
        company = box.company(told) if 0.3 < chance < 0.55 else []
        together = [told, *company]
        self.rng.shuffle(together)
        box.write(together, now, after=after)

    async def step(self) -> None:
        """One decision, and all that follows from it until everybody has stopped again."""
        world, chance = self.world, self.rng.random()
        if chance < _CRASH * (_DURING_A_CALL if any(stop.name == "processed" for stop in world.schedule.stops) else 1):
            await world.simulated_bot.crash()
            await world.simulated_bot.start()
        elif chance < 0.6 and (ready := world.schedule.ready()):
            for stop in ready if chance < 0.03 else [self.rng.choice(ready)]:
                world.schedule.release(stop)
        elif self.rng.random() < 0.15:
            self._pass_time()
        else:
            await one_of(self.rng, _HAPPENINGS)(self)
        world.write_letters()
        await world.schedule.quiet()
        world.simulated_bot.check_alive()

    def _pass_time(self) -> None:
        schedule = self.world.schedule
        due = schedule.next_due()
        if due is not None and self.rng.random() < 0.9:
            schedule.now = max(schedule.now, due)
        else:
            schedule.now += round(10 ** self.rng.uniform(2, 6))

    async def _telegram_posts(self) -> None:
        if waiting := self.world.unposted():
            self.world.post_update(self.rng.choice(waiting[:4]))

    async def _telegram_repeats(self) -> None:
        if self.world.updates:
            self.world.post_update(self.rng.choice(self.world.updates[-20:]))

    async def _provider_posts(self) -> None:
        if due := self.world.due_letters():
            letter = self.rng.choice(due)
            for _ in range(self.rng.choice([1, 1, 1, 1, 3])):
                self.world.post_letter(letter)

    async def _provider_repeats(self) -> None:
        """An old letter as it was, in other bytes, regrouped, tampered with, or contradicted."""
        box, now = self.world.box, self.world.schedule.now
        if not (known := [letter for letter in box.letters if letter.is_true]):
            return
        letter = self.rng.choice(known[-40:])
        match self.rng.randrange(11):
            case 0 | 1 | 2:
                self.world.post_letter(letter)
            case 3 | 4 | 5:
                box.respell(letter, now)
            case 6:
                box.write([*letter.told, *box.company(letter.told[0])], now)
            case 7 | 8:
                box.tamper(letter.told, now)
            case 9:
                box.deny(letter.told[0], now)
            case _:
                box.contradict(letter.told[0], now)

    async def _orphan(self) -> None:
        self.world.orphan()

    async def _weather(self) -> None:
        """The network between us and everybody breaks, or is back; a chat closes to the bot, or opens again."""
        self.outage = not self.outage and self.rng.random() < 0.3
        player = self.rng.choice(PLAYERS)
        if self.rng.random() < 0.2:
            self.world.chats.blocked ^= {player}
        if self.rng.random() < 0.2:
            self.world.chats.closed ^= {OPERATORS_CHAT}

    async def _provider_away(self) -> None:
        """The provider is away for minutes, or back before its time."""
        bank_, rng = self.world.bank, self.rng
        bank_.leave(rng.choice(bank.AWAY), rng.choice([0, 1, 10, 90]))

    async def _copies(self) -> None:
        """A copy of the database is made, or the last one is put back."""
        if self.copy is None or self.rng.random() < 0.5:
            self.copy = copy_of(self.world)
        else:
            await put_back(self.world, self.copy)

    async def _player(self) -> None:
        """One of the players does what he could do now, or what he could not."""
        world, rng, player = self.world, self.rng, self.rng.choice(PLAYERS)
        rows = await world.look(
            "SELECT id, wallet, status, amount, transaction_number, receipt_id FROM deposits WHERE player_id = $1"
            " AND status <> 'cancelled' ORDER BY touched_at DESC, id DESC LIMIT 1",
            player,
        )
        if not rows or rng.random() < 0.15:
            world.say(player, "deposit", anyway=rng.random() < 0.5)
            world.say(player, "pick", wallet=rng.choice([KBZ, WAVE]))
            return
        row = rows[0]
        acts = _ACTS.get(row["status"], ("deposit",))
        act = rng.choice(acts) if rng.random() < 0.93 else rng.choice(_ANY)
        self._do(player, act, row["id"], row["wallet"], row["amount"])
        if rng.random() < 0.1:
            self._do(player, act, row["id"], row["wallet"], row["amount"])

    def _do(self, player: int, act: str, deposit: str, wallet: str, amount: int) -> None:
        world, rng = self.world, self.rng
        match act:
            case "deposit":
                world.say(player, "deposit", anyway=True)
                world.say(player, "pick", wallet=rng.choice([KBZ, WAVE]))
            case "amount":
                world.say(player, "amount", amount=rng.choice(_AMOUNTS))
            case "pay":
                self._pay(player, wallet, amount)
            case "number" | "correct":
                named = {"deposit": deposit} if act == "correct" else {}
                world.say(player, act, number=self._number(player, wallet), **named)
            case "picture":
                album = rng.choice(["", "", f"album-{len(world.updates)}"])
                for _ in range(3 if album else 1):
                    name = "" if rng.random() < 0.15 else f"{player}-{len(world.updates)}"
                    world.say(player, "picture", name=name, album=album)
            case "new_number" | "retry" | "have_paid" | "fix_picture" | "bad_number":
                world.say(player, act, deposit=deposit)
            case _:
                world.say(player, act)

    def _pay(self, player: int, wallet: str, amount: int) -> None:
        """Most pay what they said; each payment has a number of its own at the wallet."""
        digits = 20 if wallet == KBZ else 10
        number = str(len(self.world.bank.payments) + 1).rjust(digits, "7")
        paid = amount if self.rng.random() < 0.85 and amount else self.rng.choice(_AMOUNTS)
        self.world.bank.pay(player, wallet, paid, number)

    def _number(self, player: int, wallet: str) -> str:
        """His own payment's, or one of an earlier payment, or another's, or one that does not exist."""
        payments = [one for one in self.world.bank.payments if one.wallet == wallet]
        own = [one for one in payments if one.payer == player]
        chance = self.rng.random()
        if own and chance < 0.75:
            return (own[-1] if chance < 0.65 else self.rng.choice(own)).number
        if payments and chance < 0.87:
            return self.rng.choice(payments[-6:]).number
        if chance > _GUESSED:
            return str(self.rng.randrange(1_000)).rjust(20 if wallet == KBZ else 10, GUESS)
        # One that a payment will have only later: he types it before the money has arrived.
        ahead = len(self.world.bank.payments) + self.rng.randrange(1, 3)
        return str(ahead).rjust(20 if wallet == KBZ else 10, "7")

    async def _operator(self) -> None:
        await operate(self.world, self.rng)


_ACTS = {
    "draft": ("amount", "amount", "amount", "retry"),
    "awaiting_payment": ("pay", "pay", "number", "number", "picture", "picture", "cancel", "bad_number"),
    "claimed": ("picture", "deposit", "number", "have_paid", "fix_picture", "correct"),
    "submitted": ("pay", "deposit", "number", "have_paid", "fix_picture", "correct"),
    "rejected": ("number", "picture", "pay"),
    "expired": ("have_paid", "number", "picture", "new_number", "pay"),
}
_ANY = (
    "amount",
    "pay",
    "number",
    "picture",
    "cancel",
    "start",
    "have_paid",
    "new_number",
    "retry",
    "bad_number",
    "correct",
)
Happening = Callable[[Storm], Awaitable[None]]
_HAPPENINGS: dict[Happening, float] = {
    Storm._telegram_posts: 12,
    Storm._telegram_repeats: 1,
    Storm._provider_posts: 8,
    Storm._provider_repeats: 2.5,
    Storm._orphan: 0.3,
    Storm._weather: 0.4,
    Storm._provider_away: 0.1,
    Storm._copies: 0.05,
    Storm._player: 6,
    Storm._operator: 4,
}
