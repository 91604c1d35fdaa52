"""Folds digits to ASCII: Burmese or full-width ones, also with invisible characters between them.

Only decimal digits are folded. Superscripts, Roman numerals and keycap emoji stay, so that parsers refuse them.
"""

import re
import unicodedata

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
"""Soft hyphen, joiners, zero width, bidi controls, variation selectors, tags: invisible, but copied with a text."""

_WA = "\u101d"
_SYLLABLE_GOES_ON = "[\u102b-\u103e]|[\u1000-\u1021]\u1037?\u103a"
_DIGIT_OR_WA = f"(?:[0-9]|{_WA}(?!{_SYLLABLE_GOES_ON}))"
_DIGITS_WITH_WA = re.compile(f"{_DIGIT_OR_WA}(?:[ ,.-]?{_DIGIT_OR_WA})*")
"""The letter wa looks like the Burmese zero. Before a vowel sign or a final consonant, as in the words for *buy* and
*enter*, it is a letter; any other consonant after it begins another word, such as *kyat*."""

_MYANMAR = str.maketrans("0123456789", "\u1040\u1041\u1042\u1043\u1044\u1045\u1046\u1047\u1048\u1049")


def fold(text: str) -> str:
    """`text` for the parsers: ASCII digits, no invisible characters, single spaces, no empty lines."""
    seen = _INVISIBLE.sub("", text)
    plain = "".join(char if char.isascii() else _digit(char) for char in seen)
    tidy = "\n".join(" ".join(line.split()) for line in plain.splitlines() if line.strip())
    return _DIGITS_WITH_WA.sub(_wa_as_zero, tidy)


def myanmar_digits(text: str) -> str:
    """`text` with Burmese digits instead of ASCII ones."""
    return text.translate(_MYANMAR)


def _digit(char: str) -> str:
    value = unicodedata.decimal(char, None)
    return char if value is None else str(value)


def _wa_as_zero(run: re.Match[str]) -> str:
    """Read wa as zero only beside a real digit; alone it is a letter."""
    text = run.group()
    return text.replace(_WA, "0") if any(char.isdecimal() for char in text) else text
