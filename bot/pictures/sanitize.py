"""Sanitizes a player's receipt: checks it, removes metadata, re-encodes and hashes it. Slow: call it in a thread."""

import re
import struct
import zlib
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

from PIL import Image
from PIL.JpegImagePlugin import get_sampling

from bot.domain.errors import PictureBroken, PictureTooLarge, PictureUnsupported
from bot.pictures.file_types import JPEG, PNG, WEBP, kind_of
from bot.pictures.metadata import Coded, orientation_of, take_apart
from bot.pictures.perceptual_hash import perceptual_hash_of
from bot.pictures.pixel_budget import PixelBudget

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = {JPEG: 25_000_000, PNG: 25_000_000, WEBP: 12_000_000}
"""A phone's default photo has at most 24.5 million pixels, a screenshot 5. The WebP decoder needs five times the memory
for each pixel, so its limit is half. With these limits no picture takes more than about 350 MB."""
MAX_SIDE = 12_000
MIN_SIDE = 50
"""On a smaller picture nobody could read a transaction number."""
LONGEST = 1280
"""The longest side of the result, in pixels: that of Telegram's own photos."""
QUALITY = 85

_pixels = PixelBudget(max(MAX_PIXELS.values()))
"""All pictures together need no more memory than the largest one, whose need is known."""

_DECODER_ERRORS = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    ArithmeticError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    MemoryError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)
_SECOND_FORMATS = tuple(map(re.compile, (rb"<(?:\?php|script|html|svg)", rb"pk(?:\x03\x04|\x05\x06)", rb"%pdf-")))
"""In lower case. Each starts with another character, which makes the search fast."""
_SAMPLINGS = {0, 1, 2}
"""4:4:4, 4:2:2, 4:2:0. Others decode in grey only, or not in every program; get_sampling has none for CMYK."""
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A JPEG without metadata, safe to store, show and send on; `sha256` is the hex digest of `content`.

    `perceptual_hash` finds the same picture in other bytes.
    """

    content: bytes
    sha256: str
    width: int
    height: int
    perceptual_hash: str


def clean_receipt(data: bytes) -> Receipt:
    """The sanitized receipt in `data`. Raises a `PictureError` for anything but one intact still picture."""
    if len(data) > MAX_BYTES:
        raise PictureTooLarge
    if not data:
        raise PictureBroken
    kind = kind_of(data)
    if kind not in {JPEG, PNG, WEBP}:
        raise PictureUnsupported(kind=kind)
    coded = take_apart(kind, data)
    _check_size(coded)
    with _pixels.hold(coded.width * coded.height):
        return _decoded(coded)


def _check_size(coded: Coded) -> None:
    if max(coded.width, coded.height) > MAX_SIDE or coded.width * coded.height > MAX_PIXELS[coded.kind]:
        raise PictureTooLarge
    if min(coded.width, coded.height) < MIN_SIDE:
        raise PictureBroken


def _decoded(coded: Coded) -> Receipt:
    try:
        with Image.open(BytesIO(coded.content), formats=[coded.kind]) as image:
            if image.size != (coded.width, coded.height):
                raise PictureBroken  # the file states two sizes, and only one was checked
            if _is_telegram_photo(coded, image):
                return _receipt(coded.content, image.size)
            image.draft(None, _within(LONGEST, *image.size))
            image.load()  # the whole picture: a truncated one may lack the number
            return _reencoded(coded, image)
    except _DECODER_ERRORS as cause:
        raise PictureBroken from cause


def _within(longest: int, width: int, height: int) -> tuple[int, int]:
    factor = min(1, longest / max(width, height))
    return max(1, round(width * factor)), max(1, round(height * factor))


def _is_telegram_photo(coded: Coded, image: Image.Image) -> bool:
    """Whether the picture is one that Telegram has re-encoded: another encoding would only blur its digits."""
    return (
        coded.kind == JPEG
        and coded.orientation == 1
        and (image.mode == "L" or get_sampling(image) in _SAMPLINGS)
        and max(coded.width, coded.height) <= LONGEST
        and not _holds_second_format(coded.content)
    )


def _holds_second_format(content: bytes) -> bool:
    lowered = content.lower()
    return any(mark.search(lowered) for mark in _SECOND_FORMATS)


def _reencoded(coded: Coded, image: Image.Image) -> Receipt:
    orientation = orientation_of(image.info.get("exif", b"")) if coded.kind == WEBP else coded.orientation
    picture = _in_eight_bits(image)
    picture.thumbnail((LONGEST, LONGEST), Image.Resampling.HAMMING)
    if orientation in _UPRIGHT:
        picture = picture.transpose(_UPRIGHT[orientation])
    # A new picture has no comment, no profile and no thumbnail of the old one.
    page = Image.new("RGB", picture.size, "white")
    page.paste(picture, mask=picture if picture.mode == "RGBA" else None)
    out = BytesIO()
    page.save(out, "JPEG", quality=QUALITY)
    return _receipt(out.getvalue(), page.size)


def _in_eight_bits(image: Image.Image) -> Image.Image:
    """`image` as RGB, or RGBA if it is transparent, as scaling and pasting need it."""
    if image.mode.startswith("I"):
        # Sixteen bits a pixel: convert() alone would turn everything brighter than 1/256 white.
        return image.point(lambda value: value / 256).convert("L").convert("RGB")
    mode = "RGBA" if image.has_transparency_data else "RGB"
    return image if image.mode == mode else image.convert(mode)


def _receipt(content: bytes, size: tuple[int, int]) -> Receipt:
    """The perceptual hash is made from the stored bytes, which decodes all of them once more."""
    digest, (width, height) = sha256(content).hexdigest(), size
    return Receipt(
        content=content, sha256=digest, width=width, height=height, perceptual_hash=perceptual_hash_of(content)
    )
