"""The player's "I have paid": numbers and pictures in any order, and a clear word for what cannot be used."""

from random import Random

import pytest

from bot.dev.simulators.receipt_picture import ReceiptFacts, draw_receipt
from tests.e2e.player import Player
from tests.e2e.postbacks import AT
from tests.e2e.world import World
from tests.pictures import samples

KBZ = "kbzpay_manual"
KBZ_NUMBER = "01003246080588218368"
PDF, HEIC = b"%PDF-1.7\n" + bytes(200), b"\x00\x00\x00\x18ftypheic" + bytes(200)


def receipt() -> bytes:
    paid = ReceiptFacts(wallet="KBZPay", transaction_number=KBZ_NUMBER, amount=10_000, number="0970000000", at=AT)
    return draw_receipt(paid)


async def test_the_picture_may_come_before_the_number(world: World, player: Player) -> None:
    await player.begins(KBZ)
    payment = await player.pays()
    await player.person.photo(payment.receipt)
    await player.sees("Still needed: Transaction No.")
    await player.says(payment.transaction_number)
    await player.reaches("submitted")
    assert world.provider.claims[0].screenshot.startswith(b"\xff\xd8")


async def test_the_number_may_come_before_the_picture(world: World, player: Player) -> None:
    await player.begins(KBZ)
    payment = await player.pays()
    await player.says(payment.transaction_number, sees="Still needed: the screenshot")
    await player.person.document(payment.receipt)
    await player.reaches("submitted")
    assert len(world.provider.claims) == 1


async def test_a_picture_with_the_number_under_it_is_a_whole_claim(world: World, player: Player) -> None:
    await player.begins(KBZ)
    payment = await player.pays()
    await player.person.photo(payment.receipt, caption=f"Transaction No. {payment.transaction_number}")
    await player.reaches("submitted")
    assert world.provider.claims[0].transaction_number == payment.transaction_number


async def test_who_has_sent_many_pictures_today_can_still_show_what_he_paid(world: World, player: Player) -> None:
    await player.begins(KBZ)
    sent = "INSERT INTO sightings (receipt_id, player_id, label, deposit_id, at) SELECT $1, player_id, label, '', $2"
    for number in range(30):
        now = (await player.deposit())["created_at"]
        await world.write(f"{sent} FROM deposits", f"hash-{number}", now)
    payment = await player.pays()
    await player.says(payment.transaction_number, sees="Still needed: the screenshot")
    await player.person.photo(payment.receipt)
    await player.reaches("submitted")


async def test_other_words_under_a_picture_are_just_words(player: Player) -> None:
    await player.begins(KBZ)
    await player.person.photo(receipt(), caption="here you are, brother 😊")
    await player.sees("Still needed: Transaction No.")


@pytest.mark.parametrize("seed", range(3))
async def test_of_a_shuffled_album_the_first_readable_picture_counts_and_nothing_is_complained_of(
    world: World, player: Player, seed: int
) -> None:
    await player.begins(KBZ)
    payment = await player.pays()
    await player.says(payment.transaction_number, sees="Still needed: the screenshot")
    await player.person.album([samples.jpeg((20, 20)), payment.receipt, samples.jpeg()], shuffle=Random(seed))
    await player.reaches("submitted")
    world.clock.push(minutes=1)
    await world.settled()
    assert len(world.provider.claims) == 1
    assert player.times_told("is damaged or incomplete") == player.times_told("cannot read") == 0


async def test_of_an_album_without_a_readable_picture_one_complaint_is_made(world: World, player: Player) -> None:
    await player.begins(KBZ)
    await player.person.album([samples.jpeg((20, 20))] * 3)
    await world.settled()
    world.clock.push(minutes=1)
    await player.is_told("Please send the screenshot")
    await world.settled()
    assert player.times_told("Please send the screenshot") == 1


