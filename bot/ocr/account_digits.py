"""The last digits of an account: of a whole phone, or behind stars (`***5698`), which an engine takes for letters."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from PIL import Image

from bot.ocr.crop import alone, plain, with_air
from bot.ocr.fields import ReceiptFields
from bot.ocr.page import OcrEngine, TextLine
from bot.ocr.result import Box
from bot.ocr.transaction_number import bare

RECIPIENT = re.compile(r"^(?:Transfer(?:red)? )?To\b|^(?:Receiver|Recipient|Payee)\b", re.IGNORECASE)
PAYER = re.compile(r"^(?:Transfer(?:red)? )?From\b|^(?:Sender|Payer)\b", re.IGNORECASE)
_PHONE = re.compile(r"\b09[0-9]{3,5}(?P<tail>[0-9]{4})$")
_NEAR = 3
"""A value stands so many heights below its label at most."""
_SLACK = 0.3
"""Around what the engine saw of a line: it may have missed a bit of a sign."""
_LOW = 0.8
"""A star, a dot or an x is lower than a digit; in parts of that."""
_TALL = 1.1
"""A bracket is higher."""
_STARS = 2
_MASK = 4
"""A row of stars so many times as wide as high is an account's without any label; other things end in digits too."""
_ALIKE = 1.35
_CLOSE = 0.5
"""No wider gap, in parts of a star's height, is in such a row or behind it."""
_DIGITS = range(3, 5)
_FINER = 3
"""So much larger, two digits that nearly touch are seen apart."""
_INK = 128


def accounts(label: re.Pattern[str], lines: Sequence[TextLine]) -> Iterator[TextLine]:
    """The lines in which an account with that label stands: the label's own, or the one right below it."""
    for line, below in zip(lines, [*lines[1:], None], strict=True):
        match = label.search(line.text)
        if match and match.end() < len(line.text):
            yield line
        elif match and below and _is_value(below, line):
            yield below


def unlabelled(picture: Image.Image, lines: Sequence[TextLine]) -> Iterator[TextLine]:
    """The lines that end in an account by their looks, whatever stands before it."""
    for line in lines:
        around, _ = with_air(picture, line.box, _SLACK)
        if _phone(line.text) or is_masked(signs(plain(picture.crop(around)))):
            yield line


def tail(picture: Image.Image, line: TextLine, eyes: OcrEngine) -> ReceiptFields | None:
    """The end of the account in `line`, where two readings of it agree."""
    phone = _phone(line.text)
    if phone:
        again = eyes.line_anew(picture, line.box)
        return ReceiptFields(phone, line.box) if _phone(" ".join(each.text for each in again)) == phone else None
    around, _ = with_air(picture, line.box, _SLACK)
    part = plain(picture.crop(around))
    place = behind_stars(signs(part))
    if place is None:
        return None
    digits, at = alone(part.crop(place))
    read, anew = bare(eyes.line(digits, at)), bare(eyes.line_anew(digits, at))
    if read != anew or not (read.isascii() and read.isdecimal()) or len(read) not in _DIGITS:
        return None
    left, top = around.left, around.top
    return ReceiptFields(read, Box(place.left + left, place.top + top, place.right + left, place.bottom + top))


def signs(line: Image.Image) -> list[Box]:
    """Every sign of a plain line, from left to right: what empty columns stand between."""
    ink = line.resize((line.width * _FINER, line.height * _FINER), Image.Resampling.BICUBIC)
    ink = ink.point([255] * _INK + [0] * (256 - _INK))
    found = []
    for left, right in _runs(ink.getprojection()[0]):
        rows = _runs(ink.crop((left, 0, right, ink.height)).getprojection()[1])
        # What runs over the edge hangs down from the line above, as Burmese does, or rises from the one below.
        inside = [(top, bottom) for top, bottom in rows if top > 0 and bottom < ink.height] or rows
        top, bottom = inside[0][0], inside[-1][1]
        found.append(Box(left // _FINER, top // _FINER, -(-right // _FINER), -(-bottom // _FINER)))
    return found


def _runs(ink: Sequence[int]) -> list[tuple[int, int]]:
    """Where stretches of ink begin and end."""
    edges = [at for at, (one, other) in enumerate(zip([0, *ink], [*ink, 0], strict=True)) if one != other]
    return list(zip(edges[::2], edges[1::2], strict=True))


def behind_stars(found: Sequence[Box]) -> Box | None:
    """The place of the digits at a line's end: three or four high signs right after low ones."""
    if len(found) > 1 and _height(found[-1]) > _TALL * _height(found[-2]):
        found = found[:-1]
    if not found:
        return None
    low = _LOW * _height(found[-1])
    high = list(takewhile(lambda sign: _height(sign) >= low, reversed(found)))
    before = found[: -len(high)][-_STARS:]
    if len(high) not in _DIGITS or len(before) < _STARS:
        return None
    if any(_height(sign) >= low for sign in before):
        return None
    return Box(high[-1].left, min(sign.top for sign in high), high[0].right, max(sign.bottom for sign in high))


def is_masked(found: Sequence[Box]) -> bool:
    """Whether the signs end in digits right behind a row of stars, of which some may touch."""
    place = behind_stars(found)
    if place is None:
        return False
    before = [sign for sign in found if sign.right <= place.left]
    height, right, mask = _height(before[-1]), place.left, 0
    for star in reversed(before):
        low, high = sorted((height, _height(star)))
        if high > _ALIKE * low + 1 or right - star.right > _CLOSE * height:
            break
        right, mask = star.left, mask + star.right - star.left
    return mask >= _MASK * height


def _is_value(line: TextLine, label: TextLine) -> bool:
    """Whether `line` stands near below `label`, and is no row with its own label."""
    apart = line.box.top - label.box.bottom
    return apart < _NEAR * _height(label.box) and not RECIPIENT.search(line.text) and not PAYER.search(line.text)


def _height(sign: Box) -> int:
    return sign.bottom - sign.top


def _phone(text: str) -> str | None:
    match = _PHONE.search(text)
    return match["tail"] if match else None
