"""The living card, in every state a deposit can have, and in both languages."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.deposit import Deposit, DepositFlag, DepositStatus
from bot.domain.player import Language
from bot.domain.wallet import KBZPAY, WALLETS, WAVEPAY, Wallet
from bot.i18n import Translator
from bot.ocr.result import ReadOutcome
from bot.provider.base import Verdict
from bot.telegram.message import Screen
from bot.telegram.player.callbacks import DepositAction, OfferedAmount, OnDeposit, SwitchWallet, mark_of
from bot.telegram.player.deposit_card import REFUSALS, VERDICTS, deposit_card
from tests.telegram.rendered import buttons, check_fits, presses, seen

NOW = 1_790_000_000_000
EN = Translator(Language.EN, strict=True)
MY = Translator(Language.MY, strict=True)
DEPOSIT = Deposit(
    id="D7K2M9Q",
    player_id=1,
    label="tg-1",
    wallet=KBZPAY.type,
    status=DepositStatus.AWAITING_PAYMENT,
    amount=10_000,
    wallet_number="09123456789",
    number_expires_at=NOW + 1,
)
CLAIM = replace(DEPOSIT, status=DepositStatus.CLAIMED, transaction_number="01003012345678901234", receipt_id="r1")
ACTS = {act: OnDeposit(act=act, id=DEPOSIT.id).pack() for act in DepositAction}


def card(deposit: Deposit, t: Translator = EN, wallets: tuple[Wallet, ...] = (KBZPAY, WAVEPAY)) -> Screen:
    return deposit_card(
        deposit,
        t,
        wallets=wallets,
        quick_amounts=(500, 5_000, 10_000, 2_000_000),
        limits=(1_000, 1_000_000),
        window_url="https://pay.example/?a=1&b=2",
        now_ms=NOW,
        max_corrections=3,
    )


amounts = st.integers(0, 2**63 - 1)
digits = st.text("0123456789", min_size=1, max_size=40)
deposits = st.builds(
    Deposit,
    id=st.text("ABCDEFGHJKMNPQRSTUVWXYZ23456789-", min_size=1, max_size=36),
    player_id=st.integers(1, 2**52),
    label=st.just("tg-1"),
    wallet=st.sampled_from(sorted(WALLETS)),
    status=st.sampled_from(DepositStatus),
    amount=amounts,
    wallet_number=digits,
    number_expires_at=st.sampled_from([0, NOW, NOW + 1]),
    transaction_number=st.just("") | digits,
    receipt_id=st.sampled_from(["", "r" * 64]),
    reading=st.sampled_from(["", "reading", *ReadOutcome]),
    read_number=st.just("") | digits,
    read_amount=amounts,
    corrections=st.integers(0, 9),
    refusal=st.sampled_from(["", *REFUSALS]) | st.text(),
    verdict=st.sampled_from(["", *VERDICTS, "new"]),
    credited_amount=amounts,
    flags=st.frozensets(st.sampled_from(DepositFlag)),
)


@settings(deadline=None)  # the machine may be busy
@given(deposits, st.sampled_from([EN, MY]))
def test_every_card_fits_into_a_message_in_strict_words(deposit: Deposit, t: Translator) -> None:
    check_fits(card(deposit, t))


@pytest.mark.parametrize(("status", "t"), list(product(DepositStatus, (EN, MY))))
def test_the_old_number_is_on_no_card_but_that_which_asks_to_pay(status: DepositStatus, t: Translator) -> None:
    shown = seen(card(replace(DEPOSIT, status=status), t))
    assert ("09 123 456 789" in shown) == (status is DepositStatus.AWAITING_PAYMENT)


def test_a_draft_asks_for_the_amount_with_buttons_inside_the_limits() -> None:
    screen = card(replace(DEPOSIT, status=DepositStatus.DRAFT, amount=0))
    quick = [
        OfferedAmount(id=DEPOSIT.id, index=index, among=mark_of((500, 5_000, 10_000, 2_000_000))).pack()
        for index in (1, 2)
    ]
    assert presses(screen) == [*quick, ACTS[DepositAction.CANCEL]]
    assert [button.text for button in buttons(screen)] == ["5,000 Ks", "10,000 Ks", "Cancel"]
    assert "From 1,000 Ks to 1,000,000 Ks" in seen(screen)


def test_no_callback_holds_an_amount() -> None:
    drafts = card(replace(DEPOSIT, status=DepositStatus.DRAFT, amount=0))
    assert not [data for data in presses(drafts) + presses(card(DEPOSIT)) if "000" in data]


def test_a_draft_with_an_amount_asks_for_a_moment() -> None:
    assert "One moment" in seen(card(replace(DEPOSIT, status=DepositStatus.DRAFT, wallet_number="")))


def test_a_draft_without_a_number_offers_another_try_and_another_wallet() -> None:
    refused = replace(DEPOSIT, status=DepositStatus.DRAFT, refusal="unavailable")
    switch = SwitchWallet(id=DEPOSIT.id, wallet=WAVEPAY.type).pack()
    assert presses(card(refused)) == [ACTS[DepositAction.RETRY], switch, ACTS[DepositAction.CANCEL]]
    assert "another wallet" in seen(card(refused))
    assert "another wallet" not in seen(card(refused, wallets=(KBZPAY,)))


@pytest.mark.parametrize("t", [EN, MY])
def test_copy_buttons_hold_the_bare_number_and_amount(t: Translator) -> None:
    copied = [button.copy_text.text for button in buttons(card(DEPOSIT, t)) if button.copy_text]
    assert copied == ["09123456789", "10000"]


def test_the_number_is_grouped_for_reading_and_its_end_is_in_yangon_time() -> None:
    assert "<code>09 123 456 789</code>" in card(DEPOSIT).text
    assert "Valid until 20:43" in seen(card(DEPOSIT))
    assert "၂၀:၄၃" in seen(card(DEPOSIT, MY))


def test_amounts_are_in_the_readers_digits_and_numbers_in_latin_ones() -> None:
    shown = seen(card(CLAIM, MY))
    assert "၁၀,၀၀၀ ကျပ်" in shown
    assert "01003012345678901234" in shown


def test_the_payment_window_is_a_link_where_there_is_one() -> None:
    assert [button.url for button in buttons(card(DEPOSIT)) if button.url] == ["https://pay.example/?a=1&b=2"]


def test_a_wallet_asks_for_what_it_needs() -> None:
    assert "Transaction No. and the screenshot" in seen(card(DEPOSIT))
    assert "Transaction ID. A screenshot is welcome" in seen(card(replace(DEPOSIT, wallet=WAVEPAY.type)))


@pytest.mark.parametrize("status", [DepositStatus.AWAITING_PAYMENT, DepositStatus.EXPIRED])
def test_parts_of_the_claim_that_are_here_are_ticked_and_the_rest_is_named(status: DepositStatus) -> None:
    with_picture = seen(card(replace(DEPOSIT, status=status, receipt_id="r1")))
    assert "✓ Screenshot received" in with_picture
    assert "Still needed: Transaction No." in with_picture
    with_number = seen(card(replace(DEPOSIT, status=status, transaction_number="123")))
    assert "✓ Transaction No.: 123" in with_number
    assert "Still needed: the screenshot" in with_number


def test_a_number_whose_time_is_over_is_blanked_before_the_clock_has_come_round() -> None:
    late = card(replace(DEPOSIT, number_expires_at=NOW))
    assert late == card(replace(DEPOSIT, status=DepositStatus.EXPIRED))
    assert "Do not pay to the old number" in seen(late)
    assert presses(late) == [ACTS[DepositAction.HAVE_PAID], ACTS[DepositAction.NEW_NUMBER]]


def test_a_claim_on_its_way_is_safe_and_can_be_mended() -> None:
    assert "safe with me" in seen(card(CLAIM))
    mend = [OnDeposit(act=act, id=CLAIM.id).pack() for act in (DepositAction.FIX_NUMBER, DepositAction.NEW_PICTURE)]
    assert presses(card(CLAIM)) == mend
    assert presses(card(replace(CLAIM, wallet=WAVEPAY.type))) == mend[:1]
    assert not presses(card(replace(CLAIM, corrections=5)))


@pytest.mark.parametrize("t", [EN, MY])
def test_every_verdict_has_words_of_its_own(t: Translator) -> None:
    submitted = replace(CLAIM, status=DepositStatus.SUBMITTED)
    texts = {seen(card(replace(submitted, verdict=verdict.value), t)) for verdict in Verdict}
    assert len(texts) == len(Verdict)
    assert set(VERDICTS) == set(Verdict)
    assert seen(card(submitted, t)) == seen(card(replace(submitted, verdict="checking"), t))


def test_a_refusal_gives_a_plain_reason_never_the_providers_words() -> None:
    rejected = replace(CLAIM, status=DepositStatus.REJECTED)
    assert "not clear" in seen(card(replace(rejected, refusal="receipt")))
    foreign = card(replace(rejected, refusal="<b>Платеж не найден</b>"))
    assert foreign == card(replace(rejected, refusal=""))


def test_a_refused_claim_can_be_corrected_until_the_corrections_are_used_up() -> None:
    rejected = replace(CLAIM, status=DepositStatus.REJECTED, corrections=2)
    assert presses(card(rejected)) == [ACTS[DepositAction.FIX_NUMBER], ACTS[DepositAction.NEW_PICTURE]]
    assert "Corrections left: 1" in seen(card(rejected))
    over = card(replace(rejected, corrections=3))
    assert not presses(over)
    assert "cannot correct it any more" in seen(over)


def test_a_cancelled_number_must_not_be_paid_and_late_money_is_still_added() -> None:
    shown = seen(card(replace(DEPOSIT, status=DepositStatus.CANCELLED)))
    assert "Do not pay to the old number" in shown
    assert "added when it arrives" in shown
    assert "old number" not in seen(card(replace(DEPOSIT, status=DepositStatus.CANCELLED, wallet_number="")))


CREDITED = replace(CLAIM, status=DepositStatus.CREDITED, credited_amount=10_000)


def test_credited_money_is_said_plainly() -> None:
    assert seen(card(CREDITED)).startswith("✅ 10,000 Ks has been added.")
    assert "You entered" not in seen(card(CREDITED))


def test_both_amounts_are_given_when_they_differ() -> None:
    shown = seen(card(replace(CREDITED, credited_amount=9_000, flags=frozenset({DepositFlag.AMOUNT_DIFFERS}))))
    assert "9,000 Ks has been added" in shown
    assert "You entered 10,000 Ks" in shown


@pytest.mark.parametrize(
    ("flag", "said"),
    [
        (DepositFlag.LATE, "arrived late"),
        (DepositFlag.WAS_REJECTED, "now it has arrived"),
        (DepositFlag.EXTRA, "more than once"),
    ],
)
def test_an_unusual_credit_says_what_was_unusual(flag: DepositFlag, said: str) -> None:
    assert said in seen(card(replace(CREDITED, flags=frozenset({flag}))))


def test_a_second_payment_is_no_difference_of_amounts() -> None:
    twice = replace(CREDITED, credited_amount=20_000, flags=frozenset({DepositFlag.EXTRA, DepositFlag.AMOUNT_DIFFERS}))
    assert "You entered" not in seen(card(twice))
