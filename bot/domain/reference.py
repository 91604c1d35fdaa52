"""References that people copy by hand: one reference however its letters and separators were written."""

import re

from bot.domain.digits import fold

_SEPARATORS = re.compile(r"[-_./# ]")


def folded(reference: str) -> str:
    """The form in which references are compared; what has nothing but separators is compared as it is."""
    plain = fold(reference).lower()
    return _SEPARATORS.sub("", plain) or plain
