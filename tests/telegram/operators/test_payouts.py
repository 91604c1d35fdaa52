"""A payout from the command to the card that says how it ended."""

import asyncio

from bot.dev.simulators.paykassma import ScriptedAnswer, WithdrawalVariant
from bot.dev.simulators.telegram import Message
from bot.domain.withdrawal import WithdrawalStatus
from tests.telegram.operators.conftest import ACCOUNT, PATIENCE, OperatorFixture

WITHDRAW = f"/withdraw @aye 10,000 {ACCOUNT}"
WAITS, SENT = "Waiting for a second operator", "Sent to the provider"


async def proposed(office: OperatorFixture) -> tuple[Message, str]:
    """The cashier proposes in private; the card in the group, and the payout's id."""
    await office.meet_player()
    await office.says("cashier", WITHDRAW, WAITS)
    card = await office.group.chat.shows(WAITS, PATIENCE)
    row = await office.world.until_row("SELECT id FROM withdrawals")
    return card, row["id"]


async def test_the_card_reads_the_payout_back(office: OperatorFixture) -> None:
    card, payout = await proposed(office)
    for words in (
        f"Payout {payout}",
        "TEST: no real money",
        "Player: tg-1001 @aye",
        "In 0 Ks · out 0 Ks · reserved 0 Ks",
        "Amount: 10,000 Ks\nten thousand kyat\nAccount: KBZPay 09 444 595 698",
        "First payout to this account",
        "Proposed by @the_cashier",
        "Confirm before",
    ):
        assert words in card.text
    assert card.labels == ["✅ Confirm", "✖️ Decline", "🔄 Refresh", f"🕓 {payout}"]


async def test_a_payout_is_confirmed_by_another_and_its_cards_follow_it(office: OperatorFixture) -> None:
    card, payout = await proposed(office)
    assert await office.toast("checker", "✅ Confirm", card, in_group=True) == ""
    await office.group.chat.shows(SENT, PATIENCE)
    await office.people["cashier"].chat.shows("Confirmed by @the_checker", PATIENCE)
    await office.world.provider.end_payout(withdrawal_id=payout)
    await office.group.chat.shows("✅ Paid", PATIENCE)
    await office.people["cashier"].chat.shows("✅ Paid", PATIENCE)
    assert len(office.seen("cashier")) == 1
    assert [message.id for message in office.group.messages if message.from_bot] == [card.id]


async def test_the_maker_may_not_confirm_his_own(office: OperatorFixture) -> None:
    card, _ = await proposed(office)
    assert "Another person must confirm" in await office.toast("cashier", "✅ Confirm", card, in_group=True)
    assert not office.world.provider.payouts


async def test_a_viewer_may_neither_confirm_nor_decline(office: OperatorFixture) -> None:
    card, _ = await proposed(office)
    assert "needs the role cashier" in await office.toast("viewer", "✅ Confirm", card, in_group=True)
    assert "needs the role cashier" in await office.toast("viewer", "✖️ Decline", card, in_group=True)
    assert not office.world.provider.payouts


async def test_of_two_who_confirm_at_once_one_is_told_that_it_is_done(office: OperatorFixture) -> None:
    card, payout = await proposed(office)
    words = await asyncio.gather(
        office.toast("checker", "✅ Confirm", card, in_group=True),
        office.toast("owner", "✅ Confirm", card, in_group=True),
    )
    assert sorted(bool(word) for word in words) == [False, True]
    assert payout in max(words)
    await office.group.chat.shows(SENT, PATIENCE)
    assert len(office.world.provider.payouts) == 1


