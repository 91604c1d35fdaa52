"""From recognised lines to facts: what can be read in one way is taken, everything else is left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.wallet import KBZPAY, WALLETS, WAVEPAY
from bot.ocr import fields, transaction_number
from bot.ocr.page import TextLine, Word
from bot.ocr.result import Box

KBZ, WAVE = "01003246080588218368", "1394646476"
DIGIT, HEIGHT, ROW = 16, 20, 60


def page(*rows: str) -> list[TextLine]:
    """Lines of evenly spaced letters; two spaces between words are a gap as wide as six."""
    return [_line(text, top * ROW) for top, text in enumerate(rows)]


def _line(text: str, top: int) -> TextLine:
    words, left = [], 40
    for part in text.replace("  ", " | ").split(" "):
        if part != "|":
            words.append(Word(part, Box(left, top, left + DIGIT * len(part) - 4, top + HEIGHT)))
        left += DIGIT * (len(part) + 1) if part != "|" else DIGIT * 5
    return TextLine(tuple(words))


def number_on(*rows: str) -> str | None:
    found = transaction_number.transaction_number(page(*rows), WALLETS.values())
    return found.digits if found else None


@pytest.mark.parametrize(
    "rows",
    [
        (f"Transaction No. {KBZ}",),
        ("Transaction No. 0100 3246 0805 8821 8368",),
        ("Transaction No.", KBZ, "Transaction Time", "18/11/2026 10:35:12"),
        ("KBZPay", "cpbc§:0 S05", "0100 3246 0805 8821 8368", "seals", "15/01/2027 14:30:00"),
        (f"Order no 12345678901234567 {'x' * 3}", f"Transaction No. {KBZ}"),
        (f"Transaction No. {KBZ}", "Account", "12345678901234567"),
    ],
)
def test_a_kbzpay_number_is_found_by_its_label_or_alone(rows: tuple[str, ...]) -> None:
    assert number_on(*rows) == KBZ


@pytest.mark.parametrize(
    "rows",
    [
        (f"Transaction ID {WAVE}", "To 09444595698"),
        ("WavePay", f"cpbc§ {WAVE}", "602 09444595698"),
        ("Wave Money", "Transaction ID 1394 6464 76"),
    ],
)
def test_a_wavepay_number_is_told_from_a_phone(rows: tuple[str, ...]) -> None:
    assert number_on(*rows) == WAVE


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param((f"x1 {KBZ}", "x2 01003246080588218369"), id="two of a kind"),
        pytest.param(("Transaction No. 0100 3246  0805 8821 8368",), id="a gap where a group may be covered"),
        pytest.param(("Transaction No. 0100 32460805 88218368",), id="uneven groups"),
        pytest.param(("Transaction No. 0100324608O588218368",), id="a letter among the digits"),
        pytest.param(("Transaction No. 0100324608058821 ...",), id="more follows"),
        pytest.param(("Transaction No. 00000000000000000000",), id="zeros"),
        pytest.param(("To 09444595698",), id="a phone"),
        pytest.param(("Phone 1394646476",), id="another label"),
        pytest.param(("AYA Pay", f"Transaction No. {KBZ}"), id="another wallet"),
        pytest.param(("WavePay", f"Transaction No. {KBZ}"), id="a number of the other wallet"),
        pytest.param(("Transaction No. 12345678901234",), id="too short for one, too long for the other"),
    ],
)
def test_what_is_doubtful_is_not_read(rows: tuple[str, ...]) -> None:
    assert number_on(*rows) is None


def test_a_number_broken_into_two_lines_is_not_read() -> None:
    first = TextLine((Word("0100324608058821", Box(300, 100, 550, 120)),))
    second = TextLine((Word("8368", Box(490, 126, 550, 146)),))
    assert transaction_number.transaction_number([first, second], WALLETS.values()) is None


@given(st.lists(st.text(min_size=1, max_size=30).filter(lambda text: text.split(" ") != [""]), max_size=8))
def test_no_words_whatever_make_a_number_that_fits_no_wallet(rows: list[str]) -> None:
    found = transaction_number.transaction_number(page(*rows), WALLETS.values())
    assert found is None or WALLETS[found.wallet].number_low <= len(found.digits) <= WALLETS[found.wallet].number_high
    fields.amount(page(*rows))
    fields.time(page(*rows))


@given(st.from_regex(r"[1-9][0-9]{19}", fullmatch=True), st.sampled_from([0, 4]))
def test_a_labelled_number_is_read_as_it_stands(number: str, group: int) -> None:
    shown = " ".join(number[start : start + group] for start in range(0, 20, group)) if group else number
    found = transaction_number.transaction_number(page(f"Transaction No. {shown}"), [KBZPAY, WAVEPAY])
    assert found
    assert (found.digits, found.wallet, found.labelled) == (number, KBZPAY.type, True)


@pytest.mark.parametrize(
    ("rows", "amount"),
    [
        (("10,000 Ks",), 10_000),
        (("-10,000.00 Ks", "Amount -10,000.00 (Ks)"), 10_000),
        (("Ks 88,888", "Amount", "Ks 88,888"), 88_888),
        (("Amount 12,345 MMK", "Fee 100 Ks"), 12_345),
        (("500 Ks",), 500),
        (("1,000 mj8",), 1000),
        (("Amount 10,000 Ks", "Balance 90,000 Ks"), 10_000),
        (("10,000 Ks", "20,000 Ks"), None),
        (("1,000,000,000,000 Ks",), 10**12),
        (("1,000,000,000,001 Ks",), None),
        (("9,999,999,999,999,999,999,999",), None),
        (("-5,000.00 (Ks)", "Amount", "-6,000.00 (Ks)"), None),
        (("10.000 Ks",), None),
        (("10,00 Ks",), None),
        (("0 Ks",), None),
        (("1234",), None),
        (("Fee 100 Ks",), None),
    ],
)
def test_all_sums_on_a_receipt_must_say_the_same(rows: tuple[str, ...], amount: int | None) -> None:
    found = fields.amount(page(*rows))
    assert (found and found.value) == amount


@pytest.mark.parametrize(
    "text",
    [
        "18/11/2026 10:05:00",
        "2026-11-18 10:05:00",
        "18-11-2026 10:05",
        "18 Nov 2026, 10:05 AM",
        "Nov 18, 2026 10:05:00 AM",
        "Transaction Time 18/11/2026 10:05:00",
    ],
)
def test_a_time_is_yangons(text: str) -> None:
    found = fields.time(page(text))
    assert found
    assert found.value == 1_794_972_900_000


@pytest.mark.parametrize(
    "text", ["30/02/2026 10:05", "18/11/2026 25:05", "18/11/2026", "10:05", "18 Nov 2026, 13:05 PM"]
)
def test_what_is_no_time_is_not_read(text: str) -> None:
    assert fields.time(page(text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "Transaction Time 0g/04/ jo J O $9259)",
        "Sep 90, Jo JG og:99:59 PM",
        "Date & Time JoyG-0-00 00: J9:00",
        "JJ J/JosE 00:99:56",
        "09 Jan JOS2 25:92 AM",
        "Transaction Time 29) Jul Joy&, 99:69) AM",
    ],
)
def test_a_year_in_burmese_digits_is_known_by_what_an_engine_makes_of_it(text: str) -> None:
    assert transaction_number.has_burmese_digits(page(text))


@pytest.mark.parametrize(
    "text",
    [
        "18/11/2026 10:05",
        "Jul 29, 2025 11:09 PM",
        "Transfer To Jo Jo (******1234)",
        "Joy Store",
        "2025-01-05",
        "30 Jun",
    ],
)
def test_other_dates_and_names_are_no_burmese_digits(text: str) -> None:
    assert not transaction_number.has_burmese_digits(page(text))
