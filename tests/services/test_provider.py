"""What leaves for the provider: each of its answers, each way of not answering, and crashes in between."""

import asyncio

import pytest

from bot.domain.deposit import Deposit, Status
from bot.domain.outage import Line
from bot.provider.base import ClaimAnswer, NumberAnswer, Outcome, Verdict
from bot.services.provider import ask_for_number, send_claim
from bot.store import attempts, deposits
from bot.store.leases import take_over
from tests.services.acting import CASHIER
from tests.services.scene import Scene
from tests.services.test_crediting import apply, entry_for

MINUTE = 60_000
UNKNOWN = ClaimAnswer(outcome=Outcome.UNKNOWN, detail="timed out")
NOT_SENT = ClaimAnswer(outcome=Outcome.NOT_SENT, detail="no route")
REFUSED = ClaimAnswer(outcome=Outcome.REFUSED, detail="transaction not found")
LOCKED_OUT = ClaimAnswer(outcome=Outcome.UNKNOWN, detail="HTTP 404", locked_out=True)
NO_NUMBER = NumberAnswer(outcome=Outcome.UNKNOWN, detail="timed out")


async def draft(scene: Scene) -> Deposit:
    """A draft whose number was asked for."""
    made = await scene.deposit(amount=10_000)
    await scene.database.write(lambda tx: ask_for_number(tx, made, scene.clock.now))
    return made


async def claimed(scene: Scene) -> Deposit:
    """A claim that is about to leave."""
    made = await scene.deposit(Status.CLAIMED)
    await scene.database.write(lambda tx: deposits.save_receipt(tx, "none", b"jpeg", 0))
    await scene.database.write(lambda tx: send_claim(tx, made, scene.clock.now))
    return made


async def later(scene: Scene, deposit: Deposit, ms: int = MINUTE) -> None:
    scene.clock.advance(ms)
    await scene.leave(deposit)


async def test_the_number_comes_with_its_order_and_its_time(scene: Scene) -> None:
    deposit = await draft(scene)
    await scene.leave(deposit)
    shown = await scene.now(deposit)
    assert (shown.status, shown.wallet_number, shown.order_id) == ("awaiting_payment", "09400000042", deposit.id)
    assert shown.number_expires_at == scene.clock.now + 30 * MINUTE
    assert await deposits.find_by_order(scene.database, deposit.id) == shown
    assert scene.provider.asked == [("kbzpay_manual", deposit.label)]
    assert await scene.told(deposit.player_id, "card") == [{"of": deposit.id}]


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.AWAITING_PAYMENT])
async def test_no_number_is_asked_for_that_nobody_waits_for(scene: Scene, status: Status) -> None:
    deposit = await draft(scene)
    await scene.database.write(lambda tx: deposits.move(tx, deposit.id, status, scene.clock.now))
    await scene.leave(deposit)
    assert scene.provider.asked == []
    assert await scene.waits(deposit) == [("number", "sent", 0)]


async def test_a_number_that_comes_after_a_cancel_changes_nothing(scene: Scene) -> None:
    deposit = await draft(scene)
    seen = await scene.now(deposit)
    await scene.database.write(lambda tx: deposits.move(tx, deposit.id, Status.CANCELLED, scene.clock.now))
    effect = scene.channel()._number_given(seen, NumberAnswer(outcome=Outcome.DONE, number="0911"))
    await scene.database.write(effect)
    assert (await scene.now(deposit)).status is Status.CANCELLED
    assert await scene.count("orders") == 0


async def test_an_unclear_answer_is_asked_again_three_times_and_then_told(scene: Scene) -> None:
    deposit = await draft(scene)
    scene.provider.numbers.extend([NO_NUMBER] * 3)
    await scene.leave(deposit)
    for _ in range(2):
        assert (await scene.now(deposit)).refusal == ""
        await later(scene, deposit, 5_000)
    failed = await scene.now(deposit)
    assert (failed.status, failed.refusal) == ("draft", "unavailable")
    assert len(scene.provider.asked) == 3
    assert await scene.alarms() == ["wallet_unavailable"]
    await scene.services.deposits.retry(await scene.turn(), failed)
    await scene.leave(deposit)
    assert (await scene.now(deposit)).status is Status.AWAITING_PAYMENT
    assert await scene.alarms() == ["wallet_unavailable", "wallet_unavailable over"]


async def test_a_refused_number_is_told_at_once(scene: Scene) -> None:
    deposit = await draft(scene)
    scene.provider.numbers.append(NumberAnswer(outcome=Outcome.REFUSED, detail="wallet is off"))
    await scene.leave(deposit)
    assert (await scene.now(deposit)).refusal == "unavailable"
    assert len(scene.provider.asked) == 1


