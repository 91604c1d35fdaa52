"""What folding does to digits, invisible characters, spaces and the letter wa, and what it leaves alone."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.digits import fold, myanmar_digits

DECIMALS = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) == "Nd"]


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        pytest.param("၀၁၂၃၄၅၆၇၈၉", "0123456789", id="burmese"),
        pytest.param("႐႑႒႓႔႕႖႗႘႙", "0123456789", id="shan"),
        pytest.param("０１２３４５６７８９", "0123456789", id="full-width"),
        pytest.param("٠١٢٣٤٥٦٧٨٩", "0123456789", id="arabic-indic"),
        pytest.param("०१२३४५६७८९", "0123456789", id="devanagari"),
        pytest.param("𝟘𝟙𝟚𝟛𝟜𝟝𝟞𝟟𝟠𝟡", "0123456789", id="mathematical"),
        pytest.param("1၂３٤", "1234", id="mixed scripts"),
        pytest.param("12²", "12²", id="superscript is no digit"),
        pytest.param("Ⅻ", "Ⅻ", id="roman numeral is no digit"),
        pytest.param("1\ufe0f\u20e3", "1\u20e3", id="keycap stays marked as one"),
        pytest.param("1\u200b2\u200d3\u2060\ufeff4\u00ad", "1234", id="invisible characters"),
        pytest.param("\u202e12\u202c\u200f", "12", id="bidi controls"),
        pytest.param(" 1\u00a02\u2009\u30003\t4 ", "1 2 3 4", id="every space is one space"),
        pytest.param("\r\n 1 \n\n2\u20283", "1\n2\n3", id="lines stay, empty ones go"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_folding(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        pytest.param("၁ဝဝဝ", "1000", id="behind a digit"),
        pytest.param("ဝ၉၄၄", "0944", id="before a digit"),
        pytest.param("၁ဝ,ဝဝဝ", "10,000", id="across a comma"),
        pytest.param("၅ဝကျပ်", "50ကျပ်", id="before the word for kyat"),
        pytest.param("၅ဝ သောင်း", "50 သောင်း", id="before a word that counts"),
        pytest.param("ဝဝဝ", "ဝဝဝ", id="no digit in sight"),
        pytest.param("ဝယ် ၅", "ဝယ် 5", id="buy"),
        pytest.param("၅ ဝင်", "5 ဝင်", id="enter"),
        pytest.param("၅ ဝါ", "5 ဝါ", id="with a vowel sign"),
        pytest.param("၁ဝ ဝယ်", "10 ဝယ်", id="zero and buy side by side"),
    ],
)
def test_the_letter_wa_is_a_zero_only_among_digits(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(st.text(alphabet=st.sampled_from(DECIMALS), min_size=1))
def test_every_decimal_digit_of_unicode_becomes_the_ascii_digit_of_its_value(typed: str) -> None:
    assert fold(typed) == "".join(str(unicodedata.decimal(char)) for char in typed)


@given(st.text() | st.text(alphabet="0၁ဝယ်ါ ,.-\n\u200b"))
def test_folding_twice_is_folding_once(typed: str) -> None:
    assert fold(fold(typed)) == fold(typed)


@given(st.integers(min_value=0))
def test_burmese_digits_fold_back(value: int) -> None:
    burmese = myanmar_digits(str(value))
    assert not burmese.isascii()
    assert fold(burmese) == str(value)
