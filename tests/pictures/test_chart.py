"""The chart of a day: whole and readable in both languages, whatever the day brought."""

import os
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFont

from bot.domain.player import Language
from bot.domain.report import Sum, Today, WalletDay
from bot.i18n import LOCALES, Translator
from bot.pictures.chart import BOTTOM, COLOURS, LEFT, OTHER, RIGHT, SIZE, TOP, _step, draw_today, span
from bot.pictures.fonts import FONTS
from bot.pictures.how_to import BACK

HOUR = 3_600_000
START = 1_767_202_200_000
BUSY = (0, 0, 1, 0, 0, 2, 5, 9, 14, 18, 22, 17, 25, 31, 12, 20, *[0] * 8)
languages = [pytest.param(each, marks=pytest.mark.raqm if each is Language.MY else ()) for each in Language]


def _day(wallet: str, hours: tuple[int, ...], amount: int) -> WalletDay:
    return WalletDay(wallet=wallet, credited=Sum(count=sum(hours), amount=amount), hours=hours)


def _today(*wallets: WalletDay) -> Today:
    return Today(
        start=START,
        now=START + 16 * HOUR,
        begun={},
        wallets=wallets,
        median_ms=197_000,
        by_hand=Sum(),
        reversed=Sum(),
        paid_out=Sum(),
        waiting=4,
        oldest_claim=START + 15 * HOUR,
    )


EMPTY = replace(
    _today(_day("kbzpay_manual", (0,) * 24, 0), _day("wavepay", (0,) * 24, 0)),
    median_ms=None,
    waiting=0,
    oldest_claim=0,
)
FULL = _today(_day("kbzpay_manual", BUSY, 12_345_000), _day("wavepay", BUSY[::-1], 3_450_500))
HUGE = _today(
    _day("kbzpay_manual", tuple(97 * each for each in BUSY), 9_912_345_000),
    _day("wavepay", tuple(43 * each for each in BUSY), 8_823_450_500),
)


def _drawn(today: Today, language: Language) -> Image.Image:
    png = draw_today(today, Translator(language, strict=True))
    assert png is not None
    return Image.open(BytesIO(png)).convert("RGB")


def _colours(picture: Image.Image, box: tuple[int, int, int, int]) -> set[str]:
    counted = picture.crop(box).getcolors(1 << 24) or []
    return {f"#{red:02x}{green:02x}{blue:02x}" for _, (red, green, blue) in counted}  # type: ignore[misc]


@pytest.mark.parametrize(
    ("today", "language"),
    [
        pytest.param(*case, marks=pytest.mark.raqm if case[1] is Language.MY else ())
        for case in product((EMPTY, FULL, HUGE), Language)
    ],
)
def test_the_chart_keeps_within_its_margins(today: Today, language: Language) -> None:
    picture = _drawn(today, language)
    width, height = SIZE
    assert picture.size == SIZE
    for margin in (
        (0, 0, width, 24),
        (0, height - 36, width, height),
        (0, 0, 36, height),
        (width - 36, 0, width, height),
    ):
        assert _colours(picture, margin) == {BACK}


@pytest.mark.parametrize("language", languages)
def test_a_bar_is_as_high_as_its_count_and_its_wallets_stand_on_each_other(language: Language) -> None:
    picture = _drawn(_today(_day("kbzpay_manual", (4, *[0] * 23), 1), _day("wavepay", (6, *[0] * 23), 1)), language)
    step = _step(10)
    middle = LEFT + (RIGHT - LEFT) // 48
    per_deposit = (BOTTOM - TOP) / (5 * step)
    column = [picture.getpixel((middle, y)) for y in range(TOP, BOTTOM)]
    near = {name: sum(_is_near(pixel, COLOURS[name]) for pixel in column) for name in COLOURS}
    assert near["kbzpay_manual"] == pytest.approx(4 * per_deposit, abs=3)
    assert near["wavepay"] == pytest.approx(6 * per_deposit, abs=3)
    lowest = max(place for place, pixel in enumerate(column) if _is_near(pixel, COLOURS["wavepay"]))
    assert lowest < min(place for place, pixel in enumerate(column) if _is_near(pixel, COLOURS["kbzpay_manual"]))


