"""Postbacks: the provider's own bytes and signature, sent until taken, and every way in which one goes wrong."""

import json
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import web

from bot.dev.simulators.paykassma import CreditVariant, PaykassmaSimulator, PostbackVariant
from bot.dev.simulators.paykassma.payload import (
    DepositEntry,
    WithdrawalEntry,
    deposit_entry,
    signed_body,
    withdrawal_entry,
)
from bot.dev.simulators.paykassma.postback_variants import CREDIT_VARIANTS
from bot.domain.wallet import KBZPAY, WAVEPAY
from bot.provider.phpjson import Json
from bot.provider.signing import BadSignature, Spelling, verify
from tests.dev.simulators.paykassma.conftest import KEYS, Door, Merchant
from tests.provider.vectors import KEYS as VECTOR_KEYS

TOP_LEVEL = [
    "signature",
    "wallet_type",
    "amount",
    "currency_code",
    "label",
    "direction",
    "created_datetime",
    "access_key",
    "additional_data",
]
NOON_IN_MANILA = 1_767_672_309_000
"""2026-01-06 04:05:09 UTC, which the provider writes as 2026-01-06 12:05:09."""


def _read(body: bytes) -> dict[str, Any]:
    verify(body, [KEYS], old_spelling=False)
    document = json.loads(body)
    assert isinstance(document, dict)
    return document


def test_a_deposits_signature_is_that_of_the_worked_example() -> None:
    deposit = DepositEntry(
        wallet=KBZPAY.type,
        order_id="dep-000001",
        transaction_id="00123400000000000042",
        amount="10000",
        at=NOON_IN_MANILA - 3_600_000,
    )
    body = json.loads(signed_body(VECTOR_KEYS, {}, [deposit_entry(deposit)]))
    assert body["signature"] == "d361957a3d6ab4ee81cdb7688f40fab6678d8dcb"


def test_a_payouts_signature_is_that_of_the_worked_example() -> None:
    withdrawal = WithdrawalEntry(
        wallet=KBZPAY.type, withdrawal_id="wd-000001", account="09400000001", amount="30000", status=1
    )
    body = json.loads(signed_body(VECTOR_KEYS, {}, [withdrawal_entry(withdrawal)]))
    assert body["signature"] == "d2e36d13db68de0bfbf2a779bf093ddb1ef50ebc"


async def test_a_postback_has_the_shape_of_the_pages(merchant: Merchant, sim: PaykassmaSimulator, door: Door) -> None:
    payment = await merchant.claim_paid(WAVEPAY, "dep-1", 6_000)
    assert await sim.postback(order_id="dep-1") == [200]
    body = _read(door.bodies[0])
    entry = body["additional_data"][0]
    assert list(body) == TOP_LEVEL
    assert (len(entry), entry["amount"], entry["stockpiling_id"], entry["withdrawal_id"]) == (16, "6000", 7001, None)
    assert (entry["transaction_id"], entry["plugin_custom_order_id"]) == (payment.transaction_number, "dep-1")
    assert (body["amount"], body["label"], body["direction"]) == (6_000, "player-1", "ingoing")


async def test_the_sum_is_the_payments_unless_another_is_given(
    merchant: Merchant, sim: PaykassmaSimulator, door: Door
) -> None:
    payment = await merchant.paid(KBZPAY, 7_000)
    await merchant.claim(KBZPAY, payment.transaction_number, amount=10_000)
    await sim.postback(order_id="dep-1")
    await sim.postback(order_id="dep-1", amount=123)
    await sim.postback(order_id="dep-1", kind=CreditVariant.OTHER_AMOUNT)
    told = [_read(body) for body in door.bodies]
    assert [body["amount"] for body in told] == [7_000, 123, 12_000]
    assert [body["additional_data"][0]["amount"] for body in told] == ["7000", "123", "12000"]


async def test_an_order_that_nobody_claimed_cannot_be_credited(sim: PaykassmaSimulator) -> None:
    with pytest.raises(LookupError, match="dep-9"):
        await sim.postback(order_id="dep-9")


@pytest.mark.parametrize(
    "answer",
    [
        web.Response(status=500),
        web.Response(status=200, text="ok"),
        web.Response(status=200, text='{"status":"OK"}'),
        web.Response(status=201, text='{"status":"ok"}'),
    ],
    ids=["500", "text", "capitals", "201"],
)
async def test_it_is_sent_again_until_it_is_answered_ok(
    merchant: Merchant, sim: PaykassmaSimulator, door: Door, answer: web.Response
) -> None:
    door.answers.append(answer)
    await merchant.claim_paid()
    assert await sim.postback(order_id="dep-1") == [answer.status]
    assert not sim.deliveries[0].acknowledged
    await sim.until(lambda: sim.deliveries[0].acknowledged)
    assert door.bodies[0] == door.bodies[1]
    assert [attempt.ok for attempt in sim.deliveries[0].attempts] == [False, True]


async def test_a_receiver_that_is_away_gets_it_when_it_is_back(
    merchant: Merchant, sim: PaykassmaSimulator, door: Door
) -> None:
    address, sim.postback_url = sim.postback_url, "http://127.0.0.1:9/postback"
    await merchant.claim_paid()
    assert await sim.postback(order_id="dep-1") == [0]
    sim.postback_url = address
    await sim.until(lambda: sim.deliveries[0].acknowledged)
    assert len(door.bodies) == 1


async def test_one_postback_can_be_sent_several_times_at_once(
    merchant: Merchant, sim: PaykassmaSimulator, door: Door
) -> None:
    await merchant.claim_paid()
    assert await sim.postback(order_id="dep-1", kind=CreditVariant.TWICE) == [200, 200]
    assert await sim.postback(order_id="dep-1", times=5) == [200] * 5
    assert [len(delivery.attempts) for delivery in sim.deliveries] == [2, 5]
    assert len(door.bodies) == 7


