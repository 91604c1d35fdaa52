"""Draws the operators' chart of the day: deposits by hour and wallet as stacked bars, and three figures."""

from io import BytesIO

from PIL import Image, ImageDraw

from bot.domain.player import Language
from bot.domain.report import Today, WalletDay
from bot.domain.wallet import KBZPAY, WALLETS, WAVEPAY
from bot.i18n import Translator
from bot.pictures.fonts import font, raqm_available
from bot.pictures.how_to import BACK, FAINT, FINE, LINE, PAPER, Pen

SIZE = (1280, 920)
COLOURS = {KBZPAY.type: "#2f6fa7", WAVEPAY.type: "#f0a830"}
OTHER = "#7a8794"
MARGIN, GAP = 40, 20
TILES = (108, 272)
PANEL = (MARGIN, 292, SIZE[0] - MARGIN, SIZE[1] - MARGIN)
LEFT, RIGHT, TOP, BOTTOM = 130, 1194, 436, 816
"""The edges of the bars' area, in pixels."""

_HOURS = 24
_LINES = 5
_HOUR_MS, _MINUTE_MS, _SECOND_MS = 3_600_000, 60_000, 1_000


def draw_today(today: Today, texts: Translator) -> bytes | None:
    """The chart as a PNG; None if its language cannot be drawn: then the caller sends text only."""
    if texts.language is Language.MY and not raqm_available():
        return None
    page = Image.new("RGB", (SIZE[0] * FINE, SIZE[1] * FINE), BACK)
    pen = Pen(draw=ImageDraw.Draw(page))
    pen.text((MARGIN, 60), texts.plain("chart-title", date=texts.date(today.now)), 36, bold=True)
    _draw_tiles(pen, today, texts)
    pen.box(PANEL, PAPER)
    _draw_legend(pen, today, texts)
    full = _LINES * _step(_highest(today))
    _draw_axes(pen, today, full, texts)
    _draw_bars(pen, today, full, texts)
    out = BytesIO()
    page.resize(SIZE, Image.Resampling.LANCZOS).quantize(128).save(out, "PNG", optimize=True)
    return out.getvalue()


def _draw_tiles(pen: Pen, today: Today, texts: Translator) -> None:
    """Three figures: credited, median time to credit, waiting."""
    credited = today.credited
    oldest = span(today.now - today.oldest_claim, texts) if today.oldest_claim else ""
    tiles = (
        ("credited", texts.amount(credited.amount), texts.plain("chart-credited-count", count=credited.count)),
        (
            "median",
            texts.plain("chart-none") if today.median_ms is None else span(today.median_ms, texts),
            texts.plain("chart-median-span"),
        ),
        (
            "waiting",
            texts.number(today.waiting),
            texts.plain("chart-waiting-oldest", age=oldest) if oldest else texts.plain("chart-waiting-none"),
        ),
    )
    width = (SIZE[0] - 2 * MARGIN - GAP * (len(tiles) - 1)) // len(tiles)
    for index, (name, value, below) in enumerate(tiles):
        left = MARGIN + index * (width + GAP)
        pen.box((left, TILES[0], left + width, TILES[1]), PAPER)
        pen.text((left + 24, TILES[0] + 32), texts.plain(f"chart-{name}"), 22, fill=FAINT)
        pen.text((left + 24, TILES[0] + 80), value, _fitting(value, width - 48, 36), bold=True)
        pen.text((left + 24, TILES[0] + 130), below, _fitting(below, width - 48, 20), fill=FAINT)


def span(ms: int, texts: Translator) -> str:
    """A duration in milliseconds as text, in at most its two largest units."""
    if ms < _MINUTE_MS:
        return texts.plain("chart-seconds", seconds=ms // _SECOND_MS)
    if ms < _HOUR_MS:
        return texts.plain("chart-minutes", minutes=ms // _MINUTE_MS)
    return texts.plain("chart-hours", hours=ms // _HOUR_MS, minutes=ms % _HOUR_MS // _MINUTE_MS)


def _fitting(text: str, width: int, size: int) -> int:
    """The largest size up to `size` at which `text` is no wider than `width`."""
    return next(less for less in range(size, 0, -1) if font(less * FINE, bold=True).getlength(text) <= width * FINE)


def _draw_legend(pen: Pen, today: Today, texts: Translator) -> None:
    """The chart's title, and each wallet's colour with its count and amount."""
    left, middle, size = PANEL[0] + 24, PANEL[1] + 84, 22
    pen.text((left, PANEL[1] + 38), texts.plain("chart-axis"), size, bold=True)
    for day in today.wallets:
        amount = texts.amount(day.credited.amount)
        text = texts.plain("chart-legend", wallet=_name(day), count=day.credited.count, amount=amount)
        pen.box((left, middle - 9, left + 18, middle + 9), _colour(day), radius=4)
        pen.text((left + 30, middle), text, size)
        left += 70 + int(font(size * FINE).getlength(text) / FINE)


def _draw_axes(pen: Pen, today: Today, full: int, texts: Translator) -> None:
    """Horizontal lines with counts up to `full`, and the hours of the day."""
    for count in range(0, full + 1, full // _LINES):
        y = _y(count, full)
        pen.line((LEFT, y, RIGHT, y), LINE)
        pen.text((LEFT - 16, y), texts.number(count), 20, fill=FAINT, anchor="rm")
    for hour in range(0, _HOURS + 1, 3):
        x = _x(hour)
        pen.line((x, BOTTOM, x, BOTTOM + 8), LINE)
        pen.text((x, BOTTOM + 30), texts.time(today.start + hour * _HOUR_MS), 20, fill=FAINT, anchor="mm")


def _draw_bars(pen: Pen, today: Today, full: int, texts: Translator) -> None:
    if not today.credited.count:
        middle = ((LEFT + RIGHT) // 2, (TOP + BOTTOM) // 2)
        pen.text(middle, texts.plain("chart-empty"), 28, fill=FAINT, anchor="mm")
    for hour in range(_HOURS):
        left, right, total = _x(hour) + 5, _x(hour + 1) - 5, 0
        for day in today.wallets:
            below, total = total, total + day.hours[hour]
            if total > below:
                pen.box((left, _y(total, full), right, _y(below, full)), _colour(day), radius=0)
        if total:
            pen.text(((left + right) // 2, _y(total, full) - 19), texts.number(total), 18, anchor="mm")


def _highest(today: Today) -> int:
    return max((sum(hour) for hour in zip(*(day.hours for day in today.wallets), strict=True)), default=0)


def _step(highest: int) -> int:
    """The distance between lines: 1, 2 or 5 times a power of ten, with room for a figure above the highest bar."""
    needed, size = max(highest * 11 // 10, 1), 1
    while True:
        for step in (size, 2 * size, 5 * size):
            if step * _LINES >= needed:
                return step
        size *= 10


def _x(hour: int) -> int:
    return LEFT + (RIGHT - LEFT) * hour // _HOURS


def _y(count: int, full: int) -> int:
    return BOTTOM - (BOTTOM - TOP) * count // full


def _colour(day: WalletDay) -> str:
    return COLOURS.get(day.wallet, OTHER)


def _name(day: WalletDay) -> str:
    return WALLETS[day.wallet].name if day.wallet in WALLETS else day.wallet
