"""The provider refuses, breaks off, or is away: no claim is lost, none is sent under two order ids."""

import pytest
from yarl import URL

from bot.dev.simulators.paykassma import Raw, ScriptedAnswer
from bot.dev.simulators.paykassma.script import fail
from tests.e2e.conftest import OpenWorld
from tests.e2e.player import Player
from tests.e2e.postbacks import letter_for
from tests.e2e.world import World

SAFE = "Your receipt is safe with me."


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        (ScriptedAnswer.DEPOSIT_TRUE, "Your payment has been found. 10,000 Ks will be added soon."),
        (ScriptedAnswer.DEPOSIT_FALSE, "Your payment has arrived and is being reviewed"),
        (ScriptedAnswer.PENDING, "Checking your 10,000 Ks. No need to send anything again. I will write to you"),
        (ScriptedAnswer.NOT_FOUND, "Your 10,000 Ks has not been found yet. We are still checking."),
        (ScriptedAnswer.SUCCESS, "Checking your 10,000 Ks. No need to send anything again. I will write to you"),
    ],
)
async def test_each_accepting_answer_is_told_in_its_words_and_none_credits(
    world: World, player: Player, answer: ScriptedAnswer, shown: str
) -> None:
    world.provider.script.claims.append(answer)
    await player.claimed()
    await player.sees(shown)
    await world.settled()
    assert await world.ledger() == []
    if answer is ScriptedAnswer.DEPOSIT_FALSE:
        await world.operators_see("because it is below the minimum: 10,000 Ks, WavePay.")


@pytest.mark.parametrize("answer", [ScriptedAnswer.FAIL_TEXT, ScriptedAnswer.FAIL_OBJECT, ScriptedAnswer.FAIL_LIST])
async def test_a_refused_number_is_corrected_under_a_new_order_id(
    world: World, player: Player, answer: ScriptedAnswer
) -> None:
    world.provider.script.claims.append(answer)
    row = await player.begins()
    await player.says("1999999999")
    await player.is_told("Your 10,000 Ks could not be confirmed.")
    payment = await player.pays()
    await player.taps("Correct the number", sees="Please send me the Transaction ID")
    await player.says(payment.transaction_number)
    await player.reaches("submitted")
    first, second = world.provider.claims
    assert (first.order_id, second.order_id) == (row["order_id"], f"{row['id']}-2")
    assert second.transaction_number == payment.transaction_number
    assert await world.provider.postback(order_id=second.order_id) == [200]
    await player.is_told("✅ 10,000 Ks added")


async def test_a_refused_picture_is_replaced_without_typing_the_number_again(world: World, player: Player) -> None:
    world.provider.script.claims.append(fail({"screenshot": ["The screenshot is unreadable"]}))
    await player.begins("kbzpay_manual")
    payment = await player.pays()
    await player.says(payment.transaction_number)
    await player.person.photo(payment.receipt)
    await player.sees("The picture is not clear.")
    await player.taps("New screenshot", sees="Please send me the screenshot of your payment.")
    await player.person.document(payment.receipt)
    await player.reaches("submitted")
    assert [claim.transaction_number for claim in world.provider.claims] == [payment.transaction_number] * 2
    assert len({claim.order_id for claim in world.provider.claims}) == 2


async def test_money_for_a_refused_claim_is_credited_under_its_old_order_id_too(world: World, player: Player) -> None:
    world.provider.script.claims.append(ScriptedAnswer.FAIL_TEXT)
    row = await player.begins()
    await player.says("1999999999")
    row = await player.reaches("rejected")
    await world.post(letter_for(row).body())
    await player.is_told("We could not confirm it before, but now it has arrived.")
    assert await world.ledger() == [("player:tg-1001", 10_000)]


async def test_corrections_end_and_then_operators_look(open_: OpenWorld) -> None:
    world = await open_(deposit_corrections_max=1)
    world.provider.script.defaults["wavepay"] = fail("not found")
    player = Player(world, 1001)
    row = await player.begins()
    await player.says("1999999991", sees="Corrections left: 1")
    await player.says("1999999992", sees="You cannot correct it any more. Our team is looking at it.")
    await player.says("1999999993")
    await world.operators_see(f"Deposit {row['id']} has no corrections left")
    assert len(world.provider.claims) == 2