async def test_a_late_postback_is_booked_now_and_sent_later(
    merchant: Merchant, sim: PaykassmaSimulator, door: Door
) -> None:
    await merchant.claim_paid()
    assert await sim.postback_sender.credit(sim.claims[0], PostbackVariant(after=0.01)) == []
    assert len(sim.deliveries) == 1
    await sim.until(lambda: sim.deliveries[0].acknowledged)
    assert len(door.bodies) == 1


async def test_a_broken_signature_fits_nothing_and_is_not_repeated(
    merchant: Merchant, sim: PaykassmaSimulator, door: Door
) -> None:
    door.answers.append(web.Response(status=403))
    await merchant.claim_paid()
    assert await sim.postback(order_id="dep-1", kind=CreditVariant.BROKEN_SIGNATURE) == [403]
    assert await sim.postback(order_id="dep-1") == [200]
    with pytest.raises(BadSignature):
        verify(door.bodies[0], [KEYS], old_spelling=False)
    assert [delivery.genuine for delivery in sim.deliveries] == [False, True]
    assert len(door.bodies) == 2


async def test_only_the_label_differs_where_it_was_swapped(
    merchant: Merchant, sim: PaykassmaSimulator, door: Door
) -> None:
    await merchant.claim_paid()
    await sim.postback(order_id="dep-1", kind=CreditVariant.OTHER_LABEL)
    body = _read(door.bodies[0])
    assert body["label"] != "player-1"
    assert body["additional_data"][0]["plugin_custom_order_id"] == "dep-1"


async def test_two_entries_add_up_to_the_total(merchant: Merchant, sim: PaykassmaSimulator, door: Door) -> None:
    await merchant.claim_paid(amount=4_000)
    await sim.postback(order_id="dep-1", kind=CreditVariant.TWO_ENTRIES)
    body = _read(door.bodies[0])
    first, second = body["additional_data"]
    assert body["amount"] == 8_000
    assert first["transaction_id"] != second["transaction_id"]
    assert len(first["transaction_id"]) == len(second["transaction_id"])


async def test_an_unknown_order_is_none_of_the_claims(merchant: Merchant, sim: PaykassmaSimulator, door: Door) -> None:
    await merchant.claim_paid()
    await sim.postback(order_id="dep-1", kind=CreditVariant.UNKNOWN_ORDER)
    told = _read(door.bodies[0])["additional_data"][0]["plugin_custom_order_id"]
    assert sim.ledger.claim_of(told) is None


async def test_the_same_fact_in_other_bytes_has_the_same_signature(
    merchant: Merchant, sim: PaykassmaSimulator, door: Door
) -> None:
    await merchant.claim_paid()
    spoken: dict[str, Json] = {"comment": "ငွေ/၁", "activated_datetime": "2026-01-06 11:05:09"}
    for kind in (CreditVariant.CREDIT, CreditVariant.RESPELLED, CreditVariant.PRETTY, CreditVariant.REORDERED):
        await sim.postback_sender.credit(sim.claims[0], replace(CREDIT_VARIANTS[kind], signed=spoken))
    verified = [verify(body, [KEYS], old_spelling=False) for body in door.bodies]
    assert len(set(door.bodies)) == 4
    assert {one.matched for one in verified} == {Spelling.REENCODED}
    entries = [one.document["additional_data"] for one in verified]
    assert all(entry == entries[0] for entry in entries)


async def test_any_member_can_be_replaced_inside_and_outside_of_the_signature(
    merchant: Merchant, sim: PaykassmaSimulator, door: Door
) -> None:
    await merchant.claim_paid()
    await sim.postback_sender.credit(
        sim.claims[0], PostbackVariant(signed={"currency_code": "USD"}, unsigned={"amount": 1})
    )
    body = _read(door.bodies[0])
    assert (body["amount"], body["additional_data"][0]["currency_code"]) == (1, "USD")


async def test_a_payment_may_be_denied_or_its_number_spelled_otherwise(
    merchant: Merchant, sim: PaykassmaSimulator, door: Door
) -> None:
    payment = await merchant.claim_paid()
    await sim.postback(order_id="dep-1", kind=CreditVariant.SAYS_FAILED)
    await sim.postback(order_id="dep-1", kind=CreditVariant.RENUMBERED)
    denied, renumbered = (_read(body)["additional_data"][0] for body in door.bodies)
    assert (denied["status"], denied["transaction_id"]) == ("Failed", payment.transaction_number)
    assert renumbered["transaction_id"] == f"00{payment.transaction_number}"
    assert "status" not in renumbered


async def test_the_books_know_what_was_credited(merchant: Merchant, sim: PaykassmaSimulator, door: Door) -> None:
    await merchant.claim_paid(KBZPAY, "dep-1")
    await merchant.claim_paid(KBZPAY, "dep-2")
    await sim.postback(order_id="dep-2")
    assert [claim.activated for claim in sim.claims] == [False, True]
    assert [delivery.about for delivery in sim.deliveries] == ["dep-2"]
    assert sim.deliveries[0].body == door.bodies[0]


async def test_nothing_can_be_sent_while_the_simulator_is_not_served(sim: PaykassmaSimulator) -> None:
    delivery = sim.ledger.add_delivery("dep-1", b"{}", [], genuine=True)
    with pytest.raises(ExceptionGroup) as caught:
        await sim.postback_delivery.deliver(delivery)
    assert "not being served" in str(caught.value.exceptions[0])
