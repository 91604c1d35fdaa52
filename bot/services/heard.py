"""Hears how the provider answers: remembers the last time for operators, and counts and times all for machines."""

import time
from collections.abc import Awaitable
from typing import TypeVar

from bot.clock import Clock
from bot.domain.wallet import Wallet
from bot.metrics import PROVIDER_SECONDS
from bot.provider.base import Answer, Claim, ClaimAnswer, NumberAnswer, PaymentProvider, Payout, WalletsAnswer

A = TypeVar("A", bound=Answer)


class HeardProvider:
    """A provider like the one it wraps. `last` is epoch milliseconds and the outcome of the latest call, or None."""

    def __init__(self, provider: PaymentProvider, clock: Clock) -> None:
        self.last: tuple[int, str] | None = None
        self._provider = provider
        self._clock = clock

    async def wallets(self, label: str) -> WalletsAnswer:
        return await self._heard("wallets", self._provider.wallets(label))

    async def create(self, wallet: Wallet, label: str) -> NumberAnswer:
        return await self._heard("create", self._provider.create(wallet, label))

    async def claim(self, claim: Claim) -> ClaimAnswer:
        return await self._heard("claim", self._provider.claim(claim))

    async def withdraw(self, payout: Payout) -> Answer:
        return await self._heard("withdraw", self._provider.withdraw(payout))

    async def _heard(self, call: str, asked: Awaitable[A]) -> A:
        began = time.perf_counter()
        answer = await asked
        PROVIDER_SECONDS.labels(call, answer.outcome.value).observe(time.perf_counter() - began)
        self.last = (self._clock.now_ms(), answer.outcome.value)
        return answer
