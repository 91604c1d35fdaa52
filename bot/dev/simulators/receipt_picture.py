"""Draws the receipt that a wallet app shows after a payment, without the wallet's trademarks."""

import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, features

YANGON = timezone(timedelta(hours=6, minutes=30))
FONTS = Path(__file__).parents[2] / "fonts"
WIDTH, HEIGHT, MARGIN = 720, 1100, 48
INK, FAINT, LINE, PAPER, BACK = "#1d2733", "#6b7785", "#e4e8ed", "#ffffff", "#eef1f5"
DONE = "#1f9d61"
HEADS = {"WavePay": "#f2b705"}
GROUP = 4

ENGLISH = {
    "done": "Payment successful",
    "number": "Transaction No.",
    "amount": "Amount",
    "time": "Transaction time",
    "to": "Transfer to",
}
BURMESE = {
    "done": "ငွေလွှဲခြင်း အောင်မြင်ပါသည်",
    "number": "လုပ်ငန်းစဉ်နံပါတ်",
    "amount": "ငွေပမာဏ",
    "time": "အချိန်",
    "to": "လက်ခံသူ",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptFacts:
    """What a receipt shows. `amount` is whole kyat, `at` epoch milliseconds, `number` the receiving number."""

    wallet: str
    transaction_number: str
    amount: int
    number: str
    at: int
    burmese: bool = False


def can_draw_burmese() -> bool:
    """Whether Pillow can shape Burmese: without raqm it is drawn wrong, without an error."""
    return features.check_feature("raqm") is True


def grouped(number: str) -> str:
    """A transaction number in groups of four, as the apps print it."""
    return " ".join(number[start : start + GROUP] for start in range(0, len(number), GROUP))


def draw_receipt(receipt: ReceiptFacts) -> bytes:
    """The receipt as a PNG. Labels are Burmese if asked for and if they can be drawn."""
    labels = BURMESE if receipt.burmese and can_draw_burmese() else ENGLISH
    picture = Image.new("RGB", (WIDTH, HEIGHT), BACK)
    draw = ImageDraw.Draw(picture)
    _head(draw, receipt.wallet)
    draw.rounded_rectangle((MARGIN, 150, WIDTH - MARGIN, HEIGHT - 70), 28, fill=PAPER)
    _seal(draw, labels["done"])
    draw.text((WIDTH / 2, 490), f"{receipt.amount:,} Ks", font=_font(64, bold=True), fill=INK, anchor="mm")
    _rows(draw, _facts(receipt, labels))
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def _facts(receipt: ReceiptFacts, labels: dict[str, str]) -> list[tuple[str, str]]:
    time = datetime.fromtimestamp(receipt.at / 1000, tz=UTC).astimezone(YANGON)
    return [
        (labels["number"], grouped(receipt.transaction_number)),
        (labels["time"], time.strftime("%d/%m/%Y %H:%M:%S")),
        (labels["amount"], f"-{receipt.amount:,}.00 Ks"),
        (labels["to"], f"******{receipt.number[-4:]}"),
    ]


def _head(draw: ImageDraw.ImageDraw, wallet: str) -> None:
    draw.rectangle((0, 0, WIDTH, 240), fill=HEADS.get(wallet, "#2f6fd0"))
    draw.text((WIDTH / 2, 78), wallet, font=_font(46, bold=True), fill=PAPER, anchor="mm")


def _seal(draw: ImageDraw.ImageDraw, text: str) -> None:
    x, y = WIDTH / 2, 262
    draw.ellipse((x - 58, y - 58, x + 58, y + 58), fill=DONE)
    draw.line([(x - 26, y + 2), (x - 7, y + 22), (x + 28, y - 20)], fill=PAPER, width=11, joint="curve")
    draw.text((x, 376), text, font=_font(36), fill=DONE, anchor="mm")


def _rows(draw: ImageDraw.ImageDraw, rows: list[tuple[str, str]]) -> None:
    top = 576
    for label, value in rows:
        draw.line((MARGIN + 32, top - 14, WIDTH - MARGIN - 32, top - 14), fill=LINE, width=2)
        draw.text((MARGIN + 36, top), label, font=_font(24), fill=FAINT)
        draw.text((MARGIN + 36, top + 32), value, font=_font(32, bold=True), fill=INK)
        top += 112


def _font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    name = "NotoSansMyanmar-Bold.ttf" if bold else "NotoSansMyanmar-Regular.ttf"
    return ImageFont.truetype(FONTS / name, size)
