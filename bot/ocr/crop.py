"""Parts of a picture, cut out and made plain for reading them alone."""

from PIL import Image, ImageOps, ImageStat

from bot.ocr.result import Box

_DARK = 128
_AIR = 0.6
"""Paper around a line that is read alone, in parts of its height."""


def plain(picture: Image.Image) -> Image.Image:
    """Grey, dark on light, in full contrast."""
    grey = picture.convert("L")
    if ImageStat.Stat(grey).median[0] < _DARK:
        grey = ImageOps.invert(grey)
    return ImageOps.autocontrast(grey, cutoff=1)


def with_air(picture: Image.Image, box: Box, parts: float = _AIR) -> tuple[Box, int]:
    """`box` with paper around it, in parts of its height, as far as the picture goes; and that height."""
    height = max(1, box.bottom - box.top)
    air = round(parts * height)
    wide = Box(
        max(0, box.left - air),
        max(0, box.top - air),
        min(picture.width, box.right + air),
        min(picture.height, box.bottom + air),
    )
    return wide, height


def alone(part: Image.Image) -> tuple[Image.Image, Box]:
    """A plain part on white paper, without what stood beside it; and its place there."""
    air = round(_AIR * part.height) + 1
    place = Box(air, air, air + part.width, air + part.height)
    return ImageOps.expand(part, air, 255), place
