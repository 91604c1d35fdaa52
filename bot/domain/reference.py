"""References that people type: compared without case and separators."""

import re

from bot.domain.digits import fold

_SEPARATORS = re.compile(r"[-_./# ]")


def folded(reference: str) -> str:
    """The form for comparing references; text of separators only is returned as it is."""
    plain = fold(reference).lower()
    return _SEPARATORS.sub("", plain) or plain
