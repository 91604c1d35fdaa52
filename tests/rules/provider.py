"""A provider with books: what arrived at it, whatever was answered, and calls that end as the story says."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

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


class Killed(BaseException):
    """The process ends in the middle of a call."""


class CallOutcome(StrEnum):
    """How a call ends."""

    FINE = "fine"
    NOT_SENT = "not_sent"
    REFUSED = "refused"
    LOCKED_OUT = "locked_out"
    LOST_BEFORE = "lost_before"
    LOST_AFTER = "lost_after"
    KILLED_BEFORE = "killed_before"
    KILLED_AFTER = "killed_after"


_ARRIVES = frozenset({CallOutcome.FINE, CallOutcome.LOST_AFTER, CallOutcome.KILLED_AFTER})
_OUTCOMES = {
    CallOutcome.FINE: Outcome.DONE,
    CallOutcome.NOT_SENT: Outcome.NOT_SENT,
    CallOutcome.REFUSED: Outcome.REFUSED,
}


@dataclass(slots=True)
class Provider:
    """`call_outcome` is that of the next call; the calls after it are fine. `paid` and `claimed` are its books."""

    call_outcome: CallOutcome = CallOutcome.FINE
    paid: list[WithdrawalRequest] = field(default_factory=list)
    claimed: Counter[str] = field(default_factory=Counter)
    answered: dict[str, set[Outcome]] = field(default_factory=dict)
    """By withdrawal: how its calls were answered."""

    async def wallets(self, label: str) -> WalletsAnswer:
        return WalletsAnswer(outcome=Outcome.DONE, wallets=("kbzpay_manual", "wavepay"))

    async def request_number(self, wallet: Wallet, label: str) -> NumberAnswer:
        answer = self._call(lambda: None)
        number = "09400000042" if answer.outcome is Outcome.DONE else ""
        return NumberAnswer(outcome=answer.outcome, credentials_rejected=answer.credentials_rejected, number=number)

    async def claim(self, claim: Claim) -> ClaimAnswer:
        answer = self._call(lambda: self.claimed.update([claim.order_id]))
        return ClaimAnswer(
            outcome=answer.outcome, credentials_rejected=answer.credentials_rejected, verdict=Verdict.CHECKING
        )

    async def withdraw(self, payout: WithdrawalRequest) -> Answer:
        answer = self._call(lambda: self.paid.append(payout))
        self.answered.setdefault(payout.withdrawal_id, set()).add(answer.outcome)
        return answer

    def _call(self, arrive: Callable[[], None]) -> Answer:
        call_outcome, self.call_outcome = self.call_outcome, CallOutcome.FINE
        if call_outcome in _ARRIVES:
            arrive()
        if call_outcome in {CallOutcome.KILLED_BEFORE, CallOutcome.KILLED_AFTER}:
            raise Killed
        outcome = _OUTCOMES.get(call_outcome, Outcome.UNKNOWN)
        return Answer(
            outcome=outcome, detail=call_outcome.value, credentials_rejected=call_outcome is CallOutcome.LOCKED_OUT
        )
