"""Crops and normalizes parts of a picture, so that they can be read separately."""

from PIL import Image, ImageOps, ImageStat

from bot.ocr.result import Box

_DARK = 128
_AIR = 0.6
"""White margin around a line that is read separately, in parts of its height."""


def normalized(picture: Image.Image) -> Image.Image:
    """The picture in grey, dark on light, with full contrast."""
    grey = picture.convert("L")
    if ImageStat.Stat(grey).median[0] < _DARK:
        grey = ImageOps.invert(grey)
    return ImageOps.autocontrast(grey, cutoff=1)


def padded(picture: Image.Image, box: Box, parts: float = _AIR) -> tuple[Box, int]:
    """`box` with a margin of `parts` of its height, within the picture; and the height of `box`, at least 1 pixel."""
    height = max(1, box.bottom - box.top)
    air = round(parts * height)
    wide = Box(
        max(0, box.left - air),
        max(0, box.top - air),
        min(picture.width, box.right + air),
        min(picture.height, box.bottom + air),
    )
    return wide, height


def isolated(part: Image.Image) -> tuple[Image.Image, Box]:
    """A normalized part with a white margin in place of its surroundings; and the part's box in the result."""
    air = round(_AIR * part.height) + 1
    place = Box(air, air, air + part.width, air + part.height)
    return ImageOps.expand(part, air, 255), place
