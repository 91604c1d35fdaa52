"""Translates texts: Fluent messages from `locales/`. All values are escaped and cleaned here."""

import logging
import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from html import escape
from pathlib import Path

from babel.dates import format_datetime
from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.types import FluentInt

from bot.domain.digits import myanmar_digits
from bot.domain.money import format_amount
from bot.domain.player import Language

LOCALES = Path(__file__).parent.parent / "locales"
VALUE_LENGTH = 200
"""Longer values are cut: names, comments and the provider's words come from outside and must not fill a message."""

YANGON = timezone(timedelta(hours=6, minutes=30))
"""Myanmar has no daylight saving time, so a fixed offset is enough."""

_log = logging.getLogger(__name__)
_JOINERS = frozenset("\u1039\u200d")
_DIRECTION_MARKS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class TextError(Exception):
    """A text is missing or does not fit its values; only a strict translator raises it."""


class Markup(str):
    """Safe HTML that is inserted into a text without escaping."""

    __slots__ = ()


def clean(value: str) -> str:
    """`value` on one line, cut to 200 characters, without control and direction characters."""
    shown = "".join(char for char in " ".join(value.split()) if _is_harmless(char))
    if len(shown) <= VALUE_LENGTH:
        return shown
    end = VALUE_LENGTH - 1
    while end and (unicodedata.category(shown[end]).startswith("M") or _JOINERS & set(shown[end - 1 : end + 1])):
        end -= 1  # never cut within a Burmese stack, an accented letter or a joined emoji
    return f"{shown[:end]}…"


def code(value: str) -> Markup:
    """`value` in monospace. In Telegram a tap copies it."""
    return Markup(f"<code>{escape(clean(value))}</code>")


class Translator:
    """Texts in one language.

    A strict translator raises `TextError` (for tests). A lenient one logs the fault and falls back to English, at worst
    to the key: a fault in a text must never stop a message about money.
    """

    def __init__(self, language: Language, *, strict: bool = False) -> None:
        self.language = language
        self._strict = strict

    def __call__(self, key: str, /, **values: str | int) -> str:
        """The text `key` as HTML. Strings are escaped unless they are `Markup`; numbers get the language's digits."""
        return self._format(key, {name: self._as_html(value) for name, value in values.items()})

    def plain(self, key: str, /, **values: str | int) -> str:
        """The text `key` without HTML, for buttons and answers to button presses."""
        return self._format(key, {name: self._as_plain(value) for name, value in values.items()})

    def amount(self, kyat: int) -> str:
        """An amount in whole kyat, such as `10,000 Ks`."""
        return format_amount(kyat, self.language)

    def number(self, count: int) -> str:
        """A whole number without separators, in the language's digits."""
        return self._digits(str(count))

    def span(self, low: int, high: int) -> str:
        """A range such as `10–11`; one number if both are equal."""
        return self.number(low) if low == high else f"{self.number(low)}–{self.number(high)}"

    def time(self, at_ms: int) -> str:
        """The hour and minute in Yangon; `at_ms` is epoch milliseconds."""
        return self._moment(at_ms, "HH:mm")

    def date(self, at_ms: int) -> str:
        """The day, month, hour and minute in Yangon; `at_ms` is epoch milliseconds."""
        return self._moment(at_ms, "d MMMM HH:mm")

    def day(self, at_ms: int) -> str:
        """The date with its year, hour and minute, for what a player may keep."""
        return self._moment(at_ms, "d MMMM y, HH:mm")

    def _as_html(self, value: str | int) -> str:
        return value if isinstance(value, Markup) else escape(self._as_plain(value))

    def _as_plain(self, value: str | int) -> str:
        return self.number(value) if isinstance(value, int) else clean(value)

    def _moment(self, at_ms: int, pattern: str) -> str:
        moment = datetime.fromtimestamp(at_ms / 1000, UTC)
        return self._digits(format_datetime(moment, pattern, tzinfo=YANGON, locale=self.language))

    def _digits(self, text: str) -> str:
        return myanmar_digits(text) if self.language is Language.MY else text

    def _format(self, key: str, values: dict[str, str]) -> str:
        for language in dict.fromkeys((self.language, Language.EN)):
            text, problem = _render(language, key, values) if values else _rendered(language, key)
            if not problem:
                return text
            if self._strict:
                raise TextError(problem)
            _log.error("text.broken", extra={"key": key, "language": str(language), "problem": problem})
        return text


def _is_harmless(char: str) -> bool:
    return unicodedata.category(char) not in {"Cc", "Cs"} and char not in _DIRECTION_MARKS


@cache
def _rendered(language: Language, key: str) -> tuple[str, str]:
    """A text without values, cached; most buttons are such."""
    return _render(language, key, {})


def _render(language: Language, key: str, values: dict[str, str]) -> tuple[str, str]:
    """The text, and what is wrong with it; empty if nothing is."""
    bundle = _bundle(language)
    pattern = bundle.get_message(key).value if bundle.has_message(key) else None
    if pattern is None:
        return key, f"{key} has no text in {language}"
    text, errors = bundle.format_pattern(pattern, values)
    return str(text), "; ".join(f"{key}: {error}" for error in errors)


@cache
def _bundle(language: Language) -> FluentBundle:
    # Isolation marks would be copied with a number into the wallet app. Numbers go in as digits of the language:
    # `NUMBER($count)` makes them a number again, which chooses between `[one]` and `[other]`.
    bundle = FluentBundle([str(language)], functions={"NUMBER": FluentInt}, use_isolating=False)
    for path in sorted((LOCALES / language).glob("*.ftl")):
        bundle.add_resource(FluentResource(path.read_text(encoding="utf-8")))
    return bundle
