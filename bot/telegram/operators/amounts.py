"""Reads amounts and accounts from a command's words. Both may be written in groups of digits."""

import re
from collections.abc import Sequence

from bot.domain.account import is_mobile, national_form
from bot.domain.digits import fold
from bot.domain.errors import AmountUnreadable
from bot.domain.money import parse_amount

_ACCOUNT = re.compile(r"[0-9]{6,20}")
_LONGEST_AMOUNT = 6


def amount_of(words: Sequence[str]) -> int | None:
    """The amount in whole kyat, above 0, that all the words together state; None if they state none.

    A mobile number, however it is written, is not an amount.
    """
    text = " ".join(words)
    if is_mobile(national_form(text)):
        return None
    try:
        return parse_amount(text) or None
    except AmountUnreadable:
        return None


def account_of(words: Sequence[str]) -> str | None:
    """The account number that all the words together form, in its local spelling; None if they form none."""
    account = national_form(" ".join(words))
    return account if _ACCOUNT.fullmatch(account) else None


def amount_and_account(words: Sequence[str]) -> list[tuple[int, str]]:
    """Every way to split the words into an amount and an account; if there are several, only mobile numbers count."""
    cuts = [
        (amount, account)
        for end in range(1, len(words))
        if (amount := amount_of(words[:end])) and (account := account_of(words[end:]))
    ]
    mobiles = [cut for cut in cuts if is_mobile(cut[1])]
    return mobiles if len(cuts) > 1 else cuts


def leading_amount(words: Sequence[str]) -> tuple[int, Sequence[str]] | None:
    """The longest amount at the start, and the rest; None if there is none, or if the rest may belong to the amount."""
    for end in range(min(_LONGEST_AMOUNT, len(words) - 1), 0, -1):
        if amount := amount_of(words[:end]):
            after = fold(words[end])
            is_cut = after[:1].isdecimal() or after.lower().strip(".,") == "k"
            return None if is_cut else (amount, words[end:])
    return None
