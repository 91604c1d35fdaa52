"""Whole kyat: read as people in Myanmar write them, and written in figures and in words in both languages."""

import re

from bot.domain.digits import myanmar_digits
from bot.domain.player import Language

__all__ = ["format_amount", "group_digits", "myanmar_digits"]


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
