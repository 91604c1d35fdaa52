"""Hints: each is raised by what it is about, and by nothing else."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.risk import ClaimFacts, OnReceipt, RiskKind, Seen, risk_signals_of

HOUR = 3_600_000
AT = 1_767_225_600_000
RECEIPT = OnReceipt(
    number="01003246080588218368",
    amount=10_000,
    paid_at=AT + 60_000,
    recipient="4042",
    payer="7711",
    received_at=AT + 120_000,
)
HONEST = ClaimFacts(
    number=RECEIPT.number,
    amount=10_000,
    wallet_number="09400004042",
    created_at=AT,
    receipt=RECEIPT,
    players=1,
)
BEFORE = (Seen(deposit="dep-1", label="tg-1"),)
RAISED: list[tuple[RiskKind, dict[str, Any], dict[str, Any]]] = [
    (RiskKind.SAME_PICTURE, {"same": BEFORE}, {}),
    (RiskKind.LIKE_PICTURE, {"alike": BEFORE}, {}),
    (RiskKind.NUMBER_CLAIMED, {"claims": BEFORE}, {}),
    (RiskKind.NUMBER_DIFFERS, {}, {"number": "01003246080588218369"}),
    (RiskKind.AMOUNT_DIFFERS, {}, {"amount": 9_000}),
    (RiskKind.OTHER_RECIPIENT, {}, {"recipient": "4043"}),
    (RiskKind.OLDER, {}, {"paid_at": AT - HOUR}),
    (RiskKind.FUTURE, {}, {"paid_at": AT + HOUR}),
    (RiskKind.PAYER_SHARED, {"players": 3}, {}),
    (RiskKind.FAILED_NUMBERS, {"failures": 3}, {}),
]
QUIET: list[tuple[RiskKind, dict[str, Any], dict[str, Any]]] = [
    (RiskKind.SAME_PICTURE, {"alike": BEFORE}, {}),
    (RiskKind.LIKE_PICTURE, {"same": BEFORE, "alike": BEFORE}, {}),  # said once, in the stronger words
    (RiskKind.NUMBER_CLAIMED, {"same": BEFORE}, {}),
    (RiskKind.NUMBER_DIFFERS, {}, {"number": ""}),
    (RiskKind.NUMBER_DIFFERS, {"number": ""}, {}),
    (RiskKind.AMOUNT_DIFFERS, {}, {"amount": 0}),
    (RiskKind.OTHER_RECIPIENT, {}, {"recipient": ""}),
    (RiskKind.OTHER_RECIPIENT, {}, {"recipient": "042"}),
    (RiskKind.OTHER_RECIPIENT, {"wallet_number": ""}, {"recipient": "4043"}),  # nobody was given a number
    (RiskKind.OTHER_RECIPIENT, {"replaced": ("09400004043",)}, {"recipient": "4043"}),  # it was his before
    (RiskKind.OLDER, {}, {"paid_at": AT - 9 * 60_000}),  # his telephone's clock is wrong
    (RiskKind.OLDER, {}, {"paid_at": 0}),
    (RiskKind.OLDER, {"wallet_number": ""}, {"paid_at": AT - HOUR}),  # it began with its receipt
    (RiskKind.FUTURE, {}, {"paid_at": AT + 120_000 + 9 * 60_000}),
    (RiskKind.PAYER_SHARED, {"players": 2}, {}),
    (RiskKind.PAYER_SHARED, {"players": 3}, {"payer": ""}),
    (RiskKind.FAILED_NUMBERS, {"failures": 2}, {}),
]


def doubts(facts: dict[str, Any], receipt: dict[str, Any]) -> list[RiskKind]:
    changed = replace(HONEST, **{"receipt": replace(RECEIPT, **receipt), **facts})
    return [hint.kind for hint in risk_signals_of(changed)]


def test_an_honest_claim_raises_none() -> None:
    assert risk_signals_of(HONEST) == ()


def test_a_claim_of_which_nothing_is_known_raises_none() -> None:
    assert risk_signals_of(replace(HONEST, receipt=OnReceipt())) == ()


@pytest.mark.parametrize(("doubt", "facts", "receipt"), RAISED)
def test_a_hint_is_raised_by_what_it_is_about(doubt: RiskKind, facts: dict[str, Any], receipt: dict[str, Any]) -> None:
    assert doubts(facts, receipt) == [doubt]


@pytest.mark.parametrize(("doubt", "facts", "receipt"), QUIET)
def test_a_hint_is_not_raised_by_less(doubt: RiskKind, facts: dict[str, Any], receipt: dict[str, Any]) -> None:
    assert doubt not in doubts(facts, receipt)


@pytest.mark.parametrize("tried", [RAISED, QUIET], ids=["raised", "not raised"])
def test_every_hint_is_tried_here(tried: list[tuple[RiskKind, dict[str, Any], dict[str, Any]]]) -> None:
    assert {doubt for doubt, *_ in tried} == set(RiskKind)
