"""What the card says of a receipt that is read, and what its two buttons carry."""

from dataclasses import replace
from itertools import product

import pytest

from bot.domain.deposit import READING, Deposit, DepositStatus
from bot.domain.wallet import KBZPAY, WAVEPAY
from bot.i18n import Translator
from bot.ocr.result import ReadOutcome
from bot.telegram.player import screens
from bot.telegram.player.callbacks import PaidFirst, ReadRight
from bot.telegram.player.deposit_card import deposit_card
from tests.telegram.player.test_deposit_card import DEPOSIT, EN, MY, NOW, card
from tests.telegram.rendered import buttons, check_fits, presses, seen

NUMBER = "01003246080588218368"
READ = replace(
    DEPOSIT, receipt_id="ab" * 32, reading=ReadOutcome.READ.value, read_number=NUMBER, read_amount=DEPOSIT.amount
)
ANSWERS = [ReadRight(id=DEPOSIT.id, receipt="abababababab", right=right).pack() for right in (True, False)]
ASKING = [DepositStatus.DRAFT, DepositStatus.AWAITING_PAYMENT, DepositStatus.EXPIRED, DepositStatus.REJECTED]


def paid_first(**changes: object) -> Deposit:
    begun = replace(READ, status=DepositStatus.DRAFT, amount=0, wallet_number="", number_expires_at=0)
    return replace(begun, **changes)  # type: ignore[arg-type]


def test_the_question_is_asked_in_the_words_that_were_agreed_on() -> None:
    assert "I read: Transaction No. 0100 3246 0805 8821 8368 · 10,000 Ks. Is that right?" in seen(card(READ))
    assert [button.text for button in buttons(card(READ))][:2] == ["✅ Yes, send", "Fix the number"]
    assert "0100 3246 0805 8821 8368 · ၁၀,၀၀၀ ကျပ်" in seen(card(READ, MY))


@pytest.mark.parametrize(("status", "t"), list(product(ASKING, (EN, MY))))
def test_the_two_answers_stand_on_every_card_that_asks(status: DepositStatus, t: Translator) -> None:
    shown = card(replace(READ, status=status), t)
    assert [press for press in presses(shown) if press in ANSWERS] == ANSWERS
    assert "0100 3246 0805 8821 8368" in seen(shown)
    check_fits(shown)


@pytest.mark.parametrize("status", sorted(set(DepositStatus) - set(ASKING)))
def test_no_other_card_asks(status: DepositStatus) -> None:
    assert not set(presses(card(replace(READ, status=status)))) & set(ANSWERS)


def test_an_amount_that_differs_is_said_before_the_question() -> None:
    shown = seen(card(replace(READ, read_amount=9_000)))
    assert "The receipt shows 9,000 Ks, but your deposit is 10,000 Ks." in shown
    assert "· 9,000 Ks. Is that right?" in shown
    assert "The receipt shows" not in seen(card(READ))
    assert "· 10,000 Ks. Is that right?" in seen(card(replace(READ, read_amount=0)))


@pytest.mark.parametrize("wallet", [KBZPAY, WAVEPAY])
def test_a_number_that_is_known_is_not_asked_about(wallet: object) -> None:
    assert "Is that right?" not in seen(card(replace(READ, transaction_number=NUMBER)))


@pytest.mark.parametrize(
    ("reading", "words"),
    [
        (READING, "Reading the Transaction No."),
        (ReadOutcome.BURMESE_DIGITS, "This receipt has Burmese digits"),
        (ReadOutcome.UNCLEAR, "I could not read the number"),
        (ReadOutcome.NO_RECEIPT, "I could not read the number"),
        (ReadOutcome.OTHER_WALLET, "I could not read the number"),
        (ReadOutcome.READ, "I could not read the number"),  # it was another wallet's
        (ReadOutcome.NOT_TRIED, "Still needed: Transaction No."),
        ("", "Still needed: Transaction No."),
    ],
)
def test_how_far_the_reading_is_stands_on_the_card(reading: str, words: str) -> None:
    waiting = replace(DEPOSIT, receipt_id="ab" * 32, reading=str(reading))
    assert words in seen(card(waiting))
    check_fits(card(waiting, MY))


def test_a_deposit_that_began_with_its_receipt_asks_for_what_is_missing() -> None:
    assert "10,000 Ks. Is that right?" in seen(card(paid_first()))
    unread = paid_first(reading=ReadOutcome.UNCLEAR.value, read_number="", read_amount=0)
    assert "How much did you pay with KBZPay?" in seen(card(unread))
    stated = replace(unread, amount=10_000)
    assert "Your payment with KBZPay: 10,000 Ks" in seen(card(stated))
    assert "I could not read the number" in seen(card(stated))
    assert "Send exactly" not in seen(card(stated))


def test_a_cancelled_one_says_what_to_do_if_it_was_paid() -> None:
    shown = seen(card(paid_first(status=DepositStatus.CANCELLED)))
    assert "please send it again" in shown
    assert "You have not paid anything" not in shown


@pytest.mark.parametrize("t", [EN, MY])
def test_a_picture_is_asked_for_alone_where_it_can_be_read(t: Translator) -> None:
    shown = deposit_card(
        DEPOSIT, t, wallets=(), quick_amounts=(), limits=(1, 2), window_url=None, now_ms=NOW, can_read=True
    )
    key = t("card-next-picture", wallet="KBZPay", type=KBZPAY.type)
    assert key in seen(shown)
    assert key not in seen(card(DEPOSIT, t))


@pytest.mark.parametrize("t", [EN, MY])
@pytest.mark.parametrize(("wallet", "number", "amount"), [(KBZPAY.type, NUMBER, 10_000), ("", "", 0), ("", "", 5)])
def test_a_picture_out_of_the_blue_is_asked_about_with_what_was_read(
    t: Translator, wallet: str, number: str, amount: int
) -> None:
    shown = screens.is_payment(t, 12, wallet, number, amount)
    check_fits(shown)
    assert presses(shown)[0] == PaidFirst(picture=12, wallet="").pack()
    assert ("0100 3246" in seen(shown)) is bool(number)
    assert (t.amount(amount) in seen(shown)) is bool(amount)


@pytest.mark.parametrize("t", [EN, MY])
def test_each_wallet_can_be_what_a_payment_was_made_with(t: Translator) -> None:
    shown = screens.choose_paid_wallet(t, (KBZPAY, WAVEPAY), 12)
    check_fits(shown)
    asked = [PaidFirst(picture=12, wallet=wallet.type).pack() for wallet in (KBZPAY, WAVEPAY)]
    assert presses(shown)[:2] == asked
