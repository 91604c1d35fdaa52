"""The provider away, hanging or not knowing us: no claim is given up, each waits as long as it must, operators hear."""

import pytest

from bot.domain.deposit import DepositStatus
from bot.domain.outage import ProviderState
from bot.provider.base import ClaimAnswer, NumberAnswer, Outcome
from bot.store.takeover import reclaim_orphans
from tests.services.acting import CASHIER
from tests.services.deposits.test_provider_jobs import (
    LOCKED_OUT,
    MINUTE,
    NO_NUMBER,
    NOT_SENT,
    UNKNOWN,
    claimed,
    draft,
    later,
)
from tests.services.postbacks.test_crediting import apply, entry_for
from tests.services.service_fixture import ServiceFixture


async def test_what_may_have_arrived_waits_longer_and_longer_and_goes_under_the_same_order(
    scene: ServiceFixture,
) -> None:
    """the state stays, and a repetition carries the same order. Jitter is only ever added to the pauses."""
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
    assert (await scene.now(deposit)).status is DepositStatus.SUBMITTED


@pytest.mark.parametrize("lull", [NOT_SENT, LOCKED_OUT], ids=["not sent", "404"])
async def test_what_surely_did_not_arrive_does_not_slow_a_claim_down(scene: ServiceFixture, lull: ClaimAnswer) -> None:
    deposit = await claimed(scene)
    scene.provider.verdicts.extend([UNKNOWN, *[lull] * 9, UNKNOWN])
    await scene.leave(deposit)
    while len(scene.provider.claims) < 11:
        ((_, _, due),) = await scene.waits(deposit)
        assert due <= 30_000
        await later(scene, deposit, due)
    ((_, _, due),) = await scene.waits(deposit)
    assert 30_000 <= due <= 36_000


async def test_what_surely_did_not_arrive_goes_again_soon_and_is_never_given_up(scene: ServiceFixture) -> None:
    deposit = await claimed(scene)
    scene.provider.verdicts.extend([NOT_SENT] * 12)
    await scene.leave(deposit)
    for _ in range(12):
        await later(scene, deposit, 300_000)
    assert (await scene.now(deposit)).status is DepositStatus.SUBMITTED
    assert len(scene.provider.claims) == 13
    assert await scene.alerts() == ["provider_unreachable", "provider_unreachable over"]


async def test_one_claim_that_is_not_answered_while_others_are_is_told_and_goes_on(scene: ServiceFixture) -> None:
    deposit = await claimed(scene)
    for tries in range(1, 9):
        scene.provider.verdicts.append(UNKNOWN)
        await later(scene, deposit, 13 * MINUTE)
        assert await scene.alerts() == (["claim_unanswered"] if tries >= 6 else [])
        scene.clock.advance(1)
        await scene.leave(await claimed(scene))
    await later(scene, deposit, 13 * MINUTE)
    assert (await scene.now(deposit)).status is DepositStatus.SUBMITTED
    assert await scene.alerts() == ["claim_unanswered", "claim_unanswered over"]


async def test_after_a_restart_in_the_middle_nobody_says_that_others_are_answered(scene: ServiceFixture) -> None:
    deposit = await claimed(scene)
    scene.provider.verdicts.extend([UNKNOWN] * 9)
    for _ in range(9):
        scene.services.connection.state = ProviderState()
        await later(scene, deposit, 13 * MINUTE)
    assert await scene.alerts() == []


async def test_a_no_that_comes_with_a_404_speaks_of_us_and_not_of_the_claim(scene: ServiceFixture) -> None:
    deposit = await claimed(scene)
    scene.provider.verdicts.append(ClaimAnswer(outcome=Outcome.REFUSED, detail="Not found", credentials_rejected=True))
    await scene.leave(deposit)
    assert await scene.now(deposit) == deposit
    assert await scene.alerts() == ["provider_locked_out"]
    await later(scene, deposit)
    assert (await scene.now(deposit)).status is DepositStatus.SUBMITTED