async def test_what_is_no_picture_is_named_and_the_claim_stays_open(world: World, player: Player) -> None:
    await player.begins(KBZ)
    await player.person.document(PDF, "receipt.pdf", "application/pdf")
    await player.sees("I cannot read PDF.")
    await player.person.document(HEIC, "receipt.heic", "image/heic")
    await player.sees("I cannot read HEIC.")
    await player.person.document(samples.animated("WEBP"), "receipt.webp", "image/webp")
    await player.sees("That picture is animated.")
    await player.person.document(samples.png()[:-400], "receipt.png", "image/png")
    await player.sees("That picture is damaged or incomplete.")
    await player.person.document(bytes(10 * 1024 * 1024 + 1), "receipt.png", "image/png")
    await player.sees("That picture is too large.")
    assert (await player.deposit())["status"] == "awaiting_payment"
    assert world.provider.claims == []


async def test_a_picture_that_cannot_be_fetched_is_asked_for_again(world: World, player: Player) -> None:
    await player.begins(KBZ)
    world.telegram.faults.add(method="download", times=2, status=500)
    await player.person.photo(receipt())
    await player.sees("I could not download that picture.")


async def test_a_link_that_fails_once_is_asked_for_again_in_silence(world: World, player: Player) -> None:
    await player.begins(KBZ)
    world.telegram.faults.add(method="download", times=1, drop_before=True)
    await player.person.photo(receipt())
    await player.sees("Still needed: Transaction No.")


async def test_a_number_that_cannot_be_right_is_told_what_is_wrong_with_it(player: Player) -> None:
    await player.begins(KBZ)
    await player.says("010032460805", sees="That number has 12 digits, but it needs 15–25.")
    await player.says("09444595698", sees="That looks like a phone number.")
    await player.says("10,000 Ks", sees="That looks like an amount.")
    await player.says("I paid!", sees="A transaction number has digits only.")
    assert (await player.deposit())["transaction_number"] == ""


@pytest.mark.parametrize("typed", ["ဝ၁၀၀၃၂၄၆၀၈၀၅၈၈၂၁၈၃၆၈", "０１００ 3246 0805 8821\u200b 8368"])
async def test_a_number_is_understood_as_it_is_typed(player: Player, typed: str) -> None:
    await player.begins(KBZ)
    await player.says(typed, sees="Still needed: the screenshot")
    assert (await player.deposit())["transaction_number"] == KBZ_NUMBER


async def test_the_same_number_again_by_the_same_player_shows_him_that_deposit(world: World, player: Player) -> None:
    row, payment = await player.claimed()
    await player.says("/deposit")
    await player.taps("Start a new deposit", sees="Which wallet")
    await player.taps("WavePay")
    await player.taps("10,000 Ks")
    await player.reaches("awaiting_payment")
    await player.says(payment.transaction_number, sees="I already have this Transaction ID.")
    assert [claim.order_id for claim in world.provider.claims] == [row["order_id"]]


async def test_another_players_number_is_neutrally_refused_and_operators_see_both(world: World, player: Player) -> None:
    row, payment = await player.claimed()
    thief = Player(world, 1002)
    other = await thief.begins()
    await thief.says(payment.transaction_number, sees="This transaction number has already been used.")
    await world.operators_see(f"Two players claim the transaction number {payment.transaction_number}")
    await world.operators_see(row["id"])
    await world.operators_see(other["id"])
    assert not any(row["id"] in text or "1001" in text for text in thief.sent_by_bot())
    assert len(world.provider.claims) == 1


async def test_a_picture_that_comes_after_the_claim_is_kept(world: World, player: Player) -> None:
    _, payment = await player.claimed()
    await player.person.photo(payment.receipt)
    await player.sees("Thank you, your screenshot is saved.")
    assert (await player.deposit())["receipt_id"]
    assert len(world.provider.claims) == 1


async def test_an_edited_message_changes_no_claim(world: World, player: Player) -> None:
    await player.begins()
    payment = await player.pays()
    message = await player.person.text(payment.transaction_number)
    await player.reaches("submitted")
    await player.person.edit(message, "1999999999")
    await player.says("/help", sees="How to deposit")
    assert (await player.deposit())["transaction_number"] == payment.transaction_number
    assert len(world.provider.claims) == 1


async def test_a_forwarded_receipt_is_as_good_as_any(world: World, player: Player) -> None:
    await player.begins(KBZ)
    payment = await player.pays()
    friend = world.telegram.person(2002)
    await player.person.forward(await friend.photo(payment.receipt), hidden=True)
    await player.sees("Still needed: Transaction No.")
