"""Amounts in whole kyat: parsing what people in Myanmar type, and formatting in figures and words.

Text with one possible reading is accepted; other text is refused, never guessed. So `50.000` is no amount (fifty,
or fifty thousand?), nor is `5000k` (K is also short for kyat), nor `တစ်နှစ်သောင်း` (one or two ten-thousands).
"""

import re

from bot.domain.digits import fold, myanmar_digits
from bot.domain.errors import AmountTooLarge, AmountTooSmall, AmountUnreadable
from bot.domain.player import Language

LARGEST = 10**12
"""The largest amount that is accepted anywhere; nine million of these still fit into a BIGINT."""

LONGEST_TYPED = 64
"""Characters of the longest amount text; longer text is refused without parsing."""

_MULTIPLIERS = {
    "k": 1_000,
    "thousand": 1_000,
    "lakh": 100_000,
    "lakhs": 100_000,
    "million": 1_000_000,
    "ရာ": 100,
    "ထောင်": 1_000,
    "သောင်း": 10_000,
    "သိန်း": 100_000,
    "သန်း": 1_000_000,
    # The same words as phones with the old Zawgyi encoding send them.
    "ေထာင္": 1_000,
    "ေသာင္း": 10_000,
    "သိန္း": 100_000,
    "သန္း": 1_000_000,
}
_COUNTS = {
    "တစ်": 1,
    "တ": 1,
    "နှစ်": 2,
    "သုံး": 3,
    "လေး": 4,
    "ငါး": 5,
    "ခြောက်": 6,
    "ခုနစ်": 7,
    "ခုနှစ်": 7,
    "ရှစ်": 8,
    "ကိုး": 9,
}
_DOT_BELOW = "\u1037"
"""Written under a unit that continues (`ထောင့်ငါးရာ`), and often left out."""