@pytest.mark.parametrize(
    "trouble",
    [
        ScriptedAnswer.TIME_OUT_BEFORE,
        ScriptedAnswer.CLOSE_BEFORE,
        ScriptedAnswer.HTML_502,
        ScriptedAnswer.EMPTY,
        ScriptedAnswer.TRUNCATED,
        ScriptedAnswer.UNKNOWN_STATUS,
        Raw(body=b"x" * 2_000_000),
        Raw(status=302, body=b""),
    ],
    ids=str,
)
async def test_a_claim_without_a_clear_answer_is_safe_and_sent_again_under_the_same_order_id(
    world: World, player: Player, trouble: ScriptedAnswer | Raw
) -> None:
    world.provider.script.claims.append(trouble)
    row = await player.begins()
    payment = await player.pays()
    await player.says(payment.transaction_number, sees=SAFE)
    await world.until(lambda: world.rows("SELECT 1 FROM attempts WHERE outcome = 'unknown'"))
    world.clock.push(minutes=6)
    await player.reaches("submitted")
    assert {claim.order_id for claim in world.provider.claims} == {row["order_id"]}
    assert len(world.provider.claims) == 2
    assert player.times_told("could not be confirmed") == 0


@pytest.mark.parametrize("trouble", [ScriptedAnswer.TIME_OUT_AFTER, ScriptedAnswer.CLOSE_AFTER])
async def test_a_claim_that_arrived_though_its_answer_did_not_is_credited_once(
    world: World, player: Player, trouble: ScriptedAnswer
) -> None:
    world.provider.script.claims.append(trouble)
    row = await player.begins()
    await player.says((await player.pays()).transaction_number, sees=SAFE)
    await world.until(lambda: world.rows("SELECT 1 FROM attempts WHERE outcome = 'unknown'"))
    assert await world.provider.postback(order_id=row["order_id"]) == [200]
    await player.is_told("✅ 10,000 Ks added")
    world.clock.push(minutes=6)
    await world.until_row("SELECT 1 FROM outbox WHERE kind = 'claim' AND state = 'sent'")
    assert await world.ledger() == [("player:tg-1001", 10_000)]
    assert len(world.provider.claims) == 1  # what is credited is not claimed again


async def test_a_repeated_claim_that_is_refused_as_known_is_with_the_provider(world: World, player: Player) -> None:
    """The first sending arrived, its answer was lost; the "no" to the second only means "I have it already"."""
    world.provider.script.claims.append(ScriptedAnswer.CLOSE_AFTER)
    row = await player.begins()
    await player.says((await player.pays()).transaction_number, sees=SAFE)
    await world.until(lambda: world.rows("SELECT 1 FROM attempts WHERE outcome = 'unknown'"))
    world.clock.push(minutes=6)
    await player.reaches("submitted")
    assert player.times_told("could not be confirmed") == 0
    assert await world.provider.postback(order_id=row["order_id"]) == [200]
    await player.is_told("✅ 10,000 Ks added")


async def test_a_404_is_an_alarm_told_once_and_told_when_it_is_over(world: World, player: Player) -> None:
    world.provider.script.claims.extend([ScriptedAnswer.HTML_404] * 2)
    await player.begins()
    await player.says((await player.pays()).transaction_number, sees=SAFE)
    await world.operators_see("The provider answers 404")
    sql = "SELECT 1 FROM attempts GROUP BY subject HAVING COUNT(*) >= $1 AND MIN(finished_at) > 0"
    for tries in (1, 2):
        await world.until_row(sql, tries)
        world.clock.push(minutes=6)
    await player.reaches("submitted")
    await world.operators_see("The provider accepts us again.")
    texts = [message.text for message in world.operators.messages]
    assert len([text for text in texts if "404" in text]) == 1


async def test_no_number_from_the_provider_leaves_a_choice_to_try_again(world: World, player: Player) -> None:
    world.provider.script.creates.append(ScriptedAnswer.FAIL_TEXT)
    await player.says("/deposit")
    await player.taps("WavePay")
    await player.taps("10,000 Ks", sees="WavePay cannot take 10,000 Ks right now.")
    await world.operators_see("WavePay: the provider gives no number")
    await player.taps("Try again", sees="Send exactly 10,000 Ks")
    await world.operators_see("WavePay: the provider gives numbers again.")


async def test_digits_that_are_no_wallet_number_are_shown_to_nobody_and_told_by_name(
    world: World, player: Player
) -> None:
    world.provider.script.creates.extend([ScriptedAnswer.LONE_DIGITS] * 3)
    await player.says("/deposit")
    await player.taps("WavePay")
    await player.taps("10,000 Ks", sees="WavePay cannot take 10,000 Ks right now.")
    await world.operators_see("no receiving number in params (agent_id)")
    assert not await world.rows("SELECT 1 FROM deposits WHERE wallet_number <> ''")


