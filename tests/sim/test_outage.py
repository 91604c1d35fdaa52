"""The outage drill: two hundred players claim while the provider is away for an hour and a half, in all its ways."""

import json

import pytest

from bot.domain.deposit import DepositStatus
from tests.databases import quick_folder
from tests.given import given_deposit
from tests.sim.bank import AWAY, WAVE
from tests.sim.play import Plan, Play
from tests.sim.simulate import fresh_file, in_world
from tests.sim.simulated_bot import OPERATORS_CHAT
from tests.sim.world import World

PLAYERS, TOGETHER = 200, 5
MINUTES = 90
FOR_AN_OUTAGE = ["provider_locked_out", "provider_unreachable"]


async def _told(world: World) -> list[tuple[str, bool]]:
    """What operators were told: the kind, and whether it was the end of it."""
    rows = await world.look(
        "SELECT payload FROM outbox WHERE kind = 'alert' AND lane = $1 ORDER BY id", f"tg:{OPERATORS_CHAT}"
    )
    told = [json.loads(row["payload"]) for row in rows]
    return [(one["kind"], one.get("over", False)) for one in told if one["kind"] != "deposit_waiting"]


async def _open_deposits(world: World) -> list[tuple[int, str]]:
    """Players who were shown a number, and have paid; with what each will claim."""
    services = world.simulated_bot.services
    assert services is not None
    claims = []
    for count in range(PLAYERS):
        deposit = await given_deposit(
            services.database,
            DepositStatus.AWAITING_PAYMENT,
            now=world.schedule.now,
            wallet=WAVE,
            number_expires_at=world.schedule.now + 1_000 * 60_000,
        )
        number = f"{7_000_000_000 + count}"
        world.bank.pay(deposit.player_id, WAVE, 10_000, number)
        claims.append((deposit.player_id, number))
    return claims


async def _drill(world: World) -> None:
    play, began = Play(world, Plan()), world.schedule.now
    claims = await _open_deposits(world)
    for first in range(0, PLAYERS, TOGETHER):
        world.bank.leave(AWAY[first * len(AWAY) // PLAYERS], MINUTES)
        for player, number in claims[first : first + TOGETHER]:
            world.post_update(world.say(player, "number", number=number))
        await play.wait(MINUTES * TOGETHER / PLAYERS)
    assert world.schedule.now - began >= MINUTES * 60_000
    assert world.bank.arrived == []
    assert await _told(world) == [(kind, False) for kind in FOR_AN_OUTAGE]
    open_claims = await world.look("SELECT 1 FROM deposits WHERE status = 'claimed'")
    assert len(open_claims) == PLAYERS

    world.bank.back_at = 0
    await play.wait(1)
    assert len(world.bank.arrived) == len(set(world.bank.arrived)) == PLAYERS
    taken = await world.look("SELECT id, claimed_at FROM deposits WHERE status = 'submitted' ORDER BY claimed_at, id")
    assert len(taken) == PLAYERS
    ranks = {row["id"]: rank for rank, row in enumerate(taken)}
    late = [abs(ranks[order] - place) for place, order in enumerate(world.bank.arrived)]
    assert sorted(late)[PLAYERS * 9 // 10] <= 24, "the oldest go first, as many at once as there are hands"
    assert sorted(await _told(world)) == sorted((kind, over) for kind in FOR_AN_OUTAGE for over in (False, True))

    await play.post()
    assert len(await world.look("SELECT 1 FROM deposits WHERE status = 'credited'")) == PLAYERS
    assert await world.look("SELECT 1 FROM outbox WHERE state = 'dead'") == []
    assert sorted(await _told(world)) == sorted((kind, over) for kind in FOR_AN_OUTAGE for over in (False, True))


@pytest.mark.timeout(600)
def test_after_an_outage_of_ninety_minutes_every_claim_arrives_once_within_a_minute() -> None:
    with quick_folder() as folder:
        in_world(fresh_file(folder), 1, _drill)
