"""Measures sanitizing receipts in comparison with plain Pillow, and refusing a decompression bomb."""

import struct
import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from io import BytesIO
from random import Random
from time import process_time

from PIL import Image, ImageDraw

from bot.dev.bench.children import more_megabytes
from bot.dev.bench.parts import Run
from bot.dev.bench.statistics import Figure, Goal, Round, single
from bot.domain.errors import PictureError
from bot.pictures.sanitize import LONGEST, QUALITY, clean_receipt

_PHOTO, _SCREENSHOT = (576, 1280), (3024, 4032)
_SECONDS = 0.2
_BOMB_SIDE = 11_000


async def measure(run: Run) -> Sequence[Figure]:
    """Measure a Telegram photo and a large JPEG, in comparison with Pillow, and a bomb in comparison with the JPEG."""
    photo, large, bomb = _jpeg(_PHOTO), _jpeg(_SCREENSHOT), _bomb(_BOMB_SIDE)
    held = more_megabytes(lambda: _refused(bomb))  # first, because memory that other measurements leave would hide it
    plain, drafted = "Pillow", "Pillow with draft mode"
    return [
        Figure(
            name="Telegram photo", unit="ms CPU", reference=plain, goal=Goal(at_most=0.45),
            rounds=await _beside(run, lambda: _by_pillow(photo), lambda: clean_receipt(photo)),
        ),
        Figure(
            name="large JPEG", unit="ms CPU", reference=plain, goal=Goal(at_most=0.3),
            rounds=await _beside(run, lambda: _by_pillow(large), lambda: clean_receipt(large)),
        ),
        Figure(
            name="large JPEG", unit="ms CPU", reference=drafted,
            rounds=await _beside(run, lambda: _by_pillow(large, draft=True), lambda: clean_receipt(large)),
        ),
        Figure(
            name="refused bomb", unit="ms CPU", reference="large JPEG", goal=Goal(at_most=0.02),
            rounds=await _beside(run, lambda: clean_receipt(large), lambda: _refused(bomb)),
        ),
        Figure(
            name="refused bomb, memory", unit="MB", goal=Goal(at_most=10),
            rounds=single(held),
        ),
    ]  # fmt: skip


async def _beside(run: Run, reference: Callable[[], object], measured: Callable[[], object]) -> list[Round]:
    async def of_reference() -> float:
        return _cpu(reference)

    async def of_measured() -> float:
        return _cpu(measured)

    return await run.against(of_reference, of_measured)


def _cpu(work: Callable[[], object]) -> float:
    """The CPU time of one call in ms, averaged over a fifth of a second."""
    times, began = 0, process_time()
    while (spent := process_time() - began) < _SECONDS:
        work()
        times += 1
    return spent / times * 1000


def _by_pillow(data: bytes, *, draft: bool = False) -> bytes:
    out = BytesIO()
    with Image.open(BytesIO(data)) as image:
        if draft:
            image.draft("RGB", (LONGEST, LONGEST))
        picture = image.convert("RGB")
        picture.thumbnail((LONGEST, LONGEST))
        picture.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _refused(data: bytes) -> None:
    with suppress(PictureError):
        clean_receipt(data)
        raise AssertionError("the bomb was taken")


def _jpeg(size: tuple[int, int]) -> bytes:
    """Strokes like text on a gradient: as hard to encode as a wallet app's screenshot, and always the same."""
    random, out = Random(1), BytesIO()  # noqa: S311 - a picture, no secret
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    draw = ImageDraw.Draw(picture)
    width, height = size
    for _ in range(width * height // 2_000):
        x, y = random.randrange(width), random.randrange(height)
        draw.line((x, y, x + random.randrange(20), y + random.randrange(20)), fill=random.randrange(1 << 24), width=2)
    picture.save(out, "JPEG", quality=90)
    return out.getvalue()


def _bomb(side: int) -> bytes:
    """A PNG of a few kilobytes that claims to have `side` × `side` pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(side * 100), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
