"""An account that money goes to or comes from: a mobile number, however people or the provider write it."""

import re

from bot.domain.digits import fold

_SEPARATORS = re.compile(r"[\s().\u2010-\u2015\u2212-]")
_ABROAD = re.compile(r"\A(?:\+|00)?95(?=9[0-9]{7,9}\Z)")
_MOBILE = re.compile(r"09[0-9]{7,9}")


def national_form(typed: str) -> str:
    """As it is written at home: `+95 9 444-595-698`, `959444595698` and `၀၉၄၄၄၅၉၅၆၉၈` are `09444595698`.

    What is no mobile number comes back folded and without separators.
    """
    return _ABROAD.sub("0", _SEPARATORS.sub("", fold(typed)))


def is_mobile(account: str) -> bool:
    """Whether this, in its home form, is a mobile number."""
    return _MOBILE.fullmatch(account) is not None


def spellings(account: str) -> tuple[str, ...]:
    """All forms in which a mobile number in its home form may have been written down; just itself if it is none."""
    return (account, f"95{account[1:]}", f"+95{account[1:]}") if is_mobile(account) else (account,)
