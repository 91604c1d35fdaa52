"""The drawn receipt: what stands on it, and what must not."""

import io

import pytest
from PIL import Image, ImageChops

from bot.dev.simulators.receipt_picture import ReceiptFacts, can_draw_burmese, draw_receipt, grouped

RECEIPT = {
    "wallet": "KBZPay",
    "transaction_number": "01001234567890123456",
    "amount": 10_000,
    "number": "09712345678",
    "at": 1_767_225_600_000,
}


def _draw(**changes: object) -> bytes:
    return draw_receipt(ReceiptFacts(**{**RECEIPT, **changes}))  # type: ignore[arg-type]


def _open(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


@pytest.mark.parametrize(
    ("number", "shown"),
    [("01001234567890123456", "0100 1234 5678 9012 3456"), ("1234567890", "1234 5678 90"), ("12", "12"), ("", "")],
)
def test_a_transaction_number_stands_in_groups_of_four(number: str, shown: str) -> None:
    assert grouped(number) == shown


def test_a_receipt_is_a_picture_of_a_phones_shape() -> None:
    picture = _open(_draw())
    assert picture.width < picture.height
    assert picture.size == (720, 1100)


def test_the_same_payment_is_drawn_the_same() -> None:
    assert _draw() == _draw()


@pytest.mark.parametrize(
    "changes",
    [
        {"wallet": "WavePay"},
        {"transaction_number": "01001234567890123457"},
        {"amount": 10_001},
        {"number": "09712345679"},
        {"at": 1_767_225_601_000},
    ],
)
def test_every_fact_stands_on_it(changes: dict[str, object]) -> None:
    assert ImageChops.difference(_open(_draw()), _open(_draw(**changes))).getbbox()


def test_the_whole_number_of_the_recipient_does_not_stand_on_it() -> None:
    assert _draw(number="09712345678") == _draw(number="09999995678")


@pytest.mark.raqm
def test_burmese_is_drawn_where_it_can_be_shaped() -> None:
    assert can_draw_burmese()
    assert _draw(burmese=True) != _draw()