async def test_a_proposal_is_declined_with_a_reason_from_the_buttons(office: OperatorFixture) -> None:
    card, payout = await proposed(office)
    await office.group.press(office.people["checker"], "✖️ Decline", card)
    asked = await office.group.chat.shows("Why do you decline it?", PATIENCE)
    assert asked.labels[:2] == ["Wrong account", "Wrong amount"]
    await office.group.press(office.people["checker"], "↩️ Back", asked)
    await office.group.chat.until(lambda chat: "✅ Confirm" in chat.messages[-1].labels, PATIENCE)
    await office.group.press(office.people["checker"], "✖️ Decline", card)
    await office.group.chat.until(lambda chat: "Wrong account" in chat.messages[-1].labels, PATIENCE)
    await office.group.press(office.people["checker"], "Wrong account")
    await office.group.chat.shows("Declined by @the_checker: Wrong account", PATIENCE)
    assert (await office.world.until_row("SELECT status FROM withdrawals"))["status"] == WithdrawalStatus.DECLINED
    toast = await office.toast_data("checker", f"oc|confirm|{payout}", card)
    assert "already declined" in toast


async def test_the_maker_takes_his_own_proposal_back(office: OperatorFixture) -> None:
    _, payout = await proposed(office)
    assert "needs the role checker" not in (await office.answer("cashier", f"/decline {payout} typed wrongly")).text
    await office.group.chat.shows("Declined by @the_cashier: typed wrongly", PATIENCE)


async def test_another_cashier_may_not_decline(office: OperatorFixture) -> None:
    await office.meet_player()
    await office.says("checker", WITHDRAW, WAITS)
    row = await office.world.until_row("SELECT id FROM withdrawals")
    assert "needs the role checker" in (await office.answer("cashier", f"/decline {row['id']} not now")).text


async def test_a_payout_is_confirmed_by_command_and_its_card_comes_to_that_chat(office: OperatorFixture) -> None:
    _, payout = await proposed(office)
    await office.says("checker", f"/approve {payout.upper()}", "Confirmed by @the_checker")
    await office.group.chat.shows(SENT, PATIENCE)


async def test_the_same_command_twice_is_one_payout_and_one_card(office: OperatorFixture) -> None:
    await proposed(office)
    first = office.seen("cashier")[0]
    await office.people["cashier"].text(WITHDRAW)
    chat = office.people["cashier"].chat
    await chat.until(lambda _: office.seen("cashier")[-1].id != first.id and chat.find(first.id) is None, PATIENCE)
    assert len(await office.world.rows("SELECT * FROM withdrawals")) == 1


async def test_a_payout_is_asked_for_step_by_step_by_replies(office: OperatorFixture) -> None:
    await office.meet_player()
    asked = await office.says_in_group("cashier", "/withdraw", "Who should be paid?")
    assert asked.keyboard.reply is not None
    assert asked.reply_to
    asked = await office.says_in_group("cashier", "@aye", "How much?", reply_to=asked)
    assert asked.text.endswith("✍️ /withdraw tg-1001")
    wrong = await office.says_in_group("cashier", "50.000", "Usage:", reply_to=asked)
    assert "/withdraw <player>" in wrong.text
    asked = await office.says_in_group("cashier", "1 သောင်း", "To which KBZPay account?", reply_to=asked)
    assert asked.text.endswith("✍️ /withdraw tg-1001 10000")
    card = await office.says_in_group("cashier", "09 444 595 698", WAITS, reply_to=asked)
    assert "Amount: 10,000 Ks" in card.text


async def test_a_reply_to_anybody_else_is_no_answer(office: OperatorFixture) -> None:
    asked = await office.says("cashier", "/withdraw", "Who should be paid?")
    copied = await office.people["cashier"].text(asked.text)
    await office.people["cashier"].text("tg-1001", reply_to=copied)
    await office.world.settled()
    assert not any("How much?" in message.text for message in office.seen("cashier"))


async def test_a_payout_that_is_not_possible_says_why(office: OperatorFixture) -> None:
    told = {
        f"/withdraw tg-7 10,000 {ACCOUNT} wave": "Payouts to WavePay are not possible",
        "/withdraw tg-7 10,000 0944459569": "has 11 digits",
        f"/withdraw tg-7 500 {ACCOUNT}": "Too little: the smallest payout is 1,000 Ks",
        f"/withdraw tg-7 2,000,000 {ACCOUNT}": "Too much: the largest payout is 1,000,000 Ks",
        "/approve w-abc2345678": "There is no payout w-abc2345678",
        "/approve 77": "77",
    }
    for text, words in told.items():
        assert words in (await office.answer("owner", text)).text, text