@pytest.mark.parametrize("verdict", list(Verdict))
async def test_an_accepted_claim_is_submitted_with_its_verdict_and_credits_nothing(
    scene: Scene, verdict: Verdict
) -> None:
    """A7."""
    deposit = await claimed(scene)
    scene.provider.verdicts.append(ClaimAnswer(outcome=Outcome.DONE, verdict=verdict))
    await scene.leave(deposit)
    after = await scene.now(deposit)
    assert (after.status, after.verdict, after.credited_amount) == ("submitted", verdict.value, 0)
    assert await scene.waits(deposit) == [("claim", "sent", 0)]
    assert await scene.alarms() == (["below_minimum"] if verdict is Verdict.BELOW_MINIMUM else [])
    (sent,) = scene.provider.claims
    assert (sent.order_id, sent.transaction_number, sent.amount) == (deposit.id, deposit.transaction_number, 10_000)
    assert (sent.label, sent.receipt) == (deposit.label, b"jpeg")


async def test_a_readable_no_is_told_and_may_be_corrected(scene: Scene) -> None:
    deposit = await claimed(scene)
    scene.provider.verdicts.append(REFUSED)
    await scene.leave(deposit)
    refused = await scene.now(deposit)
    assert (refused.status, refused.refusal) == ("rejected", "number")
    assert await scene.told(deposit.player_id, "ring") == [{"what": "refused", "amount": 0, "of": deposit.id}]
    scene.clock.advance(MINUTE)
    await scene.services.claims.add(await scene.turn(), refused, number="1" * 20)
    await scene.leave(deposit)
    assert (await scene.now(deposit)).status is Status.SUBMITTED
    assert [claim.order_id for claim in scene.provider.claims] == [deposit.id, f"{deposit.id}-2"]


async def test_what_may_have_arrived_waits_longer_and_longer_and_goes_under_the_same_order(scene: Scene) -> None:
    """A1: the state stays, and a repetition carries the same order. Jitter is only ever added to the pauses."""
    deposit = await claimed(scene)
    scene.provider.verdicts.extend([UNKNOWN] * 20)
    await scene.leave(deposit)
    for place, pause in enumerate([10, 30, 60, 120, 240, 480, *[600] * 14], 1):
        assert await scene.now(deposit) == deposit
        ((kind, state, due),) = await scene.waits(deposit)
        assert (kind, state, pause * 1000 <= due <= pause * 1200) == ("claim", "waiting", True)
        await later(scene, deposit, due - 1)
        assert len(scene.provider.claims) == place
        await later(scene, deposit, 1)
    assert [claim.order_id for claim in scene.provider.claims] == [deposit.id] * 21
    assert (await scene.now(deposit)).status is Status.SUBMITTED


@pytest.mark.parametrize("lull", [NOT_SENT, LOCKED_OUT], ids=["not sent", "404"])
async def test_what_surely_did_not_arrive_does_not_slow_a_claim_down(scene: Scene, lull: ClaimAnswer) -> None:
    deposit = await claimed(scene)
    scene.provider.verdicts.extend([UNKNOWN, *[lull] * 9, UNKNOWN])
    await scene.leave(deposit)
    while len(scene.provider.claims) < 11:
        ((_, _, due),) = await scene.waits(deposit)
        assert due <= 30_000
        await later(scene, deposit, due)
    ((_, _, due),) = await scene.waits(deposit)
    assert 30_000 <= due <= 36_000


async def test_what_surely_did_not_arrive_goes_again_soon_and_is_never_given_up(scene: Scene) -> None:
    """A2."""
    deposit = await claimed(scene)
    scene.provider.verdicts.extend([NOT_SENT] * 12)
    await scene.leave(deposit)
    for _ in range(12):
        await later(scene, deposit, 300_000)
    assert (await scene.now(deposit)).status is Status.SUBMITTED
    assert len(scene.provider.claims) == 13
    assert await scene.alarms() == ["provider_unreachable", "provider_unreachable over"]


async def test_one_claim_that_is_not_answered_while_others_are_is_told_and_goes_on(scene: Scene) -> None:
    deposit = await claimed(scene)
    for tries in range(1, 9):
        scene.provider.verdicts.append(UNKNOWN)
        await later(scene, deposit, 13 * MINUTE)
        assert await scene.alarms() == (["claim_unanswered"] if tries >= 6 else [])
        scene.clock.advance(1)
        await scene.leave(await claimed(scene))
    await later(scene, deposit, 13 * MINUTE)
    assert (await scene.now(deposit)).status is Status.SUBMITTED
    assert await scene.alarms() == ["claim_unanswered", "claim_unanswered over"]


