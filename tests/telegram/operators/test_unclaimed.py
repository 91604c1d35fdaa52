"""Operators and the money that waits: seen money first, given to nobody but its owner, released together, or closed."""

import io
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.dev.simulators.paykassma import CreditVariant
from bot.store.engine.database import Row
from tests.e2e.player import Player
from tests.e2e.postbacks import Postback
from tests.e2e.world import open_world
from tests.telegram.operators.conftest import PATIENCE, PLAYER, ROLES, OperatorFixture

WAITS = "Waiting for a second operator"


@pytest.fixture
async def team(tmp_path: Path, log: io.StringIO) -> AsyncIterator[OperatorFixture]:
    """One where nothing above 5,000 Ks is credited without people."""
    listed = ",".join(f"{person}:{role}" for role, person in ROLES.items())
    async with open_world(tmp_path, log, speed=200.0, bot_operators=listed, deposit_auto_credit_max=5_000) as world:
        yield OperatorFixture(world)


@pytest.fixture
async def claimed(team: OperatorFixture) -> Row:
    row, _ = await Player(team.world, PLAYER).claimed()
    return row


async def confirmed(team: OperatorFixture, title: str, done: str) -> None:
    card = await team.group.chat.shows(title, PATIENCE)
    assert await team.toast("checker", "✅ Confirm", card, in_group=True) == ""
    await team.group.chat.shows(done, PATIENCE)


async def test_what_waits_for_its_size_is_told_once_and_released_by_two(team: OperatorFixture, claimed: Row) -> None:
    await team.world.provider.postback(order_id=claimed["order_id"])
    told = await team.group.chat.shows("Money is waiting for two operators", PATIENCE)
    assert "above the limit for automatic credit" in told.text
    shown = (await team.answer("viewer", "/unclaimed")).text
    assert f"→ deposit {claimed['id']} of tg-1001" in shown
    assert shown.count("Assign one with") == 1
    assert shown.index("Assign one with") < shown.index("→ deposit")
    assert "🧱 1 payment waits only because of its size: 10,000 Ks" in shown
    assert "needs the role cashier" in (await team.answer("viewer", "/unclaimed release")).text
    await team.says("cashier", "/unclaimed release", WAITS)
    await confirmed(team, "Credit payments held back by size", "✅ Done")
    await Player(team.world, PLAYER).reaches("credited")
    await team.group.chat.shows("No money is waiting because of this limit any more", PATIENCE)
    assert "No money is waiting only because of its size" in (await team.answer("cashier", "/unclaimed release")).text


async def test_the_number_in_the_alert_is_the_number_of_the_command(team: OperatorFixture, claimed: Row) -> None:
    """Whose order was signed is the owner, whatever is typed."""
    await team.world.provider.postback(order_id=claimed["order_id"], kind=CreditVariant.OTHER_LABEL)
    alert = await team.group.chat.shows("needs an operator", PATIENCE)
    number = re.search("Entry ([0-9]+) ", alert.text)
    assert number
    refused = (await team.answer("cashier", f"/claim {number[1]} somebody-else")).text
    assert "This money belongs to tg-1001" in refused
    assert claimed["id"] in refused
    card = await team.says("cashier", f"/claim {number[1]} tg-1001", WAITS)
    assert f"Belongs to deposit {claimed['id']} of player tg-1001" in card.text
    await confirmed(team, "Assign unclaimed money", "✅ Done")
    await Player(team.world, PLAYER).reaches("credited")


async def test_what_is_nobodys_is_closed_by_two_people_with_a_reason(team: OperatorFixture) -> None:
    letter = Postback(wallet="wavepay", label="tg-1", order_id="nobodys", transaction_id="0123456789", amount=4_000)
    assert (await team.world.post(letter.body()))[0] == 200
    await team.group.chat.shows("Entry 1 needs an operator", PATIENCE)
    card = await team.says("cashier", "/dismiss 1 a test of the provider", WAITS)
    assert "Reason: a test of the provider" in card.text
    assert await team.toast("cashier", "✅ Confirm", card) != ""
    await confirmed(team, "Close an entry", "✅ Done")
    assert (await team.answer("viewer", "/unclaimed")).text == "Nothing needs an operator."
    assert await team.world.ledger() == [("unclaimed", 4_000), ("house", 4_000)]


async def test_money_is_on_the_first_page_however_much_else_waits(team: OperatorFixture) -> None:
    for number in range(25):
        bad = Postback(wallet="wavepay", label="x", order_id="", transaction_id=f"{number} 1", amount=4_000)
        assert (await team.world.post(bad.body()))[0] == 200
    good = Postback(wallet="wavepay", label="x", order_id="", transaction_id="0123456789", amount=4_000)
    assert (await team.world.post(good.body()))[0] == 200
    await team.world.settled()
    shown = await team.answer("viewer", "/unclaimed")
    assert "need an operator: 26, with money: 1" in shown.text
    assert "0123456789" in shown.text.split("\n\n")[1].splitlines()[0]
    await team.people["viewer"].press("▶️", shown)
    await team.changed("viewer", shown, "Page 2 of 3")


async def test_an_entry_that_says_it_failed_is_not_credited_until_it_says_so_no_more(
    team: OperatorFixture, claimed: Row
) -> None:
    await team.world.provider.postback(order_id=claimed["order_id"], amount=5_000, kind=CreditVariant.SAYS_FAILED)
    await team.group.chat.shows("It does not say that the payment succeeded", PATIENCE)
    assert await team.world.ledger() == []
    await team.world.provider.postback(order_id=claimed["order_id"], amount=5_000)
    await Player(team.world, PLAYER).reaches("credited")
    await team.world.provider.postback(order_id=claimed["order_id"], amount=5_000, kind=CreditVariant.RENUMBERED)
    await team.world.settled()
    assert await team.world.ledger() == [("player:tg-1001", 5_000)]
    await team.group.chat.shows("not the amount the player entered", PATIENCE)
