"""Until money is credited a claim can be mended, also while it is being checked; and no message goes to another's."""

import pytest

from bot.dev.simulators.paykassma import ScriptedAnswer
from bot.dev.simulators.paykassma.script import fail
from bot.domain.operator import Role
from bot.telegram.player.callbacks import CorrectTo, NearestLimit, OfferedAmount, mark_of
from tests.e2e.conftest import OpenWorld
from tests.e2e.player import Player
from tests.e2e.postbacks import letter_for
from tests.e2e.test_screenshot import ReadsPayment
from tests.e2e.world import World
from tests.pictures import samples

KBZ = "kbzpay_manual"
TYPO = "1999999999"


async def test_a_typo_is_mended_by_the_button_while_the_provider_searches(world: World, player: Player) -> None:
    world.provider.script.claims.append(ScriptedAnswer.NOT_FOUND)
    row = await player.begins()
    await player.says(TYPO, sees="has not been found yet")
    payment = await player.pays()
    await player.taps("Correct the number", sees="Please send me the Transaction ID")
    await player.says(payment.transaction_number)
    await world.until(lambda: _claims(world, 2))
    await player.reaches("submitted")
    first, second = world.provider.claims
    assert (first.order_id, second.order_id) == (row["order_id"], f"{row['id']}-2")
    assert second.transaction_number == payment.transaction_number
    assert await world.provider.postback(order_id=second.order_id) == [200]
    await player.is_told("✅ 10,000 Ks added")


async def test_another_number_typed_while_it_is_checked_is_asked_about(world: World, player: Player) -> None:
    world.provider.script.claims.append(ScriptedAnswer.NOT_FOUND)
    await player.begins()
    await player.says(TYPO, sees="has not been found yet")
    payment = await player.pays()
    await player.says(payment.transaction_number, sees="Is that the right one?")
    assert len(world.provider.claims) == 1
    await player.taps("Yes, check this one")
    await world.until(lambda: _claims(world, 2))
    row = await player.reaches("submitted")
    assert (row["transaction_number"], row["corrections"]) == (payment.transaction_number, 1)


async def test_the_same_number_again_is_already_being_checked(world: World, player: Player) -> None:
    _, payment = await player.claimed()
    await player.says(payment.transaction_number, sees="I already have this Transaction ID.")
    await world.settled()
    await player.taps("Correct the number", sees="Please send me the Transaction ID")
    await player.says(payment.transaction_number)
    await player.is_told("I already have this Transaction ID.", 2)
    await world.settled()
    await player.says(payment.transaction_number[-6:])
    await player.is_told("I already have this Transaction ID.", 3)
    assert len(world.provider.claims) == 1
    assert (await player.deposit())["corrections"] == 0


async def test_words_that_are_no_number_are_no_correction(world: World, player: Player) -> None:
    await player.claimed()
    await player.says("when?", sees="I do not need anything from you right now.")
    assert len(world.provider.claims) == 1


async def test_an_old_yes_corrects_nothing_any_more(world: World, player: Player) -> None:
    world.provider.script.claims.extend([ScriptedAnswer.NOT_FOUND] * 2)
    await player.begins()
    await player.says(TYPO, sees="has not been found yet")
    await player.says("1888888888", sees="Is that the right one?")
    asked = await player.sees("Is that the right one?")
    await player.taps("Correct the number", sees="Please send me the Transaction ID")
    payment = await player.pays()
    await player.says(payment.transaction_number)
    await world.until(lambda: _claims(world, 2))
    await player.reaches("submitted")
    assert (
        await player.toast("Yes, check this one", asked)
        == "This deposit is being checked. No need to send anything again."
    )
    assert (await player.deposit())["transaction_number"] == payment.transaction_number


async def test_money_for_the_order_that_was_corrected_still_finds_him(world: World, player: Player) -> None:
    world.provider.script.claims.append(ScriptedAnswer.NOT_FOUND)
    old = await player.begins()
    await player.says(TYPO, sees="has not been found yet")
    old = await player.deposit()
    await player.taps("Correct the number", sees="Please send me the Transaction ID")
    await player.says("1888888888")
    await world.until(lambda: _claims(world, 2))
    await world.post(letter_for(old).body())
    await player.is_told("✅ 10,000 Ks added")
    assert await world.ledger() == [("player:tg-1001", 10_000)]