async def test_after_a_restart_in_the_middle_nobody_says_that_others_are_answered(scene: Scene) -> None:
    deposit = await claimed(scene)
    scene.provider.verdicts.extend([UNKNOWN] * 9)
    for _ in range(9):
        scene.services.line.state = Line()
        await later(scene, deposit, 13 * MINUTE)
    assert await scene.alarms() == []


@pytest.mark.parametrize(
    ("detail", "status", "alarms", "rings"),
    [
        ("custom_transaction_id must be unique", "submitted", [], 0),
        ("Transaction already exists", "submitted", [], 0),
        ("transaction not found", "rejected", [], 1),
        ("The screenshot is unreadable", "rejected", [], 1),
        ("no", "claimed", ["claim_refused"], 0),
    ],
)
async def test_a_no_after_an_unclear_attempt_leaves_the_player_something_to_do_or_to_wait_for(
    scene: Scene, detail: str, status: str, alarms: list[str], rings: int
) -> None:
    """It may only mean "I have it already"."""
    deposit = await claimed(scene)
    scene.provider.verdicts.extend([UNKNOWN, ClaimAnswer(outcome=Outcome.REFUSED, detail=detail)])
    await scene.leave(deposit)
    await later(scene, deposit)
    assert (await scene.now(deposit)).status == status
    assert await scene.alarms() == alarms
    assert len(await scene.told(deposit.player_id, "ring")) == rings
    assert await apply(scene, entry_for(deposit), deposit.label) == "credited"


async def test_a_no_that_comes_with_a_404_speaks_of_us_and_not_of_the_claim(scene: Scene) -> None:
    deposit = await claimed(scene)
    scene.provider.verdicts.append(ClaimAnswer(outcome=Outcome.REFUSED, detail="Not found", locked_out=True))
    await scene.leave(deposit)
    assert await scene.now(deposit) == deposit
    assert await scene.alarms() == ["provider_locked_out"]
    await later(scene, deposit)
    assert (await scene.now(deposit)).status is Status.SUBMITTED


@pytest.mark.parametrize("answer", [ClaimAnswer(outcome=Outcome.DONE, verdict=Verdict.SOON), REFUSED])
async def test_what_is_said_of_a_claim_that_was_corrected_meanwhile_says_nothing_of_the_new_one(
    scene: Scene, answer: ClaimAnswer
) -> None:
    deposit = await claimed(scene)

    async def corrected() -> None:
        await scene.database.write(lambda tx: deposits.edit(tx, deposit.id, Status.CLAIMED, order_id="newer"))

    scene.provider.before_answer = corrected
    scene.provider.verdicts.append(answer)
    await scene.leave(deposit)
    after = await scene.now(deposit)
    assert (after.status, after.order_id) == ("claimed", "newer")
    assert await scene.told(deposit.player_id, "ring") == []


async def test_a_corrected_claim_does_not_wait_behind_the_one_before(scene: Scene) -> None:
    deposit = await claimed(scene)
    scene.provider.verdicts.extend([UNKNOWN] * 7)
    for _ in range(7):
        await later(scene, deposit, 13 * MINUTE)
    await scene.services.acts.ask(await scene.turn(), CASHIER, deposit.id, "number")
    await scene.services.claims.add(await scene.turn(), await scene.now(deposit), number="1" * 20)
    await scene.leave(deposit)
    assert scene.provider.claims[-1].order_id == f"{deposit.id}-2"
    assert (await scene.now(deposit)).status is Status.SUBMITTED


async def test_an_attempt_left_open_by_a_crash_may_have_arrived(scene: Scene) -> None:
    deposit = await claimed(scene)
    await scene.database.write(lambda tx: attempts.start(tx, deposit.id, deposit.id, scene.clock.now))
    scene.clock.advance(1_000)
    await scene.database.write(lambda tx: attempts.close_open(tx, scene.clock.now))
    await scene.leave(deposit)
    assert scene.provider.claims == []
    assert await scene.waits(deposit) == [("claim", "waiting", 9_000)]
    await later(scene, deposit, 9_000)
    assert (await scene.now(deposit)).status is Status.SUBMITTED


async def test_when_the_provider_answers_again_all_that_wait_are_due(scene: Scene) -> None:
    waiting = [await claimed(scene) for _ in range(5)]
    scene.provider.verdicts.extend([UNKNOWN] * 10)
    for _ in range(2):
        scene.clock.advance(13 * MINUTE)
        for one in waiting:
            await scene.leave(one)
    assert await scene.alarms() == ["provider_unreachable"]
    scene.clock.advance(11_000)
    for one in waiting:
        ((_, _, due),) = await scene.waits(one)
        assert due > 0
    await scene.services.acts.send(await scene.turn(), CASHIER, waiting[2].id)
    await scene.leave(waiting[2])
    assert await scene.alarms() == ["provider_unreachable", "provider_unreachable over"]
    for one in waiting[:2] + waiting[3:]:
        ((_, state, due),) = await scene.waits(one)
        assert (state, due <= 0) == ("waiting", True)


