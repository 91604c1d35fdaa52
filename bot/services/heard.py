"""Remembers when and how the provider answered last, for operators who ask whether it is reachable."""

from typing import TypeVar

from bot.clock import Clock
from bot.domain.wallet import Wallet
from bot.provider.base import Answer, Claim, ClaimAnswer, NumberAnswer, PaymentProvider, Payout, WalletsAnswer

A = TypeVar("A", bound=Answer)


class HeardProvider:
    """A provider like the one it wraps. `last` is epoch milliseconds and the outcome of the latest call, or None."""

    def __init__(self, provider: PaymentProvider, clock: Clock) -> None:
        self.last: tuple[int, str] | None = None
        self._provider = provider
        self._clock = clock

    async def wallets(self, label: str) -> WalletsAnswer:
        return self._heard(await self._provider.wallets(label))

    async def create(self, wallet: Wallet, label: str) -> NumberAnswer:
        return self._heard(await self._provider.create(wallet, label))

    async def claim(self, claim: Claim) -> ClaimAnswer:
        return self._heard(await self._provider.claim(claim))

    async def withdraw(self, payout: Payout) -> Answer:
        return self._heard(await self._provider.withdraw(payout))

    def _heard(self, answer: A) -> A:
        self.last = (self._clock.now_ms(), answer.outcome.value)
        return answer