async def test_another_picture_is_checked_in_place_of_the_first(world: World, player: Player) -> None:
    await player.begins(KBZ)
    payment = await player.pays()
    await player.says(payment.transaction_number)
    await player.person.photo(samples.jpeg())
    await player.reaches("submitted")
    await player.taps("New screenshot", sees="Please send me the screenshot of your payment.")
    await player.person.photo(payment.receipt)
    await world.until(lambda: _claims(world, 2))
    first, second = world.provider.claims
    assert first.transaction_number == second.transaction_number == payment.transaction_number
    assert first.screenshot != second.screenshot
    assert first.order_id != second.order_id


@pytest.mark.parametrize("words", ["Transaction not found", "Declined"])
async def test_a_no_after_an_unclear_try_can_be_mended(world: World, player: Player, words: str) -> None:
    """One that says nothing may mean that the provider has it already, so the claim stays open; he may know better."""
    world.provider.script.claims.extend([ScriptedAnswer.HTML_502, fail(words)])
    await player.begins()
    await player.says(TYPO, sees="Your receipt is safe with me.")
    await world.until_row(
        "SELECT 1 FROM outbox WHERE kind = 'claim' AND state = 'waiting' AND holder = 0 AND error <> ''"
    )
    world.clock.push(minutes=6)
    if words == "Declined":
        await world.operators_see("The provider refuses the claim")
    else:
        await player.is_told("Your 10,000 Ks could not be confirmed.")
    payment = await player.pays()
    await player.taps("Correct the number", sees="Please send me the Transaction ID")
    await player.says(payment.transaction_number)
    row = await player.reaches("submitted")
    assert row["transaction_number"] == payment.transaction_number
    assert await world.rows("SELECT 1 FROM alarms WHERE kind = 'claim_refused'") == []
    assert await world.provider.postback(order_id=row["order_id"]) == [200]
    await player.is_told("✅ 10,000 Ks added")


async def test_a_correction_does_not_wait_for_an_old_claim_that_cannot_leave(world: World, player: Player) -> None:
    world.provider.script.claims.append(ScriptedAnswer.HTML_502)
    await player.begins()
    await player.says(TYPO, sees="Your receipt is safe with me.")
    await world.until_row("SELECT 1 FROM attempts WHERE outcome = 'unknown'")
    payment = await player.pays()
    await player.taps("Correct the number", sees="Please send me the Transaction ID")
    await player.says(payment.transaction_number)
    await player.reaches("submitted")
    assert [claim.transaction_number for claim in world.provider.claims] == [TYPO, payment.transaction_number]


async def test_what_is_sent_for_the_open_deposit_never_goes_out_as_the_old_ones_correction(
    open_: OpenWorld,
) -> None:
    world = await open_(bot_operators={902: Role.CASHIER})
    player = Player(world, 1001)
    old, _ = await player.claimed(KBZ, 30_000)
    await player.says("/deposit")
    await player.taps("Start a new deposit", sees="Which wallet")
    await player.taps("KBZPay")
    await player.taps("10,000 Ks")
    new = await player.reaches("awaiting_payment")
    payment = await player.pays()
    await world.telegram.person(902).text(f"/reject {old['id']} not ours")
    await player.is_told("Your 30,000 Ks could not be confirmed.")
    await player.says(payment.transaction_number, sees="Still needed: the screenshot")
    await player.person.photo(payment.receipt)
    await player.reaches("submitted")
    claim = world.provider.claims[-1]
    assert (claim.order_id, claim.amount) == (new["id"], 10_000)
    states = {row["id"]: row["status"] for row in await player.deposits()}
    assert states == {old["id"]: "rejected", new["id"]: "submitted"}


async def test_after_the_button_of_the_refused_one_the_message_is_its_correction(open_: OpenWorld) -> None:
    world = await open_(bot_operators={902: Role.CASHIER})
    player = Player(world, 1001)
    old, _ = await player.claimed(amount=30_000)
    await player.says("/deposit")
    await player.taps("Start a new deposit", sees="Which wallet")
    await player.taps("WavePay")
    await player.taps("10,000 Ks")
    await player.reaches("awaiting_payment")
    await world.telegram.person(902).text(f"/reject {old['id']} not ours")
    ring = await player.sees("Your 30,000 Ks could not be confirmed.")
    await player.taps("Correct the number", sees="Please send me the Transaction ID", under=ring)
    await player.says("1777777777")
    await world.until(lambda: _claims(world, 2))
    claim = world.provider.claims[-1]
    assert (claim.order_id, claim.amount) == (f"{old['id']}-2", 30_000)


