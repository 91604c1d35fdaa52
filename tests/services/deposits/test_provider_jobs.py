"""What leaves for the provider: each of its answers, and what happens in between: corrections, postbacks, crashes."""

import asyncio

import pytest

from bot.domain.deposit import Deposit, DepositStatus
from bot.provider.base import ClaimAnswer, NumberAnswer, Outcome, Verdict
from bot.services.deposits.provider_jobs import ask_for_number, send_claim
from bot.store import attempts, deposits
from tests.services.postbacks.test_crediting import apply, entry_for
from tests.services.service_fixture import ServiceFixture

MINUTE = 60_000
UNKNOWN = ClaimAnswer(outcome=Outcome.UNKNOWN, detail="timed out")
NOT_SENT = ClaimAnswer(outcome=Outcome.NOT_SENT, detail="no route")
REFUSED = ClaimAnswer(outcome=Outcome.REFUSED, detail="transaction not found")
LOCKED_OUT = ClaimAnswer(outcome=Outcome.UNKNOWN, detail="HTTP 404", credentials_rejected=True)
NO_NUMBER = NumberAnswer(outcome=Outcome.UNKNOWN, detail="timed out")


async def draft(scene: ServiceFixture) -> Deposit:
    """A draft whose number was asked for."""
    made = await scene.deposit(amount=10_000)
    await scene.database.write(lambda tx: ask_for_number(tx, made, scene.clock.now))
    return made


async def claimed(scene: ServiceFixture) -> Deposit:
    """A claim that is about to leave."""
    made = await scene.deposit(DepositStatus.CLAIMED)
    await scene.database.write(lambda tx: deposits.save_receipt(tx, "none", b"jpeg", 0))
    await scene.database.write(lambda tx: send_claim(tx, made, scene.clock.now))
    return made


async def later(scene: ServiceFixture, deposit: Deposit, ms: int = MINUTE) -> None:
    scene.clock.advance(ms)
    await scene.leave(deposit)


async def test_the_number_comes_with_its_order_and_its_time(scene: ServiceFixture) -> None:
    deposit = await draft(scene)
    await scene.leave(deposit)
    shown = await scene.now(deposit)
    assert (shown.status, shown.wallet_number, shown.order_id) == ("awaiting_payment", "09400000042", deposit.id)
    assert shown.number_expires_at == scene.clock.now + 30 * MINUTE
    assert await deposits.find_by_order(scene.database, deposit.id) == shown
    assert scene.provider.asked == [("kbzpay_manual", deposit.label)]
    assert await scene.told(deposit.player_id, "card") == [{"of": deposit.id}]


@pytest.mark.parametrize("status", [DepositStatus.CANCELLED, DepositStatus.AWAITING_PAYMENT])
async def test_no_number_is_asked_for_that_nobody_waits_for(scene: ServiceFixture, status: DepositStatus) -> None:
    deposit = await draft(scene)
    await scene.database.write(lambda tx: deposits.move(tx, deposit.id, status, scene.clock.now))
    await scene.leave(deposit)
    assert scene.provider.asked == []
    assert await scene.waits(deposit) == [("number", "sent", 0)]


async def test_a_number_that_comes_after_a_cancel_changes_nothing(scene: ServiceFixture) -> None:
    deposit = await draft(scene)
    seen = await scene.now(deposit)
    await scene.database.write(lambda tx: deposits.move(tx, deposit.id, DepositStatus.CANCELLED, scene.clock.now))
    effect = scene.channel()._number_given(seen, NumberAnswer(outcome=Outcome.DONE, number="0911"))
    await scene.database.write(effect)
    assert (await scene.now(deposit)).status is DepositStatus.CANCELLED
    assert await scene.count("orders") == 0