async def test_a_claim_that_an_earlier_version_gave_up_leaves_after_a_start(scene: Scene) -> None:
    deposit, credited = await claimed(scene), await claimed(scene)
    await apply(scene, entry_for(credited), credited.label)
    await scene.database.write(lambda tx: tx.fetch("UPDATE outbox SET state = 'dead' WHERE kind = 'claim'"))
    await scene.database.write(lambda tx: take_over(tx, scene.clock.now))
    assert [state for _, state, _ in await scene.waits(credited)] == ["dead"]
    await scene.leave(deposit)
    assert (await scene.now(deposit)).status is Status.SUBMITTED


async def test_who_waits_for_a_number_is_not_left_waiting_by_a_provider_that_hangs(scene: Scene) -> None:
    deposit = await draft(scene)
    scene.clock.advance(16_000)
    scene.provider.numbers.append(NO_NUMBER)
    await scene.leave(deposit)
    assert ((await scene.now(deposit)).refusal, len(scene.provider.asked)) == ("unavailable", 1)


async def test_after_a_404_no_number_is_asked_for_but_as_a_probe(scene: Scene) -> None:
    deposit, first, second = await claimed(scene), await draft(scene), await draft(scene)
    scene.provider.verdicts.append(LOCKED_OUT)
    await scene.leave(deposit)
    await scene.leave(first)
    assert ((await scene.now(first)).refusal, scene.provider.asked) == ("unavailable", [])
    await later(scene, second, 5_000)
    assert (await scene.now(second)).status is Status.AWAITING_PAYMENT
    assert (await scene.alarms())[-1] == "provider_locked_out over"


async def test_a_crash_while_the_provider_thinks_leaves_an_open_attempt(scene: Scene) -> None:
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
    assert (await attempts.known(scene.database, deposit.id, deposit.id)).unsure


@pytest.mark.parametrize("answer", [ClaimAnswer(outcome=Outcome.DONE, verdict=Verdict.SOON), REFUSED, UNKNOWN])
async def test_a_postback_that_comes_before_the_answer_stands(scene: Scene, answer: ClaimAnswer) -> None:
    """A3."""
    deposit = await claimed(scene)

    scene.provider.before_answer = lambda: apply(scene, entry_for(deposit), deposit.label)
    scene.provider.verdicts.append(answer)
    await scene.leave(deposit)
    after = await scene.now(deposit)
    assert (after.status, after.credited_amount, after.refusal) == ("credited", 10_000, "")
    await later(scene, deposit)
    assert len(scene.provider.claims) == 1
    assert [ring["what"] for ring in await scene.told(deposit.player_id, "ring")] == ["credited"]


async def test_a_claim_under_an_order_that_was_replaced_does_not_leave(scene: Scene) -> None:
    deposit = await claimed(scene)
    await scene.database.write(lambda tx: deposits.edit(tx, deposit.id, Status.CLAIMED, order_id="newer"))
    await scene.leave(deposit)
    assert scene.provider.claims == []


async def test_a_row_without_its_deposit_is_dead(scene: Scene) -> None:
    ghost = Deposit(id="dep-ghost", player_id=1, label="x", wallet="wavepay", status=Status.DRAFT)
    await scene.database.write(lambda tx: ask_for_number(tx, ghost, scene.clock.now))
    await scene.leave(ghost)
    assert await scene.waits(ghost) == [("number", "dead", 0)]


async def test_operators_hear_once_that_the_provider_locked_us_out_and_once_that_it_is_over(scene: Scene) -> None:
    """A8: a 404 speaks of our secret or our address, never of the claim."""
    deposit, other = await claimed(scene), await draft(scene)
    locked = ClaimAnswer(outcome=Outcome.UNKNOWN, detail="HTTP 404", locked_out=True)
    scene.provider.verdicts.extend([locked, locked])
    await scene.leave(deposit)
    await later(scene, deposit)
    assert (await scene.now(deposit)).status is Status.CLAIMED
    assert await scene.alarms() == ["provider_locked_out"]
    scene.provider.numbers.append(NumberAnswer(outcome=Outcome.UNKNOWN, detail="HTTP 404", locked_out=True))
    await scene.leave(other)
    assert (await scene.now(other)).refusal == "unavailable"
    await later(scene, deposit)
    assert (await scene.alarms())[-1] == "provider_locked_out over"
    assert (await scene.alarms()).count("provider_locked_out") == 1
