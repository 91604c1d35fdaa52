"""The fonts for drawing, and whether Burmese can be drawn here at all."""

from functools import cache
from pathlib import Path

from PIL import ImageFont, features

FONTS = Path(__file__).parent.parent / "fonts"


@cache
def raqm_available() -> bool:
    """Whether letters can be shaped: without (Debian: `libfribidi0`) Burmese comes out wrong, and nothing says so."""
    return features.check_feature("raqm") is True and features.check_feature("fribidi") is True


@cache
def font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """The house font, which has Burmese and Latin letters, at `size` pixels."""
    layout = ImageFont.Layout.RAQM if raqm_available() else ImageFont.Layout.BASIC
    return ImageFont.truetype(
        FONTS / f"NotoSansMyanmar-{'Bold' if bold else 'Regular'}.ttf", size, layout_engine=layout
    )


def lines_of(text: str, width: int, style: ImageFont.FreeTypeFont) -> list[str]:
    """`text` broken at its spaces (but no no-break space) into lines of at most `width` pixels."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if style.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return [line for line in lines if line]
