"""A picture made to keep whoever reads it busy: signs without end, on which an engine thinks for minutes."""

from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

from tests.ocr.looks import font

SIDE, HEIGHT = 1280, 10


def hostile() -> bytes:
    """As large as a picture comes out of Telegram."""
    rng, style = Random(1), font("Noto Sans Myanmar", HEIGHT)
    picture = Image.new("RGB", (SIDE, SIDE), "white")
    pen = ImageDraw.Draw(picture)
    for y in range(0, SIDE, HEIGHT + 1):
        pen.text((0, y), "".join(rng.choices("abc123 ", k=2 * SIDE // HEIGHT)), font=style, fill="black")
    out = BytesIO()
    picture.save(out, "JPEG", quality=90)
    return out.getvalue()
