"""A number to pay to that the wallet app refuses: another one is asked for, and money for the old one still counts."""

import pytest

from bot.dev.simulators.paykassma import ScriptedAnswer
from bot.dev.simulators.paykassma.script import as_json
from bot.domain.money import group_digits
from bot.domain.player import Language
from tests.e2e.player import Player
from tests.e2e.postbacks import letter_for
from tests.e2e.world import World

BUTTON = "This number does not work"


@pytest.mark.parametrize("language", Language)
async def test_another_number_takes_its_place_and_operators_hear_which(world: World, language: Language) -> None:
    player = Player(world, 1001, language)
    old = await player.begins()
    await player.taps(player.t.plain("button-bad-number"))
    await world.until(lambda: _other_number(player, old["wallet_number"]))
    row = await player.deposit()
    assert (row["id"], row["status"], row["order_id"]) == (old["id"], "awaiting_payment", old["order_id"])
    card = await player.sees(group_digits(row["wallet_number"]))
    assert card.id == old["card_message_id"]
    assert row["number_expires_at"] > old["number_expires_at"]
    await world.operators_see(old["wallet_number"])
    payment = await player.pays()
    await player.says(payment.transaction_number)
    await player.reaches("submitted")


async def test_money_sent_to_the_old_number_is_still_credited(world: World, player: Player) -> None:
    old = await player.begins()
    await player.taps(BUTTON)
    await world.until(lambda: _other_number(player, old["wallet_number"]))
    await world.post(letter_for(old, "1234567890").body())
    await player.is_told("✅ 10,000 Ks added")


async def test_the_same_number_again_is_said_to_be_the_same(world: World, player: Player) -> None:
    row = await player.begins()
    world.provider.script.creates.append(as_json({"status": "ok", "params": {"identifier": row["wallet_number"]}}))
    await player.taps(BUTTON, sees="The payment service gave me the same number again.")
    await player.sees(group_digits(row["wallet_number"]))
    assert (await player.deposit())["wallet_number"] == row["wallet_number"]


@pytest.mark.parametrize(
    "answer", [ScriptedAnswer.FAIL_TEXT, ScriptedAnswer.HTML_502, ScriptedAnswer.NO_NUMBER, ScriptedAnswer.CLOSE_BEFORE]
)
async def test_without_another_number_the_player_is_told_not_to_pay(
    world: World, player: Player, answer: ScriptedAnswer
) -> None:
    row = await player.begins()
    world.provider.script.creates.extend([answer] * 3)
    await player.taps(BUTTON, sees="I could not get another number.")
    await player.sees(group_digits(row["wallet_number"]))
    world.provider.script.creates.clear()
    await player.taps(BUTTON)
    await world.until(lambda: _other_number(player, row["wallet_number"]))


async def test_so_many_numbers_are_asked_for_and_no_more(world: World, player: Player) -> None:
    await player.begins()
    for _ in range(3):
        row = await player.deposit()
        await player.taps(BUTTON)
        await world.until(lambda old=row["wallet_number"]: _other_number(player, old))  # type: ignore[misc]
        await world.settled()
    await player.taps(BUTTON, sees="I could not get another number.")
    await world.settled()
    assert len([call for call in world.provider.creates if call.label == "tg-1001"]) == 4


async def test_an_old_button_does_not_speak_of_the_new_number(world: World, player: Player) -> None:
    old = await player.begins()
    shown = await player.sees(group_digits(old["wallet_number"]))
    data = shown.button(BUTTON).data
    await player.taps(BUTTON)
    await world.until(lambda: _other_number(player, old["wallet_number"]))
    answer = await player.person.send_data(data, shown, wait=True)
    assert answer is not None
    assert answer.text == "This button is out of date. Please see the newest message."
    await world.settled()
    assert len(world.provider.creates) == 2


async def _other_number(player: Player, old: str) -> bool:
    row = await player.deposit()
    return bool(row["wallet_number"] != old and not row["refusal"])
