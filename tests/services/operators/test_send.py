"""A claim that an operator sends by hand: before all others, also while the provider is away, and in the audit log."""

import asyncio

import pytest

from bot.domain.deposit import Deposit, DepositStatus
from bot.domain.errors import ClaimNotWaiting, DepositMoved, RoleTooLow
from bot.services.deposits.provider_jobs import send_claim
from bot.services.queue.outbox_worker import OutboxWorker
from bot.store import deposits, outbox
from bot.wiring import worker_slots
from tests.services.acting import CASHIER, VIEWER
from tests.services.deposits.test_provider_jobs import LOCKED_OUT, UNKNOWN, claimed, later
from tests.services.service_fixture import ServiceFixture

MINUTE = 60_000


async def sent_by_hand(scene: ServiceFixture, deposit: Deposit) -> None:
    await scene.services.acts.send(await scene.turn(), CASHIER, deposit.id)


async def leaves(scene: ServiceFixture, calls: int) -> None:
    """What the deliverer sends as time stands."""
    await scene.database.write(outbox.release_orphans)
    claims = [one for one in worker_slots(scene.services.connection) if one.kinds.has("claim")]
    deliverer = OutboxWorker(scene.database, scene.clock, {"pk": scene.channel()}, claims)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(deliverer.run())
        async with asyncio.timeout(20):
            while len(scene.provider.claims) < calls or deliverer._claimed():
                await asyncio.sleep(0)
        running.cancel()


async def test_it_does_not_wait_for_its_time(scene: ServiceFixture) -> None:
    deposit = await claimed(scene)
    scene.provider.verdicts.extend([UNKNOWN] * 7)
    for _ in range(7):
        await later(scene, deposit, 13 * MINUTE)
    scene.clock.advance(11_000)
    await sent_by_hand(scene, deposit)
    await leaves(scene, 8)
    assert (await scene.now(deposit)).status is DepositStatus.SUBMITTED
    (line,) = await scene.database.fetch("SELECT actor, act, subject FROM audit")
    assert (line["actor"], line["act"], line["subject"]) == (CASHIER.id, "send", deposit.id)


async def test_it_is_the_next_probe_while_the_provider_does_not_know_us(scene: ServiceFixture) -> None:
    older, deposit = await claimed(scene), await claimed(scene)
    scene.provider.verdicts.extend([LOCKED_OUT] * 3)
    for _ in range(3):
        await later(scene, older, 30_000)
    scene.clock.advance(11_000)
    assert scene.services.connection.state.is_locked_out
    scene.services.connection.state = scene.services.connection.state.probing(scene.clock.now)
    await sent_by_hand(scene, deposit)
    await leaves(scene, 5)
    assert [claim.order_id for claim in scene.provider.claims] == [older.id] * 3 + [deposit.id, older.id]


async def test_it_goes_again_after_a_no_that_said_nothing(scene: ServiceFixture) -> None:
    deposit = await claimed(scene)
    await scene.database.write(lambda tx: tx.fetch("UPDATE outbox SET state = 'sent' WHERE kind = 'claim'"))
    await sent_by_hand(scene, deposit)
    await leaves(scene, 1)


@pytest.mark.parametrize("status", [one for one in DepositStatus if one is not DepositStatus.CLAIMED])
async def test_what_does_not_wait_is_not_sent(scene: ServiceFixture, status: DepositStatus) -> None:
    deposit = await scene.deposit(status)
    with pytest.raises(ClaimNotWaiting) as refused:
        await sent_by_hand(scene, deposit)
    assert refused.value.values == {"id": deposit.id, "status": status.value}
    assert await scene.count("outbox", "kind = 'claim'") == await scene.count("audit") == 0


async def test_a_deposit_that_nobody_knows_is_said_so(scene: ServiceFixture) -> None:
    with pytest.raises(DepositMoved):
        await scene.services.acts.send(await scene.turn(), CASHIER, "dep-nobody")


async def test_it_takes_a_cashier(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.CLAIMED)
    with pytest.raises(RoleTooLow):
        await scene.services.acts.send(await scene.turn(), VIEWER, deposit.id)


async def test_a_claim_that_was_never_put_out_is_put_out(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.CLAIMED)
    await scene.database.write(lambda tx: deposits.save_receipt(tx, "none", b"jpeg", 0))
    await sent_by_hand(scene, deposit)
    await scene.database.write(lambda tx: send_claim(tx, deposit, scene.clock.now))
    await leaves(scene, 1)
    assert len(scene.provider.claims) == 1
