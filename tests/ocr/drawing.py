"""Draws what a wallet app shows after a payment, as it fills a phone's screen: plain looks, no trademark."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from PIL import Image, ImageDraw, ImageFont

from bot.domain.digits import myanmar_digits
from tests.ocr.looks import Look, font

YANGON = timezone(timedelta(hours=6, minutes=30))
WIDTH = 360
"""A screen's width in the points that apps are laid out in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a receipt says. `at` in epoch milliseconds; phones in full, as the app knows them."""

    wallet: str
    number: str
    amount: int
    at: int
    recipient: str
    recipient_name: str
    payer: str


@dataclass(frozen=True, slots=True)
class Palette:
    paper: str
    ink: str
    faint: str
    line: str


LIGHT = Palette("#ffffff", "#1b1f24", "#6d7580", "#e3e6ea")
DARK = Palette("#14171a", "#f1f3f5", "#9aa3ad", "#2c3238")


def grouped(text: str, size: int) -> str:
    """`text` in groups of `size`, or as it is."""
    return " ".join(text[start : start + size] for start in range(0, len(text), size)) if size else text


def shown_values(facts: Facts, look: Look) -> dict[str, str]:
    """Each row's value, in the digits of the look."""
    at = datetime.fromtimestamp(facts.at / 1000, tz=UTC).astimezone(YANGON)
    tail = f"******{facts.recipient[-4:]}"
    values = {
        "number": grouped(facts.number, look.group),
        "time": at.strftime(look.time_format),
        "amount": look.amount_format.format(facts.amount),
        "to": f"{facts.recipient_name} ({tail})" if facts.wallet == "kbzpay_manual" else facts.recipient,
        "from": f"*******{facts.payer[-4:]}",
        "type": look.words["transfer"],
        "notes": "-",
        "fee": "0 Ks",
    }
    return values if look.digits == "latin" else {row: myanmar_digits(value) for row, value in values.items()}


def draw(facts: Facts, look: Look) -> Image.Image:
    """The screenshot."""
    return _Sheet(look).draw(facts)


class _Sheet:
    def __init__(self, look: Look) -> None:
        self.look = look
        self.colours = DARK if look.dark else LIGHT
        self.scale = look.screen[0] / WIDTH
        self.picture = Image.new("RGB", look.screen, self.colours.paper)
        self.pen = ImageDraw.Draw(self.picture)

    def px(self, points: float) -> int:
        return round(points * self.scale)

    def draw(self, facts: Facts) -> Image.Image:
        values = shown_values(facts, self.look)
        self._status_bar()
        y = self._head(values)
        rows = [(self.look.words[row], values[row]) for row in self.look.order]
        for label, value in rows:
            y = self._stacked(y, label, value) if self.look.stacked else self._row(y, label, value)
        self._button(y + 24)
        return self.picture

    def _status_bar(self) -> None:
        self.pen.text((self.px(14), self.px(8)), "10:42", font=font(self.look.family, self.px(12)), fill=self._ink())
        right = self.px(WIDTH - 14)
        self.pen.text(
            (right, self.px(8)), "83%", font=font(self.look.family, self.px(12)), fill=self._ink(), anchor="ra"
        )

    def _ink(self) -> str:
        return self.colours.ink

    def _head(self, values: dict[str, str]) -> int:
        """What stands above the rows; where they begin, in points."""
        look, middle = self.look, self.px(WIDTH / 2)
        if look.head == "band":
            self.pen.rectangle((0, self.px(28), self.picture.width, self.px(84)), fill=look.accent)
            light = look.accent in {"#ffd400", "#f2b705"}
            fill = "#1b1f24" if light else "#ffffff"
            self.pen.text((middle, self.px(56)), look.words["name"], font=self._bold(20), fill=fill, anchor="mm")
            top = 104
        elif look.head == "tick":
            self._tick(middle, self.px(76))
            top = 116
        else:
            style = font(look.labels, self.px(14))
            self.pen.text((middle, self.px(60)), look.words["thanks"], font=style, fill=self.colours.faint, anchor="mm")
            top = 88
        done = font(look.labels, self.px(16))
        self.pen.text((middle, self.px(top + 8)), look.words["done"], font=done, fill="#1f9d61", anchor="mm")
        self._sum(middle, self.px(top + 44), values["amount"])
        return top + 84

    def _sum(self, x: int, y: int, text: str) -> None:
        family = self.look.family if text.isascii() else "Noto Sans Myanmar"
        self.pen.text((x, y), text, font=font(family, self.px(26), bold=True), fill=self._ink(), anchor="mm")

    def _bold(self, size: int) -> ImageFont.FreeTypeFont:
        return font(self.look.family, self.px(size), bold=True)

    def _tick(self, x: int, y: int) -> None:
        r, s = self.px(26), self.px(1)
        self.pen.ellipse((x - r, y - r, x + r, y + r), fill=self.look.accent)
        points = [(x - 11 * s, y), (x - 3 * s, y + 9 * s), (x + 12 * s, y - 9 * s)]
        self.pen.line(points, fill="#ffffff", width=4 * s, joint="curve")

    def _value(self, text: str, size: int) -> ImageFont.FreeTypeFont:
        """The font of a value: one with Burmese letters where it has any."""
        return font(self.look.family if text.isascii() else "Noto Sans Myanmar", self.px(size))

    def _row(self, y: int, label: str, value: str) -> int:
        left, right = self.px(20), self.px(WIDTH - 20)
        style = font(self.look.labels, self.px(13))
        self.pen.text((left, self.px(y + 14)), label, font=style, fill=self.colours.faint, anchor="ls")
        room = self.px(WIDTH - 44) - style.getlength(label)
        fitting = (size for size in (14, 13, 12, 11, 10) if self._value(value, size).getlength(value) < room)
        style = self._value(value, next(fitting, 10))
        self.pen.text((right, self.px(y + 14)), value, font=style, fill=self._ink(), anchor="rs")
        self.pen.line((left, self.px(y + 30), right, self.px(y + 30)), fill=self.colours.line, width=self.px(1))
        return y + 42

    def _stacked(self, y: int, label: str, value: str) -> int:
        left = self.px(20)
        style = font(self.look.labels, self.px(12))
        self.pen.text((left, self.px(y + 12)), label, font=style, fill=self.colours.faint, anchor="ls")
        self.pen.text((left, self.px(y + 36)), value, font=self._value(value, 15), fill=self._ink(), anchor="ls")
        self.pen.line((left, self.px(y + 46), self.px(WIDTH - 20), self.px(y + 46)), fill=self.colours.line)
        return y + 58

    def _button(self, y: int) -> None:
        box = (self.px(20), self.px(y), self.px(WIDTH - 20), self.px(y + 42))
        self.pen.rounded_rectangle(box, self.px(8), outline=self.look.accent, width=self.px(1))
        self.pen.text((self.px(WIDTH / 2), self.px(y + 21)), "OK", font=self._bold(15), fill=self._ink(), anchor="mm")
