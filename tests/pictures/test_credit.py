"""The receipt that a player gets of us: whole, in both languages, and with nothing on it that is not for everyone."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image, ImageChops

from bot.domain.deposit import Deposit, DepositStatus
from bot.domain.player import Language
from bot.i18n import Translator
from bot.pictures.credit_receipt import SIZE, draw_credit
from bot.pictures.fonts import raqm_available
from bot.pictures.how_to import BACK

DEPOSIT = Deposit(
    id="dep-7k2m9qabcd",
    player_id=1,
    label="tg-1",
    wallet="kbzpay_manual",
    status=DepositStatus.CREDITED,
    amount=10_000,
    credited_amount=10_000,
    transaction_number="01003246080588218368",
    wallet_number="09444595698",
    credited_at=1_767_225_600_000,
)
LANGUAGES = [Language.EN, pytest.param(Language.MY, marks=pytest.mark.raqm)]


def drawn(deposit: Deposit, language: Language = Language.EN) -> Image.Image:
    content = draw_credit(deposit, Translator(language, strict=True))
    assert content is not None
    return Image.open(BytesIO(content)).convert("RGB")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("amount", [1, 10_000, 1_000_000, 9_999_999_999])
def test_everything_stays_on_the_paper(language: Language, amount: int) -> None:
    picture = drawn(replace(DEPOSIT, credited_amount=amount), language)
    assert picture.size == SIZE
    width, height = SIZE
    ground = Image.new("RGB", (1, 1), BACK).getpixel((0, 0))
    for margin in [
        (0, 0, width, 40),
        (0, height - 40, width, height),
        (0, 0, 40, height),
        (width - 40, 0, width, height),
    ]:
        assert picture.crop(margin).getcolors() == [((margin[2] - margin[0]) * (margin[3] - margin[1]), ground)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "changes",
    [{"id": "dep-7k2m9qabce"}, {"credited_amount": 10_001}, {"credited_at": 1_767_225_660_000}, {"wallet": "wavepay"}],
)
def test_every_fact_stands_on_it(language: Language, changes: dict[str, object]) -> None:
    other = replace(DEPOSIT, **changes)  # type: ignore[arg-type]
    assert ImageChops.difference(drawn(DEPOSIT, language), drawn(other, language)).getbbox()


def test_numbers_that_are_not_for_everyone_do_not_stand_on_it() -> None:
    other = replace(DEPOSIT, transaction_number="1" * 20, wallet_number="09999999999", label="tg-2", amount=5)
    assert not ImageChops.difference(drawn(DEPOSIT), drawn(other)).getbbox()


@pytest.mark.raqm
def test_the_sum_stands_there_in_both_systems_of_digits() -> None:
    """The English and the Burmese one hold the same two lines, each its own first and larger."""
    sums = (88, 270, 712, 440)
    assert drawn(DEPOSIT).crop(sums).tobytes() != drawn(DEPOSIT, Language.MY).crop(sums).tobytes()
    other = replace(DEPOSIT, credited_amount=20_000)
    for language in Language:
        for line in ((88, 280, 712, 350), (88, 370, 712, 430)):
            assert drawn(DEPOSIT, language).crop(line).tobytes() != drawn(other, language).crop(line).tobytes()


def test_badly_drawn_burmese_is_never_given() -> None:
    assert (draw_credit(DEPOSIT, Translator(Language.MY, strict=True)) is not None) is raqm_available()
