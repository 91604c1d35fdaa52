"""Parses transaction numbers: typed, copied with their label, or inside the text of a whole receipt.

A number is accepted only if the text has one possible reading. It stays text, because leading zeros belong to it.
"""

import re
from collections.abc import Iterator
from itertools import chain

from bot.domain.digits import fold
from bot.domain.errors import (
    AmountError,
    NumberAmbiguous,
    NumberError,
    NumberIsEnd,
    NumberLooksLikeAmount,
    NumberLooksLikePhone,
    NumberUnreadable,
    NumberWrongLength,
)
from bot.domain.money import parse_amount
from bot.domain.wallet import Wallet

LONGEST_TEXT = 1_024
"""Characters of a whole receipt, and of the longest caption; longer text is refused without parsing."""

_SEPARATORS = str.maketrans("", "", "-_")
_SUM_WITH_CURRENCY = re.compile(r"(?<!\S)[1-9][0-9]{0,8} (?:ks|kyats?|mmk|ကျပ်)", re.IGNORECASE)
_FIGURES = re.compile(
    r"(?<!\S)(?P<lead>(?:[^\s0-9]*[-:.#()\[\]\u1000-\u109f+])?)"  # `No.`, a Burmese word, the plus of a phone
    r"(?P<digits>[0-9]+(?:[- .\u2010-\u2015\u2212]+[0-9]+)*)"
    r"[-:.,;!?()\[\]\u1000-\u109f]*(?!\S)"  # a full stop, a polite particle
)
"""Digits and separators that stand alone: next to a letter, an underscore or an exponent they mean something else.
Burmese letters may touch them, since Burmese has no spaces between words."""

_PHONE = re.compile(r"09[0-9]{7,9}|\+?959[0-9]{7,9}")
_MOBILE = re.compile("09[0-9]{9}")
"""A current mobile number, which is as long as a WavePay number; old, shorter ones cannot be recognized."""

_BY_ITSELF = re.compile(f"[1-9][0-9]{{0,6}}00|{_MOBILE.pattern}")
"""A round sum or a phone number, which is never a part of a number typed with spaces."""

_END = re.compile("[0-9]{4,8}")
"""The last digits of a number, as shops ask for them; `_BY_ITSELF` recognizes a round sum."""

_SURE_END = 5
_LONGEST_GROUP = 6
_LARGEST_LIKELY_SUM = 9_999_999


def normal_form(number: str) -> str:
    """The form for comparing transaction numbers; empty if only zeros and separators are in it.

    One sender drops leading zeros, because it stores a number; another adds separators. It is the same payment.
    """
    return number.translate(_SEPARATORS).lower().lstrip("0")


def parse_transaction_number(text: str, wallet: Wallet) -> str:
    """The only number in `text` that fits `wallet`, in ASCII digits. Raises NumberError."""
    if len(text) > LONGEST_TEXT:
        raise NumberUnreadable(low=wallet.number_low, high=wallet.number_high)
    chains = list(_chains(fold(text)))
    fitting = {reading for words in chains for reading in _readings(words) if _fits(reading, wallet)}
    if not fitting:
        raise _refusal(text, chains, wallet)
    if len(fitting) > 1:
        raise NumberAmbiguous(low=wallet.number_low, high=wallet.number_high)
    return fitting.pop()


def end_typed(text: str) -> str:
    """The digits of `text` if they can be the end of a transaction number (at least five digits); else empty."""
    wholes = ["".join(words) for words in _chains(fold(text))] if len(text) <= LONGEST_TEXT else []
    (only,) = wholes if len(wholes) == 1 else ("",)
    return only if only.isdecimal() and len(only) >= _SURE_END else ""


def _chains(text: str) -> Iterator[list[str]]:
    """Groups of digit words that only spaces separate. The plus of a phone number is kept."""
    for line in text.splitlines():
        for figures in _FIGURES.finditer(_SUM_WITH_CURRENCY.sub("¤", line)):
            plus = "+" if figures["lead"].endswith("+") else ""
            yield (plus + re.sub("[^0-9 ]", "", figures["digits"])).split()


def _readings(words: list[str]) -> Iterator[str]:
    """Each word alone, and all words as one number that was typed or printed with spaces."""
    yield from words
    if _is_one_number(words):
        yield "".join(words)


def _is_one_number(words: list[str]) -> bool:
    """Whether the words may be parts of one number: one word, equal groups, or no word that stands alone."""
    size = len(words[0])
    even = size <= _LONGEST_GROUP and all(len(word) == size for word in words[:-1]) and len(words[-1]) <= size
    return len(words) == 1 or even or not any(_BY_ITSELF.fullmatch(word) for word in words)


def _fits(reading: str, wallet: Wallet) -> bool:
    if not reading.isdecimal() or not reading.strip("0") or _MOBILE.fullmatch(reading):
        return False
    return wallet.number_low <= len(reading) <= wallet.number_high


def _refusal(text: str, chains: list[list[str]], wallet: Wallet) -> NumberError:
    """The most helpful error for a text without a fitting number."""
    low, high = wallet.number_low, wallet.number_high
    wholes = ["".join(words) for words in chains]
    if any(_PHONE.fullmatch(figures) for figures in chain(*chains, wholes)):
        return NumberLooksLikePhone(low=low, high=high)
    if len(wholes) == 1 and _END.fullmatch(wholes[0]) and not _BY_ITSELF.fullmatch(wholes[0]):
        return NumberIsEnd(low=low, high=high)
    if _is_likely_sum(text):
        return NumberLooksLikeAmount(low=low, high=high)
    if not all(_is_one_number(words) for words in chains):
        return NumberAmbiguous(low=low, high=high)
    have = max((len(whole) for whole in wholes if whole.isdecimal()), default=0)
    if have == 0 or low <= have <= high:  # nothing that could be a number, or nothing but zeros
        return NumberUnreadable(low=low, high=high)
    return NumberWrongLength(have=have, low=low, high=high)


def _is_likely_sum(text: str) -> bool:
    try:
        return parse_amount(text) <= _LARGEST_LIKELY_SUM
    except AmountError:
        return False
