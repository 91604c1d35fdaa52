"""How often Telegram is called: a credit costs one message and one edit, and no message is edited to what it shows."""

import asyncio

from tests.e2e.conftest import OpenWorld
from tests.e2e.player import Player
from tests.e2e.postbacks import letter_for
from tests.e2e.world import World

QUIET = ("getupdates", "setmycommands", "getme", "deletewebhook")


def calls(world: World) -> dict[str, int]:
    """All that was asked of Telegram for the sake of people, by method."""
    return {name: count for name, count in world.telegram.calls.items() if count and name not in QUIET}


def edits(world: World) -> int:
    return sum(event.kind == "edit" for event in world.telegram.event_log)


async def test_a_credit_is_one_ring_and_one_edit_of_the_card(world: World, player: Player) -> None:
    row, _ = await player.claimed()
    await world.settled()
    before = calls(world)
    await world.post(letter_for(row).body())
    await player.is_told("✅ 10,000 Ks added")
    await player.sees("✅ 10,000 Ks has been added.")
    await world.settled()
    spent = {name: count - before.get(name, 0) for name, count in calls(world).items()}
    assert {name: count for name, count in spent.items() if count} == {"sendmessage": 1, "editmessagetext": 1}


async def test_a_postback_that_comes_again_costs_nothing(world: World, player: Player) -> None:
    row, _ = await player.claimed()
    await world.post(letter_for(row).body())
    await player.sees("✅ 10,000 Ks has been added.")
    await world.settled()
    before = calls(world)
    for _ in range(3):
        await world.post(letter_for(row).body())
    await world.settled()
    assert calls(world) == before


async def test_a_card_that_looks_the_same_is_not_edited(world: World, player: Player) -> None:
    """The open card is rendered again in the chosen language, which is the one it has already."""
    await player.begins()
    await player.says("/language")
    for _ in range(2):
        await player.taps("English")
        await player.is_told("English")
        await world.settled()
    assert calls(world)["editmessagetext"] == edits(world)


async def test_no_card_is_edited_to_what_it_shows_already(open_: OpenWorld) -> None:
    """Eight players at once, three deposits each, credited while they still wait for the provider's answer."""
    world = await open_(deposit_wallets="wavepay")
    world.credit_at_once()
    players = [Player(world, 1000 + number) for number in range(8)]

    async def deposits(player: Player) -> None:
        await player.says("/deposit")
        for count in (1, 2, 3):
            await player.taps("10,000 Ks", sees="Send exactly")
            payment = await player.pays()
            await player.says(payment.transaction_number)
            await player.is_told("✅ 10,000 Ks added", count)
            await player.reaches("credited")
            if count < 3:
                await player.taps("Deposit again", sees="How much")

    async with asyncio.TaskGroup() as group:
        for player in players:
            group.create_task(deposits(player))
    await world.settled()
    assert calls(world)["editmessagetext"] == edits(world)
    assert calls(world)["editmessagetext"] <= 5 * len(await world.rows("SELECT 1 FROM deposits"))
    assert "sendchataction" not in calls(world)
