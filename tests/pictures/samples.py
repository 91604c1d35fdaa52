"""Picture files of every sort, made in code: good, odd, cut short, or built to do harm."""

import struct
import zlib
from collections.abc import Callable, Iterable
from io import BytesIO

from PIL import Image, ImageDraw

INK = (20, 40, 60)
SIZE = (600, 1000)
GPS, GPS_CANARY = 0x8825, "16 48 N, 96 9 E"
ORIENTATION, ARTIST = 0x0112, 0x013B


def screenshot(size: tuple[int, int] = SIZE, mode: str = "RGB") -> Image.Image:
    """A page with a dark bar at its top, so that one sees which way is up."""
    page = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(page)
    draw.rectangle((0, 0, size[0], size[1] // 4), fill=INK)
    draw.text((size[0] // 8, size[1] // 2), "Transaction No. 01001234567890123456", fill=INK)
    return page.convert(mode)


def coded(image: Image.Image, kind: str, **options: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def jpeg(size: tuple[int, int] = SIZE, mode: str = "RGB", **options: object) -> bytes:
    return coded(screenshot(size, mode), "JPEG", **options)


def png(size: tuple[int, int] = SIZE, mode: str = "RGB", **options: object) -> bytes:
    return coded(screenshot(size, mode), "PNG", **options)


def webp(size: tuple[int, int] = SIZE, mode: str = "RGB", **options: object) -> bytes:
    return coded(screenshot(size, mode), "WEBP", **options)


def animated(kind: str, frames: int = 3) -> bytes:
    first, *rest = (Image.new("RGB", (64, 64), (80 * shade, 0, 0)) for shade in range(frames))
    return coded(first, kind, save_all=True, append_images=rest)


def exif(**marks: int | str) -> Image.Exif:
    """EXIF data with an orientation, an artist, or the place where the picture was taken."""
    data = Image.Exif()
    if "orientation" in marks:
        data[ORIENTATION] = marks["orientation"]
    if "artist" in marks:
        data[ARTIST] = marks["artist"]
    if "place" in marks:
        data.get_ifd(GPS)[1] = marks["place"]
    return data


def sampled(sampling: int) -> bytes:
    """A JPEG whose brightness says that it is coded in `sampling`: hexadecimal, across and down."""
    photo = bytearray(jpeg())
    photo[photo.index(b"\xff\xc0") + 11] = sampling
    return bytes(photo)


def with_segment(data: bytes, marker: int, body: bytes, times: int = 1) -> bytes:
    """A JPEG with a further segment right after its first two bytes."""
    return data[:2] + segment(marker, body) * times + data[2:]


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def with_chunks(data: bytes, chunks: Iterable[bytes]) -> bytes:
    """A PNG with further chunks right after its header."""
    head = 8 + 25
    return data[:head] + b"".join(chunks) + data[head:]


def png_bomb(side: int) -> bytes:
    """Black, one bit a pixel, `side` by `side` pixels: a few kilobytes that unfold to hundreds of megabytes."""
    packer = zlib.compressobj(9)
    row = bytes(1 + side // 8)
    pixels = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def tag_bomb() -> bytes:
    """An EXIF block of thousands of tags that all mean the same long bytes: read in full it takes hundreds of MB."""
    tags = 5000
    entries = b"".join(struct.pack("<HHII", 0xC000 + tag, 7, 60_000, 8) for tag in range(tags))
    body = b"Exif\x00\x00II*\x00" + struct.pack("<IH", 8, tags) + entries + bytes(4)
    return with_segment(jpeg(), 0xE1, body)


def scan_bomb() -> bytes:
    """A progressive JPEG of thousands of empty scans, each a pass over every pixel."""
    data = jpeg(progressive=True)
    start = data.rindex(b"\xff\xda")
    return data[:start] + data[start:-2] * 5000 + data[-2:]


def profile_bomb() -> bytes:
    """A PNG with thousands of colour profiles, each a kilobyte that unfolds to a megabyte."""
    profile = chunk(b"iCCP", b"p\x00\x00" + zlib.compress(bytes(1_000_000), 9))
    return with_chunks(png(), [profile] * 5000)


def frames_bomb() -> bytes:
    """An animated WebP of ten thousand frames."""
    few = animated("WEBP", 2)
    start = few.index(b"ANMF")
    length = 8 + struct.unpack_from("<I", few, start + 4)[0]
    body = few[8:start] + few[start : start + length] * 10_000
    return b"RIFF" + struct.pack("<I", len(body)) + body


def filling_bomb() -> bytes:
    """Megabytes of the byte that may be repeated before a marker, first where one stands and then where none does."""
    photo = jpeg()
    pixels = photo.index(b"\xff\xda") + 14
    fill = b"\xff" * 4_000_000
    return photo[:2] + fill + photo[2:pixels] + fill + b"\x00" + photo[pixels:]


BOMBS: dict[str, Callable[[], bytes]] = {
    "png-13000": lambda: png_bomb(13_000),
    "png-20000": lambda: png_bomb(20_000),
    "tags": tag_bomb,
    "scans": scan_bomb,
    "profiles": profile_bomb,
    "texts": lambda: with_chunks(png(), [chunk(b"zTXt", b"k\x00\x00" + zlib.compress(bytes(900_000), 9))] * 5000),
    "frames": frames_bomb,
    "filling": filling_bomb,
}
