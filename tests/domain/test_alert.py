"""Every trouble has its end: what is never over is told once and never again."""

import pytest

from bot.domain.alert import ANNOUNCEMENTS, ENDED_BY, ENDS, LAPSE_MS, QUIET, Alert, End, end_at, over_at
from bot.domain.deposit import DepositStatus
from bot.domain.withdrawal import WithdrawalStatus


@pytest.mark.parametrize("kind", Alert)
def test_every_kind_has_an_end_or_is_declared_news(kind: Alert) -> None:
    assert (kind in ANNOUNCEMENTS) != bool(ENDS.get(kind))


def test_every_end_ends_something_and_only_what_names_it() -> None:
    assert {(kind, end) for end, kinds in ENDED_BY.items() for kind in kinds} == {
        (kind, end) for kind, ends in ENDS.items() for end in ends
    }
    assert all(ENDED_BY.values())
    assert ENDS.keys() >= QUIET
    assert LAPSE_MS > 24 * 3_600_000


@pytest.mark.parametrize(
    ("status", "end"),
    [
        (DepositStatus.DRAFT, None),
        (DepositStatus.AWAITING_PAYMENT, None),
        (DepositStatus.CLAIMED, None),
        (DepositStatus.SUBMITTED, End.ACCEPTED),
        (DepositStatus.CREDITED, End.CREDITED),
        (DepositStatus.REJECTED, End.REFUSED),
        (DepositStatus.EXPIRED, End.CLOSED),
        (DepositStatus.CANCELLED, End.CLOSED),
        (DepositStatus.REVERSED, End.CLOSED),
        (WithdrawalStatus.PROPOSED, None),
        (WithdrawalStatus.SENDING, None),
        (WithdrawalStatus.UNKNOWN, None),
        (WithdrawalStatus.SENT, End.PAYOUT_SENT),
        (WithdrawalStatus.PAID, End.PAYOUT_ENDED),
        (WithdrawalStatus.FAILED, End.PAYOUT_ENDED),
        (WithdrawalStatus.REFUSED, End.PAYOUT_ENDED),
        (WithdrawalStatus.DECLINED, None),
        (WithdrawalStatus.EXPIRED, None),
    ],
)
def test_a_status_is_the_end_of_what_it_contradicts(status: DepositStatus | WithdrawalStatus, end: End | None) -> None:
    assert end_at(status) is end
    assert all(end in ENDS[kind] and End.LAPSED not in ENDS[kind] for kind in over_at(status))
    assert bool(over_at(status)) == (end is not None)