@pytest.mark.parametrize("answer", [ScriptedAnswer.NO_NUMBER, ScriptedAnswer.HTML_404])
async def test_no_empty_number_is_ever_shown_and_another_wallet_can_be_taken(
    world: World, player: Player, answer: ScriptedAnswer
) -> None:
    world.provider.script.creates.extend([answer] * 3)
    await player.says("/deposit")
    await player.taps("WavePay")
    await player.taps("10,000 Ks", sees="WavePay cannot take 10,000 Ks right now.")
    world.provider.script.creates.clear()
    world.clock.push(minutes=1)  # after a 404 nothing is asked but a probe now and then
    await player.taps("KBZPay", sees="Send exactly 10,000 Ks to this KBZPay number")


async def test_a_short_outage_while_a_number_is_got_is_not_even_noticed(world: World, player: Player) -> None:
    world.provider.script.creates.extend([ScriptedAnswer.CLOSE_BEFORE, ScriptedAnswer.HTML_502])
    row = await player.begins()
    assert row["wallet_number"]


async def wallets_are_asked_for_again(world: World) -> None:
    """As happens at the start, which may still be under way, and every five minutes."""
    await world.until(lambda: _answers(world, 1), "for the wallets open at the start")
    before = world.log.getvalue().count(_WALLETS)
    world.clock.push(minutes=6)
    await world.until(lambda: _answers(world, before + 1), "for the wallets open now")


async def _answers(world: World, count: int) -> bool:
    return world.log.getvalue().count(_WALLETS) >= count


_WALLETS = '"call": "wallets"'


async def test_when_the_provider_cannot_say_which_wallets_are_open_the_settings_do(
    world: World, player: Player
) -> None:
    world.provider.script.closed.add("kbzpay_manual")
    await wallets_are_asked_for_again(world)
    await player.says("/help", sees="Wallets open now: WavePay")
    world.provider.script.wallets.extend([ScriptedAnswer.HTML_502] * 100)
    await wallets_are_asked_for_again(world)
    await player.says("/help", sees="Wallets open now: KBZPay, WavePay")
    await player.says("/deposit")
    assert (await player.sees("Which wallet")).labels[:2] == ["KBZPay", "WavePay"]


async def test_a_wallet_that_the_provider_closed_is_not_offered(world: World, player: Player) -> None:
    await player.says("/deposit")
    both = await player.sees("Which wallet")
    world.provider.script.closed.add("kbzpay_manual")
    await wallets_are_asked_for_again(world)
    await player.says("/help", sees="Wallets open now: WavePay\n")
    assert await player.toast("KBZPay", under=both) == (
        "This wallet is closed right now. Please choose another one or try again later."
    )
    await player.says("/deposit", sees="How much do you want to deposit with WavePay?")


async def test_all_wallets_closed_says_so(world: World, player: Player) -> None:
    world.provider.script.closed |= {"kbzpay_manual", "wavepay"}
    await wallets_are_asked_for_again(world)
    await player.says("/help", sees="Wallets open now: none at the moment")
    await player.says("/deposit", sees="This wallet is closed right now.")


WINDOW = {
    "paykassma_plugin_url": "https://plugin.provider.example",
    "paykassma_success_url_id": 2,
    "paykassma_fail_url_id": 1,
    "paykassma_pending_url_id": 3,
}


async def test_money_paid_in_the_payment_window_is_credited_without_a_word_in_the_chat(open_: OpenWorld) -> None:
    world = await open_(**WINDOW)
    player = Player(world, 1001)
    row = await player.begins()
    card = await player.sees("Send exactly")
    link = URL(card.button("Payment page").raw["url"])
    assert dict(link.query) == {
        "label": "tg-1001",
        "currency_code": "MMK",
        "lang": "en",
        "wallet_type": "wavepay",
        "custom_transaction_id": row["order_id"],
        "fixed_amount": "10000",
        "payment_url_success_id": "2",
        "payment_url_fail_id": "1",
        "payment_url_pending_id": "3",
    }
    payment = await player.pays()
    form = {**link.query, "key1": payment.transaction_number, "amount": "10000"}
    async with world.http.post(f"{world.settings.paykassma_api_url}/window", data=form) as page:
        assert "Your payment is being checked" in await page.text()
    assert await world.provider.postback(order_id=row["order_id"]) == [200]
    await player.sees("✅ 10,000 Ks has been added.")
    assert await world.ledger() == [("player:tg-1001", 10_000)]
