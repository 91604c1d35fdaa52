"""The last digits of accounts: whose they are, and where they stand behind stars."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from random import Random

import pytest
from PIL import Image, ImageDraw

from bot.dev.simulators.receipt_picture import ReceiptFacts, draw_receipt
from bot.domain.wallet import WALLETS
from bot.ocr import account_digits
from bot.ocr.crop import normalized
from bot.ocr.page import TextLine
from tests.ocr.conftest import Read
from tests.ocr.drawing import Facts, draw
from tests.ocr.looks import families, font, look_for
from tests.ocr.samples import facts_for
from tests.ocr.spoiling import by_telegram
from tests.ocr.test_parsing import page


def texts(found: Iterator[TextLine]) -> list[str]:
    return [line.text for line in found]


def drawn(text: str, family: str = "Noto Sans Myanmar") -> Image.Image:
    picture = Image.new("RGB", (600, 60), "white")
    ImageDraw.Draw(picture).text((20, 15), text, font=font(family, 24), fill="#1b1f24")
    return normalized(picture)


def test_accounts_are_told_apart_by_their_labels() -> None:
    lines = page("From KKKK5678", "Transfer To Mg Mg (KKK1234)", "KKK9999", "Total KKK1111")
    assert texts(account_digits.labelled_accounts(account_digits.RECIPIENT, lines)) == ["Transfer To Mg Mg (KKK1234)"]
    assert texts(account_digits.labelled_accounts(account_digits.PAYER, lines)) == ["From KKKK5678"]


def test_an_account_may_stand_below_its_label_but_not_another_ones() -> None:
    assert texts(account_digits.labelled_accounts(account_digits.RECIPIENT, page("To", "09444595698"))) == [
        "09444595698"
    ]
    assert texts(account_digits.labelled_accounts(account_digits.RECIPIENT, page("To", "From KKK5678"))) == []


@pytest.mark.parametrize(
    ("text", "family"),
    [
        *(("Mg Mg (******5698)", family) for family in families()),
        *(("*******698", family) for family in families()),
        ("xxxx5698", "Noto Sans Myanmar"),
        ("\u2022\u2022\u2022\u20225698", "Noto Sans Myanmar"),
    ],
)
def test_the_digits_behind_stars_are_found_in_every_font(text: str, family: str) -> None:
    line = drawn(text, family)
    place = account_digits.digits_after_mask(account_digits.glyphs(line))
    assert place
    assert len(account_digits.glyphs(line.crop(place))) == sum(map(str.isdecimal, text))


@pytest.mark.parametrize("text", ["09444595698", "5698", "* 5698", "******56", "******56987", "******", "Aung Ko", ""])
def test_what_has_no_such_end_has_no_place(text: str) -> None:
    assert account_digits.digits_after_mask(account_digits.glyphs(drawn(text))) is None


@pytest.mark.parametrize("family", families())
@pytest.mark.parametrize("text", ["Mg Mg (******5698)", "*******698"])
def test_a_row_of_stars_is_an_accounts_in_every_font(text: str, family: str) -> None:
    assert account_digits.ends_masked(account_digits.glyphs(drawn(text, family)))


@pytest.mark.parametrize(
    "text",
    ["09444595698", "accs 1234", "once more 1234", "No. 1234", "** 1234", "10,000", "2026 ... 1234", "ဝဝဝဝ 1234", ""],
)
def test_digits_behind_anything_else_are_none_without_their_label(text: str) -> None:
    assert not account_digits.ends_masked(account_digits.glyphs(drawn(text)))


def receipt(wallet: str, *, order: tuple[str, ...], words: dict[str, str]) -> tuple[Facts, bytes]:
    rng = Random("labels")
    paid, shown = facts_for(wallet, rng), look_for(wallet, rng, burmese=True)
    labels = "Noto Sans Myanmar"
    shown = replace(shown, words={**shown.words, **words}, labels=labels, family=labels, screen=(1080, 1920))
    shown = replace(shown, order=order, head="plain", stacked=False, dark=False, amount_format="{:,} Ks")
    return paid, by_telegram(draw(paid, shown))


@pytest.mark.ocr
@pytest.mark.raqm
@pytest.mark.parametrize("wallet", WALLETS)
def test_under_burmese_labels_the_only_account_is_the_recipients(read: Read, wallet: str) -> None:
    paid, picture = receipt(wallet, order=("number", "time", "to", "amount"), words={})
    reading = read(picture)
    assert (reading.recipient_suffix, reading.payer_suffix) == (paid.recipient[-4:], None)


@pytest.mark.ocr
@pytest.mark.raqm
def test_under_burmese_labels_nobody_knows_which_of_two_accounts_is_whose(read: Read) -> None:
    _, picture = receipt("wavepay", order=("number", "time", "from", "to", "amount"), words={})
    reading = read(picture)
    assert (reading.recipient_suffix, reading.payer_suffix) == (None, None)


@pytest.mark.ocr
@pytest.mark.raqm
def test_where_labels_can_be_read_one_that_is_not_known_is_nobodys(read: Read) -> None:
    words = {"to": "My account", "number": "Transaction No."}
    paid, picture = receipt("kbzpay_manual", order=("number", "time", "to", "amount"), words=words)
    reading = read(picture)
    assert (reading.number, reading.recipient_suffix) == (paid.number, None)


def test_what_hangs_down_from_the_line_above_is_no_part_of_a_star() -> None:
    line = drawn("*******5698")
    place, stars = account_digits.digits_after_mask(account_digits.glyphs(line)), account_digits.glyphs(line)[:2]
    ImageDraw.Draw(line).rectangle((stars[0].left, 0, stars[1].right - 1, stars[0].top - 4), fill=0)
    assert len(account_digits.glyphs(line)) == 10, "two are one now"
    assert account_digits.ends_masked(account_digits.glyphs(line))
    assert account_digits.digits_after_mask(account_digits.glyphs(line)) == place


@pytest.mark.ocr
@pytest.mark.parametrize("burmese", [False, pytest.param(True, marks=pytest.mark.raqm)])
@pytest.mark.parametrize("tail", ["5698", "1234", "0077", "6446"])
def test_the_recipient_on_the_sandboxs_own_receipt_is_read(read: Read, tail: str, burmese: bool) -> None:
    paid = ReceiptFacts(
        wallet="KBZPay",
        transaction_number="01003246080588218368",
        amount=10_000,
        number=f"0944459{tail}",
        at=1_790_000_000_000,
        burmese=burmese,
    )
    picture = by_telegram(Image.open(BytesIO(draw_receipt(paid))).convert("RGB"))
    assert read(picture).recipient_suffix == tail