async def test_a_refusal_shows_the_providers_words(office: OperatorFixture) -> None:
    office.world.provider.script.payouts.append(ScriptedAnswer.REFUSE_BALANCE)
    card, _ = await proposed(office)
    await office.group.press(office.people["checker"], "✅ Confirm", card)
    refused = await office.group.chat.shows("Refused, the reserved amount is released", PATIENCE)
    assert "Insufficient balance" in refused.text


async def test_a_payout_that_failed_says_so_and_warns_before_the_next(office: OperatorFixture) -> None:
    card, payout = await proposed(office)
    await office.group.press(office.people["checker"], "✅ Confirm", card)
    await office.group.chat.shows(SENT, PATIENCE)
    await office.world.provider.end_payout(withdrawal_id=payout, kind=WithdrawalVariant.FAIL)
    await office.group.chat.shows("❌ Failed", PATIENCE)
    again = await office.says("cashier", WITHDRAW, "A payout to this account failed recently")
    assert f"{payout}, 10,000 Ks" in again.text
    assert "❌ Failed" in again.text


async def test_two_decide_about_a_payout_nobody_knows_of(office: OperatorFixture) -> None:
    office.world.provider.script.payouts.append(ScriptedAnswer.CLOSE_AFTER)
    card, payout = await proposed(office)
    await office.group.press(office.people["checker"], "✅ Confirm", card)
    unknown = await office.group.chat.shows("Outcome unknown.", PATIENCE)
    assert f"/resolve {payout} exists" in unknown.text
    await office.group.chat.shows(f"Payout {payout}: outcome unknown", PATIENCE)
    await office.says("cashier", f"/resolve {payout} absent nothing in the list", "Resolve a payout № 1")
    act = await office.group.chat.shows("Resolve a payout № 1", PATIENCE)
    assert "The cabinet does not show it" in act.text
    assert "after the last attempt to send it" in await office.toast("checker", "✅ Confirm", act, in_group=True)
    await office.says("cashier", f"/resolve {payout} exists line 7 of today", "Resolve a payout № 2")
    act = await office.group.chat.shows("Resolve a payout № 2", PATIENCE)
    await office.group.press(office.people["checker"], "✅ Confirm", act)
    await office.group.chat.shows("Decision of two operators: line 7 of today", PATIENCE)


async def test_a_freeze_stops_and_two_let_go_again(office: OperatorFixture) -> None:
    card, _ = await proposed(office)
    await office.says("cashier", "/freeze", "All payouts are frozen")
    assert "frozen" in await office.toast("checker", "✅ Confirm", card, in_group=True)
    await office.says("checker", "/unfreeze", WAITS)
    act = await office.group.chat.shows("Unfreeze payouts", PATIENCE)
    await office.group.press(office.people["owner"], "✅ Confirm", act)
    await office.group.chat.shows("Done by @the_checker and @the_owner", PATIENCE)
    await office.group.press(office.people["owner"], "✅ Confirm", card)
    await office.group.chat.shows(SENT, PATIENCE)


async def test_payouts_are_listed_open_and_all(office: OperatorFixture) -> None:
    _, payout = await proposed(office)
    assert payout in (await office.answer("cashier", "/withdrawals open")).text
    await office.says("cashier", f"/decline {payout} not now", "Declined by")
    assert "No payouts." in (await office.answer("cashier", "/withdrawals open")).text
    assert "Declined" in (await office.answer("cashier", "/withdrawals")).text


async def test_a_card_whose_message_is_gone_is_put_anew(office: OperatorFixture) -> None:
    card, payout = await proposed(office)
    office.world.telegram.remove(card)
    await office.says("checker", f"/approve {payout}", "Confirmed by @the_checker")
    again = await office.group.chat.shows(SENT, PATIENCE)
    assert again.id != card.id
