"""Risks of a payout that the checker is shown before he confirms it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.withdrawal import Withdrawal, WithdrawalStatus

_SHOWN = 3


class WithdrawalRiskKind(StrEnum):
    """Kinds from OTHER_OPEN on are about another payout."""

    FIRST_PAYOUT = "first_payout"
    """nothing was paid to this account yet"""
    ACCOUNT_UNSEEN = "account_unseen"
    ABOVE_CREDITS = "above_credits"
    OTHER_OPEN = "other_open"
    """another payout of this player has no outcome yet"""
    TWIN_OPEN = "twin_open"
    """the same, with the same sum and account"""
    ACCOUNT_SHARED = "account_shared"
    """a payout of another player to this account"""
    FAILED_LATELY = "failed_lately"
    """a payout to this account failed recently"""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalRisk:
    """One risk; `other` is the other payout it is about, or None."""

    kind: WithdrawalRiskKind
    other: Withdrawal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalFacts:
    """Facts beside a payout: others to its account and other open ones of its player, newest first.

    `left` is the player's deposits minus payouts, in whole kyat. A payout that failed after `recent` (epoch ms) counts
    as failed recently.
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
