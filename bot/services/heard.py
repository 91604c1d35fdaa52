"""Hears how the provider answers: tells operators and machines of it, and says when the next call may be made."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from bot.clock import Clock
from bot.domain.outage import Call, Heard, Line
from bot.domain.wallet import Wallet
from bot.metrics import PROVIDER_SECONDS
from bot.provider.base import (
    Answer,
    Claim,
    ClaimAnswer,
    NumberAnswer,
    Outcome,
    PaymentProvider,
    Payout,
    WalletsAnswer,
)
from bot.store.outbox import OutboxRow

A = TypeVar("A", bound=Answer)
_EVERYBODY = 1_000_000
_GLANCE_MS = 5_000


class ProviderLine:
    """What this process knows of the provider, kept up to date; `on_open` is called when it answers again.

    Copies know each for themselves, and each probes: what waits is woken for all of them by the first that knows.
    """

    def __init__(self, clock: Clock) -> None:
        self.is_shut = asyncio.Event()
        """for whoever has something to do only then"""
        self.state = Line()
        self.on_open: Callable[[], None] = lambda: None
        self._clock = clock

    def heard(self, call: Call, answer: Answer, began: int) -> None:
        """A call has ended."""
        if not answer.asked:
            return
        before = self.state
        self.state = before.heard(call, _how(answer), began=began, now=self._clock.now_ms())
        if self.state.is_shut:
            self.is_shut.set()
        elif before.is_shut:
            self.is_shut.clear()
            self.on_open()

    def admits(self) -> bool:
        """Whether the provider may be asked for something now; while it is shut, whoever may is its probe."""
        now = self._clock.now_ms()
        if self.state.may_probe(now):
            self.state = self.state.probing(now)
            return True
        return not self.state.is_locked_out

    def invite(self) -> None:
        """The next claim may be a probe at once: an operator wants to know."""
        if self.state.is_shut:
            self.state = self.state.invited(self._clock.now_ms())
            self.on_open()


class ClaimGate:
    """Claims leave freely while the provider answers, and otherwise one at a time as probes."""

    def __init__(self, line: ProviderLine) -> None:
        self._line = line

    def room(self, now: int) -> int:
        """See Gate."""
        state = self._line.state
        return int(state.may_probe(now)) if state.is_shut else _EVERYBODY

    def opens_at(self, now: int) -> int:
        """See Gate."""
        return max(now, self._line.state.next_probe(now))

    def passed(self, rows: Sequence[OutboxRow], now: int) -> None:
        """See Gate."""
        if rows and self._line.state.is_shut:
            self._line.state = self._line.state.probing(now)


class PayoutGate:
    """Payouts wait while the provider does not know us: a 404 to one of them would make it unknown."""

    def __init__(self, line: ProviderLine) -> None:
        self._line = line

    def room(self, now: int) -> int:
        """See Gate."""
        del now
        return 0 if self._line.state.is_locked_out else _EVERYBODY

    def opens_at(self, now: int) -> int:
        """See Gate."""
        return now + _GLANCE_MS

    def passed(self, rows: Sequence[OutboxRow], now: int) -> None:
        """See Gate."""


def _how(answer: Answer) -> Heard:
    if answer.locked_out:
        return Heard.NOT_KNOWN
    return Heard.ANSWERED if answer.outcome in {Outcome.DONE, Outcome.REFUSED} else Heard.SILENCE


class HeardProvider:
    """A provider like the one it wraps. `last` is epoch milliseconds and the outcome of the latest call, or None."""

    def __init__(self, provider: PaymentProvider, clock: Clock) -> None:
        self.last: tuple[int, str] | None = None
        self.line = ProviderLine(clock)
        self._provider = provider
        self._clock = clock

    async def wallets(self, label: str) -> WalletsAnswer:
        if not self.line.admits():
            return WalletsAnswer(outcome=Outcome.NOT_SENT, detail=_WAITS, locked_out=True, asked=False)
        return await self._heard(Call.WALLETS, "wallets", self._provider.wallets(label))

    async def create(self, wallet: Wallet, label: str) -> NumberAnswer:
        if not self.line.admits():
            return NumberAnswer(outcome=Outcome.NOT_SENT, detail=_WAITS, locked_out=True, asked=False)
        return await self._heard(Call.NUMBER, "create", self._provider.create(wallet, label))

    async def claim(self, claim: Claim) -> ClaimAnswer:
        return await self._heard(Call.CLAIM, "claim", self._provider.claim(claim))

    async def withdraw(self, payout: Payout) -> Answer:
        return await self._heard(Call.PAYOUT, "withdraw", self._provider.withdraw(payout))

    async def _heard(self, call: Call, name: str, asked: Awaitable[A]) -> A:
        began, began_at = time.perf_counter(), self._clock.now_ms()
        answer = await asked
        PROVIDER_SECONDS.labels(name, answer.outcome.value).observe(time.perf_counter() - began)
        self.last = (self._clock.now_ms(), answer.outcome.value)
        self.line.heard(call, answer, began_at)
        return answer


_WAITS = "not asked: it answered 404, and nothing is sent until a probe is answered"
