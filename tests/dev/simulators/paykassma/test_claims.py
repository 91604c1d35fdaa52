"""Claims: an honest provider looks into its books, refuses what its pages forbid, and keeps all it was sent."""

from typing import Any

import pytest

from bot.dev.simulators.paykassma import PaykassmaSimulator, Repeat, ScriptedAnswer
from bot.domain.wallet import KBZPAY, WAVEPAY, Wallet
from tests.dev.simulators.paykassma.conftest import Door, Merchant

UNPAID = {WAVEPAY: "1000000001", KBZPAY: "01000000000000000001"}


async def test_a_paid_wavepay_claim_is_pending_and_then_credited_by_itself(
    merchant: Merchant, sim: PaykassmaSimulator, door: Door
) -> None:
    sim.script.wavepay_credit_after = 0
    payment = await merchant.paid(WAVEPAY, 6_000)
    answer = await merchant.claim(WAVEPAY, payment.transaction_number, amount=500)
    assert answer.json()["status"] == "pending"
    await sim.until(lambda: bool(sim.deliveries) and sim.deliveries[0].acknowledged)
    assert sim.deliveries[0].entries[0]["amount"] == "6000"
    assert len(door.bodies) == 1


async def test_a_paid_wavepay_claim_can_also_be_told_at_once(merchant: Merchant, sim: PaykassmaSimulator) -> None:
    sim.script.wavepay_pending = False
    payment = await merchant.paid(WAVEPAY, 6_000)
    answer = (await merchant.claim(WAVEPAY, payment.transaction_number)).json()
    assert (answer["status"], answer["deposit"], answer["deposit_amount"]) == ("ok", True, 6_000)


async def test_a_kbzpay_claim_is_taken_and_credited_by_hand_only(merchant: Merchant, sim: PaykassmaSimulator) -> None:
    payment = await merchant.paid(KBZPAY)
    answer = (await merchant.claim(KBZPAY, payment.transaction_number)).json()
    assert (answer["status"], answer["code"], answer["data"]) == ("success", 20000, [])
    assert not sim.claims[0].activated
    assert not sim.deliveries


async def test_a_paid_kbzpay_claim_is_credited_by_itself_where_that_is_switched_on(
    merchant: Merchant, sim: PaykassmaSimulator, door: Door
) -> None:
    sim.script.kbzpay_credit_after = 0
    await merchant.claim(KBZPAY, UNPAID[KBZPAY], "dep-1")
    await merchant.claim_paid(KBZPAY, "dep-2")
    await sim.until(lambda: bool(sim.deliveries) and sim.deliveries[0].acknowledged)
    assert [delivery.about for delivery in sim.deliveries] == ["dep-2"]
    assert [claim.activated for claim in sim.claims] == [False, True]
    assert len(door.bodies) == 1


async def test_a_claim_without_a_payment_is_searched_for(merchant: Merchant, sim: PaykassmaSimulator) -> None:
    sim.script.wavepay_credit_after = 0
    answer = await merchant.claim(WAVEPAY, UNPAID[WAVEPAY])
    assert answer.json()["status"] == "possible_transaction_created"
    assert not sim.deliveries


async def test_a_payment_to_a_strangers_number_is_not_found(merchant: Merchant, sim: PaykassmaSimulator) -> None:
    payment = sim.pay(WAVEPAY.type, "09999999999", 10_000)
    answer = await merchant.claim(WAVEPAY, payment.transaction_number)
    assert answer.json()["status"] == "possible_transaction_created"


async def test_an_order_id_is_taken_once(merchant: Merchant, sim: PaykassmaSimulator, wallet: Wallet) -> None:
    first, second = [await merchant.paid(wallet) for _ in range(2)]
    await merchant.claim(wallet, first.transaction_number, "dep-1")
    again = await merchant.claim(wallet, second.transaction_number, "dep-1")
    assert again.json()["message"].keys() == {"custom_transaction_id"}
    sim.script.repeated_claim = Repeat.ACCEPT
    assert (await merchant.claim(wallet, second.transaction_number, "dep-1")).json()["status"] != "fail"
    assert [claim.accepted for claim in sim.claims] == [True, False, True]


async def test_a_credited_payment_cannot_be_claimed_for_another_order(
    merchant: Merchant, sim: PaykassmaSimulator, door: Door, wallet: Wallet
) -> None:
    payment = await merchant.claim_paid(wallet, "dep-1")
    assert await sim.postback(order_id="dep-1") == [200]
    assert len(door.bodies) == 1
    thief = await merchant.claim(wallet, payment.transaction_number, "dep-2")
    assert thief.json() == {"status": "fail", "message": "Transaction has already been activated"}


