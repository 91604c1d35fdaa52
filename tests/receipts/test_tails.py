"""The last digits of accounts: whose they are, and where they stand behind stars."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from bot.domain.wallet import WALLETS
from bot.receipts import tails
from bot.receipts.cutting import plain
from bot.receipts.looking import look
from bot.receipts.page import Line
from bot.sandbox.receipt import Receipt, draw_receipt
from tests.receipts.looks import families, font
from tests.receipts.spoiling import by_telegram
from tests.receipts.test_parsing import page


def texts(found: Iterator[Line]) -> list[str]:
    return [line.text for line in found]


def drawn(text: str, family: str = "Noto Sans Myanmar") -> Image.Image:
    picture = Image.new("RGB", (600, 60), "white")
    ImageDraw.Draw(picture).text((20, 15), text, font=font(family, 24), fill="#1b1f24")
    return plain(picture)


def test_accounts_are_told_apart_by_their_labels() -> None:
    lines = page("From KKKK5678", "Transfer To Mg Mg (KKK1234)", "KKK9999", "Total KKK1111")
    assert texts(tails.accounts(tails.RECIPIENT, lines)) == ["Transfer To Mg Mg (KKK1234)"]
    assert texts(tails.accounts(tails.PAYER, lines)) == ["From KKKK5678"]


def test_an_account_may_stand_below_its_label_but_not_another_ones() -> None:
    assert texts(tails.accounts(tails.RECIPIENT, page("To", "09444595698"))) == ["09444595698"]
    assert texts(tails.accounts(tails.RECIPIENT, page("To", "From KKK5678"))) == []


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
    place = tails.behind_stars(tails.signs(line))
    assert place
    assert len(tails.signs(line.crop(place))) == sum(map(str.isdecimal, text))


@pytest.mark.parametrize("text", ["09444595698", "5698", "* 5698", "******56", "******56987", "******", "Aung Ko", ""])
def test_what_has_no_such_end_has_no_place(text: str) -> None:
    assert tails.behind_stars(tails.signs(drawn(text))) is None


@pytest.mark.ocr
@pytest.mark.parametrize("tail", ["5698", "1234", "0077", "6446"])
def test_the_recipient_on_the_sandboxs_own_receipt_is_read(tail: str) -> None:
    from bot.receipts.engine import Engine  # noqa: PLC0415 - is there with the extra only

    paid = Receipt(
        wallet="KBZPay",
        transaction_number="01003246080588218368",
        amount=10_000,
        number=f"0944459{tail}",
        at=1_790_000_000_000,
    )
    picture = by_telegram(Image.open(BytesIO(draw_receipt(paid))).convert("RGB"))
    assert look(picture, Engine(), list(WALLETS.values())).recipient_tail == tail
