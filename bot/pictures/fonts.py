"""The fonts for drawing, and whether Burmese can be drawn on this machine."""

from functools import cache
from pathlib import Path

from PIL import ImageFont, features

FONTS = Path(__file__).parent.parent / "fonts"


@cache
def raqm_available() -> bool:
    """Whether Pillow can shape letters. Without it (Debian: `libfribidi0`) Burmese is drawn wrong, without an error."""
    return features.check_feature("raqm") is True and features.check_feature("fribidi") is True


@cache
def font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """The font for all pictures, with Burmese and Latin letters, at `size` pixels."""
    layout = ImageFont.Layout.RAQM if raqm_available() else ImageFont.Layout.BASIC
    return ImageFont.truetype(
        FONTS / f"NotoSansMyanmar-{'Bold' if bold else 'Regular'}.ttf", size, layout_engine=layout
    )


def lines_of(text: str, width: int, style: ImageFont.FreeTypeFont) -> list[str]:
    """`text` broken at spaces, but not at no-break spaces, into lines of at most `width` pixels where possible."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if style.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return [line for line in lines if line]
