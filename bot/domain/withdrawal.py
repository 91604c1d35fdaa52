"""Withdrawals: the states, the allowed transitions, and the effect of a signed outcome."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class WithdrawalStatus(StrEnum):
    """The state of a withdrawal. `sending`: confirmed, perhaps sent; `unknown`: the outcome is unknown."""

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
"""`unknown` ends only by a signed outcome or by two operators, never by time. In a restored database a proposal becomes
`unknown`, because it may have been confirmed and sent after the backup."""

OPEN = frozenset({WithdrawalStatus.PROPOSED, WithdrawalStatus.SENDING, WithdrawalStatus.SENT, WithdrawalStatus.UNKNOWN})
"""The sum is reserved; there is no outcome yet."""

LEFT = frozenset({WithdrawalStatus.SENDING, WithdrawalStatus.SENT, WithdrawalStatus.UNKNOWN, WithdrawalStatus.PAID})
"""Confirmed and not returned: these count against the limits of the day on which they are sent."""


def sources(target: WithdrawalStatus) -> tuple[WithdrawalStatus, ...]:
    """The states that may move to `target`, in a stable order, for a guarded UPDATE."""
    return tuple(status for status in WithdrawalStatus if target in TRANSITIONS[status])


class WithdrawalFlag(StrEnum):
    """A contradiction that operators must look at; the state stays."""

    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """One row: a payout. `id` is the provider's `withdrawal_id`; id, amount and account never change.

    Amounts are whole kyat and times epoch milliseconds, 0 if unset. `player_id` is 0 if the player never used the bot;
    `maker`, `checker` and `voided_by` (who took it back) are Telegram ids. `left_at` is the latest attempt; `detail`
    holds the provider's words, for operators only.
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
        """When the provider may have received it last; waiting for its outcome counts from then."""
        return self.left_at or self.confirmed_at


class CabinetOutcome(StrEnum):
    """What two operators saw about a payout in the provider's cabinet."""

    EXISTS = "exists"
    """it is there, without an outcome yet"""
    ABSENT = "absent"
    """it is not there, a day after the latest attempt"""
    PAID = "paid"
    FAILED = "failed"


RESOLVABLE: Mapping[CabinetOutcome, tuple[WithdrawalStatus, ...]] = {
    CabinetOutcome.EXISTS: (WithdrawalStatus.UNKNOWN,),
    CabinetOutcome.ABSENT: (WithdrawalStatus.UNKNOWN,),
    CabinetOutcome.PAID: (WithdrawalStatus.UNKNOWN, WithdrawalStatus.SENT),
    CabinetOutcome.FAILED: (WithdrawalStatus.UNKNOWN, WithdrawalStatus.SENT),
}
"""The states in which operators may report each outcome."""

RESOLVED: Mapping[CabinetOutcome, WithdrawalStatus] = {
    CabinetOutcome.EXISTS: WithdrawalStatus.SENT,
    CabinetOutcome.ABSENT: WithdrawalStatus.REFUSED,
    CabinetOutcome.PAID: WithdrawalStatus.PAID,
    CabinetOutcome.FAILED: WithdrawalStatus.FAILED,
}
"""The state after each outcome."""


class OutcomeEffect(StrEnum):
    """The effect of a signed entry about a withdrawal."""

    PAY = "pay"
    FAIL = "fail"
    NOTHING = "nothing"
    CONFLICT = "conflict"


_AWAITING = frozenset({WithdrawalStatus.SENDING, WithdrawalStatus.SENT, WithdrawalStatus.UNKNOWN})


def effect_of(status: WithdrawalStatus, outcome: str) -> OutcomeEffect:
    """The effect of the signed `outcome` (the JSON literal of `withdrawal_status`) on a withdrawal in `status`.

    Only the numbers 1 (paid) and 5 (failed) count, not the text `"1"`. Other values, and what contradicts the state,
    are a conflict.
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
