"""How a drawn receipt looks: which wallet's words, which font, screen and colours, in which order things stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from PIL import ImageFont

from bot.pictures.fonts import FONTS, raqm_available

SCREENS = ((720, 1280), (720, 1600), (1080, 1920), (1080, 2340), (1080, 2400), (828, 1792), (1170, 2532), (1440, 3200))
_SYSTEM = Path("/usr/share/fonts/truetype")
_FAMILIES = {
    "Noto Sans Myanmar": (FONTS / "NotoSansMyanmar-Regular.ttf", FONTS / "NotoSansMyanmar-Bold.ttf"),
    "DejaVu Sans": (_SYSTEM / "dejavu/DejaVuSans.ttf", _SYSTEM / "dejavu/DejaVuSans-Bold.ttf"),
    "Liberation Sans": (
        _SYSTEM / "liberation/LiberationSans-Regular.ttf",
        _SYSTEM / "liberation/LiberationSans-Bold.ttf",
    ),
}
_BUILT_IN = "Aileron"
"""Comes inside Pillow itself, in one weight."""


@cache
def families() -> tuple[str, ...]:
    """The fonts that are here: two always, and those of the system if it has them."""
    return _BUILT_IN, *(name for name, (plain, _) in _FAMILIES.items() if plain.exists())


@cache
def font(family: str, size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """`family` at `size` pixels."""
    if family == _BUILT_IN:
        built_in = ImageFont.load_default(size)
        assert isinstance(built_in, ImageFont.FreeTypeFont)
        return built_in
    layout = ImageFont.Layout.RAQM if raqm_available() else ImageFont.Layout.BASIC
    return ImageFont.truetype(_FAMILIES[family][bold], size, layout_engine=layout)


ENGLISH_KBZPAY = {
    "name": "KBZPay",
    "done": "Payment Successful",
    "time": "Transaction Time",
    "number": "Transaction No.",
    "type": "Transaction Type",
    "transfer": "Transfer",
    "to": "Transfer To",
    "amount": "Amount",
    "notes": "Notes",
    "thanks": "Thank you for using KBZPay!",
}
BURMESE_KBZPAY = {
    "name": "KBZPay",
    "done": "ငွေလွှဲခြင်း အောင်မြင်ပါသည်",
    "time": "လုပ်ဆောင်သည့်အချိန်",
    "number": "လုပ်ဆောင်မှုအမှတ်",
    "type": "လုပ်ဆောင်မှုအမျိုးအစား",
    "transfer": "ငွေလွှဲ",
    "to": "ငွေလွှဲလက်ခံသူ",
    "amount": "ငွေပမာဏ",
    "notes": "မှတ်ချက်",
    "thanks": "KBZPay ကို အသုံးပြုသည့်အတွက် ကျေးဇူးတင်ပါသည်",
}
ENGLISH_WAVEPAY = {
    "name": "WavePay",
    "done": "Successful!",
    "time": "Date & Time",
    "number": "Transaction ID",
    "type": "Type",
    "transfer": "Send Money",
    "from": "From",
    "to": "To",
    "amount": "Amount",
    "fee": "Fee",
    "thanks": "Thank you for using Wave Money",
}
BURMESE_WAVEPAY = {
    "name": "WavePay",
    "done": "အောင်မြင်ပါသည်",
    "time": "ရက်စွဲနှင့် အချိန်",
    "number": "လုပ်ငန်းစဉ်နံပါတ်",
    "type": "အမျိုးအစား",
    "transfer": "ငွေလွှဲ",
    "from": "ပေးပို့သူ",
    "to": "လက်ခံသူ",
    "amount": "ငွေပမာဏ",
    "fee": "ဝန်ဆောင်ခ",
    "thanks": "Wave Money ကို အသုံးပြုသည့်အတွက် ကျေးဇူးတင်ပါသည်",
}
_WORDS = {("kbzpay_manual", False): ENGLISH_KBZPAY, ("kbzpay_manual", True): BURMESE_KBZPAY}
_WORDS |= {("wavepay", False): ENGLISH_WAVEPAY, ("wavepay", True): BURMESE_WAVEPAY}
ORDERS = {
    "kbzpay_manual": (
        ("time", "number", "type", "to", "amount", "notes"),
        ("number", "time", "to", "amount", "notes"),
        ("type", "to", "time", "number", "amount"),
    ),
    "wavepay": (
        ("number", "time", "from", "to", "amount", "fee"),
        ("to", "amount", "time", "number"),
        ("amount", "fee", "from", "to", "number", "time"),
    ),
}
ACCENTS = {"kbzpay_manual": ("#0056a8", "#1d6fd1", "#0b3f86"), "wavepay": ("#ffd400", "#f2b705", "#1c50a1")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Everything about a receipt but what it says. `group` digits stand together in the number; 0: all of them."""

    words: Mapping[str, str]
    family: str
    labels: str
    screen: tuple[int, int]
    dark: bool
    accent: str
    stacked: bool
    order: tuple[str, ...]
    group: int
    time_format: str
    amount_format: str
    head: str
    digits: str = "latin"


_TIMES = ("%d/%m/%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%d %b %Y, %I:%M %p", "%d-%m-%Y %H:%M", "%b %d, %Y %I:%M:%S %p")
_AMOUNTS = ("-{:,}.00 Ks", "{:,} Ks", "{:,}.00 Ks", "-{:,}.00 (Ks)", "{:,} MMK", "Ks {:,}")
_IN_BURMESE = ("{:,} ကျပ်", "-{:,}.00 Ks", "{:,} Ks")


def look_for(wallet: str, rng: Random, *, burmese: bool | None = None) -> Look:
    """One of the many ways in which `wallet` shows a payment on somebody's phone."""
    in_burmese = rng.random() < 0.4 if burmese is None else burmese
    in_burmese = in_burmese and raqm_available()
    family = rng.choice(families())
    return Look(
        words=_WORDS[wallet, in_burmese],
        family=family,
        labels="Noto Sans Myanmar" if in_burmese else family,
        screen=rng.choice(SCREENS),
        dark=rng.random() < 0.3,
        accent=rng.choice(ACCENTS[wallet]),
        stacked=rng.random() < 0.3,
        order=rng.choice(ORDERS[wallet]),
        group=rng.choice((0, 4)) if wallet == "kbzpay_manual" else rng.choice((0, 0, 4)),
        time_format=rng.choice(_TIMES),
        amount_format=rng.choice(_IN_BURMESE if in_burmese else _AMOUNTS),
        head=rng.choice(("band", "tick", "plain")),
    )
