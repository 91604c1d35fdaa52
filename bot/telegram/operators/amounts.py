"""Sums and accounts among the words behind a command. Either may be written in groups; one reading or none is taken."""

import re
from collections.abc import Sequence

from bot.domain.account import is_mobile, national_form
from bot.domain.digits import fold
from bot.domain.errors import AmountUnreadable
from bot.domain.money import parse_amount

_ACCOUNT = re.compile(r"[0-9]{6,20}")
_LONGEST_AMOUNT = 6


def amount_of(words: Sequence[str]) -> int | None:
    """The sum, more than nothing, that all these words state; a mobile number in any spelling states none."""
    text = " ".join(words)
    if is_mobile(national_form(text)):
        return None
    try:
        return parse_amount(text) or None
    except AmountUnreadable:
        return None


def account_of(words: Sequence[str]) -> str | None:
    """The account that all these words are, in its home form."""
    account = national_form(" ".join(words))
    return account if _ACCOUNT.fullmatch(account) else None


def amount_and_account(words: Sequence[str]) -> list[tuple[int, str]]:
    """What a sum and then an account may be here: every way to cut between them, those to a mobile number first."""
    cuts = [
        (amount, account)
        for end in range(1, len(words))
        if (amount := amount_of(words[:end])) and (account := account_of(words[end:]))
    ]
    mobiles = [cut for cut in cuts if is_mobile(cut[1])]
    return mobiles if len(cuts) > 1 else cuts


def leading_amount(words: Sequence[str]) -> tuple[int, Sequence[str]] | None:
    """The longest beginning that is a sum, and the rest, which must not look as if it belonged to it."""
    for end in range(min(_LONGEST_AMOUNT, len(words) - 1), 0, -1):
        if amount := amount_of(words[:end]):
            after = fold(words[end])
            is_cut = after[:1].isdecimal() or after.lower().strip(".,") == "k"
            return None if is_cut else (amount, words[end:])
    return None
