"""A stop and a start between any two steps: the next tap, word or picture works as if nothing had been."""

import pytest

from tests.databases import DIALECTS
from tests.e2e.conftest import OpenWorld
from tests.e2e.player import Player
from tests.e2e.postbacks import OK, letter_for
from tests.e2e.world import World

MINE = [("player:tg-1001", 10_000)]


@pytest.mark.parametrize("url", DIALECTS, indirect=True)
async def test_a_deposit_goes_through_with_a_restart_after_each_step(url: str, open_: OpenWorld) -> None:
    world = await open_(bot_database_url=url)
    player = Player(world, 1001)
    await player.says("/start", sees="Hello")
    await world.restart()
    await player.taps("💰 Deposit", sees="Which wallet")
    await world.restart()
    await player.taps("KBZPay", sees="How much")
    await world.restart()
    await player.taps("10,000 Ks", sees="Send exactly 10,000 Ks")
    await world.restart()
    payment = await player.pays()
    await player.says(payment.transaction_number, sees="Still needed: the screenshot")
    await world.restart()
    await player.person.photo(payment.receipt)
    row = await player.reaches("submitted")
    await world.restart()
    assert await world.provider.postback(order_id=row["order_id"]) == [200]
    await player.is_told("✅ 10,000 Ks added")
    await world.restart()
    assert await world.provider.postback(order_id=row["order_id"]) == [200]
    await world.settled()
    assert await world.ledger() == MINE
    assert player.times_told("✅ 10,000 Ks added") == 1
    assert len(world.provider.creates) == len(world.provider.claims) == 1
    assert len(player.from_bot) == 3  # the greeting, one card all the time, the ring


async def test_what_was_said_while_the_bot_was_down_is_heard_when_it_is_up(world: World, player: Player) -> None:
    await player.begins()
    payment = await player.pays()
    await world.stop()
    await player.person.text(payment.transaction_number)
    await world.start()
    await player.reaches("submitted")
    assert len(world.provider.claims) == 1


async def test_a_postback_while_the_bot_is_down_comes_again(world: World, player: Player) -> None:
    row, _ = await player.claimed()
    world.provider.postback_delivery.pauses = (0.05,)
    await world.stop()
    assert await world.provider.postback(order_id=row["order_id"]) == [0]
    await world.start()
    await player.is_told("✅ 10,000 Ks added")
    assert await world.ledger() == MINE


async def test_money_told_of_just_before_the_stop_is_told_once_after_the_start(world: World, player: Player) -> None:
    row, _ = await player.claimed()
    world.telegram.outage(on=True)
    assert await world.post(letter_for(row).body()) == OK
    await world.until_row("SELECT 1 FROM ledger")
    await world.stop()
    world.telegram.outage(on=False)
    await world.start()
    world.clock.push(minutes=6)
    await player.is_told("✅ 10,000 Ks added")
    await player.sees("✅ 10,000 Ks has been added.")
    await world.settled()
    assert player.times_told("✅ 10,000 Ks added") == 1


async def test_a_number_that_expires_while_the_bot_is_down_is_blanked_at_the_start(
    world: World, player: Player
) -> None:
    await player.begins()
    await world.stop()
    world.clock.push(minutes=31)
    await world.start()
    await player.sees("Do not pay to the old number.")


async def test_the_old_alarm_is_not_told_again_after_a_start(world: World, player: Player) -> None:
    row, _ = await player.claimed()
    world.clock.push(minutes=16)
    await world.operators_see(f"Deposit {row['id']} has been waiting")
    await player.is_told("takes longer than usual")
    await world.restart()
    world.clock.push(minutes=20)
    await player.says("/help", sees="How to deposit")
    await world.settled()
    assert player.times_told("takes longer than usual") == 1
    assert len([message for message in world.operators.messages if "has been waiting" in message.text]) == 1