async def test_the_last_digits_are_told_from_a_sum(player: Player) -> None:
    await player.begins(KBZ)
    await player.says("218368", sees="Those are only the last digits.")
    await player.says("10000", sees="That looks like an amount.")
    assert (await player.deposit())["transaction_number"] == ""


async def test_the_last_digits_confirm_the_number_that_was_read(open_: OpenWorld) -> None:
    reader = ReadsPayment()
    reader.waits.set()
    world = await open_(reader=reader)
    player = Player(world, 1001)
    await player.begins(KBZ)
    payment = reader.payment = await player.pays()
    await player.person.photo(payment.receipt)
    await player.sees("Is that right?")
    await player.says(payment.transaction_number[-6:])
    await player.reaches("submitted")
    assert world.provider.claims[0].transaction_number == payment.transaction_number


async def test_a_limit_button_acts_on_the_deposit_it_was_shown_for(world: World, player: Player) -> None:
    await player.says("/start")
    await player.taps(player.t.plain("button-deposit"))
    await player.taps("WavePay", sees="How much do you want to deposit")
    first = await player.deposit()
    await player.says("1")
    small = await player.sees("That is too little.")
    (button,) = [button for row in small.keyboard.rows for button in row if button.data.startswith("lm:")]
    assert NearestLimit.unpack(button.data).id == first["id"]
    await player.says("/cancel", sees="Cancelled.")
    await player.says("/deposit", sees="Which wallet")
    await player.taps("KBZPay", sees="How much do you want to deposit with KBZPay")
    assert await player.toast(button.text, small) == "This deposit is cancelled."
    assert (await player.deposit())["amount"] == 0


async def test_an_amount_button_never_comes_to_mean_another_amount(open_: OpenWorld) -> None:
    world = await open_(deposit_quick_amounts=(5_000, 30_000))
    player = Player(world, 1001)
    await player.says("/start")
    await player.taps(player.t.plain("button-deposit"))
    await player.taps("WavePay", sees="How much do you want to deposit")
    row = await player.deposit()
    shown = await player.sees("How much do you want to deposit")
    old = OfferedAmount(id=row["id"], index=1, among=mark_of((5_000, 10_000))).pack()
    answer = await player.person.send_data(old, shown, wait=True)
    assert answer is not None
    assert answer.text == "This button is out of date. Please see the newest message."
    assert (await player.deposit())["amount"] == 0
    await player.taps("30,000 Ks")
    assert (await player.reaches("awaiting_payment"))["amount"] == 30_000


@pytest.mark.parametrize("data", ["lim:low", "lim:high", "q:dep-zzzzzzzzzz:0", "ct:dep-zzzzzzzzzz:1:0", "bn:dep-zz:1"])
async def test_buttons_of_other_versions_and_of_others_answer_politely(player: Player, data: str) -> None:
    await player.begins()
    shown = await player.sees("Send exactly")
    answer = await player.person.send_data(data, shown, wait=True)
    assert answer is not None
    assert answer.text == "This button is out of date. Please see the newest message."
    assert (await player.deposit())["status"] == "awaiting_payment"


def test_the_button_of_a_correction_says_which_one_it_was_shown_for() -> None:
    assert CorrectTo(id="dep-1", number=TYPO, corrections=1).pack() == f"ct:dep-1:{TYPO}:1"


async def test_five_pictures_of_a_deposit_are_kept_and_then_a_kind_word_is_said(world: World, player: Player) -> None:
    await player.begins(KBZ)
    for size in range(5):
        await player.person.photo(samples.jpeg((400 + size, 700)))
    await world.until(lambda: _receipts(world, 5))
    for size in range(3):
        await player.person.photo(samples.jpeg((600 + size, 900)))
    await player.is_told("Thank you, I have enough screenshots.")
    await world.settled()
    assert len(await world.rows("SELECT id FROM receipts")) == 5
    payment = await player.pays()
    await player.says(payment.transaction_number)
    await player.reaches("submitted")


async def _claims(world: World, count: int) -> bool:
    return len(world.provider.claims) >= count


async def _receipts(world: World, count: int) -> bool:
    return len(await world.rows("SELECT id FROM receipts")) >= count
