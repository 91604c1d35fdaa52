"""A payout from the command to the card that says how it ended."""

import asyncio

from bot.dev.simulators.paykassma import ScriptedAnswer, WithdrawalVariant
from bot.dev.simulators.telegram import Message
from bot.domain.withdrawal import WithdrawalStatus
from tests.telegram.operators.conftest import ACCOUNT, PATIENCE, OperatorFixture

WITHDRAW = f"/withdraw @aye 10,000 {ACCOUNT}"
WAITS, SENT = "Waiting for a second operator", "Sent to the provider"


async def proposed(team: OperatorFixture) -> tuple[Message, str]:
    """The cashier proposes in private; the card in the group, and the payout's id."""
    await team.meet_player()
    await team.says("cashier", WITHDRAW, WAITS)
    card = await team.group.chat.shows(WAITS, PATIENCE)
    row = await team.world.until_row("SELECT id FROM withdrawals")
    return card, row["id"]


async def test_the_card_reads_the_payout_back(team: OperatorFixture) -> None:
    card, payout = await proposed(team)
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


async def test_a_payout_is_confirmed_by_another_and_its_cards_follow_it(team: OperatorFixture) -> None:
    card, payout = await proposed(team)
    assert await team.toast("checker", "✅ Confirm", card, in_group=True) == ""
    await team.group.chat.shows(SENT, PATIENCE)
    await team.people["cashier"].chat.shows("Confirmed by @the_checker", PATIENCE)
    await team.world.provider.end_payout(withdrawal_id=payout)
    await team.group.chat.shows("✅ Paid", PATIENCE)
    await team.people["cashier"].chat.shows("✅ Paid", PATIENCE)
    assert len(team.seen("cashier")) == 1
    assert [message.id for message in team.group.messages if message.from_bot] == [card.id]


async def test_the_maker_may_not_confirm_his_own(team: OperatorFixture) -> None:
    card, _ = await proposed(team)
    assert "Another person must confirm" in await team.toast("cashier", "✅ Confirm", card, in_group=True)
    assert not team.world.provider.payouts


async def test_a_viewer_may_neither_confirm_nor_decline(team: OperatorFixture) -> None:
    card, _ = await proposed(team)
    assert "needs the role cashier" in await team.toast("viewer", "✅ Confirm", card, in_group=True)
    assert "needs the role cashier" in await team.toast("viewer", "✖️ Decline", card, in_group=True)
    assert not team.world.provider.payouts


async def test_of_two_who_confirm_at_once_one_is_told_that_it_is_done(team: OperatorFixture) -> None:
    card, payout = await proposed(team)
    words = await asyncio.gather(
        team.toast("checker", "✅ Confirm", card, in_group=True),
        team.toast("owner", "✅ Confirm", card, in_group=True),
    )
    assert sorted(bool(word) for word in words) == [False, True]
    assert payout in max(words)
    await team.group.chat.shows(SENT, PATIENCE)
    assert len(team.world.provider.payouts) == 1


async def test_a_proposal_is_declined_with_a_reason_from_the_buttons(team: OperatorFixture) -> None:
    card, payout = await proposed(team)
    await team.group.press(team.people["checker"], "✖️ Decline", card)
    asked = await team.group.chat.shows("Why do you decline it?", PATIENCE)
    assert asked.labels[:2] == ["Wrong account", "Wrong amount"]
    await team.group.press(team.people["checker"], "↩️ Back", asked)
    await team.group.chat.until(lambda chat: "✅ Confirm" in chat.messages[-1].labels, PATIENCE)
    await team.group.press(team.people["checker"], "✖️ Decline", card)
    await team.group.chat.until(lambda chat: "Wrong account" in chat.messages[-1].labels, PATIENCE)
    await team.group.press(team.people["checker"], "Wrong account")
    await team.group.chat.shows("Declined by @the_checker: Wrong account", PATIENCE)
    assert (await team.world.until_row("SELECT status FROM withdrawals"))["status"] == WithdrawalStatus.DECLINED
    toast = await team.toast_data("checker", f"oc|confirm|{payout}", card)
    assert "already declined" in toast


async def test_the_maker_takes_his_own_proposal_back(team: OperatorFixture) -> None:
    _, payout = await proposed(team)
    assert "needs the role checker" not in (await team.answer("cashier", f"/decline {payout} typed wrongly")).text
    await team.group.chat.shows("Declined by @the_cashier: typed wrongly", PATIENCE)


async def test_another_cashier_may_not_decline(team: OperatorFixture) -> None:
    await team.meet_player()
    await team.says("checker", WITHDRAW, WAITS)
    row = await team.world.until_row("SELECT id FROM withdrawals")
    assert "needs the role checker" in (await team.answer("cashier", f"/decline {row['id']} not now")).text


async def test_a_payout_is_confirmed_by_command_and_its_card_comes_to_that_chat(team: OperatorFixture) -> None:
    _, payout = await proposed(team)
    await team.says("checker", f"/approve {payout.upper()}", "Confirmed by @the_checker")
    await team.group.chat.shows(SENT, PATIENCE)


async def test_the_same_command_twice_is_one_payout_and_one_card(team: OperatorFixture) -> None:
    await proposed(team)
    first = team.seen("cashier")[0]
    await team.people["cashier"].text(WITHDRAW)
    chat = team.people["cashier"].chat
    await chat.until(lambda _: team.seen("cashier")[-1].id != first.id and chat.find(first.id) is None, PATIENCE)
    assert len(await team.world.rows("SELECT * FROM withdrawals")) == 1


