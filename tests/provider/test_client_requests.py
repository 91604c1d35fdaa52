"""What goes over the wire: paths, fields and secrets as the provider's pages have them."""

from collections.abc import AsyncIterator

import pytest

from bot.domain.wallet import KBZPAY, WAVEPAY
from bot.provider.base import Answer, Claim, Outcome, PaymentProvider, Verdict, WithdrawalRequest
from bot.provider.client import PaykassmaClient, Timeouts, open_http
from bot.provider.signing import SortedValuesSigner
from tests.provider.scripted_server import SECRET, WITHDRAWAL_KEY, FakeProvider, calling, client, running, says

PAYOUT = WithdrawalRequest(
    withdrawal_id="wd-000001", wallet=KBZPAY, amount=30000, label="player-42", account="09400000001", is_test=True
)
CLAIM = Claim(wallet=WAVEPAY, order_id="dep-1", label="player-42", transaction_number="0200000034", amount=6000)
RECEIPT = b"\xff\xd8picture\xff\xd9"
KBZ_CLAIM = Claim(
    wallet=KBZPAY, order_id="dep-2", label="p", transaction_number="0" * 20, amount=10000, receipt=RECEIPT
)


@pytest.fixture
async def provider() -> AsyncIterator[FakeProvider]:
    async with running() as provider:
        yield provider


@pytest.fixture
async def paykassma(provider: FakeProvider) -> AsyncIterator[PaykassmaClient]:
    async with calling(provider.url + "/") as paykassma:
        yield paykassma


async def test_the_client_is_a_payment_provider(paykassma: PaykassmaClient) -> None:
    provider: PaymentProvider = paykassma
    assert provider is paykassma


async def test_create_asks_for_a_number(provider: FakeProvider, paykassma: PaykassmaClient) -> None:
    provider.behaviour = says(status="ok", params={"kbzpay number": "09400000001"})
    assert (await paykassma.request_number(KBZPAY, "player-42")).number == "09400000001"
    (sent,) = provider.received
    assert (sent.method, sent.path) == ("POST", "/api/v1/transaction/create/kbzpay_manual")
    assert sent.query == {"secret": SECRET}
    assert sent.fields == {"currency": "MMK", "label": "player-42"}


async def test_a_wavepay_claim_is_an_activation(provider: FakeProvider, paykassma: PaykassmaClient) -> None:
    provider.behaviour = says(status="ok", deposit=True, deposit_amount=6000)
    assert (await paykassma.claim(CLAIM)).verdict is Verdict.SOON
    (sent,) = provider.received
    assert (sent.method, sent.path, sent.query) == ("POST", "/api/v1/transaction/activate", {"secret": SECRET})
    assert sent.fields == {
        "currency_code": "MMK",
        "wallet_type": "wavepay",
        "label": "player-42",
        "key1": "0200000034",
        "amount": 6000,
        "custom_transaction_id": "dep-1",
    }
    assert '"amount":6000,' in sent.text


async def test_a_kbzpay_claim_is_a_form_with_the_receipt(provider: FakeProvider, paykassma: PaykassmaClient) -> None:
    provider.behaviour = says(status="success", message="", code=20000, data=[])
    assert (await paykassma.claim(KBZ_CLAIM)).verdict is Verdict.CHECKING
    (sent,) = provider.received
    assert (sent.method, sent.path, sent.query) == ("POST", "/api/v1/possible-transaction", {"secret": SECRET})
    assert sent.fields == {
        "currency_code": "MMK",
        "wallet_type": "kbzpay_manual",
        "label": "p",
        "key1": "0" * 20,
        "amount": "10000",
        "custom_transaction_id": "dep-2",
        "screenshot": ("receipt.jpg", "image/jpeg", RECEIPT),
    }


async def test_a_kbzpay_claim_without_a_receipt_is_not_sent(provider: FakeProvider, paykassma: PaykassmaClient) -> None:
    claim = Claim(wallet=KBZPAY, order_id="d", label="p", transaction_number="0" * 20, amount=1)
    assert (await paykassma.claim(claim)).outcome is Outcome.REFUSED
    assert provider.received == []


async def test_wallets_are_asked_for_in_the_query(provider: FakeProvider, paykassma: PaykassmaClient) -> None:
    provider.behaviour = says(status="ok", params={"wallets": [{"type": "wavepay", "order": 1}]})
    assert (await paykassma.wallets("player-42")).wallets == ("wavepay",)
    (sent,) = provider.received
    assert (sent.method, sent.path) == ("GET", "/api/v1/payment-systems/available")
    assert sent.query == {"secret": SECRET, "currency_code[]": "MMK", "label": "player-42"}


async def test_wallets_refused_in_the_query_are_asked_for_in_a_body(
    provider: FakeProvider, paykassma: PaykassmaClient
) -> None:
    provider.behaviour = says(status="fail", message={"currency_code": ["required"]})
    assert (await paykassma.wallets("player-42")).outcome is Outcome.REFUSED
    _, second = provider.received
    assert (second.method, second.query) == ("GET", {"secret": SECRET})
    assert second.fields == {"currency_code": ["MMK"], "label": "player-42"}


async def test_a_payout_is_signed_and_carries_no_secret(provider: FakeProvider, paykassma: PaykassmaClient) -> None:
    provider.behaviour = says(status="ok")
    assert await paykassma.withdraw(PAYOUT) == Answer(outcome=Outcome.DONE)
    (sent,) = provider.received
    fields = dict(sent.fields)
    signature = fields.pop("signature")
    assert (sent.method, sent.path, sent.query) == ("POST", "/v2/withdrawal/create", {})
    assert fields == {
        "withdrawal_id": "wd-000001",
        "payment_system": "kbzpay_manual",
        "amount": 30000,
        "currency_code": "MMK",
        "label": "player-42",
        "account_number": "09400000001",
        "is_test": True,
    }
    assert signature == SortedValuesSigner().sign(fields, WITHDRAWAL_KEY)


async def test_a_payout_that_cannot_be_made_is_refused_without_a_call(provider: FakeProvider) -> None:
    to_wavepay = WithdrawalRequest(
        withdrawal_id="w", wallet=WAVEPAY, amount=1, label="p", account="1" * 11, is_test=False
    )
    shifting = WithdrawalRequest(
        withdrawal_id="w", wallet=KBZPAY, amount=1, label="p:x", account="1" * 11, is_test=False
    )
    async with open_http(Timeouts()) as http:
        with_key, without_key = client(http, provider.url), client(http, provider.url, withdrawal_key=None)
        for answer in (
            await with_key.withdraw(to_wavepay),
            await with_key.withdraw(shifting),
            await without_key.withdraw(PAYOUT),
        ):
            assert answer.outcome is Outcome.REFUSED
            assert answer.detail.startswith("not sent: ")
    assert provider.received == []
