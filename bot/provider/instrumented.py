"""Hears how the provider answers: tells operators and machines of it, and says when the next call may be made."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.domain.outage import CallResult, ProviderCall, ProviderState
from bot.domain.wallet import Wallet
from bot.provider.base import (
    Answer,
    Claim,
    ClaimAnswer,
    NumberAnswer,
    Outcome,
    PaymentProvider,
    WalletsAnswer,
    WithdrawalRequest,
)
from bot.runtime.clock import Clock
from bot.runtime.metrics import PROVIDER_SECONDS

A = TypeVar("A", bound=Answer)


class ProviderConnection:
    """What this process knows of the provider, kept up to date; `on_open` is called when it answers again.

    Copies know each for themselves, and each probes: what waits is woken for all of them by the first that knows.
    """

    def __init__(self, clock: Clock) -> None:
        self.is_shut = asyncio.Event()
        """for whoever has something to do only then"""
        self.state = ProviderState()
        self.on_open: Callable[[], None] = lambda: None
        self._clock = clock

    def heard(self, call: ProviderCall, answer: Answer, began: int) -> None:
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


def _how(answer: Answer) -> CallResult:
    if answer.credentials_rejected:
        return CallResult.NOT_KNOWN
    return CallResult.ANSWERED if answer.outcome in {Outcome.DONE, Outcome.REFUSED} else CallResult.SILENCE


class InstrumentedProvider:
    """A provider like the one it wraps. `last` is epoch milliseconds and the outcome of the latest call, or None."""

    def __init__(self, provider: PaymentProvider, clock: Clock) -> None:
        self.last: tuple[int, str] | None = None
        self.connection = ProviderConnection(clock)
        self._provider = provider
        self._clock = clock

    async def wallets(self, label: str) -> WalletsAnswer:
        if not self.connection.admits():
            return WalletsAnswer(outcome=Outcome.NOT_SENT, detail=_WAITS, credentials_rejected=True, asked=False)
        return await self._heard(ProviderCall.WALLETS, "wallets", self._provider.wallets(label))

    async def request_number(self, wallet: Wallet, label: str) -> NumberAnswer:
        if not self.connection.admits():
            return NumberAnswer(outcome=Outcome.NOT_SENT, detail=_WAITS, credentials_rejected=True, asked=False)
        return await self._heard(ProviderCall.NUMBER, "create", self._provider.request_number(wallet, label))

    async def claim(self, claim: Claim) -> ClaimAnswer:
        return await self._heard(ProviderCall.CLAIM, "claim", self._provider.claim(claim))

    async def withdraw(self, payout: WithdrawalRequest) -> Answer:
        return await self._heard(ProviderCall.PAYOUT, "withdraw", self._provider.withdraw(payout))

    async def _heard(self, call: ProviderCall, name: str, asked: Awaitable[A]) -> A:
        began, began_at = time.perf_counter(), self._clock.now_ms()
        answer = await asked
        PROVIDER_SECONDS.labels(name, answer.outcome.value).observe(time.perf_counter() - began)
        self.last = (self._clock.now_ms(), answer.outcome.value)
        self.connection.heard(call, answer, began_at)
        return answer


_WAITS = "not asked: it answered 404, and nothing is sent until a probe is answered"