async def test_a_corrected_claim_does_not_wait_behind_the_one_before(scene: ServiceFixture) -> None:
    deposit = await claimed(scene)
    scene.provider.verdicts.extend([UNKNOWN] * 7)
    for _ in range(7):
        await later(scene, deposit, 13 * MINUTE)
    await scene.services.acts.ask(await scene.turn(), CASHIER, deposit.id, "number")
    await scene.services.claims.add(await scene.turn(), await scene.now(deposit), number="1" * 20)
    await scene.leave(deposit)
    assert scene.provider.claims[-1].order_id == f"{deposit.id}-2"
    assert (await scene.now(deposit)).status is DepositStatus.SUBMITTED


async def test_when_the_provider_answers_again_all_that_wait_are_due(scene: ServiceFixture) -> None:
    waiting = [await claimed(scene) for _ in range(5)]
    scene.provider.verdicts.extend([UNKNOWN] * 10)
    for _ in range(2):
        scene.clock.advance(13 * MINUTE)
        for one in waiting:
            await scene.leave(one)
    assert await scene.alerts() == ["provider_unreachable"]
    scene.clock.advance(11_000)
    for one in waiting:
        ((_, _, due),) = await scene.waits(one)
        assert due > 0
    await scene.services.acts.send(await scene.turn(), CASHIER, waiting[2].id)
    await scene.leave(waiting[2])
    assert await scene.alerts() == ["provider_unreachable", "provider_unreachable over"]
    for one in waiting[:2] + waiting[3:]:
        ((_, state, due),) = await scene.waits(one)
        assert (state, due <= 0) == ("waiting", True)


async def test_a_claim_that_an_earlier_version_gave_up_leaves_after_a_start(scene: ServiceFixture) -> None:
    deposit, credited = await claimed(scene), await claimed(scene)
    await apply(scene, entry_for(credited), credited.label)
    await scene.database.write(lambda tx: tx.fetch("UPDATE outbox SET state = 'dead' WHERE kind = 'claim'"))
    await scene.database.write(lambda tx: reclaim_orphans(tx, scene.clock.now))
    assert [state for _, state, _ in await scene.waits(credited)] == ["dead"]
    await scene.leave(deposit)
    assert (await scene.now(deposit)).status is DepositStatus.SUBMITTED


async def test_who_waits_for_a_number_is_not_left_waiting_by_a_provider_that_hangs(scene: ServiceFixture) -> None:
    deposit = await draft(scene)
    scene.clock.advance(16_000)
    scene.provider.numbers.append(NO_NUMBER)
    await scene.leave(deposit)
    assert ((await scene.now(deposit)).refusal, len(scene.provider.asked)) == ("unavailable", 1)


async def test_after_a_404_no_number_is_asked_for_but_as_a_probe(scene: ServiceFixture) -> None:
    deposit, first, second = await claimed(scene), await draft(scene), await draft(scene)
    scene.provider.verdicts.append(LOCKED_OUT)
    await scene.leave(deposit)
    await scene.leave(first)
    assert ((await scene.now(first)).refusal, scene.provider.asked) == ("unavailable", [])
    await later(scene, second, 5_000)
    assert (await scene.now(second)).status is DepositStatus.AWAITING_PAYMENT
    assert (await scene.alerts())[-1] == "provider_locked_out over"


async def test_operators_hear_once_that_the_provider_locked_us_out_and_once_that_it_is_over(
    scene: ServiceFixture,
) -> None:
    """a 404 speaks of our secret or our address, never of the claim."""
    deposit, other = await claimed(scene), await draft(scene)
    locked = ClaimAnswer(outcome=Outcome.UNKNOWN, detail="HTTP 404", credentials_rejected=True)
    scene.provider.verdicts.extend([locked, locked])
    await scene.leave(deposit)
    await later(scene, deposit)
    assert (await scene.now(deposit)).status is DepositStatus.CLAIMED
    assert await scene.alerts() == ["provider_locked_out"]
    scene.provider.numbers.append(NumberAnswer(outcome=Outcome.UNKNOWN, detail="HTTP 404", credentials_rejected=True))
    await scene.leave(other)
    assert (await scene.now(other)).refusal == "unavailable"
    await later(scene, deposit)
    assert (await scene.alerts())[-1] == "provider_locked_out over"
    assert (await scene.alerts()).count("provider_locked_out") == 1
