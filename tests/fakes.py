"""A payment provider that answers as a test tells it to."""

from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar

from bot.domain.wallet import Wallet
from bot.provider.base import (
    Answer,
    Claim,
    ClaimAnswer,
    NumberAnswer,
    Outcome,
    Verdict,
    WalletsAnswer,
    WithdrawalRequest,
)

A = TypeVar("A", bound=Answer)
NUMBER = NumberAnswer(outcome=Outcome.DONE, number="09400000042")
ACCEPTED = ClaimAnswer(outcome=Outcome.DONE, verdict=Verdict.CHECKING)


async def _nothing() -> None:
    """All that happens, most of the time."""


@dataclass(slots=True)
class ScriptedProvider:
    """Gives the answers put into its queues, in turn, and when a queue is empty the good one; writes down its calls.

    `before_answer` is what happens at the provider, or on the way, before a claim or a payout is answered.
    """

    offers: deque[WalletsAnswer] = field(default_factory=deque)
    numbers: deque[NumberAnswer] = field(default_factory=deque)
    verdicts: deque[ClaimAnswer] = field(default_factory=deque)
    payouts: deque[Answer] = field(default_factory=deque)
    asked: list[tuple[str, str]] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    sent_payouts: list[WithdrawalRequest] = field(default_factory=list)
    before_answer: Callable[[], Awaitable[object]] = _nothing

    async def wallets(self, label: str) -> WalletsAnswer:
        del label
        return _next(self.offers, WalletsAnswer(outcome=Outcome.DONE, wallets=("kbzpay_manual", "wavepay")))

    async def request_number(self, wallet: Wallet, label: str) -> NumberAnswer:
        self.asked.append((wallet.type, label))
        return _next(self.numbers, NUMBER)

    async def claim(self, claim: Claim) -> ClaimAnswer:
        self.claims.append(claim)
        await self.before_answer()
        return _next(self.verdicts, ACCEPTED)

    async def withdraw(self, payout: WithdrawalRequest) -> Answer:
        self.sent_payouts.append(payout)
        await self.before_answer()
        return _next(self.payouts, Answer(outcome=Outcome.DONE))


def _next(script: deque[A], usual: A) -> A:
    return script.popleft() if script else usual