async def test_an_unclear_answer_is_asked_again_three_times_and_then_told(scene: ServiceFixture) -> None:
    deposit = await draft(scene)
    scene.provider.numbers.extend([NO_NUMBER] * 3)
    await scene.leave(deposit)
    for _ in range(2):
        assert (await scene.now(deposit)).refusal == ""
        await later(scene, deposit, 5_000)
    failed = await scene.now(deposit)
    assert (failed.status, failed.refusal) == ("draft", "unavailable")
    assert len(scene.provider.asked) == 3
    assert await scene.alerts() == ["wallet_unavailable"]
    await scene.services.deposits.retry(await scene.turn(), failed)
    await scene.leave(deposit)
    assert (await scene.now(deposit)).status is DepositStatus.AWAITING_PAYMENT
    assert await scene.alerts() == ["wallet_unavailable", "wallet_unavailable over"]


async def test_a_refused_number_is_told_at_once(scene: ServiceFixture) -> None:
    deposit = await draft(scene)
    scene.provider.numbers.append(NumberAnswer(outcome=Outcome.REFUSED, detail="wallet is off"))
    await scene.leave(deposit)
    assert (await scene.now(deposit)).refusal == "unavailable"
    assert len(scene.provider.asked) == 1


@pytest.mark.parametrize("verdict", list(Verdict))
async def test_an_accepted_claim_is_submitted_with_its_verdict_and_credits_nothing(
    scene: ServiceFixture, verdict: Verdict
) -> None:
    deposit = await claimed(scene)
    scene.provider.verdicts.append(ClaimAnswer(outcome=Outcome.DONE, verdict=verdict))
    await scene.leave(deposit)
    after = await scene.now(deposit)
    assert (after.status, after.verdict, after.credited_amount) == ("submitted", verdict.value, 0)
    assert await scene.waits(deposit) == [("claim", "sent", 0)]
    assert await scene.alerts() == (["below_minimum"] if verdict is Verdict.BELOW_MINIMUM else [])
    (sent,) = scene.provider.claims
    assert (sent.order_id, sent.transaction_number, sent.amount) == (deposit.id, deposit.transaction_number, 10_000)
    assert (sent.label, sent.receipt) == (deposit.label, b"jpeg")


async def test_a_readable_no_is_told_and_may_be_corrected(scene: ServiceFixture) -> None:
    deposit = await claimed(scene)
    scene.provider.verdicts.append(REFUSED)
    await scene.leave(deposit)
    refused = await scene.now(deposit)
    assert (refused.status, refused.refusal) == ("rejected", "number")
    assert await scene.told(deposit.player_id, "ring") == [{"what": "refused", "amount": 0, "of": deposit.id}]
    scene.clock.advance(MINUTE)
    await scene.services.claims.add(await scene.turn(), refused, number="1" * 20)
    await scene.leave(deposit)
    assert (await scene.now(deposit)).status is DepositStatus.SUBMITTED
    assert [claim.order_id for claim in scene.provider.claims] == [deposit.id, f"{deposit.id}-2"]


@pytest.mark.parametrize(
    ("detail", "status", "alerts", "rings"),
    [
        ("custom_transaction_id must be unique", "submitted", [], 0),
        ("Transaction already exists", "submitted", [], 0),
        ("transaction not found", "rejected", [], 1),
        ("The screenshot is unreadable", "rejected", [], 1),
        ("no", "claimed", ["claim_refused"], 0),
    ],
)
async def test_a_no_after_an_unclear_attempt_leaves_the_player_something_to_do_or_to_wait_for(
    scene: ServiceFixture, detail: str, status: str, alerts: list[str], rings: int
) -> None:
    """It may only mean "I have it already"."""
    deposit = await claimed(scene)
    scene.provider.verdicts.extend([UNKNOWN, ClaimAnswer(outcome=Outcome.REFUSED, detail=detail)])
    await scene.leave(deposit)
    await later(scene, deposit)
    assert (await scene.now(deposit)).status == status
    assert await scene.alerts() == alerts
    assert len(await scene.told(deposit.player_id, "ring")) == rings
    assert await apply(scene, entry_for(deposit), deposit.label) == "credited"


