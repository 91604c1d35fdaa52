"""Operators find deposits, see all that happened to them, and set right by hand what went wrong."""

import pytest

from bot.dev.simulators.paykassma import ScriptedAnswer
from bot.store.engine.database import Row
from tests.e2e.player import Player
from tests.e2e.postbacks import Postback
from tests.telegram.operators.conftest import PATIENCE, PLAYER, OperatorFixture

WAITS = "Waiting for a second operator"


@pytest.fixture
async def claimed(team: OperatorFixture) -> Row:
    """A deposit of the player that the provider checks."""
    row, _ = await Player(team.world, PLAYER).claimed()
    return row


async def _confirm(team: OperatorFixture, title: str, done: str) -> None:
    """A checker presses the button of the act in the group."""
    card = await team.group.chat.shows(title, PATIENCE)
    assert await team.toast("checker", "✅ Confirm", card, in_group=True) == ""
    await team.group.chat.shows(done, PATIENCE)


async def _credited(team: OperatorFixture, deposit: Row) -> None:
    await team.world.provider.postback(order_id=deposit["order_id"])
    await Player(team.world, PLAYER).reaches("credited")


async def _orphan(team: OperatorFixture, amount: int = 7_000) -> None:
    letter = Postback(wallet="wavepay", label="tg-1001", order_id="nobodys", transaction_id="0123456789", amount=amount)
    assert (await team.world.post(letter.body()))[0] == 200
    await team.group.chat.shows("needs an operator", PATIENCE)


async def test_open_deposits_are_listed_and_opened_by_their_buttons(team: OperatorFixture, claimed: Row) -> None:
    listed = await team.answer("viewer", "/pending")
    assert "10,000 Ks · WavePay" in listed.text
    assert claimed["id"] in listed.text
    await team.people["viewer"].press(f"🕓 {claimed['id']}", listed)
    line = await team.people["viewer"].chat.shows("Call to the provider", PATIENCE)
    assert line.id != listed.id
    assert claimed["transaction_number"] in line.text


async def test_a_view_is_looked_at_again_in_the_same_message(team: OperatorFixture, claimed: Row) -> None:
    shown = await team.answer("viewer", f"/tx {claimed['id']}")
    await _credited(team, claimed)
    await team.people["viewer"].press("🔄 Refresh", shown)
    again = await team.changed("viewer", shown, "Credited: 10,000 Ks")
    assert "📨 Postback" in again.text
    assert '"transaction_id"' in again.text
    assert len(team.seen("viewer")) == 1


async def test_whatever_is_known_is_found(team: OperatorFixture, claimed: Row) -> None:
    for words in (claimed["id"], claimed["order_id"], claimed["transaction_number"], "1001", "tg-1001"):
        assert claimed["id"] in (await team.answer("viewer", f"/find {words}")).text, words
    found = await team.answer("viewer", "/find tg-1001")
    await team.people["viewer"].press("👤 tg-1001", found)
    await team.people["viewer"].chat.shows("In 0 Ks · out 0 Ks", PATIENCE)
    assert (await team.answer("viewer", "/find nothing-like-it")).text == "Nothing found."


async def test_a_player_is_shown_with_his_sums_and_what_is_open(team: OperatorFixture, claimed: Row) -> None:
    await team.says("checker", "/hold id:1001 same receipt twice", "tg-1001 is on hold")
    shown = (await team.answer("viewer", "/player id:1001")).text
    assert "Telegram 1001" in shown
    assert "On hold: same receipt twice" in shown
    assert claimed["id"] in shown
    await team.says("checker", "/release id:1001", "tg-1001 is released from hold")
    assert "On hold" not in (await team.answer("viewer", "/player id:1001")).text


async def test_an_id_nobody_knows_is_said_to_be_unknown(team: OperatorFixture) -> None:
    assert "Nothing found for dep-nobody" in (await team.answer("viewer", "/tx dep-nobody")).text


async def test_nobodys_money_is_assigned_by_two(team: OperatorFixture) -> None:
    await team.meet_player()
    await _orphan(team)
    listed = await team.answer("viewer", "/unclaimed")
    assert "7,000 Ks · WavePay · 0123456789" in listed.text
    number = listed.text.splitlines()[-2].partition(" ")[0]
    card = await team.says("cashier", f"/claim {number} @aye", WAITS)
    assert f"Entry {number}: 7,000 Ks, WavePay, transaction 0123456789" in card.text
    await _confirm(team, "Assign unclaimed money № 1", "Done by @the_cashier and @the_checker")
    await team.player.chat.shows("7,000 Ks", PATIENCE)
    assert (await team.answer("viewer", "/unclaimed")).text == "Nothing needs an operator."


async def test_an_alert_opens_what_it_is_about(team: OperatorFixture) -> None:
    await _orphan(team)
    alert = await team.group.chat.shows("needs an operator")
    await team.group.press(team.people["viewer"], "🧩 Unclaimed", alert)
    await team.group.chat.shows("Entries that need an operator: 1", PATIENCE)


async def test_a_credit_by_hand_takes_two_and_is_told(team: OperatorFixture) -> None:
    await team.meet_player()
    await team.says("cashier", "/credit @aye 5,000 bonus promised by phone", WAITS)
    card = await team.group.chat.shows("Manual credit № 1", PATIENCE)
    for words in ("5,000 Ks", "five thousand kyat", "Reason: bonus promised by phone", "tg-1001 @aye"):
        assert words in card.text
    assert "needs the role checker" in await team.toast("cashier", "✅ Confirm", card, in_group=True)
    await _confirm(team, "Manual credit № 1", "Done by @the_cashier and @the_checker")
    await team.player.chat.until(lambda chat: any("5,000" in m.text for m in chat.messages), PATIENCE)