@pytest.mark.parametrize(
    "changes",
    [
        {"currency_code": "USD"},
        {"wallet_type": "wavepay_l"},
        {"wallet_type": "Wavepay"},
        {"wallet_type": KBZPAY.type},
        {"label": ""},
        {"label": "x" * 191},
        {"key1": "123456789012"},
        {"key1": "12345 6789"},
        {"key1": "၁၂၃၄၅၆၇၈၉၀"},
        {"amount": 0},
        {"amount": "ten"},
        {"custom_transaction_id": "x" * 191},
    ],
)
async def test_what_breaks_the_pages_rules_is_refused_by_field(
    merchant: Merchant, sim: PaykassmaSimulator, changes: dict[str, Any]
) -> None:
    answer = (await merchant.claim(WAVEPAY, UNPAID[WAVEPAY], **changes)).json()
    assert answer["status"] == "fail"
    assert answer["message"].keys() & changes.keys()
    assert not sim.claims[0].accepted


async def test_a_kbzpay_claim_needs_its_screenshot(merchant: Merchant) -> None:
    fields = {
        "currency_code": "MMK",
        "wallet_type": KBZPAY.type,
        "label": "player-1",
        "key1": UNPAID[KBZPAY],
        "amount": "10000",
        "custom_transaction_id": "dep-1",
    }
    answer = await merchant.post("/api/v1/possible-transaction", data=fields)
    assert answer.json()["message"].keys() == {"screenshot"}


async def test_the_books_keep_all_a_claim_carried(merchant: Merchant, sim: PaykassmaSimulator) -> None:
    await merchant.claim(KBZPAY, UNPAID[KBZPAY], "dep-7", amount=12_500)
    claim = sim.claims[0]
    assert (claim.call, claim.wallet, claim.label, claim.order_id) == (
        "possible_transaction",
        KBZPAY.type,
        "player-1",
        "dep-7",
    )
    assert (claim.transaction_number, claim.amount, claim.screenshot) == (UNPAID[KBZPAY], 12_500, b"a picture")
    assert claim.fields["currency_code"] == "MMK"


@pytest.mark.parametrize(
    ("step", "status", "accepted"),
    [
        (ScriptedAnswer.DEPOSIT_TRUE, "ok", True),
        (ScriptedAnswer.DEPOSIT_FALSE, "ok", True),
        (ScriptedAnswer.PENDING, "pending", True),
        (ScriptedAnswer.NOT_FOUND, "possible_transaction_created", True),
        (ScriptedAnswer.SUCCESS, "success", True),
        (ScriptedAnswer.FAIL_TEXT, "fail", False),
        (ScriptedAnswer.FAIL_OBJECT, "fail", False),
        (ScriptedAnswer.FAIL_LIST, "fail", False),
        (ScriptedAnswer.UNKNOWN_STATUS, "queued", False),
    ],
)
async def test_an_ordered_answer_is_given_whatever_the_books_say(
    merchant: Merchant, sim: PaykassmaSimulator, step: ScriptedAnswer, status: str, accepted: bool
) -> None:
    sim.script.claims.append(step)
    answer = await merchant.claim(WAVEPAY, UNPAID[WAVEPAY])
    assert answer.json()["status"] == status
    assert (sim.claims[0].answer, sim.claims[0].accepted) == (step.value, accepted)
    assert not sim.deliveries


async def test_a_wallets_default_answers_when_nothing_else_was_ordered(
    merchant: Merchant, sim: PaykassmaSimulator
) -> None:
    sim.script.defaults[WAVEPAY.type] = ScriptedAnswer.HTML_502
    sim.script.claims.append(ScriptedAnswer.PENDING)
    answers = [await merchant.claim(wallet, UNPAID[wallet], f"dep-{n}") for n, wallet in enumerate((WAVEPAY, WAVEPAY))]
    assert [answer.status_code for answer in answers] == [200, 502]
    assert (await merchant.claim(KBZPAY, UNPAID[KBZPAY], "dep-2")).status_code == 200


async def test_a_postback_can_arrive_before_the_answer_to_its_claim(
    merchant: Merchant, sim: PaykassmaSimulator, door: Door, wallet: Wallet
) -> None:
    sim.script.claims.append(ScriptedAnswer.POSTBACK_FIRST)
    payment = await merchant.paid(wallet)
    answer = await merchant.claim(wallet, payment.transaction_number)
    assert answer.json()["status"] in {"pending", "success"}
    assert sim.deliveries[0].acknowledged
    assert len(door.bodies) == 1
