"""What operators do besides payouts, and which of it needs a second person."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.withdrawal import CabinetOutcome


class ActionType(StrEnum):
    """An act that one operator proposes and another one confirms."""

    CLAIM = "claim"
    """quarantine (id), label: credit quarantined money to a player"""
    RELEASE = "release"
    """entries (their ids, parted by spaces), count, amount (of all): credit what waits only for its size"""
    DISMISS = "dismiss"
    """quarantine (id), reason: close an entry that is nobody's money"""
    CREDIT = "credit"
    """label, amount, reason: a manual credit"""
    REVERSE = "reverse"
    """deposit (or credit: the reference of one by hand), reason: take a credit back by a compensating line"""
    RECORD = "record"
    """label, amount, account, reference: a payout made by hand in the provider's cabinet"""
    FORGET = "forget"
    """label: erase what may be erased of a player"""
    UNFREEZE = "unfreeze"
    """no values: payouts may leave again"""
    RESOLVE = "resolve"
    """withdrawal, outcome (a CabinetOutcome; before: exists, yes or no), reason: what the provider's cabinet shows"""


class ApprovalStatus(StrEnum):
    """Where a proposed act stands."""

    PROPOSED = "proposed"
    DONE = "done"
    DECLINED = "declined"
    EXPIRED = "expired"


def cabinet_outcome(values: Mapping[str, str | int]) -> CabinetOutcome:
    """What the values of a RESOLVE say."""
    if "outcome" in values:
        return CabinetOutcome(str(values["outcome"]))
    return CabinetOutcome.EXISTS if values["exists"] == "yes" else CabinetOutcome.ABSENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """One row: `values` are the act's, as named at `ActionType`; times in epoch milliseconds."""

    id: int
    kind: ActionType
    values: dict[str, str | int]
    maker: int
    stage: ApprovalStatus
    checker: int = 0
    reason: str = ""
    created_at: int = 0
    expires_at: int = 0