@pytest.mark.parametrize("answer", [ClaimAnswer(outcome=Outcome.DONE, verdict=Verdict.SOON), REFUSED])
async def test_what_is_said_of_a_claim_that_was_corrected_meanwhile_says_nothing_of_the_new_one(
    scene: ServiceFixture, answer: ClaimAnswer
) -> None:
    deposit = await claimed(scene)

    async def corrected() -> None:
        await scene.database.write(lambda tx: deposits.edit(tx, deposit.id, DepositStatus.CLAIMED, order_id="newer"))

    scene.provider.before_answer = corrected
    scene.provider.verdicts.append(answer)
    await scene.leave(deposit)
    after = await scene.now(deposit)
    assert (after.status, after.order_id) == ("claimed", "newer")
    assert await scene.told(deposit.player_id, "ring") == []


async def test_an_attempt_left_open_by_a_crash_may_have_arrived(scene: ServiceFixture) -> None:
    deposit = await claimed(scene)
    await scene.database.write(lambda tx: attempts.start(tx, deposit.id, deposit.id, scene.clock.now))
    scene.clock.advance(1_000)
    await scene.database.write(lambda tx: attempts.close_open(tx, scene.clock.now))
    await scene.leave(deposit)
    assert scene.provider.claims == []
    assert await scene.waits(deposit) == [("claim", "waiting", 9_000)]
    await later(scene, deposit, 9_000)
    assert (await scene.now(deposit)).status is DepositStatus.SUBMITTED


async def test_an_attempt_of_a_clock_that_was_ahead_holds_its_claim_up_for_no_time(scene: ServiceFixture) -> None:
    deposit = await claimed(scene)
    await scene.database.write(lambda tx: attempts.start(tx, deposit.id, deposit.id, scene.clock.now + 60 * MINUTE))
    await scene.leave(deposit)
    assert (await scene.now(deposit)).status is DepositStatus.SUBMITTED


async def test_a_crash_while_the_provider_thinks_leaves_an_open_attempt(scene: ServiceFixture) -> None:
    deposit = await claimed(scene)
    is_asked = asyncio.Event()

    async def hangs() -> None:
        is_asked.set()
        await asyncio.Event().wait()

    scene.provider.before_answer = hangs
    async with asyncio.TaskGroup() as group:
        leaving = group.create_task(scene.leave(deposit))
        await is_asked.wait()
        leaving.cancel()
    assert (await attempts.known(scene.database, deposit.id, deposit.id)).may_have_arrived


@pytest.mark.parametrize("answer", [ClaimAnswer(outcome=Outcome.DONE, verdict=Verdict.SOON), REFUSED, UNKNOWN])
async def test_a_postback_that_comes_before_the_answer_stands(scene: ServiceFixture, answer: ClaimAnswer) -> None:
    deposit = await claimed(scene)

    scene.provider.before_answer = lambda: apply(scene, entry_for(deposit), deposit.label)
    scene.provider.verdicts.append(answer)
    await scene.leave(deposit)
    after = await scene.now(deposit)
    assert (after.status, after.credited_amount, after.refusal) == ("credited", 10_000, "")
    await later(scene, deposit)
    assert len(scene.provider.claims) == 1
    assert [ring["what"] for ring in await scene.told(deposit.player_id, "ring")] == ["credited"]


async def test_a_claim_under_an_order_that_was_replaced_does_not_leave(scene: ServiceFixture) -> None:
    deposit = await claimed(scene)
    await scene.database.write(lambda tx: deposits.edit(tx, deposit.id, DepositStatus.CLAIMED, order_id="newer"))
    await scene.leave(deposit)
    assert scene.provider.claims == []


async def test_a_row_without_its_deposit_is_dead(scene: ServiceFixture) -> None:
    ghost = Deposit(id="dep-ghost", player_id=1, label="x", wallet="wavepay", status=DepositStatus.DRAFT)
    await scene.database.write(lambda tx: ask_for_number(tx, ghost, scene.clock.now))
    await scene.leave(ghost)
    assert await scene.waits(ghost) == [("number", "dead", 0)]
