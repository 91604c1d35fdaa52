"""A player's receipt made clean: checked, freed of metadata, coded anew, hashed. Slow: call it in a thread."""

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
from bot.pictures.perceptual_hash import likeness_of
from bot.pictures.pixel_budget import PixelBudget

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = {JPEG: 25_000_000, PNG: 25_000_000, WEBP: 12_000_000}
"""The biggest photo that telephones make unasked has 24.5 million, a screenshot 5. WebP's decoder holds each pixel
five times over, so it gets half; with that no picture takes more than about 350 MB."""
MAX_SIDE = 12_000
MIN_SIDE = 50
"""On anything smaller nobody could read a transaction number."""
LONGEST = 1280
"""The longest side of what is kept, as Telegram itself makes its photos."""
QUALITY = 85

_pixels = PixelBudget(max(MAX_PIXELS.values()))
"""Together no more than the largest picture has: what that takes of the memory is known, so what all take is too."""

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
"""In small letters; each begins with a letter of its own, which is quick to look for."""
_SAMPLINGS = {0, 1, 2}
"""4:4:4, 4:2:2, 4:2:0. Other ones decode in grey alone, or not in every program; get_sampling has none for CMYK."""
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
    """A JPEG without metadata, safe to keep, to show and to send on; `sha256` is the hex digest of `content`.

    `perceptual_hash` is the hash by which the same picture in other bytes is found.
    """

    content: bytes
    sha256: str
    width: int
    height: int
    perceptual_hash: str


def clean_receipt(data: bytes) -> Receipt:
    """The receipt in `data`; raises a `PictureError` for anything that is not one sound still picture."""
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
                raise PictureBroken  # the file says two sizes, only one of which was checked
            if _may_stay(coded, image):
                return _receipt(coded.content, image.size)
            image.draft(None, _within(LONGEST, *image.size))
            image.load()  # every pixel: a picture that is half there has no number on it
            return _anew(coded, image)
    except _DECODER_ERRORS as cause:
        raise PictureBroken from cause


def _within(longest: int, width: int, height: int) -> tuple[int, int]:
    factor = min(1, longest / max(width, height))
    return max(1, round(width * factor)), max(1, round(height * factor))


def _may_stay(coded: Coded, image: Image.Image) -> bool:
    """Whether the picture is what Telegram makes of a photo: coding it again would only blur its digits."""
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


def _anew(coded: Coded, image: Image.Image) -> Receipt:
    orientation = orientation_of(image.info.get("exif", b"")) if coded.kind == WEBP else coded.orientation
    picture = _in_eight_bits(image)
    picture.thumbnail((LONGEST, LONGEST), Image.Resampling.HAMMING)
    if orientation in _UPRIGHT:
        picture = picture.transpose(_UPRIGHT[orientation])
    # A new picture inherits nothing: no comment, no profile, no thumbnail.
    page = Image.new("RGB", picture.size, "white")
    page.paste(picture, mask=picture if picture.mode == "RGBA" else None)
    out = BytesIO()
    page.save(out, "JPEG", quality=QUALITY)
    return _receipt(out.getvalue(), page.size)


def _in_eight_bits(image: Image.Image) -> Image.Image:
    """`image` as RGB, or RGBA where it is transparent: scaling and pasting work on these."""
    if image.mode.startswith("I"):
        # Sixteen bits a pixel; convert() alone would clip everything brighter than a 256th to white.
        return image.point(lambda value: value / 256).convert("L").convert("RGB")
    mode = "RGBA" if image.has_transparency_data else "RGB"
    return image if image.mode == mode else image.convert(mode)


def _receipt(content: bytes, size: tuple[int, int]) -> Receipt:
    """The likeness is looked up in the very bytes that are kept, which reads all of them once more."""
    digest, (width, height) = sha256(content).hexdigest(), size
    return Receipt(content=content, sha256=digest, width=width, height=height, perceptual_hash=likeness_of(content))
