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
async def office(world: World) -> OperatorFixture:
    office = OperatorFixture(world)
    office.people["second"] = world.telegram.person(SECOND_OWNER, first_name="second", username="the_second")
    world.operators.chat.members[SECOND_OWNER] = office.people["second"].account
    return office


async def test_two_owners_forget_a_player(office: OperatorFixture) -> None:
    player = Player(office.world, PLAYER)
    claimed, _ = await player.claimed()
    await office.says("owner", "/forget tg-1001", f"{claimed['id']} of this player is still open")
    await office.world.provider.postback(order_id=claimed["order_id"])
    await player.reaches("credited")
    card = await office.says("owner", "/forget tg-1001", "Waiting for a second operator")
    assert "The ledger stays under the label" in card.text
    shared = await office.group.chat.shows("🧽 Erase a player's personal data", PATIENCE)
    assert "owner" in await office.toast("checker", "✅ Confirm", shared, in_group=True)
    assert await office.toast("second", "✅ Confirm", shared, in_group=True) == ""
    await office.changed("owner", card, "✅ Done by")
    (row,) = await office.world.rows("SELECT username FROM players WHERE id = $1", PLAYER)
    assert row["username"] == ""
    assert [credit for credit, _ in await office.world.ledger()] == ["player:tg-1001"]
    acts = await office.world.rows("SELECT actor, act FROM audit WHERE act LIKE 'forget%' ORDER BY id")
    assert [(line["actor"], line["act"]) for line in acts] == [
        (ROLES["owner"], "forget.proposed"),
        (SECOND_OWNER, "forget.done"),
    ]


@pytest.mark.parametrize("role", ["viewer", "cashier", "checker"])
async def test_nobody_else_proposes_it(office: OperatorFixture, role: str) -> None:
    await office.says(role, "/forget tg-1001", "needs the role owner")
    assert await office.world.rows("SELECT 1 FROM acts") == []
