"""Wraps a provider: measures its calls, tracks whether it answers, and decides when the next call may be made."""

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
    """The provider's state as this process knows it; `on_open` is called when the provider answers again.

    Each instance of the bot keeps its own state and probes by itself. The first that gets an answer wakes what waits.
    """

    def __init__(self, clock: Clock) -> None:
        self.is_shut = asyncio.Event()
        """set while claims wait for a probe that is answered"""
        self.state = ProviderState()
        self.on_open: Callable[[], None] = lambda: None
        self._clock = clock

    def record(self, call: ProviderCall, answer: Answer, began: int) -> None:
        """Record how a call ended; `began` is epoch milliseconds."""
        if not answer.asked:
            return
        before = self.state
        self.state = before.record(call, _result_of(answer), began=began, now=self._clock.now_ms())
        if self.state.is_shut:
            self.is_shut.set()
        elif before.is_shut:
            self.is_shut.clear()
            self.on_open()

    def admits(self) -> bool:
        """Whether a call may be made now. If a probe is due, the admitted call is the probe."""
        now = self._clock.now_ms()
        if self.state.may_probe(now):
            self.state = self.state.probing(now)
            return True
        return not self.state.is_locked_out

    def invite(self) -> None:
        """Allow the next claim to probe at once, because an operator asked for it."""
        if self.state.is_shut:
            self.state = self.state.invited(self._clock.now_ms())
            self.on_open()


def _result_of(answer: Answer) -> CallResult:
    if answer.credentials_rejected:
        return CallResult.NOT_KNOWN
    return CallResult.ANSWERED if answer.outcome in {Outcome.DONE, Outcome.REFUSED} else CallResult.SILENCE


class InstrumentedProvider:
    """A PaymentProvider around another. `last` is the last call's time (epoch milliseconds) and outcome, or None."""

    def __init__(self, provider: PaymentProvider, clock: Clock) -> None:
        self.last: tuple[int, str] | None = None
        self.connection = ProviderConnection(clock)
        self._provider = provider
        self._clock = clock

    async def wallets(self, label: str) -> WalletsAnswer:
        if not self.connection.admits():
            return WalletsAnswer(outcome=Outcome.NOT_SENT, detail=_WAITS, credentials_rejected=True, asked=False)
        return await self._instrumented(ProviderCall.WALLETS, "wallets", self._provider.wallets(label))

    async def request_number(self, wallet: Wallet, label: str) -> NumberAnswer:
        if not self.connection.admits():
            return NumberAnswer(outcome=Outcome.NOT_SENT, detail=_WAITS, credentials_rejected=True, asked=False)
        return await self._instrumented(ProviderCall.NUMBER, "create", self._provider.request_number(wallet, label))

    async def claim(self, claim: Claim) -> ClaimAnswer:
        return await self._instrumented(ProviderCall.CLAIM, "claim", self._provider.claim(claim))

    async def withdraw(self, payout: WithdrawalRequest) -> Answer:
        return await self._instrumented(ProviderCall.PAYOUT, "withdraw", self._provider.withdraw(payout))

    async def _instrumented(self, call: ProviderCall, name: str, asked: Awaitable[A]) -> A:
        began, began_at = time.perf_counter(), self._clock.now_ms()
        answer = await asked
        PROVIDER_SECONDS.labels(name, answer.outcome.value).observe(time.perf_counter() - began)
        self.last = (self._clock.now_ms(), answer.outcome.value)
        self.connection.record(call, answer, began_at)
        return answer


_WAITS = "not asked: it answered 404, and nothing is sent until a probe is answered"