def _is_near(pixel: object, colour: str) -> bool:
    wanted = tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))
    assert isinstance(pixel, tuple)
    return all(abs(have - want) < 16 for have, want in zip(pixel, wanted, strict=True))


def test_an_hour_without_deposits_has_no_bar() -> None:
    picture = _drawn(_today(_day("kbzpay_manual", (5, *[0] * 23), 1)), Language.EN)
    field = picture.crop((LEFT + (RIGHT - LEFT) // 24 + 6, TOP, RIGHT, BOTTOM - 3))
    assert not any(_is_near(colour, COLOURS["kbzpay_manual"]) for _, colour in field.getcolors(1 << 24) or [])


def test_a_wallet_that_is_no_longer_known_is_drawn_all_the_same() -> None:
    picture = _drawn(_today(_day("gone_wallet", BUSY, 1)), Language.EN)
    assert any(_is_near(colour, OTHER) for _, colour in picture.getcolors(1 << 24) or [])


def test_a_day_without_any_wallet_is_drawn() -> None:
    assert _drawn(_today(), Language.EN).size == SIZE


@given(st.integers(min_value=0, max_value=10**9))
def test_the_lines_hold_every_count_with_room_above_and_are_round(highest: int) -> None:
    step = _step(highest)
    assert 5 * step > highest or highest == 0
    assert str(step).strip("0") in {"1", "2", "5"}
    assert step == 1 or 5 * step <= 4 * max(highest, 1) + 5


@pytest.mark.parametrize(
    ("ms", "text"),
    [
        (0, "0 s"),
        (59_999, "59 s"),
        (60_000, "1 min"),
        (3_599_999, "59 min"),
        (3_600_000, "1 h 0 min"),
        (100_000_000, "27 h 46 min"),
    ],
)
def test_a_span_is_told_in_its_two_largest_units_at_most(ms: int, text: str) -> None:
    assert span(ms, Translator(Language.EN, strict=True)) == text


@pytest.mark.parametrize("bold", [False, True])
def test_the_font_has_every_letter_of_the_chart(bold: bool) -> None:
    style = ImageFont.truetype(FONTS / f"NotoSansMyanmar-{'Bold' if bold else 'Regular'}.ttf", 40)
    nothing = bytes(style.getmask("\U0010ffff"))
    letters = set("".join(path.read_text(encoding="utf-8") for path in LOCALES.glob("*/chart.ftl"))) - {"\n"}
    assert not {letter for letter in letters if bytes(style.getmask(letter)) == nothing}


@pytest.mark.process
def test_without_fribidi_the_burmese_chart_is_not_drawn_and_the_english_one_is(tmp_path: Path) -> None:
    """A file that is no library stands in the way of the real one, as on a machine that lacks it."""
    (tmp_path / "libfribidi.so.0").write_bytes(b"no library")
    script = (
        "from bot.domain.player import Language\n"
        "from bot.domain.report import Sum, Today\n"
        "from bot.i18n import Translator\n"
        "from bot.pictures.chart import draw_today\n"
        "day = Today(start=0, now=1, begun={}, wallets=(), median_ms=None, by_hand=Sum(), reversed=Sum(),\n"
        "    paid_out=Sum(), waiting=0, oldest_claim=0)\n"
        "assert draw_today(day, Translator(Language.MY)) is None\n"
        "assert draw_today(day, Translator(Language.EN))\n"
    )
    environment = {**os.environ, "LD_LIBRARY_PATH": str(tmp_path)}
    subprocess.run(
        [sys.executable, "-c", script], cwd=Path(__file__).parents[2], env=environment, check=True, timeout=60
    )
