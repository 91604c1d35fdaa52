"""Risk signals of a claim as sentences for operators."""

import json

from bot.domain.risk import RiskKind, RiskSignal
from bot.i18n import Markup, Translator, code

HINTS = {
    RiskKind.SAME_PICTURE: "hint-same-picture",
    RiskKind.LIKE_PICTURE: "hint-like-picture",
    RiskKind.NUMBER_CLAIMED: "hint-number-claimed",
    RiskKind.NUMBER_DIFFERS: "hint-number-differs",
    RiskKind.AMOUNT_DIFFERS: "hint-amount-differs",
    RiskKind.OTHER_RECIPIENT: "hint-other-recipient",
    RiskKind.OLDER: "hint-older",
    RiskKind.FUTURE: "hint-future",
    RiskKind.PAYER_SHARED: "hint-payer-shared",
    RiskKind.FAILED_NUMBERS: "hint-failed-numbers",
}
_AMOUNTS = frozenset({"amount", "stated"})


def hint_line(hint: RiskSignal, t: Translator) -> str:
    """One risk signal as a sentence of HTML."""
    return t(HINTS[hint.kind], **{name: _shown(name, value, t) for name, value in hint.values.items()})


def hint_lines(told: str, t: Translator) -> Markup:
    """The risk signals in an alert (JSON), one on each line."""
    hints = [RiskSignal(kind=RiskKind(doubt), values=values) for doubt, values in json.loads(told)]
    return Markup("\n".join(hint_line(hint, t) for hint in hints))


def _shown(name: str, value: str | int, t: Translator) -> str | int:
    if isinstance(value, int):
        return t.amount(value) if name in _AMOUNTS else t.date(value) if name == "at" else value
    return code(value) if name in {"deposit", "number"} and value else value or "–"
