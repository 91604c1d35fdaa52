"""A deposit's states: every pair of them against the table that was agreed on, and what each asks of the player."""

from dataclasses import replace
from itertools import product

import pytest

from bot.domain.deposit import OPEN, TRANSITIONS, Deposit, DepositStatus, Step, expects, is_complete, sources
from bot.domain.wallet import KBZPAY, WAVEPAY, Wallet

FOLLOWS = {
    ("draft", "awaiting_payment"): "the provider gave a number",
    ("draft", "claimed"): "it began with the receipt of a payment",
    ("draft", "cancelled"): "cancel",
    ("awaiting_payment", "claimed"): "number and receipt complete",
    ("awaiting_payment", "expired"): "time is over",
    ("awaiting_payment", "cancelled"): "cancel",
    ("awaiting_payment", "credited"): "signed entry before the claim",
    ("claimed", "submitted"): "the provider accepted the claim",
    ("claimed", "rejected"): "the provider refused the claim",
    ("claimed", "credited"): "signed entry before the answer",
    ("submitted", "claimed"): "the player corrects it while it is being checked",
    ("submitted", "rejected"): "an operator closed it, or a late refusal",
    ("submitted", "credited"): "signed entry",
    ("rejected", "claimed"): "corrected",
    ("rejected", "credited"): "signed entry after a refusal",
    ("expired", "claimed"): "I have paid",
    ("expired", "credited"): "late money",
    ("cancelled", "credited"): "late money",
    ("credited", "reversed"): "two operators",
}
PAIRS = [(source, target) for source, target in product(DepositStatus, repeat=2)]
NUMBER = {"transaction_number": "01003246080588218368"}
RECEIPT = {"receipt_id": "receipt"}


def deposit(
    status: DepositStatus, wallet: Wallet = KBZPAY, transaction_number: str = "", receipt_id: str = ""
) -> Deposit:
    return Deposit(
        id="1",
        player_id=7,
        label="tg-7",
        wallet=wallet.type,
        status=status,
        amount=10_000,
        transaction_number=transaction_number,
        receipt_id=receipt_id,
    )


def test_every_status_has_its_row_of_transitions() -> None:
    assert set(TRANSITIONS) == set(DepositStatus)


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_only_the_agreed_transitions_exist(source: DepositStatus, target: DepositStatus) -> None:
    assert (target in TRANSITIONS[source]) is ((source.value, target.value) in FOLLOWS)


@pytest.mark.parametrize(
    "status", sorted(set(DepositStatus) - {DepositStatus.DRAFT, DepositStatus.CREDITED, DepositStatus.REVERSED})
)
def test_late_money_is_still_money(status: DepositStatus) -> None:
    assert DepositStatus.CREDITED in TRANSITIONS[status]


def test_nothing_but_a_reversal_follows_a_credit() -> None:
    assert TRANSITIONS[DepositStatus.CREDITED] == {DepositStatus.REVERSED}
    assert not TRANSITIONS[DepositStatus.REVERSED]


@pytest.mark.parametrize("target", DepositStatus)
def test_sources_are_the_table_read_backwards_in_a_stable_order(target: DepositStatus) -> None:
    assert sources(target) == tuple(source for source in DepositStatus if (source.value, target.value) in FOLLOWS)


@pytest.mark.parametrize("status", DepositStatus)
def test_a_deposit_that_can_be_cancelled_is_open(status: DepositStatus) -> None:
    assert (status in OPEN) is (DepositStatus.CANCELLED in TRANSITIONS[status])


def test_a_draft_asks_the_amount_and_then_waits_for_a_number() -> None:
    assert expects(replace(deposit(DepositStatus.DRAFT), amount=0)) is Step.AMOUNT
    assert expects(deposit(DepositStatus.DRAFT)) is Step.WAIT_FOR_NUMBER


@pytest.mark.parametrize("status", [DepositStatus.AWAITING_PAYMENT, DepositStatus.REJECTED, DepositStatus.EXPIRED])
@pytest.mark.parametrize(
    ("wallet", "claim", "step"),
    [
        pytest.param(KBZPAY, {}, Step.NUMBER, id="kbz nothing yet"),
        pytest.param(KBZPAY, RECEIPT, Step.NUMBER, id="kbz picture first"),
        pytest.param(KBZPAY, NUMBER, Step.RECEIPT, id="kbz number first"),
        pytest.param(WAVEPAY, {}, Step.NUMBER, id="wave nothing yet"),
        pytest.param(WAVEPAY, RECEIPT, Step.NUMBER, id="wave picture first"),
    ],
)
def test_a_claim_is_asked_for_what_it_lacks(
    status: DepositStatus, wallet: Wallet, claim: dict[str, str], step: Step
) -> None:
    assert expects(deposit(status, wallet, **claim)) is step


@pytest.mark.parametrize(("wallet", "claim"), [(KBZPAY, NUMBER | RECEIPT), (WAVEPAY, NUMBER)])
def test_a_complete_claim_asks_nothing_unless_it_was_refused(wallet: Wallet, claim: dict[str, str]) -> None:
    assert expects(deposit(DepositStatus.AWAITING_PAYMENT, wallet, **claim)) is Step.NOTHING
    assert expects(deposit(DepositStatus.EXPIRED, wallet, **claim)) is Step.NOTHING
    assert expects(deposit(DepositStatus.REJECTED, wallet, **claim)) is Step.CORRECTION


@pytest.mark.parametrize(
    "status",
    [
        DepositStatus.CLAIMED,
        DepositStatus.SUBMITTED,
        DepositStatus.CREDITED,
        DepositStatus.CANCELLED,
        DepositStatus.REVERSED,
    ],
)
def test_a_deposit_in_other_hands_asks_its_player_nothing(status: DepositStatus) -> None:
    assert expects(deposit(status)) is Step.NOTHING


@pytest.mark.parametrize(
    ("wallet", "claim", "complete"),
    [
        (KBZPAY, {}, False),
        (KBZPAY, NUMBER, False),
        (KBZPAY, RECEIPT, False),
        (KBZPAY, NUMBER | RECEIPT, True),
        (WAVEPAY, {}, False),
        (WAVEPAY, RECEIPT, False),
        (WAVEPAY, NUMBER, True),
        (WAVEPAY, NUMBER | RECEIPT, True),
    ],
)
def test_a_claim_is_complete_with_all_its_wallet_asks_for(
    wallet: Wallet, claim: dict[str, str], complete: bool
) -> None:
    assert is_complete(deposit(DepositStatus.AWAITING_PAYMENT, wallet, **claim)) is complete
