"""Approvals: actions that one operator proposes and another confirms."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.withdrawal import CabinetOutcome


class ActionType(StrEnum):
    """The types of actions that need two operators, each with its values."""

    CLAIM = "claim"
    """quarantine (id), label: credit quarantined money to a player"""
    RELEASE = "release"
    """entries (ids separated by spaces), count, amount (of all): credit payments that only a ceiling holds"""
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
    """withdrawal, outcome (a CabinetOutcome; older rows: exists, yes or no), reason: what the cabinet shows"""


class ApprovalStatus(StrEnum):
    """The status of an approval (column `stage`)."""

    PROPOSED = "proposed"
    DONE = "done"
    DECLINED = "declined"
    EXPIRED = "expired"


def cabinet_outcome(values: Mapping[str, str | int]) -> CabinetOutcome:
    """The outcome in the values of a RESOLVE."""
    if "outcome" in values:
        return CabinetOutcome(str(values["outcome"]))
    return CabinetOutcome.EXISTS if values["exists"] == "yes" else CabinetOutcome.ABSENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """One row of table `acts`: `values` are those listed at `ActionType`; times are epoch milliseconds."""

    id: int
    kind: ActionType
    values: dict[str, str | int]
    maker: int
    stage: ApprovalStatus
    checker: int = 0
    reason: str = ""
    created_at: int = 0
    expires_at: int = 0
