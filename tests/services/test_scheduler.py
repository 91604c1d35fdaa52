"""The clock's work: numbers expire, drafts are dropped, long waits are told once, silence is noticed, old data goes."""

import asyncio

from bot.domain.deposit import DepositStatus
from bot.services.scheduler import Scheduler
from bot.store import outbox
from tests.provider.postback_bodies import deposit_entry, postback, signed
from tests.services.postbacks.test_crediting import apply, entry_for
from tests.services.service_fixture import ServiceFixture

MINUTE = 60_000
HOUR = 60 * MINUTE


def watch(scene: ServiceFixture) -> Scheduler:
    it = scene.services
    return Scheduler(scene.database, scene.clock, it.policy, it.alerts, it.wallets, it.withdrawals)


async def test_a_number_expires_when_its_time_is_over_and_late_money_still_counts(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.AWAITING_PAYMENT)
    scene.clock.advance(15 * MINUTE - 1)
    await watch(scene).tick()
    assert (await scene.now(deposit)).status is DepositStatus.AWAITING_PAYMENT
    scene.clock.advance(1)
    await watch(scene).tick()
    assert (await scene.now(deposit)).status is DepositStatus.EXPIRED
    assert await scene.told(deposit.player_id) == [{"of": deposit.id}]
    assert await apply(scene, entry_for(deposit), deposit.label) == "credited"


async def test_a_draft_left_alone_for_a_day_is_dropped(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.DRAFT)
    scene.clock.advance(24 * HOUR - 1)
    await watch(scene).tick()
    assert (await scene.now(deposit)).status is DepositStatus.DRAFT
    scene.clock.advance(1)
    await watch(scene).tick()
    assert (await scene.now(deposit)).status is DepositStatus.CANCELLED


async def test_a_long_wait_is_told_once_to_player_and_operators_and_ends_with_the_credit(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    scene.clock.advance(15 * MINUTE)
    for _ in range(3):
        await watch(scene).tick()
        scene.clock.advance(MINUTE)
    assert [ring["what"] for ring in await scene.told(deposit.player_id, "ring")] == ["waiting"]
    assert (await scene.now(deposit)).status is DepositStatus.SUBMITTED
    assert await scene.alerts() == ["deposit_waiting"]
    await apply(scene, entry_for(deposit), deposit.label)
    assert await scene.alerts() == ["deposit_waiting", "deposit_waiting over"]


async def test_a_claim_that_was_just_settled_is_not_reminded_of(scene: ServiceFixture) -> None:
    """The list was read before; the row is looked at again in the transaction."""
    deposit = await scene.deposit(DepositStatus.CREDITED, claimed_at=1)
    await scene.database.write(lambda tx: watch(scene)._remind(tx, deposit.id, scene.clock.now))
    await scene.database.write(lambda tx: watch(scene)._remind(tx, "dep-gone", scene.clock.now))
    await scene.database.write(lambda tx: watch(scene)._expire(tx, deposit.id, scene.clock.now))
    await scene.database.write(lambda tx: watch(scene)._drop_draft(tx, deposit.id, scene.clock.now))
    assert await scene.told(deposit.player_id) == []
    assert await scene.now(deposit) == deposit


async def test_a_pause_that_is_usual_is_no_silence(scene: ServiceFixture) -> None:
    """Where postbacks come every hour, the alarm waits for four."""
    for number in range(5):
        await scene.receive(signed(postback(deposit_entry(transaction_id=f"{number:020}"))))
        scene.clock.advance(HOUR)
    await scene.deposit(DepositStatus.SUBMITTED, reminded_at=1)
    scene.clock.advance(3 * HOUR - 1)
    await watch(scene).tick()
    assert await scene.alerts() == []
    scene.clock.advance(1)
    await watch(scene).tick()
    assert await scene.alerts() == ["postbacks_silent"]


async def test_silence_while_claims_wait_is_noticed_once_and_ends_with_a_postback(scene: ServiceFixture) -> None:
    await scene.deposit(DepositStatus.SUBMITTED, reminded_at=1)
    scene.clock.advance(HOUR - 1)
    await watch(scene).tick()
    assert await scene.alerts() == []
    scene.clock.advance(1)
    for _ in range(2):
        await watch(scene).tick()
    assert await scene.alerts() == ["postbacks_silent"]
    await scene.receive(signed(postback(deposit_entry())))
    assert await scene.alerts() == ["postbacks_silent", "postbacks_silent over"]


async def test_silence_is_none_while_postbacks_come_or_nothing_waits(scene: ServiceFixture) -> None:
    scene.clock.advance(10 * HOUR)
    await watch(scene).tick()
    await scene.deposit(DepositStatus.SUBMITTED, reminded_at=1)
    scene.clock.advance(HOUR // 2)
    await scene.receive(signed(postback(deposit_entry())))
    scene.clock.advance(HOUR // 2 + 1)
    await watch(scene).tick()
    assert await scene.alerts() == []


async def test_old_data_is_dropped_and_what_stops_repetition_stays(scene: ServiceFixture) -> None:
    turn = await scene.turn()
    player = await scene.player()
    await turn.finish()
    now = scene.clock.now
    for kind in ("screen", "ring"):
        await scene.database.write(
            lambda tx, one=kind: outbox.add(tx, lane=f"tg:{player.id}", kind=one, subject="", now=now, dedupe=one)  # type: ignore[misc]
        )
        (row,) = await scene.database.write(lambda tx: outbox.take(tx, now, now + 1, 1))
        await scene.database.write(lambda tx, one=row: outbox.mark_sent(tx, one, now))  # type: ignore[misc]
    scene.clock.advance(8 * 24 * HOUR)
    await watch(scene).tick()
    assert await scene.count("outbox") == 1
    assert await scene.count("inbox", "body = ''") == 1


async def test_the_watch_goes_round_and_asks_for_the_wallets_now_and_then(scene: ServiceFixture) -> None:
    async with asyncio.TaskGroup() as group:
        running = group.create_task(watch(scene).run())
        deposit = await scene.deposit(DepositStatus.AWAITING_PAYMENT, number_expires_at=scene.clock.now + MINUTE)
        async with asyncio.timeout(20):
            while (await scene.now(deposit)).status is not DepositStatus.EXPIRED:
                await scene.clock.asleep()
                scene.clock.advance(5_000)
        running.cancel()
