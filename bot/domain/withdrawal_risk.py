"""What a checker should think of before he confirms a payout: each line says what is true, with id, sum and state."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.withdrawal import Withdrawal, WithdrawalStatus

_SHOWN = 3


class WithdrawalRiskKind(StrEnum):
    """Those from OTHER_OPEN on are about another payout."""

    FIRST_PAYOUT = "first_payout"
    """nothing was paid to this account yet"""
    ACCOUNT_UNSEEN = "account_unseen"
    ABOVE_CREDITS = "above_credits"
    OTHER_OPEN = "other_open"
    """the outcome of another payout of this player is still to come"""
    TWIN_OPEN = "twin_open"
    """the same, of the same sum to the same account"""
    ACCOUNT_SHARED = "account_shared"
    """one of another player to this account"""
    FAILED_LATELY = "failed_lately"
    """one to this account"""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalRisk:
    """One line; `other` is the payout it is about, None where it is about none."""

    kind: WithdrawalRiskKind
    other: Withdrawal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalFacts:
    """What is known beside a payout: others to its account and other open ones of its player, the newest first.

    `left` is what its player deposited less what he was paid, in whole kyat; what failed since `recent` (epoch
    milliseconds) failed lately.
    """

    to_account: Sequence[Withdrawal]
    of_player: Sequence[Withdrawal]
    left: int
    is_account_known: bool
    recent: int


def risks_of(withdrawal: Withdrawal, facts: WithdrawalFacts) -> tuple[WithdrawalRisk, ...]:
    """The risks of `withdrawal`, in the order of `WithdrawalRiskKind`."""
    return (*_of_itself(withdrawal, facts), *_of_others(withdrawal, facts))


def _of_itself(withdrawal: Withdrawal, facts: WithdrawalFacts) -> Iterator[WithdrawalRisk]:
    if not any(other.status is WithdrawalStatus.PAID for other in facts.to_account):
        yield WithdrawalRisk(kind=WithdrawalRiskKind.FIRST_PAYOUT)
    if not facts.is_account_known:
        yield WithdrawalRisk(kind=WithdrawalRiskKind.ACCOUNT_UNSEEN)
    if withdrawal.amount > facts.left:
        yield WithdrawalRisk(kind=WithdrawalRiskKind.ABOVE_CREDITS)


def _of_others(withdrawal: Withdrawal, facts: WithdrawalFacts) -> Iterator[WithdrawalRisk]:
    for other in facts.of_player:
        is_twin = (other.account, other.amount) == (withdrawal.account, withdrawal.amount)
        yield WithdrawalRisk(
            kind=WithdrawalRiskKind.TWIN_OPEN if is_twin else WithdrawalRiskKind.OTHER_OPEN, other=other
        )
    label = withdrawal.label.lower()
    shared = [other for other in facts.to_account if other.label.lower() != label]
    yield from (WithdrawalRisk(kind=WithdrawalRiskKind.ACCOUNT_SHARED, other=other) for other in shared[:_SHOWN])
    for other in facts.to_account:
        if other.status in {WithdrawalStatus.FAILED, WithdrawalStatus.REFUSED} and other.done_at >= facts.recent:
            yield WithdrawalRisk(kind=WithdrawalRiskKind.FAILED_LATELY, other=other)
            return
