"""A withdrawal: its states, what may follow what, and what a signed outcome does to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class WithdrawalStatus(StrEnum):
    """Where a withdrawal stands. `sending`: confirmed, perhaps on its way; `unknown`: nobody knows if it arrived."""

    PROPOSED = "proposed"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    PAID = "paid"
    FAILED = "failed"
    REFUSED = "refused"
    DECLINED = "declined"
    EXPIRED = "expired"


Transitions = Mapping[WithdrawalStatus, frozenset[WithdrawalStatus]]

TRANSITIONS: Transitions = {
    WithdrawalStatus.PROPOSED: frozenset(
        {WithdrawalStatus.SENDING, WithdrawalStatus.UNKNOWN, WithdrawalStatus.DECLINED, WithdrawalStatus.EXPIRED}
    ),
    WithdrawalStatus.SENDING: frozenset(
        {
            WithdrawalStatus.SENT,
            WithdrawalStatus.REFUSED,
            WithdrawalStatus.UNKNOWN,
            WithdrawalStatus.PAID,
            WithdrawalStatus.FAILED,
            WithdrawalStatus.DECLINED,
        }
    ),
    WithdrawalStatus.SENT: frozenset({WithdrawalStatus.PAID, WithdrawalStatus.FAILED}),
    WithdrawalStatus.UNKNOWN: frozenset(
        {WithdrawalStatus.SENT, WithdrawalStatus.REFUSED, WithdrawalStatus.PAID, WithdrawalStatus.FAILED}
    ),
    WithdrawalStatus.PAID: frozenset(),
    WithdrawalStatus.FAILED: frozenset(),
    WithdrawalStatus.REFUSED: frozenset(),
    WithdrawalStatus.DECLINED: frozenset(),
    WithdrawalStatus.EXPIRED: frozenset(),
}
"""Unknown is left only by a signed outcome or by two operators, never by time. A proposal becomes it in a database that
was put back: it may have been confirmed and sent since."""

OPEN = frozenset({WithdrawalStatus.PROPOSED, WithdrawalStatus.SENDING, WithdrawalStatus.SENT, WithdrawalStatus.UNKNOWN})
"""The sum is held; the outcome is still to come."""

LEFT = frozenset({WithdrawalStatus.SENDING, WithdrawalStatus.SENT, WithdrawalStatus.UNKNOWN, WithdrawalStatus.PAID})
"""Confirmed and not given back: what counts against the limits of the day on which it leaves."""


def sources(target: WithdrawalStatus) -> tuple[WithdrawalStatus, ...]:
    """The states from which `target` may be reached, in a stable order, for a guarded UPDATE."""
    return tuple(status for status in WithdrawalStatus if target in TRANSITIONS[status])


class WithdrawalFlag(StrEnum):
    """A contradiction that operators must look at; the state stays what it was."""

    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """Our row for one payout. `id` is the provider's `withdrawal_id`: it, amount and account are fixed for ever.

    Amounts are whole kyat and times epoch milliseconds, 0 where not yet. `player_id` is 0 when the label never used
    the bot; `maker` and `checker` are Telegram ids, as is `voided_by`, who took it back. `left_at` is when it was last
    tried; `detail` holds the provider's words, for operators only.
    """

    id: str
    player_id: int
    label: str
    wallet: str
    amount: int
    account: str
    is_test: bool
    status: WithdrawalStatus
    maker: int
    checker: int = 0
    voided_by: int = 0
    reason: str = ""
    detail: str = ""
    flags: frozenset[WithdrawalFlag] = frozenset()
    created_at: int = 0
    expires_at: int = 0
    confirmed_at: int = 0
    left_at: int = 0
    sent_at: int = 0
    done_at: int = 0

    @property
    def tried_at(self) -> int:
        """When the provider may last have heard of it: what waits for its outcome counts from then."""
        return self.left_at or self.confirmed_at


class CabinetOutcome(StrEnum):
    """What two operators found about a payout in the provider's cabinet."""

    EXISTS = "exists"
    """it is there, its outcome is still to come"""
    ABSENT = "absent"
    """it is not there, a day after it was last tried"""
    PAID = "paid"
    FAILED = "failed"


RESOLVABLE: Mapping[CabinetOutcome, tuple[WithdrawalStatus, ...]] = {
    CabinetOutcome.EXISTS: (WithdrawalStatus.UNKNOWN,),
    CabinetOutcome.ABSENT: (WithdrawalStatus.UNKNOWN,),
    CabinetOutcome.PAID: (WithdrawalStatus.UNKNOWN, WithdrawalStatus.SENT),
    CabinetOutcome.FAILED: (WithdrawalStatus.UNKNOWN, WithdrawalStatus.SENT),
}
"""Where a payout has to stand for two operators to say so of it."""

RESOLVED: Mapping[CabinetOutcome, WithdrawalStatus] = {
    CabinetOutcome.EXISTS: WithdrawalStatus.SENT,
    CabinetOutcome.ABSENT: WithdrawalStatus.REFUSED,
    CabinetOutcome.PAID: WithdrawalStatus.PAID,
    CabinetOutcome.FAILED: WithdrawalStatus.FAILED,
}
"""And where it stands afterwards."""


class OutcomeEffect(StrEnum):
    """What a signed entry about a withdrawal does."""

    PAY = "pay"
    FAIL = "fail"
    NOTHING = "nothing"
    CONFLICT = "conflict"


_AWAITING = frozenset({WithdrawalStatus.SENDING, WithdrawalStatus.SENT, WithdrawalStatus.UNKNOWN})


def effect_of(status: WithdrawalStatus, outcome: str) -> OutcomeEffect:
    """What the signed `outcome` (the JSON literal of `withdrawal_status`) does to a withdrawal in `status`.

    Only the numbers 1 and 5 mean anything; a text `"1"` does not. Whatever contradicts what stands is a conflict.
    """
    match outcome:
        case "1":
            if status in _AWAITING:
                return OutcomeEffect.PAY
            return OutcomeEffect.NOTHING if status is WithdrawalStatus.PAID else OutcomeEffect.CONFLICT
        case "5":
            if status in _AWAITING:
                return OutcomeEffect.FAIL
            return (
                OutcomeEffect.NOTHING
                if status in {WithdrawalStatus.FAILED, WithdrawalStatus.REFUSED}
                else OutcomeEffect.CONFLICT
            )
        case _:
            return OutcomeEffect.CONFLICT
