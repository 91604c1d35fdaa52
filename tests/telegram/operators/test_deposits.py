"""Operators find deposits, see all that happened to them, and set right by hand what went wrong."""

import pytest

from bot.dev.simulators.paykassma import ScriptedAnswer
from bot.store.engine.database import Row
from tests.e2e.player import Player
from tests.e2e.postbacks import Postback
from tests.telegram.operators.conftest import PATIENCE, PLAYER, OperatorFixture

WAITS = "Waiting for a second operator"


@pytest.fixture
async def claimed(office: OperatorFixture) -> Row:
    """A deposit of the player that the provider checks."""
    row, _ = await Player(office.world, PLAYER).claimed()
    return row


async def _confirm(office: OperatorFixture, title: str, done: str) -> None:
    """A checker presses the button of the act in the group."""
    card = await office.group.chat.shows(title, PATIENCE)
    assert await office.toast("checker", "✅ Confirm", card, in_group=True) == ""
    await office.group.chat.shows(done, PATIENCE)


async def _credited(office: OperatorFixture, deposit: Row) -> None:
    await office.world.provider.postback(order_id=deposit["order_id"])
    await Player(office.world, PLAYER).reaches("credited")


async def _orphan(office: OperatorFixture, amount: int = 7_000) -> None:
    letter = Postback(wallet="wavepay", label="tg-1001", order_id="nobodys", transaction_id="0123456789", amount=amount)
    assert (await office.world.post(letter.body()))[0] == 200
    await office.group.chat.shows("needs an operator", PATIENCE)


async def test_open_deposits_are_listed_and_opened_by_their_buttons(office: OperatorFixture, claimed: Row) -> None:
    listed = await office.answer("viewer", "/pending")
    assert "10,000 Ks · WavePay" in listed.text
    assert claimed["id"] in listed.text
    await office.people["viewer"].press(f"🕓 {claimed['id']}", listed)
    line = await office.people["viewer"].chat.shows("Call to the provider", PATIENCE)
    assert line.id != listed.id
    assert claimed["transaction_number"] in line.text


async def test_a_view_is_looked_at_again_in_the_same_message(office: OperatorFixture, claimed: Row) -> None:
    shown = await office.answer("viewer", f"/tx {claimed['id']}")
    await _credited(office, claimed)
    await office.people["viewer"].press("🔄 Refresh", shown)
    again = await office.changed("viewer", shown, "Credited: 10,000 Ks")
    assert "📨 Postback" in again.text
    assert '"transaction_id"' in again.text
    assert len(office.seen("viewer")) == 1


async def test_whatever_is_known_is_found(office: OperatorFixture, claimed: Row) -> None:
    for words in (claimed["id"], claimed["order_id"], claimed["transaction_number"], "1001", "tg-1001"):
        assert claimed["id"] in (await office.answer("viewer", f"/find {words}")).text, words
    found = await office.answer("viewer", "/find tg-1001")
    await office.people["viewer"].press("👤 tg-1001", found)
    await office.people["viewer"].chat.shows("In 0 Ks · out 0 Ks", PATIENCE)
    assert (await office.answer("viewer", "/find nothing-like-it")).text == "Nothing found."


async def test_a_player_is_shown_with_his_sums_and_what_is_open(office: OperatorFixture, claimed: Row) -> None:
    await office.says("checker", "/hold id:1001 same receipt twice", "tg-1001 is on hold")
    shown = (await office.answer("viewer", "/player id:1001")).text
    assert "Telegram 1001" in shown
    assert "On hold: same receipt twice" in shown
    assert claimed["id"] in shown
    await office.says("checker", "/release id:1001", "tg-1001 is released from hold")
    assert "On hold" not in (await office.answer("viewer", "/player id:1001")).text


async def test_an_id_nobody_knows_is_said_to_be_unknown(office: OperatorFixture) -> None:
    assert "Nothing found for dep-nobody" in (await office.answer("viewer", "/tx dep-nobody")).text


async def test_nobodys_money_is_assigned_by_two(office: OperatorFixture) -> None:
    await office.meet_player()
    await _orphan(office)
    listed = await office.answer("viewer", "/unclaimed")
    assert "7,000 Ks · WavePay · 0123456789" in listed.text
    number = listed.text.splitlines()[-2].partition(" ")[0]
    card = await office.says("cashier", f"/claim {number} @aye", WAITS)
    assert f"Entry {number}: 7,000 Ks, WavePay, transaction 0123456789" in card.text
    await _confirm(office, "Assign unclaimed money № 1", "Done by @the_cashier and @the_checker")
    await office.player.chat.shows("7,000 Ks", PATIENCE)
    assert (await office.answer("viewer", "/unclaimed")).text == "Nothing needs an operator."


async def test_an_alert_opens_what_it_is_about(office: OperatorFixture) -> None:
    await _orphan(office)
    alert = await office.group.chat.shows("needs an operator")
    await office.group.press(office.people["viewer"], "🧩 Unclaimed", alert)
    await office.group.chat.shows("Entries that need an operator: 1", PATIENCE)


async def test_a_credit_by_hand_takes_two_and_is_told(office: OperatorFixture) -> None:
    await office.meet_player()
    await office.says("cashier", "/credit @aye 5,000 bonus promised by phone", WAITS)
    card = await office.group.chat.shows("Manual credit № 1", PATIENCE)
    for words in ("5,000 Ks", "five thousand kyat", "Reason: bonus promised by phone", "tg-1001 @aye"):
        assert words in card.text
    assert "needs the role checker" in await office.toast("cashier", "✅ Confirm", card, in_group=True)
    await _confirm(office, "Manual credit № 1", "Done by @the_cashier and @the_checker")
    await office.player.chat.until(lambda chat: any("5,000" in m.text for m in chat.messages), PATIENCE)


