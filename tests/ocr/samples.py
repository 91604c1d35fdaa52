"""Receipts with their truth, the same for the same seed: normal ones, hard ones, and those that must not be read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random

from PIL import Image, ImageDraw

from bot.domain.wallet import KBZPAY, WAVEPAY
from bot.ocr.result import ReadOutcome
from tests.ocr import spoiling
from tests.ocr.drawing import Facts, draw
from tests.ocr.looks import Look, font, look_for
from tests.ocr.spoiling import by_telegram

NAMES = ("Mg Mg", "U Kyaw Zin", "Daw Hla Hla", "Aung Ko", "Su Su Lwin", "Ko Thet Naing Oo")
AMOUNTS = (1000, 3500, 5000, 10_000, 12_345, 30_000, 50_000, 88_888, 100_000, 250_000, 1_000_000)
FIRST, SPAN = 1_735_700_000_000, 2 * 365 * 86_400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A picture as it comes out of Telegram. `facts` is None where no number may be read, and `outcome` what is then
    said of it, where that is one thing."""

    name: str
    picture: bytes
    facts: Facts | None = None
    outcome: ReadOutcome | None = None


def facts_for(wallet: str, rng: Random) -> Facts:
    """A payment by somebody."""
    if wallet == KBZPAY.type:
        number = "0100" + "".join(rng.choices("0123456789", k=16))
    else:
        number = rng.choice("123456789") + "".join(rng.choices("0123456789", k=rng.choice((9, 9, 10))))
    return Facts(
        wallet=wallet,
        number=number,
        amount=rng.choice(AMOUNTS),
        at=FIRST + rng.randrange(SPAN) // 1000 * 1000,
        recipient="09" + "".join(rng.choices("0123456789", k=9)),
        recipient_name=rng.choice(NAMES),
        payer="09" + "".join(rng.choices("0123456789", k=9)),
    )


def _case(seed: str) -> tuple[Facts, Look, Random]:
    rng = Random(seed)
    wallet = rng.choice((KBZPAY.type, WAVEPAY.type))
    return facts_for(wallet, rng), look_for(wallet, rng), rng


def normal(seed: int, count: int) -> Iterator[Sample]:
    """Screenshots as most players send them."""
    for index in range(count):
        facts, look, _ = _case(f"normal-{seed}-{index}")
        yield Sample(name=f"normal-{seed}-{index}", picture=by_telegram(draw(facts, look)), facts=facts)


def hard(seed: int, count: int) -> Iterator[Sample]:
    """Screenshots to which something has happened, each kind in its turn."""
    kinds = list(HARD)
    for index in range(count):
        kind = kinds[index % len(kinds)]
        facts, look, rng = _case(f"hard-{seed}-{index}")
        yield Sample(name=f"{kind}-{seed}-{index}", picture=HARD[kind](draw(facts, look), rng), facts=facts)


def _moire(picture: Image.Image, rng: Random) -> bytes:
    return by_telegram(spoiling.off_a_screen(picture, rng), 80)


HARD: dict[str, Callable[[Image.Image, Random], bytes]] = {
    "blurred": lambda picture, rng: by_telegram(spoiling.blurred(picture, rng)),
    "quality-25": lambda picture, _: by_telegram(picture, 25),
    "watermarked": lambda picture, rng: by_telegram(spoiling.watermarked(picture, rng)),
    "off-a-screen": _moire,
    "cropped": lambda picture, rng: by_telegram(spoiling.cropped(picture, rng)),
}


def traps(seed: int, count: int) -> Iterator[Sample]:
    """Pictures on which no number may be read, each kind in its turn."""
    kinds = list(TRAPS)
    for index in range(count):
        kind = kinds[index % len(kinds)]
        rng = Random(f"trap-{seed}-{index}")
        picture, outcome = TRAPS[kind](rng)
        yield Sample(name=f"{kind}-{seed}-{index}", picture=by_telegram(picture), outcome=outcome)


def _burmese_digits(rng: Random) -> tuple[Image.Image, ReadOutcome | None]:
    wallet = rng.choice((KBZPAY.type, WAVEPAY.type))
    look = replace(look_for(wallet, rng), digits="burmese")
    return draw(facts_for(wallet, rng), look), None


def _of_another_wallet(rng: Random) -> tuple[Image.Image, ReadOutcome | None]:
    wallet = rng.choice((KBZPAY.type, WAVEPAY.type))
    look = look_for(wallet, rng, burmese=False)
    other = rng.choice(("AYA Pay", "CB Pay", "OnePay", "True Money", "Citizens Pay"))
    words = {**look.words, "name": other, "thanks": f"Thank you for using {other}"}
    look = replace(look, words=words, head="plain", dark=False)
    return draw(facts_for(wallet, rng), look), ReadOutcome.OTHER_WALLET


def _cut_through(rng: Random) -> tuple[Image.Image, ReadOutcome | None]:
    """The number runs over the edge of the picture: what is left would still fit the wallet's rule."""
    look = replace(look_for(KBZPAY.type, rng), stacked=rng.random() < 0.5, group=0)
    picture = draw(facts_for(KBZPAY.type, rng), look)
    share = 0.38 if look.stacked else 0.9
    return picture.crop((0, 0, round(picture.width * share), picture.height)), None


def _no_receipt(rng: Random) -> tuple[Image.Image, ReadOutcome | None]:
    """A page of somebody's words and prices."""
    picture = Image.new("RGB", (720, 1280), "white")
    pen = ImageDraw.Draw(picture)
    for row in range(20):
        words = rng.choice(("Hello, are you there?", "See you at six", "The rain is heavy today", "Rice and beans"))
        pen.text((40, 60 + 58 * row), words, font=font("Noto Sans Myanmar", 26), fill="#222222")
    return picture, ReadOutcome.NO_RECEIPT


TRAPS: dict[str, Callable[[Random], tuple[Image.Image, ReadOutcome | None]]] = {
    "burmese-digits": _burmese_digits,
    "other-wallet": _of_another_wallet,
    "cut-through": _cut_through,
    "no-receipt": _no_receipt,
}
