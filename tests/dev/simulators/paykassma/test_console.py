"""The provider's console over HTTP: the books as JSON, live, and a button for each act."""

import json
from typing import Any

import httpx
import pytest

from bot.dev.simulators.paykassma import CreditVariant, PaykassmaSimulator, Repeat, ScriptedAnswer, WithdrawalVariant
from bot.domain.wallet import KBZPAY, WAVEPAY
from tests.dev.simulators.paykassma.conftest import Door, Merchant


async def _state(http: httpx.AsyncClient) -> dict[str, Any]:
    state = (await http.get("/console/state")).json()
    assert isinstance(state, dict)
    return state


async def test_the_state_shows_all_books(merchant: Merchant, sim: PaykassmaSimulator, door: Door) -> None:
    payment = await merchant.claim_paid(KBZPAY, "dep-1")
    await merchant.withdraw("wd-1")
    await sim.postback(order_id="dep-1")
    state = await _state(merchant.http)
    claim, payout, delivery = state["claims"][0], state["payouts"][0], state["deliveries"][0]
    assert state["creates"][0]["number"] == state["payments"][0]["number"] == payment.number
    assert (claim["order_id"], claim["screenshot"], claim["activated"]) == ("dep-1", len(b"a picture"), True)
    assert (payout["withdrawal_id"], payout["accepted"], payout["statuses"]) == ("wd-1", True, [])
    assert (delivery["about"], delivery["acknowledged"], delivery["attempts"][0]["status"]) == ("dep-1", True, 200)
    assert delivery["body"] == door.bodies[0].decode()


async def test_events_tell_the_state_at_once_and_at_each_change(
    http: httpx.AsyncClient, sim: PaykassmaSimulator
) -> None:
    async with http.stream("GET", "/console/events") as stream:
        lines = stream.aiter_lines()
        first = json.loads((await anext(lines)).removeprefix("data: "))
        assert first["payments"] == []
        sim.pay(WAVEPAY.type, "09700000001", 5_000)
        assert await anext(lines) == ""
        second = json.loads((await anext(lines)).removeprefix("data: "))
    assert second["payments"][0]["amount"] == 5_000


async def test_listeners_are_let_go_when_the_simulator_closes(http: httpx.AsyncClient, sim: PaykassmaSimulator) -> None:
    async with http.stream("GET", "/console/events") as stream:
        lines = stream.aiter_lines()
        await anext(lines)
        sim.close()
        assert [line async for line in lines if line] == []


async def test_the_next_answer_to_a_call_can_be_chosen(merchant: Merchant) -> None:
    chosen = await merchant.http.post("/console/next", json={"call": "claims", "answer": "fail_text"})
    assert chosen.status_code == 200
    assert (await _state(merchant.http))["script"]["next"]["claims"] == ["fail_text"]
    assert (await merchant.claim(WAVEPAY, "1000000001")).json()["status"] == "fail"
    assert (await _state(merchant.http))["script"]["next"]["claims"] == []


@pytest.mark.parametrize("wanted", [{}, {"call": "claims", "answer": "maybe"}, {"call": "calls", "answer": "honest"}])
async def test_an_answer_that_does_not_exist_cannot_be_chosen(http: httpx.AsyncClient, wanted: dict[str, str]) -> None:
    answer = await http.post("/console/next", json=wanted)
    assert (answer.status_code, answer.json().keys()) == (400, {"error"})


async def test_every_answer_can_be_chosen_for_every_call(http: httpx.AsyncClient) -> None:
    for call in ("wallets", "creates", "claims", "payouts"):
        for step in ScriptedAnswer:
            assert (await http.post("/console/next", json={"call": call, "answer": step})).is_success


async def test_the_knobs_of_the_script_can_be_turned(http: httpx.AsyncClient, sim: PaykassmaSimulator) -> None:
    knobs = {
        "kbzpay_credit_after": 2,
        "pay_after": 0.5,
        "wavepay_pending": False,
        "repeated_payout": "refuse",
        "closed": ["wavepay"],
    }
    assert (await http.post("/console/script", json=knobs)).is_success
    script = sim.script
    assert (script.kbzpay_credit_after, script.wavepay_credit_after, script.pay_after) == (2, None, 0.5)
    assert (script.wavepay_pending, script.repeated_payout) == (False, Repeat.REFUSE)
    shown = (await _state(http))["script"]
    assert {name: shown[name] for name in knobs} == knobs
    await http.post("/console/script", json={"kbzpay_credit_after": None})
    assert (script.kbzpay_credit_after, script.closed) == (None, {"wavepay"})


async def test_the_state_tells_till_when_the_provider_is_away(http: httpx.AsyncClient, sim: PaykassmaSimulator) -> None:
    assert (await _state(http))["script"]["away"] is None
    await http.post("/console/away", json={"how": "502", "minutes": 5})
    shown = (await _state(http))["script"]
    assert (shown["away"], shown["back_at"]) == ("502", sim.script.back_at)
    assert sim.script.back_at > sim.ledger.clock()


@pytest.mark.parametrize("knobs", [{"pay_after": "soon"}, {"repeated_claim": "perhaps"}])
async def test_a_knob_is_not_turned_to_nonsense(http: httpx.AsyncClient, knobs: dict[str, str]) -> None:
    assert (await http.post("/console/script", json=knobs)).status_code == 400


@pytest.mark.parametrize("kind", sorted(set(CreditVariant) - {CreditVariant.LATE}))
async def test_each_act_for_a_claim_sends_a_postback(merchant: Merchant, door: Door, kind: CreditVariant) -> None:
    await merchant.claim_paid(KBZPAY, "dep-1")
    answer = await merchant.http.post(f"/console/claim/dep-1/{kind}")
    assert set(answer.json()["statuses"]) == {200}
    assert len(door.bodies) == len(answer.json()["statuses"])


async def test_a_late_postback_does_not_keep_the_console_waiting(merchant: Merchant, door: Door) -> None:
    await merchant.claim_paid(KBZPAY, "dep-1")
    assert (await merchant.http.post("/console/claim/dep-1/late")).json() == {"statuses": []}
    assert door.bodies == []


@pytest.mark.parametrize("kind", WithdrawalVariant)
async def test_each_act_for_a_payout_sends_a_postback(merchant: Merchant, door: Door, kind: WithdrawalVariant) -> None:
    await merchant.withdraw("wd-1")
    answer = await merchant.http.post(f"/console/payout/wd-1/{kind}")
    assert set(answer.json()["statuses"]) == {200}
    assert door.bodies


async def test_an_amount_and_a_count_can_be_given_with_an_act(merchant: Merchant, door: Door) -> None:
    await merchant.claim_paid(KBZPAY, "dep-1")
    act = {"amount": "77", "times": 3}
    answer = await merchant.http.post("/console/claim/dep-1/other-amount", json=act)
    assert answer.json() == {"statuses": [200, 200, 200]}
    assert {json.loads(body)["amount"] for body in door.bodies} == {77}


@pytest.mark.parametrize("path", ["claim/dep-9/credit", "claim/dep-1/dance", "payout/wd-9/pay", "payout/wd-1/dance"])
async def test_what_cannot_be_done_is_said(merchant: Merchant, path: str) -> None:
    await merchant.claim_paid(KBZPAY, "dep-1")
    await merchant.withdraw("wd-1")
    answer = await merchant.http.post(f"/console/{path}")
    assert (answer.status_code, answer.json().keys()) == (400, {"error"})