async def test_a_credit_is_taken_back_by_two(team: OperatorFixture, claimed: Row) -> None:
    await _credited(team, claimed)
    card = await team.says("cashier", f"/reverse {claimed['id']} wrong player", WAITS)
    assert f"Deposit {claimed['id']} of tg-1001: 10,000 Ks, WavePay" in card.text
    await _confirm(team, "Reverse a credit № 1", "Done by")
    await Player(team.world, PLAYER).reaches("reversed")


async def test_a_payout_made_in_the_cabinet_is_booked_by_two(team: OperatorFixture) -> None:
    await team.meet_player()
    card = await team.says("cashier", "/record @aye 5,000 09 444 595 698 778812", WAITS)
    assert "Reference in the cabinet: 778812" in card.text
    await _confirm(team, "Payout made in the cabinet № 1", "Done by")
    assert "out 5,000 Ks" in (await team.answer("viewer", "/player @aye")).text


async def test_an_act_is_declined_with_a_reason(team: OperatorFixture) -> None:
    await team.says("cashier", "/credit tg-7 5,000 bonus", WAITS)
    card = await team.group.chat.shows("Manual credit № 1", PATIENCE)
    await team.group.press(team.people["owner"], "✖️ Decline", card)
    await team.group.chat.shows("Why do you decline it?", PATIENCE)
    await team.group.press(team.people["owner"], "Wrong player")
    await team.group.chat.shows("Declined by @the_owner: Wrong player", PATIENCE)
    assert "already declined" in await team.toast_data("checker", "oc|confirm|act:1", card)


async def test_a_claim_is_closed_or_asked_for_again(team: OperatorFixture, claimed: Row) -> None:
    deposit = claimed["id"]
    await team.says("cashier", f"/ask {deposit} number", "is asked for the transaction number")
    await Player(team.world, PLAYER).reaches("rejected")
    assert "dep-nobody" in (await team.answer("cashier", "/ask dep-nobody photo")).text
    assert "dep-nobody" in (await team.answer("cashier", "/reject dep-nobody no money")).text


async def test_a_claim_that_waits_is_sent_by_hand_and_what_does_not_wait_is_not(team: OperatorFixture) -> None:
    world = team.world
    world.provider.script.defaults["wavepay"] = ScriptedAnswer.HTML_404
    row, _ = await Player(world, PLAYER).claimed_while_away()
    await team.group.chat.shows("The provider answers 404", PATIENCE)
    world.provider.script.defaults.clear()
    await team.says("cashier", f"/send {row['id']}", f"The claim of deposit {row['id']} is being sent now.")
    await Player(world, PLAYER).reaches("submitted")
    has_it = f"The provider already has the claim of deposit {row['id']}."
    assert (await team.answer("cashier", f"/send {row['id']}")).text == has_it
    assert (await team.answer("cashier", "/send dep-nobody")).text == "There is no deposit dep-nobody."
    acts = await world.rows("SELECT actor, act, subject FROM audit")
    assert [tuple(act) for act in acts] == [(902, "send", row["id"])]


async def test_a_claim_is_rejected_with_a_reason(team: OperatorFixture, claimed: Row) -> None:
    await team.says("cashier", f"/reject {claimed['id']} another payment", "is closed")
    await Player(team.world, PLAYER).reaches("rejected")
    assert "another payment" in (await team.answer("viewer", f"/tx {claimed['id']}")).text


async def test_a_wallet_is_switched_and_limited_at_once(team: OperatorFixture) -> None:
    await team.says("owner", "/wallet off wave", "WavePay is switched off.")
    await team.says("owner", "/wallet on wave", "WavePay is switched on.")
    await team.says("owner", "/limits kbz 2,000 300,000", "KBZPay: deposits from 2,000 Ks to 300,000 Ks.")


async def test_a_stored_postback_is_applied_again(team: OperatorFixture, claimed: Row) -> None:
    await _credited(team, claimed)
    listed = await team.answer("owner", "/inbox")
    number = listed.text.splitlines()[2].partition(" ")[0]
    await team.says("owner", f"/replay {number}", f"Postback {number} will be applied again")
    assert "999999" in (await team.answer("owner", "/replay 999999")).text
    assert (await team.answer("owner", "/inbox bad")).text == "Nothing here."


async def test_the_day_comes_with_a_chart_that_is_drawn_again_in_its_place(team: OperatorFixture, claimed: Row) -> None:
    shown = await team.answer("viewer", "/today")
    assert shown.photo is not None
    assert "Credited 0 Ks · 0 deposits" in shown.text
    await _credited(team, claimed)
    await team.people["viewer"].press("🔄 Refresh", shown)
    again = await team.changed("viewer", shown, "Credited 10,000 Ks · 1 deposit")
    assert again.photo != shown.photo


async def test_the_house_says_how_it_is(team: OperatorFixture, claimed: Row) -> None:
    await _orphan(team)
    shown = (await team.answer("viewer", "/health")).text
    assert "Last postback: 0 min ago" in shown
    assert "Active alerts: 1" in shown
    assert "🔔 🧩" in shown


async def test_a_view_in_the_group_keeps_to_the_role_of_who_presses(team: OperatorFixture) -> None:
    shown = await team.says_in_group("owner", "/inbox", "Nothing here.")
    assert "needs the role owner" in await team.toast("viewer", "🔄 Refresh", shown, in_group=True)
