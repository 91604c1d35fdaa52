"""Finds the transaction number on recognised lines, only where there is one possible reading. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.domain.wallet import KBZPAY, WAVEPAY, Wallet
from bot.ocr.page import TextLine, Word, around, digit_runs
from bot.ocr.result import Box

_OURS = {
    KBZPAY.type: re.compile(r"KBZ ?Pay|\bK ?Pay\b", re.IGNORECASE),
    WAVEPAY.type: re.compile(r"\bWave ?(?:Pay|Money)\b", re.IGNORECASE),
}
_OTHERS = re.compile(
    r"\b(?:AYA|CB|UAB|One|MPT|Mytel|Citizens|Trusty|MAB|Yoma|G|Apple|Samsung) ?(?:Pay|Bank|Money|Wallet)\b"
    r"|\b(?:True ?Money|M-?Pitesan|OK ?Dollar|uabpay|Binance|Bank)\b",
    re.IGNORECASE,
)
_NUMBER_LABEL = re.compile(r"\bTrans?act?[a-z]*\b|\bTrans\b|\bTxn\b", re.IGNORECASE)
_OTHER_LABEL = re.compile(
    r"\b(?:account|acc|phone|mobile|card|order|ref\w*|invoice|nrc|merchant|to|from|sender|receiver|recipient|customer"
    r"|meter|bill\w*|voucher|code|otp|balance)\b",
    re.IGNORECASE,
)
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_BURMESE_YEAR = re.compile(
    rf"(?:/ ?|\b(?:{_MONTHS})[a-z]*\.? )J[o0]|[.,-] ?J[o0] ?[jys]|\bJ[o0] ?[jys]\S? ?[/-]", re.IGNORECASE
)
"""How an engine trained on Latin letters reads ၂၀၂, the first digits of a Burmese year."""
_A_PHONE = re.compile("09[0-9]{7,9}|959[0-9]{7,9}")
_WIDEST_GROUP = 6
_NO_SPACE = 0.45
"""The widest gap that is not a space, in parts of a digit's height. A real space is at least half of the height."""
_GAPS_ALIKE = 1.8
_WIDTHS_ALIKE = 1.35
_SAME_PARAGRAPH = 0.9


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A transaction number found by one reading; `wallet` is the type of the wallet whose rule it fits."""

    wallet: str
    digits: str
    box: Box
    labelled: bool


def named_wallets(lines: Sequence[TextLine]) -> set[str]:
    """The types of our wallets that the page names."""
    text = "\n".join(line.text for line in lines)
    return {wallet for wallet, name in _OURS.items() if name.search(text)}


def is_of_another_wallet(lines: Sequence[TextLine]) -> bool:
    """Whether the page names another wallet or bank and none of ours."""
    return not named_wallets(lines) and any(_OTHERS.search(line.text) for line in lines)


def mentions_transaction(lines: Sequence[TextLine]) -> bool:
    """Whether the page has a label for a transaction number, as receipts do."""
    return any(_NUMBER_LABEL.search(line.text) for line in lines)


def has_burmese_digits(lines: Sequence[TextLine]) -> bool:
    """Whether a date on the page has Burmese digits, judged by its year."""
    return any(_BURMESE_YEAR.search(line.text) for line in lines)


def transaction_number(lines: Sequence[TextLine], wallets: Iterable[Wallet]) -> PrintedNumber | None:
    """The only possible transaction number: a labelled one, or an unlabelled one if none is labelled; else None."""
    if is_of_another_wallet(lines):
        return None
    named = named_wallets(lines)
    fitting = [wallet for wallet in wallets if not named or wallet.type in named]
    found = list(_numbers(lines, fitting))
    for some in ([number for number in found if number.labelled], found):
        if some:
            return some[0] if len({number.digits for number in some}) == 1 else None
    return None


def joined_text(lines: Sequence[TextLine]) -> str:
    """The text of a separately read line without spaces, for comparing two readings."""
    return "".join(word.text for line in lines for word in line.words)


def _numbers(lines: Sequence[TextLine], wallets: Sequence[Wallet]) -> Iterator[PrintedNumber]:
    for index, line in enumerate(lines):
        for first, words in digit_runs(line):
            digits = "".join(word.text for word in words)
            fits = [wallet for wallet in wallets if wallet.number_low <= len(digits) <= wallet.number_high]
            if len(fits) != 1 or not digits.strip("0") or not _is_one_number(words):
                continue
            label = " ".join(word.text for word in line.words[:first]) or (lines[index - 1].text if index else "")
            labelled = bool(_NUMBER_LABEL.search(label))
            if not labelled and (_OTHER_LABEL.search(label) or _A_PHONE.fullmatch(digits)):
                continue
            if first + len(words) == len(line.words) and not _goes_on(line, lines[index + 1 : index + 2]):
                yield PrintedNumber(fits[0].type, digits, around(words), labelled)


def _is_one_number(words: tuple[Word, ...]) -> bool:
    """Whether the words are one number: one word, or equal groups at equal distances, so that no part is covered."""
    gaps = [right.box.left - left.box.right for left, right in pairwise(words)]
    if max(gaps, default=0) <= _NO_SPACE * min(word.box.bottom - word.box.top for word in words):
        return True  # a narrow digit, beside which the engine sees a space
    size = len(words[0].text)
    even = 1 < size <= _WIDEST_GROUP and all(len(word.text) == size for word in words[:-1])
    widths = [word.box.right - word.box.left for word in words if len(word.text) == size]
    return (
        even
        and len(words[-1].text) <= size
        and max(gaps) <= _GAPS_ALIKE * max(1, min(gaps))
        and max(widths) <= _WIDTHS_ALIKE * max(1, min(widths))
    )


def _goes_on(line: TextLine, following: Sequence[TextLine]) -> bool:
    """Whether the number continues in the next line: then it is not used."""
    if not following or not re.fullmatch("[0-9 ]+", following[0].text):
        return False
    height = line.box.bottom - line.box.top
    return following[0].box.top - line.box.bottom < _SAME_PARAGRAPH * height
