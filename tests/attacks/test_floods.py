"""Many at once, the same or different, honest or forged: each fact counts once, and nobody is kept from the door."""

import asyncio
import itertools
from dataclasses import replace

import pytest

from tests.attacks.storms import AT_ONCE, blow
from tests.attacks.wire import Wire, request, statuses
from tests.e2e.conftest import OpenWorld
from tests.e2e.player import Player
from tests.e2e.postbacks import OK, letter_for
from tests.e2e.world import PATIENCE, World

pytestmark = pytest.mark.timeout(300)

CREDITED = "✅ 10,000 Ks added"
MAKER, CHECKERS = 901, (902, 903)


async def test_fifty_storms_of_fifty_identical_postbacks_are_fifty_credits(world: World) -> None:
    weather = await blow(world, 50)
    assert weather.is_fair, weather
    assert weather.answers == 50 * AT_ONCE


async def test_among_a_thousand_forged_postbacks_an_honest_one_is_taken(world: World, player: Player) -> None:
    row, _ = await player.claimed()
    honest = letter_for(row)
    forged = replace(honest, broken=True).body()
    unknown = forged.replace(b"access-key-canary", b"another-key")
    wire = Wire(world.settings.bot_port)

    async def flood(body: bytes) -> set[int]:
        """All down one connection, as fast as they can be read."""
        said = request(body, Connection="keep-alive") * 124 + request(body)
        return set(statuses(await wire.tell(said)))

    bodies = itertools.islice(itertools.cycle([forged, unknown]), 8)
    async with asyncio.TaskGroup() as group:
        floods = [group.create_task(flood(body)) for body in bodies]
        taken = group.create_task(world.post(honest.body()))
    assert taken.result() == OK
    assert [task.result() for task in floods] == [{403}] * 8
    await player.is_told(CREDITED)
    samples = await world.rows("SELECT COUNT(*) AS kept FROM refused_postbacks")
    assert samples[0]["kept"] == 100
    assert [message.text.count("wrong signature") for message in world.operators.messages].count(1) == 1


async def test_five_hundred_messages_of_one_player_keep_no_other_waiting(world: World, player: Player) -> None:
    await player.begins()
    for number in range(500):
        await player.person.text(f"1{number:09}" if number % 2 else f"nonsense {number}")
    other = Player(world, 1002)
    await other.begins()
    payment = await other.pays()
    row = await other.claims(payment)
    assert await world.post(letter_for(row).body()) == OK
    await other.is_told(CREDITED)
    await world.until(lambda: _heard(world), "for the flood to be heard")
    assert len([claim for claim in world.provider.claims if claim.label == "tg-1001"]) == 1


async def _heard(world: World) -> bool:
    return not await world.rows("SELECT 1 FROM inbox WHERE state = 'new'") and not world.telegram.updates.waiting()


async def test_two_hundred_players_at_once_are_each_greeted_and_served(world: World) -> None:
    crowd = [Player(world, 2000 + number) for number in range(200)]
    for player in crowd:
        await player.person.start()
    for player in crowd:
        await player.says("/deposit")
    for player in crowd:
        await player.sees("Which wallet")
        await player.sees("Hello")
    assert len(await world.rows("SELECT 1 FROM players")) == 200


async def test_of_two_operators_who_confirm_at_once_one_does_and_the_payout_leaves_once(open_: OpenWorld) -> None:
    roles = ",".join([f"{MAKER}:cashier", *(f"{checker}:checker" for checker in CHECKERS)])
    world = await open_(speed=40, bot_operators=roles, paykassma_test_withdrawals=False)
    player = Player(world, 1001)
    await player.says("/start", sees="Hello")
    maker, *checkers = (world.telegram.person(one, first_name=str(one)) for one in (MAKER, *CHECKERS))
    for person in (maker, *checkers):
        world.operators.chat.members[person.id] = person.account
    for number in range(1, 11):
        await maker.text(f"/withdraw tg-1001 {1000 + number} 09444595698")
        amount = f"1,0{number:02} Ks"
        card = await world.operators.chat.until(
            lambda chat, amount=amount: next(  # type: ignore[misc]
                (one for one in chat.messages if amount in one.text and "✅ Confirm" in one.labels), None
            ),
            PATIENCE,
        )
        for checker in checkers * 10:
            await world.operators.press(checker, "✅ Confirm", card)
    await world.until_row("SELECT 1 FROM withdrawals GROUP BY status HAVING status = 'sent' AND COUNT(*) = 10")
    await world.settled()
    sent = [payout.withdrawal_id for payout in world.provider.payouts]
    assert len(sent) == len(set(sent)) == 10
    holds = await world.rows("SELECT 1 FROM ledger WHERE kind = 'payout_hold'")
    assert len(holds) == 10
