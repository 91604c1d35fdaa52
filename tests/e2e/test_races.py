"""Two things at once, or in an order that nobody planned: one wins, nothing breaks, no money goes astray."""

import asyncio
import sqlite3
from contextlib import closing

from bot.dev.simulators.paykassma import ScriptedAnswer
from bot.dev.simulators.paykassma.script import fail
from tests.e2e.player import Player
from tests.e2e.postbacks import OK, letter_for
from tests.e2e.world import World
from tests.ports import free_port

IN_USE = "This transaction number has already been used."
NUMBER = "1999999999"


async def test_of_two_players_with_one_number_at_once_one_is_heard(world: World) -> None:
    players = [Player(world, 1001), Player(world, 1002)]
    for player in players:
        await player.begins()
    for player in players:
        await player.person.text(NUMBER)
    await world.operators_see("Two players claim the transaction number")
    await world.settled()
    assert len(world.provider.claims) == 1
    assert sorted(player.times_told(IN_USE) for player in players) == [0, 1]


async def test_a_number_that_became_anothers_claim_before_its_picture_came_is_refused(
    world: World, player: Player
) -> None:
    first = await player.begins("kbzpay_manual")
    payment = await player.pays()
    await player.says(payment.transaction_number, sees="Still needed: the screenshot")
    quicker = Player(world, 1002)
    await quicker.begins("kbzpay_manual")
    await quicker.claims(payment)
    await player.person.photo(payment.receipt)
    await player.sees(IN_USE)
    await world.operators_see(first["id"])
    assert len(world.provider.claims) == 1


async def test_a_deposit_cancelled_while_its_number_is_on_the_way_stays_cancelled(world: World, player: Player) -> None:
    world.provider.script.creates.append(ScriptedAnswer.TIME_OUT_AFTER)
    await player.says("/deposit")
    await player.taps("WavePay")
    await player.taps("10,000 Ks", sees="Getting a WavePay number")
    await player.says("hello?", sees="I am getting a number for you.")
    await player.taps("Cancel", sees="Cancelled. You have not paid anything.")
    world.clock.push(minutes=1)
    await world.until_row("SELECT 1 FROM outbox WHERE kind = 'number' AND state = 'sent'")
    await world.settled()
    assert (await player.deposit())["status"] == "cancelled"
    await player.sees("Cancelled. You have not paid anything.")


async def test_a_picture_that_comes_after_the_number_expired_completes_the_claim(world: World, player: Player) -> None:
    await player.begins("kbzpay_manual")
    payment = await player.pays()
    await player.says(payment.transaction_number, sees="Still needed: the screenshot")
    world.clock.push(minutes=31)
    await player.sees("Do not pay to the old number.")
    await player.person.photo(payment.receipt)
    await player.reaches("submitted")


async def test_a_new_deposit_may_be_begun_beside_one_that_is_checked_and_each_gets_its_money(
    world: World, player: Player
) -> None:
    first, _ = await player.claimed()
    await player.says("/deposit", sees="is being checked. No need to send anything again.")
    await player.taps("Start a new deposit", sees="Which wallet")
    await player.taps("WavePay")
    await player.taps("30,000 Ks", sees="Send exactly 30,000 Ks")
    second = await player.claims(await player.pays())
    assert second["id"] != first["id"]
    answers = await asyncio.gather(*(world.post(letter_for(row).body()) for row in (first, second) for _ in range(5)))
    assert answers == [OK] * 10
    await player.is_told("✅ 10,000 Ks added")
    await player.is_told("✅ 30,000 Ks added")
    await world.settled()
    assert sorted(await world.ledger()) == [("player:tg-1001", 10_000), ("player:tg-1001", 30_000)]


async def test_money_that_races_with_a_cancel_is_credited(world: World, player: Player) -> None:
    row = await player.begins()
    card = await player.sees("Send exactly")
    await player.person.press("Cancel", card)
    assert await world.post(letter_for(row, NUMBER).body()) == OK
    await player.is_told("✅ 10,000 Ks added")
    await player.sees("✅ 10,000 Ks has been added.")
    await world.settled()
    assert (await player.deposit())["status"] == "credited"


async def test_a_claim_is_safe_while_the_provider_cannot_be_reached_and_sent_when_it_is_back(
    world: World, player: Player
) -> None:
    row = await player.begins()
    payment = await player.pays()
    there = world.settings
    world.settings = there.model_copy(update={"paykassma_api_url": f"http://127.0.0.1:{free_port()}"})
    await world.restart()
    await player.says(payment.transaction_number, sees="Your receipt is safe with me.")
    await world.operators_see("The provider does not answer claims.")
    world.settings = there
    await world.restart()
    world.clock.push(minutes=6)
    await player.reaches("submitted")
    await world.operators_see("The provider answers claims again.")
    assert [claim.order_id for claim in world.provider.claims] == [row["order_id"]]


async def test_a_postback_is_never_called_ok_while_it_cannot_be_kept(world: World, player: Player) -> None:
    row, _ = await player.claimed()
    await world.settled()
    body = letter_for(row).body()
    path = world.settings.bot_database_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        status, answer = await world.post(body)
        other.execute("ROLLBACK")
    assert (status, answer) == (503, b"")
    assert await world.post(body) == OK
    await player.is_told("✅ 10,000 Ks added")
    assert await world.ledger() == [("player:tg-1001", 10_000)]


async def test_the_providers_words_reach_operators_as_they_are_and_players_not_at_all(
    world: World, player: Player
) -> None:
    world.provider.script.creates.append(fail("<b>closed</b> & <script>away</script>"))
    await player.says("/deposit")
    await player.taps("WavePay")
    await player.taps("10,000 Ks", sees="cannot take 10,000 Ks right now")
    await world.operators_see("<b>closed</b> & <script>away</script>")
    assert not any("script" in text for text in player.sent_by_bot())


async def test_twenty_presses_of_every_button_leave_one_deposit(world: World, player: Player) -> None:
    await player.says("/deposit")
    choice = await player.sees("Which wallet")
    for _ in range(20):
        for label in ("WavePay", "KBZPay"):
            await player.person.press(label, choice)
    card = await player.sees("How much")
    for _ in range(20):
        for label in ("5,000 Ks", "10,000 Ks"):
            await player.person.press(label, card)
    await player.sees("Send exactly")
    await world.settled()
    assert len(await player.deposits()) == len(world.provider.creates) == 1
