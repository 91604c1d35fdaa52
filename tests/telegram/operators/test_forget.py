"""`/forget` in the chat: two owners, nobody else, and not while something of the player is under way."""

import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.e2e.player import Player
from tests.e2e.world import World, open_world
from tests.telegram.operators.conftest import PATIENCE, PLAYER, ROLES, OperatorFixture

SECOND_OWNER = 906


@pytest.fixture
async def world(tmp_path: Path, log: io.StringIO) -> AsyncIterator[World]:
    listed = ",".join(f"{person}:{role}" for role, person in ROLES.items()) + f",{SECOND_OWNER}:owner"
    async with open_world(tmp_path, log, bot_operators=listed) as opened:
        yield opened


@pytest.fixture
async def team(world: World) -> OperatorFixture:
    team = OperatorFixture(world)
    team.people["second"] = world.telegram.person(SECOND_OWNER, first_name="second", username="the_second")
    world.operators.chat.members[SECOND_OWNER] = team.people["second"].account
    return team


async def test_two_owners_forget_a_player(team: OperatorFixture) -> None:
    player = Player(team.world, PLAYER)
    claimed, _ = await player.claimed()
    await team.says("owner", "/forget tg-1001", f"{claimed['id']} of this player is still open")
    await team.world.provider.postback(order_id=claimed["order_id"])
    await player.reaches("credited")
    card = await team.says("owner", "/forget tg-1001", "Waiting for a second operator")
    assert "The ledger stays under the label" in card.text
    shared = await team.group.chat.shows("🧽 Erase a player's personal data", PATIENCE)
    assert "owner" in await team.toast("checker", "✅ Confirm", shared, in_group=True)
    assert await team.toast("second", "✅ Confirm", shared, in_group=True) == ""
    await team.changed("owner", card, "✅ Done by")
    (row,) = await team.world.rows("SELECT username FROM players WHERE id = $1", PLAYER)
    assert row["username"] == ""
    assert [credit for credit, _ in await team.world.ledger()] == ["player:tg-1001"]
    acts = await team.world.rows("SELECT actor, act FROM audit WHERE act LIKE 'forget%' ORDER BY id")
    assert [(line["actor"], line["act"]) for line in acts] == [
        (ROLES["owner"], "forget.proposed"),
        (SECOND_OWNER, "forget.done"),
    ]


@pytest.mark.parametrize("role", ["viewer", "cashier", "checker"])
async def test_nobody_else_proposes_it(team: OperatorFixture, role: str) -> None:
    await team.says(role, "/forget tg-1001", "needs the role owner")
    assert await team.world.rows("SELECT 1 FROM acts") == []
