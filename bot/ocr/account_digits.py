"""Reads the last digits of an account: a full phone number, or digits after a mask such as `***5698`."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from PIL import Image

from bot.ocr.crop import isolated, normalized, padded
from bot.ocr.fields import ReceiptFields
from bot.ocr.page import OcrEngine, TextLine
from bot.ocr.result import Box
from bot.ocr.transaction_number import joined_text

RECIPIENT = re.compile(r"^(?:Transfer(?:red)? )?To\b|^(?:Receiver|Recipient|Payee)\b", re.IGNORECASE)
PAYER = re.compile(r"^(?:Transfer(?:red)? )?From\b|^(?:Sender|Payer)\b", re.IGNORECASE)
_PHONE = re.compile(r"\b09[0-9]{3,5}(?P<suffix>[0-9]{4})$")
_NEAR = 3
"""The most distance of a value below its label, in label heights."""
_SLACK = 0.3
"""Margin around a line as the engine found it, in line heights: the engine may have missed part of a glyph."""
_LOW = 0.8
"""A star, a dot or an x is at most this part of a digit's height."""
_TALL = 1.1
"""A bracket is at least this many times as high as a digit."""
_MASK_GLYPHS = 2
_MASK = 4
"""A mask at least this many times as wide as high belongs to an account even without a label."""
_ALIKE = 1.35
_CLOSE = 0.5
"""The widest gap within a mask and after it, in parts of a star's height."""
_DIGITS = range(3, 5)
_FINER = 3
"""The line is enlarged by this factor, so that two digits that nearly touch are seen apart."""
_INK = 128


def labelled_accounts(label: re.Pattern[str], lines: Sequence[TextLine]) -> Iterator[TextLine]:
    """The lines with an account of this label: the label's own line, or the line right below it."""
    for line, below in zip(lines, [*lines[1:], None], strict=True):
        match = label.search(line.text)
        if match and match.end() < len(line.text):
            yield line
        elif match and below and _is_value(below, line):
            yield below


def unlabelled_accounts(picture: Image.Image, lines: Sequence[TextLine]) -> Iterator[TextLine]:
    """The lines that end like an account, whatever comes before it."""
    for line in lines:
        around, _ = padded(picture, line.box, _SLACK)
        if _phone(line.text) or ends_masked(glyphs(normalized(picture.crop(around)))):
            yield line


def account_suffix(picture: Image.Image, line: TextLine, engine: OcrEngine) -> ReceiptFields | None:
    """The last digits of the account in `line`; None unless two readings agree."""
    phone = _phone(line.text)
    if phone:
        again = engine.enhanced_line(picture, line.box)
        return ReceiptFields(phone, line.box) if _phone(" ".join(each.text for each in again)) == phone else None
    around, _ = padded(picture, line.box, _SLACK)
    part = normalized(picture.crop(around))
    place = digits_after_mask(glyphs(part))
    if place is None:
        return None
    digits, at = isolated(part.crop(place))
    read, enhanced = joined_text(engine.line(digits, at)), joined_text(engine.enhanced_line(digits, at))
    if read != enhanced or not (read.isascii() and read.isdecimal()) or len(read) not in _DIGITS:
        return None
    left, top = around.left, around.top
    return ReceiptFields(read, Box(place.left + left, place.top + top, place.right + left, place.bottom + top))


def glyphs(line: Image.Image) -> list[Box]:
    """The glyphs of a normalized line from left to right, separated by empty columns."""
    ink = line.resize((line.width * _FINER, line.height * _FINER), Image.Resampling.BICUBIC)
    ink = ink.point([255] * _INK + [0] * (256 - _INK))
    found = []
    for left, right in _runs(ink.getprojection()[0]):
        rows = _runs(ink.crop((left, 0, right, ink.height)).getprojection()[1])
        # Ink at the edge belongs to the line above or below: Burmese letters reach far down.
        inside = [(top, bottom) for top, bottom in rows if top > 0 and bottom < ink.height] or rows
        top, bottom = inside[0][0], inside[-1][1]
        found.append(Box(left // _FINER, top // _FINER, -(-right // _FINER), -(-bottom // _FINER)))
    return found


def _runs(ink: Sequence[int]) -> list[tuple[int, int]]:
    """The start and end of each stretch of ink."""
    edges = [at for at, (one, other) in enumerate(zip([0, *ink], [*ink, 0], strict=True)) if one != other]
    return list(zip(edges[::2], edges[1::2], strict=True))


def digits_after_mask(found: Sequence[Box]) -> Box | None:
    """The box of the digits at a line's end: three or four high glyphs right after low ones; None if there are none."""
    if len(found) > 1 and _height(found[-1]) > _TALL * _height(found[-2]):
        found = found[:-1]
    if not found:
        return None
    low = _LOW * _height(found[-1])
    high = list(takewhile(lambda glyph: _height(glyph) >= low, reversed(found)))
    before = found[: -len(high)][-_MASK_GLYPHS:]
    if len(high) not in _DIGITS or len(before) < _MASK_GLYPHS:
        return None
    if any(_height(glyph) >= low for glyph in before):
        return None
    return Box(high[-1].left, min(glyph.top for glyph in high), high[0].right, max(glyph.bottom for glyph in high))


def ends_masked(found: Sequence[Box]) -> bool:
    """Whether the glyphs end in digits right after a row of stars, some of which may touch."""
    place = digits_after_mask(found)
    if place is None:
        return False
    before = [glyph for glyph in found if glyph.right <= place.left]
    height, right, mask = _height(before[-1]), place.left, 0
    for star in reversed(before):
        low, high = sorted((height, _height(star)))
        if high > _ALIKE * low + 1 or right - star.right > _CLOSE * height:
            break
        right, mask = star.left, mask + star.right - star.left
    return mask >= _MASK * height


def _is_value(line: TextLine, label: TextLine) -> bool:
    """Whether `line` is close below `label` and has no label of its own."""
    apart = line.box.top - label.box.bottom
    return apart < _NEAR * _height(label.box) and not RECIPIENT.search(line.text) and not PAYER.search(line.text)


def _height(glyph: Box) -> int:
    return glyph.bottom - glyph.top


def _phone(text: str) -> str | None:
    match = _PHONE.search(text)
    return match["suffix"] if match else None
