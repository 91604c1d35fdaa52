"""Wallet accounts: mobile numbers, in any of the forms that people and the provider write."""

import re

from bot.domain.digits import fold

_SEPARATORS = re.compile(r"[\s().\u2010-\u2015\u2212-]")
_ABROAD = re.compile(r"\A(?:\+|00)?95(?=9[0-9]{7,9}\Z)")
_MOBILE = re.compile(r"09[0-9]{7,9}")


def national_form(typed: str) -> str:
    """The national form: `+95 9 444-595-698`, `959444595698` and `၀၉၄၄၄၅၉၅၆၉၈` become `09444595698`.

    Text that is no mobile number is returned folded and without separators.
    """
    return _ABROAD.sub("0", _SEPARATORS.sub("", fold(typed)))


def is_mobile(account: str) -> bool:
    """Whether this text in national form is a mobile number."""
    return _MOBILE.fullmatch(account) is not None


def spellings(account: str) -> tuple[str, ...]:
    """All forms in which a mobile number (given in national form) may be stored; only itself for other text."""
    return (account, f"95{account[1:]}", f"+95{account[1:]}") if is_mobile(account) else (account,)
