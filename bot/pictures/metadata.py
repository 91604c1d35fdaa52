"""Parses a picture file without decoding it: its size, its orientation, and the file without metadata.

The decoder gets only what it needs. Metadata can make a small file very expensive to read: thousands of tags over the
same bytes, compressed profiles and texts, thousands of empty scans.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.errors import PictureAnimated, PictureBroken
from bot.pictures.file_types import JPEG, PNG, WEBP

_ORIENTATION = 0x0112
_EXIF_MARK = b"Exif\x00\x00"

_SOI, _EOI, _SOS = b"\xff\xd8", 0xD9, 0xDA
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})  # baseline, extended, progressive: those that every program reads
_TABLES = frozenset({0xC4, 0xDB, 0xDD})  # Huffman, quantisation, restart interval
_APP0, _APP1, _APP14, _APP15, _COM = 0xE0, 0xE1, 0xEE, 0xEF, 0xFE
_MOST_SCANS = 100  # a progressive picture has about ten; each costs a pass over all pixels
_AFTER_SCAN = re.compile(rb"\xff(?<!\xff\xff)\xff*+[^\x00\xff\xd0-\xd7]")
"""Matches only at the start of a run of 0xFF: a search from each byte of a long run would take hours."""
_MARKER = re.compile(rb"\xff++([^\xff])", re.DOTALL)

_PNG_START = 8
_PNG_KEPT = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})

_WEBP_HEAD = 30
_WEBP_ANIMATED = 0x02


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """An encoded picture: `content` is a whole file; `orientation` is that of EXIF, 1 to 8, 1 being upright."""

    kind: str
    content: bytes
    width: int
    height: int
    orientation: int = 1


def take_apart(kind: str, data: bytes) -> Coded:
    """Parse a JPEG, PNG or WebP file. Raises `PictureBroken` or `PictureAnimated`."""
    try:
        return {JPEG: _jpeg, PNG: _png, WEBP: _webp}[kind](data)
    except (IndexError, struct.error) as cause:  # the file is truncated
        raise PictureBroken from cause


def orientation_of(exif: bytes) -> int:
    """The orientation in the first directory of an EXIF block, 1 to 8; 1 if it has none or is malformed."""
    tiff = exif.removeprefix(_EXIF_MARK)
    order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(tiff[:4])
    if order is None:
        return 1
    try:
        (start,) = struct.unpack_from(order + "I", tiff, 4)
        (count,) = struct.unpack_from(order + "H", tiff, start)
        for index in range(count):
            tag, _, _, value = struct.unpack_from(order + "HHIH", tiff, start + 2 + 12 * index)
            if tag == _ORIENTATION:
                return int(value) if 1 <= value <= 8 else 1  # noqa: PLR2004 - EXIF knows eight
    except struct.error:
        pass  # truncated: assume an upright picture
    return 1


def _jpeg(data: bytes) -> Coded:
    """The first picture of the file, without what follows it, such as a second view or a hidden archive."""
    kept, exif, sizes, scans = [_SOI], b"", [], 0
    for marker, segment in _jpeg_segments(data):
        body = segment[4:]
        if marker in _FRAMES:
            sizes.append(struct.unpack_from(">HH", body, 1))
        scans += marker == _SOS
        if marker == _APP1 and body.startswith(_EXIF_MARK):
            exif = exif or body
        if _is_picture(marker, body):
            kept.append(segment)
    if len(sizes) != 1 or not 1 <= scans <= _MOST_SCANS:
        raise PictureBroken
    ((height, width),) = sizes
    return Coded(kind=JPEG, content=b"".join(kept), width=width, height=height, orientation=orientation_of(exif))


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each marker with its whole segment, encoded pixels included. Raises PictureBroken without an end marker."""
    position = len(_SOI)
    while True:
        found = _MARKER.match(data, position)  # 0xFF may be repeated as padding
        if found is None:
            raise PictureBroken
        position, marker = found.end() - 2, found[1][0]
        if marker == _EOI:
            yield marker, data[position : position + 2]
            return
        end = position + 2 + struct.unpack_from(">H", data, position + 2)[0]
        if marker == _SOS:
            # A view, so that the pattern's look-behind does not see bytes before the encoded pixels.
            after = _AFTER_SCAN.search(memoryview(data)[end:])
            end = end + after.start() if after else len(data)
        yield marker, data[position:end]
        position = end


def _is_picture(marker: int, body: bytes) -> bool:
    """Whether the segment is needed to show the picture. Raises PictureBroken for one that no decoder should get."""
    if marker == _APP0:
        return body.startswith(b"JFIF\x00") and len(body) == 14  # noqa: PLR2004 - says "ordinary colours", no thumbnail
    if marker == _APP14:
        return body.startswith(b"Adobe") and len(body) == 12  # noqa: PLR2004 - says how the colours are coded
    if _APP0 <= marker <= _APP15 or marker == _COM:
        return False
    if marker in _FRAMES or marker in _TABLES or marker in {_SOS, _EOI}:
        return True
    raise PictureBroken


def _png(data: bytes) -> Coded:
    kept, exif = [data[:_PNG_START]], b""
    for name, chunk in _png_chunks(data):
        if name == b"acTL" and struct.unpack_from(">I", chunk, 8)[0] > 1:
            raise PictureAnimated
        if name == b"eXIf":
            exif = exif or chunk[8:-4]
        if name in _PNG_KEPT:
            kept.append(chunk)
    if kept[1][4:8] != b"IHDR" or any(chunk[4:8] == b"IHDR" for chunk in kept[2:]):
        raise PictureBroken
    width, height = struct.unpack_from(">II", kept[1], 8)
    return Coded(kind=PNG, content=b"".join(kept), width=width, height=height, orientation=orientation_of(exif))


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each chunk's name with the whole chunk. Raises PictureBroken or struct.error without an end chunk."""
    position, name = _PNG_START, b""
    while name != b"IEND":
        length, name = struct.unpack_from(">I4s", data, position)
        end = position + 12 + length
        if end > len(data):
            raise PictureBroken
        yield name, data[position:end]
        position = end


def _webp(data: bytes) -> Coded:
    """Reads only the size. The decoder skips metadata by itself, but it would decode an animation."""
    size = 8 + struct.unpack_from("<I", data, 4)[0]
    if not _WEBP_HEAD <= size <= len(data):
        raise PictureBroken
    coding = data[12:16]
    if coding == b"VP8X" and data[20] & _WEBP_ANIMATED:
        raise PictureAnimated
    width, height = _webp_size(coding, data)
    return Coded(kind=WEBP, content=data[:size], width=width, height=height)


def _webp_size(coding: bytes, data: bytes) -> tuple[int, int]:
    if coding == b"VP8X":
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    if coding == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if coding == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    raise PictureBroken