async def test_a_credit_is_taken_back_by_two(office: OperatorFixture, claimed: Row) -> None:
    await _credited(office, claimed)
    card = await office.says("cashier", f"/reverse {claimed['id']} wrong player", WAITS)
    assert f"Deposit {claimed['id']} of tg-1001: 10,000 Ks, WavePay" in card.text
    await _confirm(office, "Reverse a credit № 1", "Done by")
    await Player(office.world, PLAYER).reaches("reversed")


async def test_a_payout_made_in_the_cabinet_is_booked_by_two(office: OperatorFixture) -> None:
    await office.meet_player()
    card = await office.says("cashier", "/record @aye 5,000 09 444 595 698 778812", WAITS)
    assert "Reference in the cabinet: 778812" in card.text
    await _confirm(office, "Payout made in the cabinet № 1", "Done by")
    assert "out 5,000 Ks" in (await office.answer("viewer", "/player @aye")).text


async def test_an_act_is_declined_with_a_reason(office: OperatorFixture) -> None:
    await office.says("cashier", "/credit tg-7 5,000 bonus", WAITS)
    card = await office.group.chat.shows("Manual credit № 1", PATIENCE)
    await office.group.press(office.people["owner"], "✖️ Decline", card)
    await office.group.chat.shows("Why do you decline it?", PATIENCE)
    await office.group.press(office.people["owner"], "Wrong player")
    await office.group.chat.shows("Declined by @the_owner: Wrong player", PATIENCE)
    assert "already declined" in await office.toast_data("checker", "oc|confirm|act:1", card)


async def test_a_claim_is_closed_or_asked_for_again(office: OperatorFixture, claimed: Row) -> None:
    deposit = claimed["id"]
    await office.says("cashier", f"/ask {deposit} number", "is asked for the transaction number")
    await Player(office.world, PLAYER).reaches("rejected")
    assert "dep-nobody" in (await office.answer("cashier", "/ask dep-nobody photo")).text
    assert "dep-nobody" in (await office.answer("cashier", "/reject dep-nobody no money")).text


async def test_a_claim_that_waits_is_sent_by_hand_and_what_does_not_wait_is_not(office: OperatorFixture) -> None:
    world = office.world
    world.provider.script.defaults["wavepay"] = ScriptedAnswer.HTML_404
    row, _ = await Player(world, PLAYER).claimed_while_away()
    await office.group.chat.shows("The provider answers 404", PATIENCE)
    world.provider.script.defaults.clear()
    await office.says("cashier", f"/send {row['id']}", f"The claim of deposit {row['id']} is being sent now.")
    await Player(world, PLAYER).reaches("submitted")
    has_it = f"The provider already has the claim of deposit {row['id']}."
    assert (await office.answer("cashier", f"/send {row['id']}")).text == has_it
    assert (await office.answer("cashier", "/send dep-nobody")).text == "There is no deposit dep-nobody."
    acts = await world.rows("SELECT actor, act, subject FROM audit")
    assert [tuple(act) for act in acts] == [(902, "send", row["id"])]


async def test_a_claim_is_rejected_with_a_reason(office: OperatorFixture, claimed: Row) -> None:
    await office.says("cashier", f"/reject {claimed['id']} another payment", "is closed")
    await Player(office.world, PLAYER).reaches("rejected")
    assert "another payment" in (await office.answer("viewer", f"/tx {claimed['id']}")).text


async def test_a_wallet_is_switched_and_limited_at_once(office: OperatorFixture) -> None:
    await office.says("owner", "/wallet off wave", "WavePay is switched off.")
    await office.says("owner", "/wallet on wave", "WavePay is switched on.")
    await office.says("owner", "/limits kbz 2,000 300,000", "KBZPay: deposits from 2,000 Ks to 300,000 Ks.")


async def test_a_stored_postback_is_applied_again(office: OperatorFixture, claimed: Row) -> None:
    await _credited(office, claimed)
    listed = await office.answer("owner", "/inbox")
    number = listed.text.splitlines()[2].partition(" ")[0]
    await office.says("owner", f"/replay {number}", f"Postback {number} will be applied again")
    assert "999999" in (await office.answer("owner", "/replay 999999")).text
    assert (await office.answer("owner", "/inbox bad")).text == "Nothing here."


async def test_the_day_comes_with_a_chart_that_is_drawn_again_in_its_place(
    office: OperatorFixture, claimed: Row
) -> None:
    shown = await office.answer("viewer", "/today")
    assert shown.photo is not None
    assert "Credited 0 Ks · 0 deposits" in shown.text
    await _credited(office, claimed)
    await office.people["viewer"].press("🔄 Refresh", shown)
    again = await office.changed("viewer", shown, "Credited 10,000 Ks · 1 deposit")
    assert again.photo != shown.photo


async def test_the_house_says_how_it_is(office: OperatorFixture, claimed: Row) -> None:
    await _orphan(office)
    shown = (await office.answer("viewer", "/health")).text
    assert "Last postback: 0 min ago" in shown
    assert "Active alerts: 1" in shown
    assert "🔔 🧩" in shown


async def test_a_view_in_the_group_keeps_to_the_role_of_who_presses(office: OperatorFixture) -> None:
    shown = await office.says_in_group("owner", "/inbox", "Nothing here.")
    assert "needs the role owner" in await office.toast("viewer", "🔄 Refresh", shown, in_group=True)
