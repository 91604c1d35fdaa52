"""Whether two pictures are one picture in other bytes: a hash to find candidates by, and a closer look at each."""

from io import BytesIO

from PIL import Image, ImageChops

SIDE = 32
_FINER = 8
"""Decoded with so many pixels to a bit, at least: with fewer, it is the decoder's blocks that the hash shows."""
_STEP = 6
"""So much darker must the right side be to count: less is the noise of coding, not the picture."""

_CLOSE = (256, 384)
_BLOCK = 8
_SAME_AT_MOST = 40
"""Measured: the same receipt coded anew, even at half its size, differs by up to 32 in its worst block; one with
a single digit forged by up to 42; two honest receipts of one app by 51 and more."""


def likeness_of(content: bytes) -> str:
    """The difference hash of a clean JPEG, 32 × 32 bits as hexadecimal digits.

    It is written in four parts, each of which samples the whole picture, so that pictures that differ in three bits
    at most have a part in common. Every coded pixel is read, though they are made small and grey: what is broken
    raises as Pillow does.
    """
    shades = _gray(content, (SIDE + 1, SIDE), _FINER).tobytes()
    rows = [shades[start : start + SIDE + 1] for start in range(0, len(shades), SIDE + 1)]
    bits = ["01"[row[column] > row[column + 1] + _STEP] for row in rows for column in range(SIDE)]
    return "".join(f"{int(''.join(bits[part::4]), 2):0{SIDE * SIDE // 16}x}" for part in range(4))


def distance(one: str, other: str) -> int:
    """In how many bits two hashes differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def are_one(one: bytes, other: bytes) -> bool:
    """Whether two clean JPEGs show the same, but for their coding and perhaps a digit. Slow: call it in a thread.

    False where one of them cannot be opened (any more).
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
