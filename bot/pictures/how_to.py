"""Draws how to pay with a wallet: two schematic screens and five steps, without the wallet's trademarks."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

from bot.domain.player import Language
from bot.domain.wallet import KBZPAY, WAVEPAY, Wallet
from bot.i18n import Translator
from bot.pictures.fonts import font, lines_of, raqm_available

Text = Callable[[str], str]
Box = tuple[int, int, int, int]

SIZE = (1024, 1280)  # within the size that Telegram shows without scaling
FINE = 2  # drawn larger by this factor and scaled down, so that round corners are smooth
BACK, PAPER, INK, FAINT, LINE = "#eef2f6", "#ffffff", "#17212b", "#66727f", "#dbe2e9"
ACCENT, DONE, MARK, MARKED = "#2f6fa7", "#1f9d61", "#e8590c", "#fff1e6"
LEFT, RIGHT, TOP, BOTTOM = 48, 548, 132, 716
PHONE = 428
STEPS = ("step-open", "step-number", "step-amount", "step-receipt", "step-send")

EXAMPLES = {
    KBZPAY.type: "0100 1234 5678 9012 3456",
    WAVEPAY.type: "1234567890",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pen:
    """Draws with coordinates in pixels of the finished picture."""

    draw: ImageDraw.ImageDraw

    def text(
        self, at: tuple[int, int], text: str, size: int, *, bold: bool = False, fill: str = INK, anchor: str = "lm"
    ) -> None:
        x, y = at
        middle = y * FINE + size * FINE // 12  # of the letters: the line has more room below them, for Burmese
        self.draw.text((x * FINE, middle), text, font=font(size * FINE, bold=bold), fill=fill, anchor=anchor)

    def box(self, box: Box, fill: str, *, radius: int = 14, outline: str | None = None, width: int = 2) -> None:
        self.draw.rounded_rectangle(_fine(*box), radius * FINE, fill=fill, outline=outline, width=width * FINE)

    def line(self, points: tuple[int, ...], fill: str, width: int = 2) -> None:
        self.draw.line(_fine(*points), fill=fill, width=width * FINE, joint="curve")

    def disc(self, x: int, y: int, radius: int, fill: str) -> None:
        self.draw.ellipse(_fine(x - radius, y - radius, x + radius, y + radius), fill=fill)

    def badge(self, x: int, y: int, number: str) -> None:
        self.disc(x, y, 26, PAPER)
        self.disc(x, y, 23, MARK)
        style = font(27 * FINE, bold=True)
        _, top, _, bottom = style.getbbox(number, anchor="ms")  # Burmese digits reach below the line: centre each one
        at = (x * FINE, y * FINE - (top + bottom) / 2)
        self.draw.text(at, number, font=style, fill=PAPER, anchor="ms")


@cache
def how_to(wallet: Wallet, language: Language, *, can_read: bool = False) -> bytes | None:
    """The how-to picture as a PNG; None if its language cannot be drawn: then the caller sends text only.

    `can_read`: the bot reads the number from the receipt, so that the player sends only its picture.
    """
    if language is Language.MY and not raqm_available():
        return None
    return draw_how_to(wallet, Translator(language), can_read=can_read)


def steps(*, can_read: bool) -> list[str]:
    """The text keys of the five steps."""
    return [f"{step}-picture" if can_read and step == "step-send" else step for step in STEPS]


def draw_how_to(wallet: Wallet, texts: Translator, *, can_read: bool) -> bytes:
    """The picture as a PNG in the language of `texts`."""

    def text(key: str) -> str:
        span = texts.span(wallet.number_low, wallet.number_high)
        return texts.plain(f"how-to-{key}", wallet=wallet.name, type=wallet.type, span=span)

    badges = [texts.plain("how-to-badge", number=number) for number in range(1, len(STEPS) + 1)]
    page = Image.new("RGB", (SIZE[0] * FINE, SIZE[1] * FINE), BACK)
    pen = Pen(draw=ImageDraw.Draw(page))
    pen.text((SIZE[0] // 2, 70), text("title"), 44, bold=True, anchor="mm")
    _draw_payment(pen, wallet, text, badges)
    _draw_arrow(pen)
    _draw_receipt(pen, wallet, text, badges)
    _draw_steps(pen, [text(step) for step in steps(can_read=can_read)], badges)
    pen.text((SIZE[0] // 2, SIZE[1] - 34), text("example"), 22, fill=FAINT, anchor="mm")
    out = BytesIO()
    page.resize(SIZE, Image.Resampling.LANCZOS).quantize(128).save(out, "PNG", optimize=True)
    return out.getvalue()


def _draw_payment(pen: Pen, wallet: Wallet, text: Text, badges: list[str]) -> None:
    """The screen on which the player types the receiving number and the amount."""
    _draw_phone(pen, LEFT)
    pen.box((LEFT + 10, TOP + 10, LEFT + PHONE - 10, TOP + 100), ACCENT, radius=34)
    pen.text((LEFT + 44, TOP + 56), f"{wallet.name} · {text('app-transfer')}", 27, bold=True, fill=PAPER)
    for top, label, value in ((134, "app-phone", "09 123 456 789"), (274, "app-amount", "10,000 Ks")):
        pen.text((LEFT + 44, TOP + top + 18), text(label), 24, fill=FAINT)
        pen.box((LEFT + 40, TOP + top + 46, LEFT + PHONE - 40, TOP + top + 114), PAPER, outline=LINE, width=3)
        pen.text((LEFT + 62, TOP + top + 80), value, 30, bold=True)
    pen.box((LEFT + 40, TOP + 442, LEFT + PHONE - 40, TOP + 514), ACCENT, radius=36)
    pen.text((LEFT + PHONE // 2, TOP + 478), text("app-transfer"), 28, bold=True, fill=PAPER, anchor="mm")
    for badge, y in zip(badges, (56, 214, 354), strict=False):
        pen.badge(LEFT + PHONE - 36, TOP + y, badge)


def _draw_receipt(pen: Pen, wallet: Wallet, text: Text, badges: list[str]) -> None:
    """The screen after the payment, with the transaction number marked."""
    middle = RIGHT + PHONE // 2
    _draw_phone(pen, RIGHT)
    pen.disc(middle, TOP + 74, 36, DONE)
    pen.line((middle - 16, TOP + 75, middle - 5, TOP + 87, middle + 17, TOP + 62), PAPER, 6)
    pen.text((middle, TOP + 142), text("app-paid"), 25, fill=DONE, bold=True, anchor="mm")
    pen.text((middle, TOP + 194), "-10,000.00 Ks", 36, bold=True, anchor="mm")
    pen.box((RIGHT + 28, TOP + 240, RIGHT + PHONE - 28, TOP + 358), MARKED, outline=MARK, width=4)
    pen.text((RIGHT + 46, TOP + 276), text("app-transaction"), 25, bold=True)
    pen.text((RIGHT + 46, TOP + 322), EXAMPLES.get(wallet.type, ""), 25, bold=True, fill=MARK)
    for y, label, value in ((402, "app-time", "01/02/2026 10:30"), (462, "app-receiver", "09 123 456 789")):
        pen.text((RIGHT + 44, TOP + y), text(label), 22, fill=FAINT)
        pen.text((RIGHT + PHONE - 44, TOP + y), value, 22, anchor="rm")
        pen.line((RIGHT + 44, TOP + y + 30, RIGHT + PHONE - 44, TOP + y + 30), LINE)
    _draw_corners(pen)
    pen.badge(RIGHT + PHONE - 32, TOP + 240, badges[3])
    pen.badge(middle, BOTTOM - 10, badges[4])


def _draw_phone(pen: Pen, left: int) -> None:
    pen.box((left, TOP, left + PHONE, BOTTOM), INK, radius=44)
    pen.box((left + 10, TOP + 10, left + PHONE - 10, BOTTOM - 10), PAPER, radius=34)
    pen.box((left + PHONE // 2 - 60, BOTTOM - 30, left + PHONE // 2 + 60, BOTTOM - 24), LINE, radius=3)


def _draw_arrow(pen: Pen) -> None:
    y, middle = (TOP + BOTTOM) // 2, SIZE[0] // 2
    pen.line((middle - 24, y, middle + 22, y), MARK, 7)
    pen.line((middle + 6, y - 18, middle + 24, y, middle + 6, y + 18), MARK, 7)


def _draw_corners(pen: Pen) -> None:
    """Four corner marks around the receipt, for a screenshot."""
    for x, inward in ((RIGHT - 16, 1), (RIGHT + PHONE + 16, -1)):
        for y, downward in ((TOP - 16, 1), (BOTTOM + 16, -1)):
            pen.line((x, y + 56 * downward, x, y, x + 56 * inward, y), MARK, 7)


def _draw_steps(pen: Pen, texts: list[str], badges: list[str]) -> None:
    size, leading, left, width = 28, 40, 140, SIZE[0] - 140 - 40
    for index, (text, badge) in enumerate(zip(texts, badges, strict=True)):
        y = 790 + 96 * index
        pen.badge(LEFT + 36, y, badge)
        lines = lines_of(text, width * FINE, font(size * FINE))
        for row, line in enumerate(lines):
            pen.text((left, y + leading * row - leading // 2 * (len(lines) - 1)), line, size)


def _fine(*lengths: int) -> tuple[int, ...]:
    return tuple(length * FINE for length in lengths)
