"""Receipts with their truth, the same for the same seed: normal ones, hard ones, and those that must not be read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from PIL import Image

from bot.domain.wallet import KBZPAY, WAVEPAY
from bot.receipts.reading import Outcome
from tests.receipts import spoiling
from tests.receipts.drawing import Facts, draw
from tests.receipts.looks import Look, look_for
from tests.receipts.spoiling import by_telegram

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
    outcome: Outcome | None = None


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