def _one_of(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_KYAT = "ks|kyats?|mmk|(?:ငွေ)?ကျပ်|က်ပ္"
_UNIT = f"(?P<unit>{_one_of(_MULTIPLIERS)})"
_WITH_CURRENCY = re.compile(rf"(?:(?:{_KYAT})\.? ?)?(?P<sum>.*?)(?: ?(?:{_KYAT})\.?)?")
_FIGURES = re.compile(r"(?P<whole>0|[1-9][0-9]*|[1-9][0-9]{0,2}(?P<gap>[, ])[0-9]{3}(?:(?P=gap)[0-9]{3})*)(?:\.00)?")
_DECIMAL = re.compile(rf"(?P<whole>0|[1-9][0-9]{{0,2}})\.(?P<part>[0-9]{{1,2}}) ?{_UNIT}")
_TERM = re.compile(rf"(?P<count>[1-9][0-9]{{0,2}}|{_one_of(_COUNTS)}) ?{_UNIT}(?: |(?P<half>ခွဲ)?\Z)?")
_ROUND_LAKHS = re.compile("(?:သိန်း|သိန္း) ?(?P<tens>[1-9][0-9]{0,2})0")
"""Burmese names the unit first where it counts in round tens: `သိန်း ၂၀` is twenty lakhs."""


def parse_amount(text: str) -> int:
    """The amount in `text`, in whole kyat. Raises AmountUnreadable, also above LARGEST."""
    if len(text) > LONGEST_TYPED:
        raise AmountUnreadable
    parts = _WITH_CURRENCY.fullmatch(fold(text).lower().replace(_DOT_BELOW, ""))
    amount = _read(parts["sum"]) if parts else None
    if amount is None or amount > LARGEST:
        raise AmountUnreadable
    return amount


def check_limits(amount: int, low: int, high: int) -> None:
    """Raises AmountTooSmall or AmountTooLarge, with the limit, if `amount` is not between `low` and `high`."""
    if amount < low:
        raise AmountTooSmall(limit=low)
    if amount > high:
        raise AmountTooLarge(limit=high)


def _read(text: str) -> int | None:
    if figures := _FIGURES.fullmatch(text):
        return int(re.sub("[, ]", "", figures["whole"]))
    if decimal := _DECIMAL.fullmatch(text):
        hundredths = int(decimal["whole"] + decimal["part"].ljust(2, "0"))
        return hundredths * _MULTIPLIERS[decimal["unit"]] // 100  # exact: every unit is some whole hundreds
    if lakhs := _ROUND_LAKHS.fullmatch(text):
        return int(lakhs["tens"]) * 10 * 100_000
    return _sum_of_terms(text)


def _sum_of_terms(text: str) -> int | None:
    """`10k`, `၁ သိန်း ၅ သောင်း`, `တစ်သောင်းခွဲ` (one and a half): each term is smaller than the unit before it."""
    terms = list(_TERM.finditer(text))
    if not terms or "".join(term.group() for term in terms) != text:
        return None
    total, below = 0, LARGEST
    for term in terms:
        unit = _MULTIPLIERS[term["unit"]]
        value = (_COUNTS.get(term["count"]) or int(term["count"])) * unit
        if value >= below:
            return None
        total, below = total + value + (unit // 2 if term["half"] else 0), unit
    return total


def format_amount(amount: int, language: Language) -> str:
    """`10,000 Ks` in English, `၁၀,၀၀၀ ကျပ်` in Burmese."""
    figures = f"{amount:,}"
    return f"{myanmar_digits(figures)} ကျပ်" if language is Language.MY else f"{figures} Ks"


def group_digits(number: str) -> str:
    """A phone number as `09 444 595 698`, a transaction number in fours, anything but digits as it is.

    For reading only: what is copied or sent stays ungrouped. No group is a single digit.
    """
    if not (number.isascii() and number.isdecimal()):
        return number
    if re.fullmatch("09[0-9]{7,9}", number):
        return "09 " + re.sub("([0-9]{3})(?=[0-9]{2})", r"\1 ", number[2:])
    return re.sub("([0-9]{4})(?=[0-9]{2})", r"\1 ", number)


def in_words(amount: int, language: Language) -> str:
    """`thirty thousand kyat`, `သုံးသောင်း ကျပ်`: the second reading of a payout. Raises ValueError below zero."""
    if amount < 0:
        raise ValueError(f"no sum of money: {amount}")
    if language is Language.EN:
        return f"{_english(amount)} kyat"
    return f"ကျပ် {_burmese(amount)}" if amount >= _TEN_LAKHS else f"{_burmese(amount)} ကျပ်"


_NAMED = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (10**3, "thousand"), (10**2, "hundred"))


def _english(amount: int) -> str:
    if amount < len(_NAMED):
        return _NAMED[amount]
    for unit, name in _SCALES:
        count, rest = divmod(amount, unit)
        if count:
            return f"{_english(count)} {name}" + (f" {_english(rest)}" if rest else "")
    tens, ones = divmod(amount, 10)
    return _TENS[tens] + (f"-{_NAMED[ones]}" if ones else "")


_TEN_LAKHS = 1_000_000
_BURMESE_DIGITS = ("သုည", "တစ်", "နှစ်", "သုံး", "လေး", "ငါး", "ခြောက်", "ခုနစ်", "ရှစ်", "ကိုး")
_PLACES = ((10_000, "သောင်း", "သောင်း"), (1_000, "ထောင်", "ထောင့်"), (100, "ရာ", "ရာ့"), (10, "ဆယ်", "ဆယ့်"))
"""Value, name where nothing follows, name where a smaller place follows."""


def _burmese(amount: int) -> str:
    """Digits with their place names below a lakh; above that, the number of lakhs and the rest."""
    if amount < len(_BURMESE_DIGITS):
        return _BURMESE_DIGITS[amount]
    lakhs, rest = divmod(amount, 100_000)
    words = _lakhs(lakhs, rest) if lakhs else ""
    for unit, last, linked in _PLACES:
        count, rest = divmod(rest, unit)
        if count:
            words += _BURMESE_DIGITS[count] + (linked if rest else last)
    return words + (_BURMESE_DIGITS[rest] if rest else "")


def _lakhs(count: int, rest: int) -> str:
    """Lakhs as people say them: `ဆယ့်ငါးသိန်း` (15), but `သိန်းနှစ်ဆယ်` (20) with round tens after the unit."""
    words, (tens, ones) = _burmese(count), divmod(count, 10)
    if tens > 1 and not ones:
        return f"သိန်း{words}နှင့် " if rest else f"သိန်း{words}"
    return (words.removeprefix("တစ်") if tens == 1 else words) + "သိန်း"
