"""Amounts as people in Myanmar type them: each spelling with what is read from it, or that it is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import AmountError, AmountTooLarge, AmountTooSmall, AmountUnreadable
from bot.domain.money import LARGEST, check_limits, format_amount, group_digits, in_words, parse_amount
from bot.domain.player import Language

READ = {
    # figures
    "10000": 10_000,
    "10,000": 10_000,
    "10 000": 10_000,
    "10\u00a0000": 10_000,
    " 10000\n": 10_000,
    "1,234,567": 1_234_567,
    "10000.00": 10_000,
    "10,000.00": 10_000,
    "0": 0,
    "၁၀၀၀၀": 10_000,
    "၁ဝဝဝဝ": 10_000,
    "１００００": 10_000,
    "９９９": 999,
    "٣": 3,
    "1\u200b0000": 10_000,
    "999999999999": 10**12 - 1,
    "1000000000000": LARGEST,
    # with the currency
    "10000ks": 10_000,
    "10000 Ks.": 10_000,
    "10ks": 10,
    "Ks 10,000": 10_000,
    "MMK 10000": 10_000,
    "10000mmk": 10_000,
    "10,000 kyats": 10_000,
    "၁၀,၀၀၀ ကျပ်": 10_000,
    "၁၀၀၀၀ကျပ်": 10_000,
    "ငွေကျပ် ၁၀,၀၀၀": 10_000,
    "၁၀၀၀၀ က်ပ္": 10_000,
    # with a unit
    "10k": 10_000,
    "10K": 10_000,
    "1.5k": 1_500,
    "10k ks": 10_000,
    "10 thousand": 10_000,
    "1 သောင်း": 10_000,
    "၁ သောင်း": 10_000,
    "၁သောင်း": 10_000,
    "၅ ထောင်": 5_000,
    "၅ရာ": 500,
    "1 lakh": 100_000,
    "2 lakhs": 200_000,
    "1.5 lakh": 150_000,
    "0.5 lakh": 50_000,
    "1 သိန်း": 100_000,
    "၁ သိန်း": 100_000,
    "၁.၅ သိန်း": 150_000,
    "၁.၂၅ သိန်း": 125_000,
    "၁ သန်း": 1_000_000,
    "1 million": 1_000_000,
    "၁ ေသာင္း": 10_000,
    "၁ သိန္း": 100_000,
    # as spoken
    "တစ်သောင်း": 10_000,
    "တသိန်း": 100_000,
    "ငါးထောင်": 5_000,
    "၁ သောင်းခွဲ": 15_000,
    "တစ်သိန်းခွဲ ကျပ်": 150_000,
    "၁ သိန်း ၅ သောင်း": 150_000,
    "၃သောင်း၅ထောင်": 35_000,
    "၁ ထောင့် ၅ ရာ": 1_500,
    "သိန်း ၂၀": 2_000_000,
    "ကျပ် သိန်း ၁၀၀": 10_000_000,
}

REFUSED = {
    "": "nothing",
    "   ": "only spaces",
    "ks": "only a currency",
    "10.000": "ten, or ten thousand",
    "50.000": "fifty, or fifty thousand",
    "1.000.000": "dots as groups are doubtful",
    "10000.50": "parts of a kyat",
    "10000.0": "half a fraction",
    "10000.": "a dot without a fraction",
    "10,00": "a broken group",
    "1,00,000": "Indian groups",
    "10,000 000": "two kinds of groups",
    "1\n000": "two lines",
    "00010": "leading zeros belong to numbers of another kind",
    "-1": "a sign",
    "+5": "a sign",
    "-0": "a sign",
    "−5": "a typographic minus",
    "1e4": "an exponent",
    "1e400": "an exponent",
    "0x10": "hexadecimal",
    "1_000": "an underscore",
    "NaN": "no number",
    "Infinity": "no number",
    "true": "no number",
    "null": "no number",
    "[]": "no number",
    "{}": "no number",
    "10²": "a superscript",
    "Ⅻ": "a Roman numeral",
    "1\ufe0f\u20e3": "a keycap",
    "10000-20000": "a range",
    "5000 သို့ 10000": "a choice",
    "$100": "another currency",
    "100 USD": "another currency",
    "100 THB": "another currency",
    "ten thousand": "English in words",
    "about 10000": "words around it",
    "10000 ပို့ပြီး": "words around it",
    "5000k": "five million, or five thousand kyat",
    "k": "a unit without a count",
    "0k": "none of a unit",
    "05k": "a leading zero",
    "1.555 lakh": "three decimals, or a group",
    "1,5 lakh": "a comma as decimal point",
    "1 lakh 5": "a rest without a unit",
    "1.5 သိန်း 5 သောင်း": "decimals within a sum",
    "၅ သောင်း ၁ သိန်း": "a larger unit behind a smaller one",
    "၁ သောင်း ၁၀ ထောင်": "a term as large as the unit before it",
    "၁ သောင်းခွဲ ၅ ရာ": "a half that goes on",
    "တစ်နှစ်သောင်း": "one or two ten-thousands",
    "သောင်း ၁": "not how Burmese counts",
    "သိန်း ၂၅": "not round, so not how Burmese counts",
    "ခွဲ": "a half of nothing",
    "9223372036854775808": "more than a BIGINT holds",
    "9" * 256: "256 digits",
    "9" * 5_000: "more digits than int() takes",
}

amounts = st.integers(min_value=0, max_value=LARGEST)


@pytest.mark.parametrize(("typed", "amount"), READ.items())
def test_an_amount_is_read_as_it_is_meant(typed: str, amount: int) -> None:
    assert parse_amount(typed) == amount


@pytest.mark.parametrize("typed", [pytest.param(typed, id=why) for typed, why in REFUSED.items()])
def test_a_doubtful_amount_is_refused(typed: str) -> None:
    with pytest.raises(AmountUnreadable):
        parse_amount(typed)


@given(st.text() | st.text(alphabet="019၁ဝ.,- kKs\nသိန်းောငခွဲတစ်ျပ", max_size=20))
def test_any_text_is_an_amount_or_refused_and_never_a_crash(typed: str) -> None:
    try:
        amount = parse_amount(typed)
    except AmountError:
        return
    assert 0 <= amount <= LARGEST


@pytest.mark.parametrize("language", Language)
@given(amount=amounts)
def test_an_amount_that_we_write_is_read_back(language: Language, amount: int) -> None:
    assert parse_amount(format_amount(amount, language)) == amount


@given(st.integers(min_value=1, max_value=9_999).map(lambda hundreds: hundreds * 100))
def test_an_amount_in_burmese_words_is_read_back(amount: int) -> None:
    assert parse_amount(in_words(amount, Language.MY)) == amount


@pytest.mark.parametrize("amount", [1_000, 1_001, 499_999, 500_000])
def test_the_limits_themselves_are_allowed(amount: int) -> None:
    check_limits(amount, 1_000, 500_000)


@pytest.mark.parametrize(
    ("amount", "error", "limit"),
    [(999, AmountTooSmall, 1_000), (0, AmountTooSmall, 1_000), (500_001, AmountTooLarge, 500_000)],
)
def test_an_amount_past_a_limit_is_told_that_limit(amount: int, error: type[AmountError], limit: int) -> None:
    with pytest.raises(error) as refusal:
        check_limits(amount, 1_000, 500_000)
    assert refusal.value.values == {"limit": limit}


@pytest.mark.parametrize(
    ("amount", "english", "burmese"),
    [
        (0, "0 Ks", "၀ ကျပ်"),
        (999, "999 Ks", "၉၉၉ ကျပ်"),
        (10_000, "10,000 Ks", "၁၀,၀၀၀ ကျပ်"),
        (1_234_567, "1,234,567 Ks", "၁,၂၃၄,၅၆၇ ကျပ်"),
    ],
)
def test_amounts_are_grouped_and_in_the_digits_of_the_reader(amount: int, english: str, burmese: str) -> None:
    assert format_amount(amount, Language.EN) == english
    assert format_amount(amount, Language.MY) == burmese


@pytest.mark.parametrize(
    ("number", "grouped"),
    [
        ("09444595698", "09 444 595 698"),
        ("0944459569", "09 444 595 69"),
        ("094445956", "09 444 5956"),
        ("01003246080588218368", "0100 3246 0805 8821 8368"),
        ("1234567890", "1234 5678 90"),
        ("12345678901", "1234 5678 901"),
        ("123456789", "1234 56789"),
        ("1234", "1234"),
        ("", ""),
        ("၁၂၃၄၅၆", "၁၂၃၄၅၆"),
        ("+959444595698", "+959444595698"),
        ("shop 12345678", "shop 12345678"),
    ],
)
def test_numbers_are_grouped_for_reading(number: str, grouped: str) -> None:
    assert group_digits(number) == grouped


@given(st.text(alphabet="0123456789", min_size=2, max_size=30))
def test_grouping_changes_no_digit_and_leaves_none_alone(number: str) -> None:
    groups = group_digits(number).split(" ")
    assert "".join(groups) == number
    assert all(len(group) >= 2 for group in groups)


@pytest.mark.parametrize(
    ("amount", "english", "burmese"),
    [
        (0, "zero kyat", "သုည ကျပ်"),
        (7, "seven kyat", "ခုနစ် ကျပ်"),
        (10, "ten kyat", "တစ်ဆယ် ကျပ်"),
        (21, "twenty-one kyat", "နှစ်ဆယ့်တစ် ကျပ်"),
        (115, "one hundred fifteen kyat", "တစ်ရာ့တစ်ဆယ့်ငါး ကျပ်"),
        (1_500, "one thousand five hundred kyat", "တစ်ထောင့်ငါးရာ ကျပ်"),
        (30_000, "thirty thousand kyat", "သုံးသောင်း ကျပ်"),
        (35_000, "thirty-five thousand kyat", "သုံးသောင်းငါးထောင် ကျပ်"),
        (150_000, "one hundred fifty thousand kyat", "တစ်သိန်းငါးသောင်း ကျပ်"),
        (1_000_000, "one million kyat", "ကျပ် ဆယ်သိန်း"),
        (1_500_000, "one million five hundred thousand kyat", "ကျပ် ဆယ့်ငါးသိန်း"),
        (2_000_000, "two million kyat", "ကျပ် သိန်းနှစ်ဆယ်"),
        (2_030_000, "two million thirty thousand kyat", "ကျပ် သိန်းနှစ်ဆယ်နှင့် သုံးသောင်း"),
        (2_500_000, "two million five hundred thousand kyat", "ကျပ် နှစ်ဆယ့်ငါးသိန်း"),
        (10_000_000, "ten million kyat", "ကျပ် သိန်းတစ်ရာ"),
    ],
)
def test_amounts_in_words(amount: int, english: str, burmese: str) -> None:
    assert in_words(amount, Language.EN) == english
    assert in_words(amount, Language.MY) == burmese


@pytest.mark.parametrize("language", Language)
@given(data=st.data())
def test_two_amounts_never_have_the_same_words(language: Language, data: st.DataObject) -> None:
    one, other = data.draw(st.lists(amounts | st.integers(0, 10**7), min_size=2, max_size=2, unique=True))
    assert in_words(one, language) != in_words(other, language)


def test_a_negative_sum_has_no_words() -> None:
    with pytest.raises(ValueError, match="no sum"):
        in_words(-1, Language.EN)
