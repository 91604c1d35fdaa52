"""What happens to a screenshot on its way: Telegram's coding, and everything a player may do to it before."""

import math
from collections.abc import Callable
from io import BytesIO
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from tests.ocr.looks import font

Spoil = Callable[[Image.Image, Random], Image.Image]
LONGEST = 1280


def by_telegram(picture: Image.Image, quality: int = 87) -> bytes:
    """As a photo comes out of Telegram: the longest side 1280 pixels at most, coded as JPEG."""
    small = picture.copy()
    small.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    out = BytesIO()
    small.save(out, "JPEG", quality=quality)
    return out.getvalue()


def blurred(picture: Image.Image, rng: Random) -> Image.Image:
    """Out of focus: by a bit more than a pixel of what Telegram leaves."""
    shrunk = max(picture.size) / LONGEST
    return picture.filter(ImageFilter.GaussianBlur(rng.uniform(0.8, 1.5) * shrunk))


def watermarked(picture: Image.Image, rng: Random) -> Image.Image:
    """Somebody's words across it, over and over, half seen through."""
    layer = Image.new("L", (2 * picture.width, 2 * picture.height), 0)
    pen = ImageDraw.Draw(layer)
    style = font("Noto Sans Myanmar", picture.width // 14, bold=True)
    step = picture.width // 4
    words = rng.choice(("SHOP 77", "PAID", "lucky win", "VIP agent"))
    for y in range(0, layer.height, step):
        for x in range(-step * (y // step % 2), layer.width, step * 2):
            pen.text((x, y), words, font=style, fill=255)
    layer = layer.rotate(rng.uniform(20, 40)).crop((picture.width // 2, picture.height // 2, *_corner(picture)))
    strength = rng.uniform(0.12, 0.25)
    shade = rng.choice(("#808080", "#c02020", "#2040c0"))
    return Image.composite(Image.new("RGB", picture.size, shade), picture, layer.point(lambda v: v * strength))


def cropped(picture: Image.Image, rng: Random) -> Image.Image:
    """Only the upper part, and less of the margins."""
    x = round(picture.width * rng.uniform(0, 0.03))
    top, bottom = rng.uniform(0, 0.1), rng.uniform(0.62, 0.8)
    return picture.crop((x, round(picture.height * top), picture.width - x, round(picture.height * bottom)))


def _corner(picture: Image.Image) -> tuple[int, int]:
    return picture.width // 2 + picture.width, picture.height // 2 + picture.height


def off_a_screen(picture: Image.Image, rng: Random) -> Image.Image:
    """Photographed off another screen: its grid of pixels beats with the camera's, it leans, it is lit unevenly."""
    shown = picture.resize((720, round(720 * picture.height / picture.width)), Image.Resampling.LANCZOS)
    big = shown.resize((shown.width * 3, shown.height * 3), Image.Resampling.NEAREST)
    tile = Image.new("RGB", (3, 3), "white")
    depth = rng.randint(150, 205)
    for row in range(3):
        for column, colour in enumerate(((255, depth, depth), (depth, 255, depth), (depth, depth, 255))):
            tile.putpixel((column, row), colour if row < 2 else (depth, depth, depth))
    grid = Image.new("RGB", big.size)
    for x in range(0, big.width, 3):
        grid.paste(tile, (x, 0))
    done = 3
    while done < big.height:
        grid.paste(grid.crop((0, 0, big.width, min(done, big.height - done))), (0, done))
        done *= 2
    lit = ImageChops.multiply(big, grid)
    seen = _leaning(lit, rng, (round(big.width * 0.5), round(big.height * 0.5)))
    return _noisy(_uneven(seen, rng), rng).filter(ImageFilter.GaussianBlur(rng.uniform(0.4, 0.9)))


def _leaning(picture: Image.Image, rng: Random, size: tuple[int, int]) -> Image.Image:
    """By a degree or two, and seen a little from the side."""
    angle = math.radians(rng.uniform(-1.6, 1.6))
    zoom = picture.width / size[0] * rng.uniform(1.0, 1.08)
    a, b = zoom * math.cos(angle), zoom * math.sin(angle)
    tilt_x, tilt_y = (rng.uniform(-2e-5, 2e-5) for _ in range(2))
    x0 = picture.width / 2 - (a * size[0] - b * size[1]) / 2
    y0 = picture.height / 2 - (b * size[0] + a * size[1]) / 2
    data = (a, -b, x0, b, a, y0, tilt_x, tilt_y)
    return picture.transform(size, Image.Transform.PERSPECTIVE, data, Image.Resampling.BICUBIC, fillcolor="#303030")


def _uneven(picture: Image.Image, rng: Random) -> Image.Image:
    slope = Image.linear_gradient("L").rotate(rng.choice((0, 90, 180, 270))).resize(picture.size)
    dim = Image.new("RGB", picture.size, "#000000")
    return Image.composite(dim, picture, slope.point(lambda value: value * 0.22))


def _noisy(picture: Image.Image, rng: Random) -> Image.Image:
    noise = Image.frombytes("L", picture.size, rng.randbytes(picture.width * picture.height))
    return Image.blend(picture, Image.merge("RGB", (noise,) * 3), 0.05)
