"""The players' wallet app: money moves to any number, and each payment has a receipt."""

import io

import httpx
import pytest
from PIL import Image

from bot.dev.simulators.paykassma import PaykassmaSimulator
from bot.domain.wallet import KBZPAY, WAVEPAY, Wallet


async def test_a_payment_gives_a_transaction_number_and_a_receipt(
    http: httpx.AsyncClient, sim: PaykassmaSimulator, wallet: Wallet
) -> None:
    paid = await http.post("/wallet/pay", json={"wallet": wallet.type, "number": "097 000 00001", "amount": "15000"})
    number = paid.json()["transaction_number"]
    assert wallet.number_low <= len(number) <= wallet.number_high
    payment = sim.payments[0]
    assert (payment.transaction_number, payment.number, payment.amount) == (number, "09700000001", 15_000)
    receipt = await http.get(paid.json()["receipt_url"])
    assert receipt.headers["content-type"] == "image/png"
    assert Image.open(io.BytesIO(receipt.content)).format == "PNG"
    assert receipt.content == payment.receipt


async def test_each_payment_has_a_number_of_its_own(sim: PaykassmaSimulator, wallet: Wallet) -> None:
    numbers = [sim.pay(wallet.type, "09700000001", 1_000).transaction_number for _ in range(20)]
    assert len(set(numbers)) == 20


def test_a_kbzpay_number_begins_with_zeros_that_can_be_lost(sim: PaykassmaSimulator) -> None:
    assert sim.pay(KBZPAY.type, "09700000001", 1_000).transaction_number.startswith("0")


@pytest.mark.raqm
async def test_a_receipt_can_be_labelled_in_burmese(http: httpx.AsyncClient, sim: PaykassmaSimulator) -> None:
    sim.pay(WAVEPAY.type, "09700000001", 1_000)
    english, burmese = [await http.get(f"/wallet/receipt/0.png?lang={language}") for language in ("en", "my")]
    assert english.content != burmese.content


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"wallet": "gold", "number": "09700000001", "amount": 1},
        {"wallet": "wavepay", "number": "", "amount": 1},
        {"wallet": "wavepay", "number": "09700000001", "amount": 0},
        {"wallet": "wavepay", "number": "09700000001", "amount": "10,000"},
    ],
)
async def test_a_payment_needs_a_wallet_a_number_and_an_amount(
    http: httpx.AsyncClient, sim: PaykassmaSimulator, wanted: dict[str, object]
) -> None:
    assert (await http.post("/wallet/pay", json=wanted)).status_code == 400
    assert not sim.payments


async def test_there_is_no_receipt_without_a_payment(http: httpx.AsyncClient) -> None:
    assert (await http.get("/wallet/receipt/0.png")).status_code == 404
