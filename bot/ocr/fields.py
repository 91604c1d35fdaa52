"""Reads the amount and the time of a payment from recognised lines."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple, TypeVar

from bot.domain.money import LARGEST
from bot.ocr.page import TextLine
from bot.ocr.result import Box

_YANGON = timezone(timedelta(hours=6, minutes=30))
_FIGURES = r"(?P<{0}>[1-9][0-9]{{0,2}}(?:,[0-9]{{3}})+|[1-9][0-9]{{0,8}})(?:\.00)?"
_CURRENCY = r"\(?(?:Ks|MMK|Kyats?)\b\)?"
_SUM = re.compile(
    rf"(?<![\w.,:/]){_FIGURES.format('before')} ?{_CURRENCY}|\b{_CURRENCY}\.? ?-?{_FIGURES.format('after')}(?![\w.,:/])"
    r"|(?<![\w.,:/])(?P<alone>[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.00)?(?![\w.,:/])",
    re.IGNORECASE,
)
_NOT_THE_SUM = re.compile(r"\b(?:fee|charge|balance|commission|discount|bonus)s?\b", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<name>{'|'.join(_MONTHS)})[a-z]*\.?"
_CLOCK = (
    r",? (?:at )?(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?"
    r"(?: ?(?P<half>[AP])\.?M\b)?(?![0-9:])"
)
_YEAR, _DAY = "(?P<year>20[0-9]{2})", "(?P<day>[0-9]{1,2})"
_TIMES = tuple(
    re.compile(rf"(?<![0-9/-]){date}{_CLOCK}", re.IGNORECASE)
    for date in (
        rf"{_DAY}(?P<by>[/.-])(?P<month>[0-9]{{1,2}})(?P=by){_YEAR}",
        rf"{_YEAR}(?P<by>[/.-])(?P<month>[0-9]{{1,2}})(?P=by){_DAY}",
        rf"{_DAY}[ -]{_MONTH}[ -]{_YEAR}",
        rf"{_MONTH} {_DAY},? {_YEAR}",
    )
)
_NOON = 12

T = TypeVar("T")


class ReceiptFields(NamedTuple):
    """A value on the page, and the box of its line."""

    value: int | str
    box: Box


def amount(lines: Sequence[TextLine]) -> ReceiptFields | None:
    """The amount in whole kyat. All amounts on the page must be equal, since one may have been misread; else None."""
    return _only([value for label, value in _labelled(lines, _sum_in) if not _NOT_THE_SUM.search(label)])


def time(lines: Sequence[TextLine]) -> ReceiptFields | None:
    """The time of payment in epoch milliseconds: the only time with a date on the page; None if there are others."""
    return _only([value for _, value in _labelled(lines, _time_in)])


def in_line(name: str, lines: Sequence[TextLine]) -> int | None:
    """The value `name` (`amount` or `at`) in a line that was read separately."""
    return {"amount": _sum_in, "at": _time_in}[name](" ".join(line.text for line in lines))


def _labelled(lines: Sequence[TextLine], read: Callable[[str], T | None]) -> Iterator[tuple[str, ReceiptFields]]:
    """Each value with its label: its own line if that starts with a word, else the line above."""
    for index, line in enumerate(lines):
        value = read(line.text)
        if isinstance(value, int | str):
            above = lines[index - 1].text if index and read(lines[index - 1].text) is None else ""
            yield (line.text if re.match(r"[^\W\d_]{2}", line.text) else above), ReceiptFields(value, line.box)


def _only(found: Sequence[ReceiptFields]) -> ReceiptFields | None:
    return found[0] if len({each.value for each in found}) == 1 else None


def _sum_in(text: str) -> int | None:
    sums = {match["before"] or match["after"] or match["alone"] for match in _SUM.finditer(text)}
    amount = int(sums.pop().replace(",", "")) if len(sums) == 1 else 0
    return amount if 0 < amount <= LARGEST else None  # a picture can show any number


def _time_in(text: str) -> int | None:
    for form in _TIMES:
        if match := form.search(text):
            return _epoch_ms(match)
    return None


def _epoch_ms(match: re.Match[str]) -> int | None:
    parts = match.groupdict()
    month = _MONTHS.index(parts["name"].lower()) + 1 if parts.get("name") else int(parts["month"])
    hour = int(parts["hour"])
    if parts["half"]:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if parts["half"].upper() == "P" else 0)
    try:
        at = datetime(
            int(parts["year"]),
            month,
            int(parts["day"]),
            hour,
            int(parts["minute"]),
            int(parts["second"] or 0),
            0,
            _YANGON,
        )
    except ValueError:  # a date that does not exist, such as 30 February
        return None
    return int(at.astimezone(UTC).timestamp()) * 1000
