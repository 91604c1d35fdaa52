"""Hears how the provider answers: tells operators and machines of it, and says when the next call may be made."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.domain.outage import Call, Heard, Line
from bot.domain.wallet import Wallet
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
from bot.runtime.clock import Clock
from bot.runtime.metrics import PROVIDER_SECONDS

A = TypeVar("A", bound=Answer)


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
