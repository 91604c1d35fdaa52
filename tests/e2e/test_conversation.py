"""Everything around the claim: links, amounts, old buttons, nonsense, languages, groups, history."""

import pytest

from bot.domain.deep_link import make_link_payload
from bot.domain.player import Language
from tests.e2e.conftest import OpenWorld
from tests.e2e.player import Player
from tests.e2e.postbacks import letter_for
from tests.e2e.world import LINK_SECRET, World


def link(world: World, label: str = "merchant-7", *, minutes: int = 10) -> str:
    return make_link_payload(label, world.clock.now_ms() // 1000 + minutes * 60, LINK_SECRET)


async def test_a_signed_link_binds_the_chat_and_its_label_reaches_the_provider(world: World, player: Player) -> None:
    await player.person.start(link(world))
    await player.sees("This chat is now connected to your account.")
    await player.claimed()
    assert world.provider.creates[-1].label == world.provider.claims[0].label == "merchant-7"
    await world.post(letter_for(await player.deposit()).body())
    await player.is_told("✅ 10,000 Ks added")
    assert await world.ledger() == [("player:merchant-7", 10_000)]


async def test_a_forged_or_expired_link_says_so_and_binds_nothing(world: World, player: Player) -> None:
    await player.person.start(f"{link(world)[:-1]}8")
    await player.sees("This link is not valid.")
    await player.person.start("pay_1")
    await player.person.start(link(world, minutes=-1))
    await player.sees("This link has expired.")
    assert [row["label"] for row in await world.rows("SELECT label FROM players")] == ["tg-1001"]


async def test_a_link_binds_one_chat_only(world: World, player: Player) -> None:
    payload = link(world)
    await player.person.start(payload)
    await player.sees("connected to your account")
    other = Player(world, 1002)
    await other.person.start(payload)
    await other.sees("Somebody else has already used this link.")
    assert {row["label"] for row in await world.rows("SELECT label FROM players")} == {"merchant-7", "tg-1002"}


@pytest.mark.parametrize("typed", ["10,000", "၁၀,၀၀၀ ကျပ်", "10k", "1 သောင်း"])
async def test_an_amount_is_understood_as_people_write_it(open_: OpenWorld, typed: str) -> None:
    player = Player(await open_(deposit_wallets="wavepay"), 1001)
    await player.says("/deposit", sees="How much")
    await player.says(typed, sees="Send exactly 10,000 Ks")


async def test_a_doubtful_amount_is_refused_with_an_example_and_never_guessed(open_: OpenWorld) -> None:
    world = await open_(deposit_wallets="wavepay")
    player = Player(world, 1001)
    await player.says("/deposit", sees="How much")
    doubtful = ("50.000", "10000-20000", "1e4", "ten", "10000.50", "9" * 300)
    for times, typed in enumerate(doubtful, start=1):
        await player.says(typed)
        await player.is_told("I cannot read that amount. Please type whole kyat only, for example 10,000 Ks.", times)
    await player.says("-5")
    await player.says("0")
    await player.is_told("That is too little")
    await world.settled()
    assert (await player.deposit())["amount"] == 0
    assert world.provider.creates == []


async def test_an_amount_outside_the_limits_is_offered_the_nearest_as_a_button(open_: OpenWorld) -> None:
    player = Player(await open_(deposit_wallets="wavepay"), 1001)
    await player.says("/deposit", sees="How much")
    await player.says("999", sees="The smallest deposit is 1,000 Ks.")
    await player.says("1000001", sees="The largest deposit is 1,000,000 Ks.")
    await player.taps("1,000 Ks", sees="Send exactly 1,000 Ks")


async def test_an_expired_number_is_blanked_and_a_new_one_can_be_had(world: World, player: Player) -> None:
    row = await player.begins()
    world.clock.push(minutes=31)
    card = await player.sees("Do not pay to the old number.")
    assert not any(row["wallet_number"] in text for text in [card.text, *map(str, card.keyboard.rows)])
    await player.taps("New number", sees="Send exactly 10,000 Ks")
    assert (await player.reaches("awaiting_payment"))["wallet_number"] != row["wallet_number"]


async def test_who_has_paid_already_can_still_say_so_after_the_number_has_expired(world: World, player: Player) -> None:
    await player.begins()
    payment = await player.pays()
    world.clock.push(minutes=31)
    await player.taps("I have already paid", sees="Please send me the Transaction ID of your payment.")
    await player.claims(payment)
    assert len(world.provider.claims) == 1


async def test_cancelling_says_not_to_pay_to_the_old_number(world: World, player: Player) -> None:
    await player.begins()
    card = await player.sees("Send exactly")
    await player.taps("Cancel", sees="Cancelled. Do not pay to the old number.")
    assert await player.toast("Cancel", under=card) == "This deposit is cancelled."
    await player.says("/cancel", sees="You have no open deposit.")
    assert (await player.deposit())["status"] == "cancelled"
    await world.settled()


async def test_asking_again_shows_the_open_deposit_and_never_opens_a_second(world: World, player: Player) -> None:
    first = await player.begins()
    await player.says("/deposit")
    await player.taps("💰 Deposit")
    await world.settled()
    shown = [message for message in player.from_bot if "Send exactly" in message.text]
    assert len(shown) == 1
    assert "Cancel" in shown[0].labels
    assert [row["id"] for row in await player.deposits()] == [first["id"]]
    assert len(world.provider.creates) == 1


async def test_old_buttons_answer_politely(world: World, player: Player) -> None:
    await player.begins()
    card = await player.sees("Send exactly")
    row = await player.claims(await player.pays())
    assert await player.toast("Cancel", under=card) == (
        "This deposit is being checked. No need to send anything again."
    )
    await world.post(letter_for(row).body())
    await player.is_told("✅ 10,000 Ks added")
    assert await player.toast("Cancel", under=card) == "This deposit is already credited."
    await player.person.press("Cancel", card, inaccessible=True)
    await world.settled()
    assert (await player.deposit())["status"] == "credited"


async def test_a_forged_button_of_another_players_deposit_does_and_tells_nothing(world: World, player: Player) -> None:
    row = await player.begins()
    thief = Player(world, 1002)
    await thief.says("/start")
    under = await thief.sees("Hello")
    for act in ("continue", "cancel", "retry", "new_number", "have_paid", "how_to", "fix_number", "new_picture"):
        answer = await thief.person.send_data(f"d:{act}:{row['id']}", under, wait=True)
        assert answer
        assert answer.text == "This button is out of date. Please see the newest message."
    for data in (f"q:{row['id']}:0", f"sw:{row['id']}:wavepay", "lim:low", "d:cancel:nothing", "nonsense", "w:visa"):
        await thief.person.send_data(data, under)
    await world.settled()
    assert (await player.deposit())["status"] == "awaiting_payment"
    assert len(thief.from_bot) == 1


async def test_whatever_cannot_be_used_gets_a_kind_line_that_says_what_is_waited_for(
    world: World, player: Player
) -> None:
    await player.begins()
    for number, send in enumerate((player.person.sticker, player.person.voice, player.person.contact), 1):
        await send()
        await player.is_told("Sorry, I cannot use that.\nPlease send me the Transaction ID of your payment.", number)
    stranger = Player(world, 1002)
    await stranger.says(
        "<b>hi</b> & {{7*7}}", sees="I do not need anything from you right now. What would you like to do?"
    )
    await stranger.person.document(b"%PDF-1.7", "a.pdf", "application/pdf")
    await stranger.is_told("I cannot read PDF. Please send the screenshot as a photo")


async def test_in_a_group_a_player_is_told_nothing(world: World, player: Player) -> None:
    await player.claimed()
    group = world.telegram.group(-77, "Friends", [player.person])
    for text in ("/start", "/history", "/deposit", "hello"):
        await group.text(player.person, text)
    await world.settled()
    assert not [message for message in group.messages if message.from_bot]


async def test_a_new_language_redraws_the_card_and_is_never_derived_again(world: World, player: Player) -> None:
    await player.begins()
    card = await player.sees("Send exactly 10,000 Ks")
    await player.taps("မြန်မာ")
    burmese = await player.sees("၁၀,၀၀၀ ကျပ် အတိအကျ လွှဲပေးပါ")
    assert burmese.id == card.id
    await player.says("/start", sees="မင်္ဂလာပါ")
    assert [row["language"] for row in await world.rows("SELECT language FROM players")] == [Language.MY]


async def test_history_begins_with_the_totals_and_lists_the_latest(world: World, player: Player) -> None:
    row, _ = await player.claimed()
    await world.post(letter_for(row).body())
    await player.is_told("✅ 10,000 Ks added")
    await player.says("/deposit")
    await player.taps("WavePay")
    await player.taps("30,000 Ks", sees="Send exactly 30,000 Ks")
    await player.says("/history")
    history = await player.sees("Deposited 10,000 Ks · Paid out 0 Ks")
    assert "30,000 Ks · WavePay · waiting for your payment" in history.text
    assert "10,000 Ks · WavePay · added" in history.text


async def test_who_had_blocked_the_bot_hears_of_his_money_when_he_comes_back(world: World, player: Player) -> None:
    row, _ = await player.claimed()
    await player.person.block()
    await world.post(letter_for(row).body())
    await world.operators_see("A message to 1001 cannot be delivered")
    assert await world.ledger() == [("player:tg-1001", 10_000)]
    await player.person.start()
    await player.is_told("✅ 10,000 Ks added")


async def test_one_players_trouble_is_not_anothers(world: World, player: Player) -> None:
    """A player whose chat is slow or who sends nonsense by the dozen does not keep another waiting."""
    await player.begins()
    # Each of another length, and so each answered in other words: what is equal and waits is said once.
    lengths = range(41, 71)
    for length in lengths:
        await player.person.text("7" * length)
    other = Player(world, 1002)
    row = await other.begins()
    assert row["status"] == "awaiting_payment"
    await world.settled()
    assert [player.times_told(f"That number has {length} digits") for length in lengths] == [1] * len(lengths)


async def test_the_how_to_picture_stands_beside_the_card(player: Player) -> None:
    await player.begins()
    await player.taps("Where is the number?")
    shown = await player.sees("Open the payment in the WavePay app.")
    assert shown.photo is not None


async def test_a_waiting_claim_is_spoken_of_before_the_player_asks_and_operators_hear_of_it(
    world: World, player: Player
) -> None:
    row, _ = await player.claimed()
    world.clock.push(minutes=16)
    await player.is_told("takes longer than usual")
    await world.operators_see(f"Deposit {row['id']} has been waiting for 16 min: 10,000 Ks, WavePay.")
    world.clock.push(minutes=60)
    await world.post(letter_for(row).body())
    await player.is_told("✅ 10,000 Ks added")
    await world.operators_see(f"Deposit {row['id']} is no longer waiting.")
    assert player.times_told("takes longer than usual") == 1


async def test_money_that_stays_away_for_an_hour_makes_operators_ask_the_provider(world: World, player: Player) -> None:
    row, _ = await player.claimed()
    world.clock.push(minutes=61)
    await world.operators_see("No postback for 61 min while deposits are waiting.")
    await world.post(letter_for(row).body())
    await world.operators_see("Postbacks arrive again.")


async def test_an_idle_draft_is_closed_after_a_day(world: World, player: Player) -> None:
    await player.says("/deposit")
    await player.taps("WavePay", sees="How much")
    world.clock.push(minutes=25 * 60)
    await player.sees("Cancelled. You have not paid anything.")
