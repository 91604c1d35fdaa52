"""What a checker is warned of is true, and nothing that is open goes without a word."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.withdrawal import OPEN, Withdrawal, WithdrawalStatus
from bot.domain.withdrawal_risk import WithdrawalFacts, WithdrawalRisk, WithdrawalRiskKind, risks_of

NEW = Withdrawal(
    id="w-new",
    player_id=0,
    label="player-42",
    wallet="kbzpay_manual",
    amount=30_000,
    account="09400000001",
    is_test=False,
    status=WithdrawalStatus.PROPOSED,
    maker=1,
    created_at=1_000,
)
PAID = replace(NEW, id="w-paid", status=WithdrawalStatus.PAID, done_at=1)
CALM = WithdrawalFacts(to_account=[PAID], of_player=[], left=30_000, is_account_known=True, recent=500)
OTHERS = st.builds(
    lambda number, label, account, amount, status, done: replace(
        NEW, id=f"w-{number}", label=label, account=account, amount=amount, status=status, done_at=done
    ),
    st.integers(0, 99),
    st.sampled_from(["player-42", "Player-42", "player-7"]),
    st.sampled_from(["09400000001", "09400000002"]),
    st.sampled_from([30_000, 5_000]),
    st.sampled_from(WithdrawalStatus),
    st.sampled_from([0, 499, 500]),
)


def kinds(facts: WithdrawalFacts) -> list[WithdrawalRiskKind]:
    return [risk.kind for risk in risks_of(NEW, facts)]


def test_where_all_is_known_nothing_is_said() -> None:
    assert risks_of(NEW, CALM) == ()


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        (replace(CALM, to_account=[]), WithdrawalRiskKind.FIRST_PAYOUT),
        (replace(CALM, to_account=[replace(PAID, status=WithdrawalStatus.SENT)]), WithdrawalRiskKind.FIRST_PAYOUT),
        (replace(CALM, is_account_known=False), WithdrawalRiskKind.ACCOUNT_UNSEEN),
        (replace(CALM, left=29_999), WithdrawalRiskKind.ABOVE_CREDITS),
    ],
)
def test_what_is_odd_about_itself_is_said(facts: WithdrawalFacts, kind: WithdrawalRiskKind) -> None:
    assert risks_of(NEW, facts) == (WithdrawalRisk(kind=kind),)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({}, WithdrawalRiskKind.TWIN_OPEN),
        ({"label": "PLAYER-42"}, WithdrawalRiskKind.TWIN_OPEN),
        ({"amount": 5_000}, WithdrawalRiskKind.OTHER_OPEN),
        ({"account": "09400000002"}, WithdrawalRiskKind.OTHER_OPEN),
    ],
)
@pytest.mark.parametrize("status", sorted(OPEN))
def test_every_other_open_payout_of_the_player_is_named(
    change: dict[str, str | int], kind: WithdrawalRiskKind, status: WithdrawalStatus
) -> None:
    other = replace(NEW, id="w-other", status=status, **change)  # type: ignore[arg-type]
    assert risks_of(NEW, replace(CALM, of_player=[other])) == (WithdrawalRisk(kind=kind, other=other),)


def test_payouts_of_others_to_the_account_are_named_the_latest_three() -> None:
    others = [
        replace(NEW, id=f"w-{number}", label=f"player-{number}", status=WithdrawalStatus.SENT) for number in range(5)
    ]
    risks = risks_of(NEW, replace(CALM, to_account=[PAID, *others]))
    assert risks == tuple(WithdrawalRisk(kind=WithdrawalRiskKind.ACCOUNT_SHARED, other=other) for other in others[:3])


@pytest.mark.parametrize(("done", "said"), [(499, False), (500, True)])
@pytest.mark.parametrize("status", [WithdrawalStatus.FAILED, WithdrawalStatus.REFUSED])
def test_a_late_failure_is_named(status: WithdrawalStatus, done: int, *, said: bool) -> None:
    failed = replace(NEW, id="w-failed", status=status, done_at=done)
    assert kinds(replace(CALM, to_account=[failed, failed, PAID])) == [WithdrawalRiskKind.FAILED_LATELY] * said


@given(st.lists(OTHERS, max_size=8), st.lists(OTHERS, max_size=8), st.integers(-10, 10**6))
def test_each_line_is_true(to: list[Withdrawal], of: list[Withdrawal], left: int) -> None:
    facts = WithdrawalFacts(to_account=to, of_player=of, left=left, is_account_known=left % 2 > 0, recent=500)
    risks = risks_of(NEW, facts)
    assert [
        risk.other for risk in risks if risk.kind in {WithdrawalRiskKind.OTHER_OPEN, WithdrawalRiskKind.TWIN_OPEN}
    ] == of
    for risk in risks:
        match risk:
            case WithdrawalRisk(kind=WithdrawalRiskKind.ACCOUNT_SHARED, other=Withdrawal() as other):
                assert other in to
                assert other.label.lower() != "player-42"
            case WithdrawalRisk(kind=WithdrawalRiskKind.FAILED_LATELY, other=Withdrawal() as other):
                assert (other.done_at, other.status in {WithdrawalStatus.FAILED, WithdrawalStatus.REFUSED}) == (
                    500,
                    True,
                )
            case WithdrawalRisk(kind=WithdrawalRiskKind.FIRST_PAYOUT):
                assert not any(other.status is WithdrawalStatus.PAID for other in to)
            case _:
                pass
