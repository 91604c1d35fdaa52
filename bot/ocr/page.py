"""The result of an OCR engine: words in lines, each with its box."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from PIL import Image

from bot.ocr.result import Box


@dataclass(frozen=True, slots=True)
class Word:
    """A recognised word; `confidence` is the engine's, in percent."""

    text: str
    box: Box
    confidence: float = 100.0


@dataclass(frozen=True, slots=True)
class TextLine:
    """The words of a line from left to right; never empty."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box:
        return around(self.words)


class OcrEngine(Protocol):
    """Recognises words on pictures; see `bot.ocr.engine`."""

    def page(self, picture: Image.Image) -> list[TextLine]: ...
    def enhanced_page(self, picture: Image.Image) -> list[TextLine]: ...
    def line(self, picture: Image.Image, box: Box) -> list[TextLine]: ...
    def enhanced_line(self, picture: Image.Image, box: Box) -> list[TextLine]: ...


def around(words: tuple[Word, ...]) -> Box:
    """The smallest box that holds all `words`."""
    return Box(
        min(word.box.left for word in words),
        min(word.box.top for word in words),
        max(word.box.right for word in words),
        max(word.box.bottom for word in words),
    )


def digit_runs(line: TextLine) -> Iterator[tuple[int, tuple[Word, ...]]]:
    """Each run of words that consist of digits only, with the index of its first word."""
    position = 0
    for is_digits, group in groupby(line.words, lambda word: word.text.isascii() and word.text.isdecimal()):
        words = tuple(group)
        if is_digits:
            yield position, words
        position += len(words)