async def test_a_payout_is_asked_for_step_by_step_by_replies(team: OperatorFixture) -> None:
    await team.meet_player()
    asked = await team.says_in_group("cashier", "/withdraw", "Who should be paid?")
    assert asked.keyboard.reply is not None
    assert asked.reply_to
    asked = await team.says_in_group("cashier", "@aye", "How much?", reply_to=asked)
    assert asked.text.endswith("✍️ /withdraw tg-1001")
    wrong = await team.says_in_group("cashier", "50.000", "Usage:", reply_to=asked)
    assert "/withdraw <player>" in wrong.text
    asked = await team.says_in_group("cashier", "1 သောင်း", "To which KBZPay account?", reply_to=asked)
    assert asked.text.endswith("✍️ /withdraw tg-1001 10000")
    card = await team.says_in_group("cashier", "09 444 595 698", WAITS, reply_to=asked)
    assert "Amount: 10,000 Ks" in card.text


async def test_a_reply_to_anybody_else_is_no_answer(team: OperatorFixture) -> None:
    asked = await team.says("cashier", "/withdraw", "Who should be paid?")
    copied = await team.people["cashier"].text(asked.text)
    await team.people["cashier"].text("tg-1001", reply_to=copied)
    await team.world.settled()
    assert not any("How much?" in message.text for message in team.seen("cashier"))


async def test_a_payout_that_is_not_possible_says_why(team: OperatorFixture) -> None:
    told = {
        f"/withdraw tg-7 10,000 {ACCOUNT} wave": "Payouts to WavePay are not possible",
        "/withdraw tg-7 10,000 0944459569": "has 11 digits",
        f"/withdraw tg-7 500 {ACCOUNT}": "Too little: the smallest payout is 1,000 Ks",
        f"/withdraw tg-7 2,000,000 {ACCOUNT}": "Too much: the largest payout is 1,000,000 Ks",
        "/approve w-abc2345678": "There is no payout w-abc2345678",
        "/approve 77": "77",
    }
    for text, words in told.items():
        assert words in (await team.answer("owner", text)).text, text


async def test_a_refusal_shows_the_providers_words(team: OperatorFixture) -> None:
    team.world.provider.script.payouts.append(ScriptedAnswer.REFUSE_BALANCE)
    card, _ = await proposed(team)
    await team.group.press(team.people["checker"], "✅ Confirm", card)
    refused = await team.group.chat.shows("Refused, the reserved amount is released", PATIENCE)
    assert "Insufficient balance" in refused.text


async def test_a_payout_that_failed_says_so_and_warns_before_the_next(team: OperatorFixture) -> None:
    card, payout = await proposed(team)
    await team.group.press(team.people["checker"], "✅ Confirm", card)
    await team.group.chat.shows(SENT, PATIENCE)
    await team.world.provider.end_payout(withdrawal_id=payout, kind=WithdrawalVariant.FAIL)
    await team.group.chat.shows("❌ Failed", PATIENCE)
    again = await team.says("cashier", WITHDRAW, "A payout to this account failed recently")
    assert f"{payout}, 10,000 Ks" in again.text
    assert "❌ Failed" in again.text


async def test_two_decide_about_a_payout_nobody_knows_of(team: OperatorFixture) -> None:
    team.world.provider.script.payouts.append(ScriptedAnswer.CLOSE_AFTER)
    card, payout = await proposed(team)
    await team.group.press(team.people["checker"], "✅ Confirm", card)
    unknown = await team.group.chat.shows("Outcome unknown.", PATIENCE)
    assert f"/resolve {payout} exists" in unknown.text
    await team.group.chat.shows(f"Payout {payout}: outcome unknown", PATIENCE)
    await team.says("cashier", f"/resolve {payout} absent nothing in the list", "Resolve a payout № 1")
    act = await team.group.chat.shows("Resolve a payout № 1", PATIENCE)
    assert "The cabinet does not show it" in act.text
    assert "after the last attempt to send it" in await team.toast("checker", "✅ Confirm", act, in_group=True)
    await team.says("cashier", f"/resolve {payout} exists line 7 of today", "Resolve a payout № 2")
    act = await team.group.chat.shows("Resolve a payout № 2", PATIENCE)
    await team.group.press(team.people["checker"], "✅ Confirm", act)
    await team.group.chat.shows("Decision of two operators: line 7 of today", PATIENCE)


async def test_a_freeze_stops_and_two_let_go_again(team: OperatorFixture) -> None:
    card, _ = await proposed(team)
    await team.says("cashier", "/freeze", "All payouts are frozen")
    assert "frozen" in await team.toast("checker", "✅ Confirm", card, in_group=True)
    await team.says("checker", "/unfreeze", WAITS)
    act = await team.group.chat.shows("Unfreeze payouts", PATIENCE)
    await team.group.press(team.people["owner"], "✅ Confirm", act)
    await team.group.chat.shows("Done by @the_checker and @the_owner", PATIENCE)
    await team.group.press(team.people["owner"], "✅ Confirm", card)
    await team.group.chat.shows(SENT, PATIENCE)


async def test_payouts_are_listed_open_and_all(team: OperatorFixture) -> None:
    _, payout = await proposed(team)
    assert payout in (await team.answer("cashier", "/withdrawals open")).text
    await team.says("cashier", f"/decline {payout} not now", "Declined by")
    assert "No payouts." in (await team.answer("cashier", "/withdrawals open")).text
    assert "Declined" in (await team.answer("cashier", "/withdrawals")).text


async def test_a_card_whose_message_is_gone_is_put_anew(team: OperatorFixture) -> None:
    card, payout = await proposed(team)
    team.world.telegram.remove(card)
    await team.says("checker", f"/approve {payout}", "Confirmed by @the_checker")
    again = await team.group.chat.shows(SENT, PATIENCE)
    assert again.id != card.id
