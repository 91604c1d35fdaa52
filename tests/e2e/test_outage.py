"""The provider away over real HTTP, in each of its ways: the claim waits, and leaves once when it is back."""

import pytest

from bot.dev.simulators.paykassma import Away
from tests.e2e.player import Player
from tests.e2e.world import World


@pytest.mark.parametrize("how", list(Away))
async def test_a_claim_waits_for_the_provider_and_leaves_by_itself(world: World, player: Player, how: Away) -> None:
    row = await player.begins()
    payment = await player.pays()
    world.provider.go_away(how, 60)
    await player.says(payment.transaction_number, sees="Your receipt is safe with me.")
    await world.until_row("SELECT 1 FROM attempts WHERE outcome IN ('unknown', 'locked_out')")
    if how is Away.NOT_FOUND:
        await world.operators_see("only one test call is made from time to time.")
    async with world.http.post(
        f"{world.settings.paykassma_api_url}/console/away", json={"how": how.value, "minutes": 0}
    ) as answer:
        assert answer.ok
    await player.reaches("submitted")
    assert [claim.order_id for claim in world.provider.claims] == [row["order_id"]]
    if how is Away.NOT_FOUND:
        await world.operators_see("Waiting claims are being sent, the oldest first.")
