"""Those who put the program under load: players who deposit, operators who pay out, a provider who repeats."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import aiohttp

from bot.dev.simulators.paykassma import JsonSpelling, PaykassmaSimulator
from bot.dev.simulators.paykassma.payload import DepositEntry, deposit_entry, signed_body, top_level
from bot.dev.simulators.telegram import Group, Message, SimulatedChat, TelegramSimulator
from bot.domain.wallet import KBZPAY, WALLETS
from tests.e2e.world import KEYS
from tests.kill.looks import NEWEST, Look, plight, rows
from tests.kill.program import Program

T = TypeVar("T")
PATIENCE = 600.0
MAKER, CHECKER, OPERATORS_CHAT = 9001, 9002, -5001
ACCOUNT = "09400000001"
_GLANCE = 0.2
_TELL = 0.1
_CONFIRM = "✅ Confirm"


@dataclass(slots=True, kw_only=True)
class ProgramFixture:
    """The program between its two simulators, and what `people` do until `is_over`."""

    telegram: TelegramSimulator
    provider: PaykassmaSimulator
    program: Program
    rng: Random
    is_over: bool = False
    amounts: Any = field(default_factory=lambda: count(1_001))
    told: list[bytes] = field(default_factory=list)
    _seen: dict[str, list[Look]] = field(default_factory=dict)
    _seen_at: float = 0.0

    @property
    def path(self) -> Path:
        return self.program.folder / "bot.db"

    def deposit(self, player: int, status: str, amount: int = 0) -> Look | None:
        """A player's deposit in this status, of any sum or of this one."""
        alike = (one for one in self.look("deposits") if (one["player_id"], one["status"]) == (player, status))
        return next((one for one in alike if amount in {0, one["amount"]}), None)

    def look(self, what: str) -> list[Look]:
        """The newest rows, as they stood a moment ago: a look into the file each time would cost too much."""
        if time.monotonic() >= self._seen_at + _GLANCE:
            self._seen_at = time.monotonic()
            for name, sql in NEWEST.items():
                self._seen[name] = rows(self.path, sql) or self._seen.get(name, [])
        return self._seen.get(what, [])

    async def sees(self, chat: SimulatedChat, wanted: Callable[[Message], bool], why: str) -> Message:
        """The newest message of the bot that is wanted, as soon as there is one."""

        def newest() -> Message | None:
            return next((m for m in reversed(chat.messages) if m.from_bot and wanted(m)), None)

        found = await self.until(newest, why, chat)
        assert found
        return found

    async def until(self, look: Callable[[], T], why: str, chat: SimulatedChat | None = None) -> T:
        """Wait until the answer is a true one; `chat` is that of who waits for it."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not (found := look()):
                    await asyncio.sleep(_GLANCE)
                return found
        except TimeoutError:
            said = [message.text for message in chat.messages if message.from_bot] if chat else []
            player = chat.id if chat and chat.kind == "private" else 0
            words = f"waited {PATIENCE:.0f} s in vain for {why}; {plight(self.path, said, player)}"
            raise TimeoutError(words) from None


class Player:
    """Deposits, one after the other, each of a sum that nobody else pays."""

    def __init__(self, scene: ProgramFixture, number: int) -> None:
        self._scene = scene
        self._rng = Random(scene.rng.random())
        self.person = scene.telegram.person(number)

    async def run(self) -> None:
        while not self._scene.is_over:
            await self._deposit(self._rng.choice(list(WALLETS)), next(self._scene.amounts))

    async def _deposit(self, wallet: str, amount: int) -> None:
        name = WALLETS[wallet].name
        asked = await self.person.text("/deposit")
        menu = await self._sees(lambda m: m.id > asked.id and name in m.labels, "the wallets")
        await self.person.press(name, menu)
        await self._reaches("draft")
        await self.person.text(str(amount))
        row = await self._reaches("awaiting_payment", amount)
        payment = self._scene.provider.pay(wallet, row["wallet_number"], amount)
        await self.person.text(payment.transaction_number)
        if wallet == KBZPAY.type:
            await self.person.photo(payment.receipt)
        await self._reaches("credited", amount)
        await self._sees(lambda m: f"{amount:,} Ks added" in m.text, f"the word that {amount} were added")

    async def _sees(self, wanted: Callable[[Message], bool], why: str) -> Message:
        return await self._scene.sees(self.person.chat, wanted, f"{self.person.id} to see {why}")

    async def _reaches(self, status: str, amount: int = 0) -> Look:
        player = self.person.id
        return await self._scene.until(
            lambda: self._scene.deposit(player, status, amount),
            f"{amount} of {player} to be {status}",
            self.person.chat,
        )


class Operators:
    """A maker who proposes payouts, and a checker who confirms them."""

    def __init__(self, scene: ProgramFixture, players: list[int]) -> None:
        self._scene = scene
        self._players = players
        self.maker, self.checker = (scene.telegram.person(number) for number in (MAKER, CHECKER))
        self.group: Group = scene.telegram.group(OPERATORS_CHAT, "Operators", [self.maker, self.checker])

    async def run(self) -> None:
        for turn in count():
            if self._scene.is_over:
                return
            await self._pay_out(self._players[turn % len(self._players)], next(self._scene.amounts))

    async def _pay_out(self, player: int, amount: int) -> None:
        asked = await self.group.text(self.maker, f"/withdraw tg-{player} {amount} {ACCOUNT}")
        figures = f"{amount:,}"
        card = await self._scene.sees(
            self.group.chat,
            lambda m: m.id > asked.id and _CONFIRM in m.labels and figures in m.text,
            f"the card of the payout of {amount}",
        )
        await self.group.press(self.checker, _CONFIRM, card)
        ended = (amount, "paid"), (amount, "unknown")
        await self._scene.until(
            lambda: any((one["amount"], one["status"]) in ended for one in self._scene.look("payouts")),
            f"the payout of {amount}",
            self.group.chat,
        )


class PostbackRepeater:
    """The provider, who posts known payments again in other bytes, each body until it is acknowledged."""

    def __init__(self, scene: ProgramFixture) -> None:
        self._scene = scene
        self._numbers = count(1)
        self.is_over = False

    async def run(self) -> None:
        """Until it `is_over`, which leaves no postback on its way."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20)) as http:
            while not self.is_over:
                if body := self._body():
                    await self._insist(http, body)
                await asyncio.sleep(_TELL)

    def _body(self) -> bytes:
        provider, number = self._scene.provider, next(self._numbers)
        known = [claim for claim in provider.claims[-20:] if claim.activated and provider.ledger.payment_of(claim)]
        if not known:
            return b""
        claim = known[number % len(known)]
        payment = provider.ledger.payment_of(claim)
        assert payment
        fact = DepositEntry(
            wallet=claim.wallet,
            order_id=claim.order_id,
            transaction_id=claim.transaction_number,
            amount=str(payment.amount),
            at=payment.at,
        )
        top = top_level(claim.wallet, claim.label, "ingoing", payment.amount, payment.at + number * 1000)
        return signed_body(KEYS, top, [deposit_entry(fact)], spelling=self._scene.rng.choice(list(JsonSpelling)))

    async def _insist(self, http: aiohttp.ClientSession, body: bytes) -> None:
        while True:
            try:
                async with http.post(self._scene.provider.postback_url, data=body) as answer:
                    if answer.status == 200 and await answer.read() == b'{"status":"ok"}':
                        self._scene.told.append(body)
                        self._scene.program.heard()
                        return
            except (aiohttp.ClientError, TimeoutError):
                pass
            await asyncio.sleep(_TELL)
