"""Hints for operators as plain sentences."""

import json

from bot.domain.risk import Doubt, Hint
from bot.i18n import Markup, Translator, code

HINTS = {
    Doubt.SAME_PICTURE: "hint-same-picture",
    Doubt.LIKE_PICTURE: "hint-like-picture",
    Doubt.NUMBER_CLAIMED: "hint-number-claimed",
    Doubt.NUMBER_DIFFERS: "hint-number-differs",
    Doubt.AMOUNT_DIFFERS: "hint-amount-differs",
    Doubt.OTHER_RECIPIENT: "hint-other-recipient",
    Doubt.OLDER: "hint-older",
    Doubt.FUTURE: "hint-future",
    Doubt.PAYER_SHARED: "hint-payer-shared",
    Doubt.FAILED_NUMBERS: "hint-failed-numbers",
}
_AMOUNTS = frozenset({"amount", "stated"})


def hint_line(hint: Hint, t: Translator) -> str:
    """One hint as a sentence of HTML."""
    return t(HINTS[hint.doubt], **{name: _shown(name, value, t) for name, value in hint.values.items()})


def hint_lines(told: str, t: Translator) -> Markup:
    """Hints as an alert carries them, a line each."""
    hints = [Hint(doubt=Doubt(doubt), values=values) for doubt, values in json.loads(told)]
    return Markup("\n".join(hint_line(hint, t) for hint in hints))


def _shown(name: str, value: str | int, t: Translator) -> str | int:
    if isinstance(value, int):
        return t.amount(value) if name in _AMOUNTS else t.date(value) if name == "at" else value
    return code(value) if name in {"deposit", "number"} and value else value or "–"
