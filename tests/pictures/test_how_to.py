"""The pictures that show how to pay: whole, readable, in both languages, and never in badly drawn Burmese."""

import os
import subprocess
import sys
from io import BytesIO
from itertools import product
from pathlib import Path
from string import ascii_letters, digits

import pytest
from PIL import Image, ImageFont

from bot.domain.player import Language
from bot.domain.wallet import WALLETS, Wallet
from bot.i18n import LOCALES, Translator
from bot.pictures.fonts import FONTS, font, lines_of
from bot.pictures.how_to import BACK, EXAMPLES, SIZE, draw_how_to, how_to, steps

ROOT = Path(__file__).parents[2]
CASES = list(product(WALLETS.values(), Language, (False, True)))
IDS = [f"{wallet.name}-{language}-{'read' if can_read else 'typed'}" for wallet, language, can_read in CASES]
drawable = [
    pytest.param(*case, id=name, marks=pytest.mark.raqm if case[1] is Language.MY else ())
    for case, name in zip(CASES, IDS, strict=True)
]


@pytest.mark.parametrize(("wallet", "language", "can_read"), drawable)
def test_every_text_of_a_how_to_picture_is_there_and_within_its_margins(
    wallet: Wallet, language: Language, can_read: bool
) -> None:
    content = draw_how_to(wallet, Translator(language, strict=True), can_read=can_read)
    picture = Image.open(BytesIO(content)).convert("RGB")
    assert picture.size == SIZE
    width, height = SIZE
    margins = [(0, 0, width, 20), (0, height - 12, width, height), (0, 0, 20, height), (width - 20, 0, width, height)]
    ground = Image.new("RGB", (1, 1), BACK).getpixel((0, 0))
    for margin in margins:
        assert picture.crop(margin).getcolors() == [((margin[2] - margin[0]) * (margin[3] - margin[1]), ground)]


@pytest.mark.parametrize(("wallet", "language", "can_read"), drawable)
def test_a_step_takes_at_most_two_lines(wallet: Wallet, language: Language, can_read: bool) -> None:
    texts = Translator(language, strict=True)
    span = texts.span(wallet.number_low, wallet.number_high)
    for step in steps(can_read=can_read):
        text = texts.plain(f"how-to-{step}", wallet=wallet.name, type=wallet.type, span=span)
        assert len(lines_of(text, SIZE[0] - 180, font(28))) <= 2


@pytest.mark.parametrize(("wallet", "language", "can_read"), drawable)
def test_a_how_to_picture_is_drawn_once(wallet: Wallet, language: Language, can_read: bool) -> None:
    drawn = how_to(wallet, language, can_read=can_read)
    assert drawn is not None
    assert drawn is how_to(wallet, language, can_read=can_read)
    assert drawn != how_to(wallet, language, can_read=not can_read)


@pytest.mark.parametrize("wallet", WALLETS.values(), ids=WALLETS.keys())
def test_the_example_is_a_number_that_the_wallet_may_print(wallet: Wallet) -> None:
    number = EXAMPLES[wallet.type].replace(" ", "")
    assert number.isdecimal()
    assert wallet.number_low <= len(number) <= wallet.number_high


@pytest.mark.process
def test_without_fribidi_burmese_is_not_drawn_and_english_is(tmp_path: Path) -> None:
    """A file that is no library stands in the way of the real one, as on a machine that lacks it."""
    (tmp_path / "libfribidi.so.0").write_bytes(b"no library")
    script = (
        "from bot.domain.player import Language\n"
        "from bot.domain.wallet import KBZPAY\n"
        "from bot.pictures.how_to import how_to\n"
        "from bot.pictures.fonts import raqm_available\n"
        "assert not raqm_available()\n"
        "assert how_to(KBZPAY, Language.MY) is None\n"
        "assert how_to(KBZPAY, Language.EN)\n"
    )
    environment = {**os.environ, "LD_LIBRARY_PATH": str(tmp_path)}
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=environment, check=True, timeout=60)


@pytest.mark.raqm
@pytest.mark.parametrize(("whole", "part"), [("က္က", "က"), ("မ္မ", "မ")])
def test_stacked_burmese_letters_stand_below_each_other(whole: str, part: str) -> None:
    assert font(40).getlength(whole) == font(40).getlength(part)


@pytest.mark.raqm
@pytest.mark.parametrize("text", ["ကေ", "ကြ", "ငွေလွှဲပြေစာ"])
def test_shaped_burmese_is_not_what_the_basic_layout_draws(text: str) -> None:
    basic = ImageFont.truetype(FONTS / "NotoSansMyanmar-Regular.ttf", 40, layout_engine=ImageFont.Layout.BASIC)
    assert bytes(font(40).getmask(text)) != bytes(basic.getmask(text))


@pytest.mark.parametrize("bold", [False, True])
def test_the_font_has_every_letter_of_every_text(bold: bool) -> None:
    style = ImageFont.truetype(FONTS / f"NotoSansMyanmar-{'Bold' if bold else 'Regular'}.ttf", 40)
    nothing = bytes(style.getmask("\U0010ffff"))
    texts = "".join(path.read_text(encoding="utf-8") for path in LOCALES.glob("*/pictures.ftl"))
    letters = set(texts + ascii_letters + digits + "၀၁၂၃၄၅၆၇၈၉၊။") - {"\n"}
    assert not {letter for letter in letters if bytes(style.getmask(letter)) == nothing}


def test_a_line_breaks_at_spaces_only() -> None:
    style = font(20)
    text = "one two\u00a0three four"
    assert lines_of(text, round(style.getlength("two\u00a0three")) + 1, style) == ["one", "two\u00a0three", "four"]
    assert lines_of("", 100, style) == []
