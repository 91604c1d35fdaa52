"""The cards of proposals in both languages: every state has its words, nothing from outside breaks one."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.approval import ActionType, Approval, ApprovalStatus
from bot.domain.player import Language
from bot.domain.withdrawal import Withdrawal, WithdrawalFlag, WithdrawalStatus
from bot.telegram.operators import cards
from tests.telegram.operators.samples import DEPOSIT, EN, ENTRY, LARGEST, NOW, PAYOUT, PEOPLE, RISKS, T, report
from tests.telegram.rendered import check_fits, presses, seen


def drawn(payout: Withdrawal, *, now: int = NOW, asks: bool = False, hold: str | None = None) -> cards.WithdrawalCard:
    return cards.WithdrawalCard(
        withdrawal=payout, player=report(hold=hold), risks=RISKS, people=PEOPLE, now=now, asks_reason=asks
    )


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("status", WithdrawalStatus)
@settings(max_examples=15, deadline=None)
@given(text=st.text(max_size=400), is_test=st.booleans(), amount=st.integers(1, LARGEST))
def test_a_payouts_card_has_words_for_every_state(
    status: WithdrawalStatus, language: Language, text: str, is_test: bool, amount: int
) -> None:
    payout = replace(
        PAYOUT,
        status=status,
        is_test=is_test,
        amount=amount,
        reason=text,
        detail=text,
        flags=frozenset(WithdrawalFlag),
        confirmed_at=NOW,
    )
    check_fits(cards.payout_card(drawn(payout, hold=text), T[language]))
    check_fits(cards.payout_card(drawn(payout, asks=True), T[language]))


def test_only_an_open_proposal_can_be_decided_and_warns() -> None:
    open_ = cards.payout_card(drawn(PAYOUT), EN)
    late = cards.payout_card(drawn(PAYOUT, now=PAYOUT.expires_at), EN)
    paid = cards.payout_card(drawn(replace(PAYOUT, status=WithdrawalStatus.PAID)), EN)
    assert "oc|confirm|w-abc2345678" in presses(open_)
    assert len([line for line in seen(open_).splitlines() if line.startswith("⚠️")]) == len(RISKS)
    for closed in (late, paid):
        assert "oc|confirm|w-abc2345678" not in presses(closed)
        assert "⚠️" not in seen(closed)
    assert "Not confirmed in time" in seen(late)


def test_a_card_tells_real_money_from_a_test_and_a_stranger_from_a_player() -> None:
    assert "TEST" not in seen(cards.payout_card(drawn(PAYOUT), EN))
    assert "TEST" in seen(cards.payout_card(drawn(replace(PAYOUT, is_test=True)), EN))
    assert "will not be notified" not in seen(cards.payout_card(drawn(PAYOUT), EN))
    assert "will not be notified" in seen(cards.payout_card(drawn(replace(PAYOUT, player_id=0)), EN))


ENTRIES = {
    ActionType.CLAIM: [replace(ENTRY, deposit_id=DEPOSIT.id, owner="z" * 36)],
    ActionType.DISMISS: [replace(ENTRY, transaction_id="<" * 300)],
    ActionType.RELEASE: [replace(ENTRY, deposit_id=DEPOSIT.id, owner="z" * 36, amount=LARGEST)] * 10,
}
VALUES: dict[ActionType, dict[str, str | int]] = {
    ActionType.CLAIM: {"quarantine": 7, "label": "tg-501"},
    ActionType.RELEASE: {"entries": " ".join(["99999999"] * 100), "count": 100, "amount": 10_000},
    ActionType.DISMISS: {"quarantine": 7, "reason": "because"},
    ActionType.CREDIT: {"label": "tg-501", "amount": 10_000, "reason": "because"},
    ActionType.REVERSE: {"deposit": DEPOSIT.id, "reason": "because"},
    ActionType.RECORD: {"label": "tg-501", "amount": 10_000, "account": "09444595698", "reference": "77"},
    ActionType.FORGET: {"label": "tg-501"},
    ActionType.UNFREEZE: {},
    ActionType.RESOLVE: {"withdrawal": PAYOUT.id, "exists": "no", "reason": "because"},
}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("stage", ApprovalStatus)
@pytest.mark.parametrize("kind", ActionType)
def test_an_acts_card_has_words_for_every_kind_and_stage(
    kind: ActionType, stage: ApprovalStatus, language: Language
) -> None:
    act = Approval(
        id=3, kind=kind, values=VALUES[kind], maker=902, stage=stage, created_at=NOW, expires_at=NOW + 1, reason="<b>"
    )
    card = cards.act_card(
        cards.ProposalCard(
            act=act,
            people=PEOPLE,
            now=NOW,
            player=report() if "label" in act.values else None,
            entries=ENTRIES.get(kind, ()),
            deposit=DEPOSIT if kind is ActionType.REVERSE else None,
            withdrawal=PAYOUT if kind is ActionType.RESOLVE else None,
        ),
        T[language],
    )
    check_fits(card)
    assert ("oc|confirm|act:3" in presses(card)) == (stage is ApprovalStatus.PROPOSED)
