"""Draws our receipt for a credited deposit, which a player can keep or forward."""

from io import BytesIO

from PIL import Image, ImageDraw

from bot.domain.deposit import Deposit
from bot.domain.money import format_amount
from bot.domain.player import Language
from bot.domain.wallet import WALLETS
from bot.i18n import Translator
from bot.pictures.fonts import font, raqm_available
from bot.pictures.how_to import BACK, DONE, FAINT, FINE, LINE, PAPER, Pen

SIZE = (800, 800)
_MARGIN, _TOP, _MIDDLE = 48, 48, SIZE[0] // 2
_ROWS, _ROW = 490, 84


def draw_credit(deposit: Deposit, texts: Translator) -> bytes | None:
    """The receipt as a PNG; None if its language cannot be drawn: then the caller sends text only.

    It shows no account and no transaction number, because it may be forwarded to anyone.
    """
    if texts.language is Language.MY and not raqm_available():
        return None
    page = Image.new("RGB", (SIZE[0] * FINE, SIZE[1] * FINE), BACK)
    pen = Pen(draw=ImageDraw.Draw(page))
    pen.box((_MARGIN, _TOP, SIZE[0] - _MARGIN, SIZE[1] - _TOP), PAPER, radius=32)
    _draw_seal(pen)
    pen.text((_MIDDLE, 226), texts.plain("credit-title"), 36, fill=DONE, bold=True, anchor="mm")
    for y, amount, size in zip((312, 396), _amounts(deposit, texts), (64, 40), strict=False):
        pen.text((_MIDDLE, y), amount, _fitting(amount, size), bold=True, anchor="mm")
    for row, (key, value) in enumerate(_facts(deposit, texts)):
        y = _ROWS + _ROW * row
        pen.line((_MARGIN + 40, y - _ROW // 2, SIZE[0] - _MARGIN - 40, y - _ROW // 2), LINE)
        pen.text((_MARGIN + 40, y), texts.plain(key), 26, fill=FAINT)
        pen.text((SIZE[0] - _MARGIN - 40, y), value, 28, bold=True, anchor="rm")
    out = BytesIO()
    page.resize(SIZE, Image.Resampling.LANCZOS).quantize(128).save(out, "PNG", optimize=True)
    return out.getvalue()


def _draw_seal(pen: Pen) -> None:
    pen.disc(_MIDDLE, 140, 44, DONE)
    pen.line((_MIDDLE - 20, 141, _MIDDLE - 6, 156, _MIDDLE + 21, 125), PAPER, 8)


def _amounts(deposit: Deposit, texts: Translator) -> list[str]:
    """The amount in both kinds of digits, the reader's own first; Burmese only if it can be drawn."""
    other = Language.EN if texts.language is Language.MY else Language.MY
    both = [texts.amount(deposit.credited_amount), format_amount(deposit.credited_amount, other)]
    return both if raqm_available() else both[:1]


def _facts(deposit: Deposit, texts: Translator) -> list[tuple[str, str]]:
    return [
        ("credit-order", deposit.id),
        ("credit-wallet", WALLETS[deposit.wallet].name),
        ("credit-time", texts.day(deposit.credited_at)),
    ]


def _fitting(text: str, size: int) -> int:
    """The largest font size up to `size` at which `text` fits on the paper."""
    width = SIZE[0] - 2 * (_MARGIN + 24)
    return next(less for less in range(size, 0, -1) if font(less * FINE, bold=True).getlength(text) <= width * FINE)
