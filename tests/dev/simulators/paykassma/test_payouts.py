"""Payouts: taken only with a good signature and good fields, and ended by a postback."""

import json
from typing import Any

import pytest

from bot.dev.simulators.paykassma import FAILED, PAID, PaykassmaSimulator, Repeat, ScriptedAnswer, WithdrawalVariant
from bot.provider.signing import verify
from tests.dev.simulators.paykassma.conftest import KEYS, Door, Merchant


async def test_a_signed_request_is_accepted_and_not_yet_paid(merchant: Merchant, sim: PaykassmaSimulator) -> None:
    answer = await merchant.withdraw("wd-1", is_test=True)
    assert answer.json() == {"status": "ok"}
    payout = sim.payouts[0]
    assert (payout.withdrawal_id, payout.account, payout.amount) == ("wd-1", "09400000001", 30_000)
    assert (payout.accepted, payout.is_test, payout.statuses) == (True, True, ())


@pytest.mark.parametrize("signature", ["", "0" * 40, None])
async def test_a_wrong_signature_is_refused(merchant: Merchant, sim: PaykassmaSimulator, signature: str | None) -> None:
    answer = await merchant.http.post(
        "/v2/withdrawal/create", json={"withdrawal_id": "wd-1", "amount": 1, "signature": signature}
    )
    assert answer.json()["message"].keys() == {"signature"}
    assert not sim.payouts[0].accepted


@pytest.mark.parametrize(
    "changes",
    [
        {"withdrawal_id": ""},
        {"withdrawal_id": "x" * 37},
        {"payment_system": "wavepay"},
        {"amount": 0},
        {"amount": "30000"},
        {"currency_code": "USD"},
        {"label": "x" * 37},
        {"account_number": "0940000000"},
        {"account_number": "0940000000x"},
        {"is_test": 0},
    ],
)
async def test_what_breaks_the_pages_rules_is_refused_by_field(
    merchant: Merchant, sim: PaykassmaSimulator, changes: dict[str, Any]
) -> None:
    answer = (await merchant.withdraw(**{"withdrawal_id": "wd-1", **changes})).json()
    assert answer["message"].keys() & changes.keys()
    assert not sim.payouts[0].accepted


async def test_a_repeated_id_is_paid_again_or_refused_as_the_script_says(
    merchant: Merchant, sim: PaykassmaSimulator
) -> None:
    for repeat in Repeat:
        sim.script.repeated_payout = repeat
        await merchant.withdraw("wd-1")
        await merchant.withdraw("wd-1")
    assert [payout.accepted for payout in sim.payouts] == [True, True, False, False]


async def test_a_short_balance_is_an_object_and_no_payout(merchant: Merchant, sim: PaykassmaSimulator) -> None:
    sim.script.payouts.append(ScriptedAnswer.REFUSE_BALANCE)
    answer = (await merchant.withdraw()).json()
    assert answer == {"status": "fail", "message": {"withdrawals_sum_amount": ["Insufficient balance"]}}
    assert not sim.payouts[0].accepted


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (WithdrawalVariant.PAY, (PAID, "30000", "09400000001")),
        (WithdrawalVariant.FAIL, (FAILED, "30000", "09400000001")),
        (WithdrawalVariant.UNKNOWN_STATUS, (3, "30000", "09400000001")),
        (WithdrawalVariant.OTHER_AMOUNT, (PAID, "35000", "09400000001")),
        (WithdrawalVariant.OTHER_ACCOUNT, (PAID, "30000", "09400009999")),
        (WithdrawalVariant.RESPELLED, (PAID, "30000", "09400000001")),
    ],
)
async def test_a_payout_ends_by_a_signed_postback(
    merchant: Merchant, sim: PaykassmaSimulator, door: Door, kind: WithdrawalVariant, told: tuple[int, str, str]
) -> None:
    await merchant.withdraw("wd-1")
    assert await sim.end_payout(withdrawal_id="wd-1", kind=kind) == [200]
    verify(door.bodies[0], [KEYS], old_spelling=False)
    body = json.loads(door.bodies[0])
    entry = body["additional_data"][0]
    assert body["direction"] == "outgoing"
    assert (entry["withdrawal_id"], entry["transaction_id"]) == ("wd-1", "")
    assert (entry["withdrawal_status"], entry["amount"], entry["account_number"]) == told
    assert sim.payouts[0].statuses == (told[0],)


async def test_to_contradict_is_to_tell_the_other_end(merchant: Merchant, sim: PaykassmaSimulator, door: Door) -> None:
    await merchant.withdraw("wd-1")
    for kind in (WithdrawalVariant.PAY, WithdrawalVariant.CONTRADICT):
        await sim.end_payout(withdrawal_id="wd-1", kind=kind)
    assert sim.payouts[0].statuses == (PAID, FAILED)
    await merchant.withdraw("wd-2")
    for kind in (WithdrawalVariant.FAIL, WithdrawalVariant.CONTRADICT):
        await sim.end_payout(withdrawal_id="wd-2", kind=kind)
    assert sim.payouts[1].statuses == (FAILED, PAID)
    assert len(door.bodies) == 4


async def test_a_payout_can_be_paid_by_itself(merchant: Merchant, sim: PaykassmaSimulator, door: Door) -> None:
    sim.script.pay_after = 0
    await merchant.withdraw("wd-1")
    await sim.until(lambda: bool(sim.deliveries) and sim.deliveries[0].acknowledged)
    assert sim.payouts[0].statuses == (PAID,)
    assert len(door.bodies) == 1


async def test_its_postback_can_arrive_before_the_answer(
    merchant: Merchant, sim: PaykassmaSimulator, door: Door
) -> None:
    sim.script.payouts.append(ScriptedAnswer.POSTBACK_FIRST)
    assert (await merchant.withdraw("wd-1")).json() == {"status": "ok"}
    assert len(door.bodies) == 1


async def test_an_unknown_payout_cannot_be_ended(sim: PaykassmaSimulator) -> None:
    with pytest.raises(LookupError, match="wd-9"):
        await sim.end_payout(withdrawal_id="wd-9")
