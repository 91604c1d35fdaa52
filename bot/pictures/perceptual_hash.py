"""Finds the same picture in other bytes: a perceptual hash to find candidates, and an exact comparison of two."""

from io import BytesIO

from PIL import Image, ImageChops

SIDE = 32
_FINER = 8
"""At least this many decoded pixels for each bit: with fewer, the hash depends on the decoder's blocks."""
_STEP = 6
"""The right pixel must be darker by more than this: smaller differences are noise of the encoding."""

_CLOSE = (256, 384)
_BLOCK = 8
_SAME_AT_MOST = 40
"""The largest difference of a block in two versions of one picture. Measured: the same receipt re-encoded, even at half
its size, differs by up to 32; one with a single forged digit by up to 42; two honest receipts of one app by 51 and
more."""


def perceptual_hash_of(content: bytes) -> str:
    """The difference hash of a sanitized JPEG: 32 × 32 bits as 256 hexadecimal digits.

    It has four bands, each of which samples the whole picture, so that pictures that differ in at most three bits have
    an equal band. The whole picture is decoded: for a broken one this raises Pillow's errors.
    """
    shades = _gray(content, (SIDE + 1, SIDE), _FINER).tobytes()
    rows = [shades[start : start + SIDE + 1] for start in range(0, len(shades), SIDE + 1)]
    bits = ["01"[row[column] > row[column + 1] + _STEP] for row in rows for column in range(SIDE)]
    return "".join(f"{int(''.join(bits[part::4]), 2):0{SIDE * SIDE // 16}x}" for part in range(4))


def distance(one: str, other: str) -> int:
    """The number of bits in which two hashes differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def show_the_same(one: bytes, other: bytes) -> bool:
    """Whether two sanitized JPEGs show the same picture, apart from encoding and perhaps a digit.

    False if one of them cannot be opened. Slow: call it in a thread.
    """
    try:
        difference = ImageChops.difference(_gray(one, _CLOSE), _gray(other, _CLOSE))
    except OSError:
        return False
    return max(difference.reduce(_BLOCK).tobytes()) <= _SAME_AT_MOST


def _gray(content: bytes, size: tuple[int, int], finer: int = 1) -> Image.Image:
    with Image.open(BytesIO(content), formats=["JPEG"]) as image:
        image.draft("L", (finer * size[0], finer * size[1]))
        return image.convert("L").resize(size, Image.Resampling.BOX)
