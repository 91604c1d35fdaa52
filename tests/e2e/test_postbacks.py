"""Signed words of the provider: whatever comes, as often as it comes, money is booked once, where it belongs."""

import asyncio
from dataclasses import replace

import pytest

from bot.dev.simulators.paykassma import JsonSpelling, ScriptedAnswer
from bot.provider.phpjson import Json
from bot.provider.signing import PostbackKeys
from tests.databases import DIALECTS
from tests.e2e.conftest import OpenWorld
from tests.e2e.player import Player
from tests.e2e.postbacks import OK, Postback, letter_for
from tests.e2e.world import World

MINE = ("player:tg-1001", 10_000)
NOBODYS = ("unclaimed", 10_000)
CREDITED = "✅ 10,000 Ks added"
SECOND = "1999999999"


async def quarantined(world: World) -> list[str]:
    """Why entries wait for a person."""
    return [row["reason"] for row in await world.rows("SELECT reason FROM quarantine WHERE state = 'open' ORDER BY id")]


@pytest.mark.parametrize("url", DIALECTS, indirect=True)
async def test_fifty_postbacks_at_once_are_one_credit_and_fifty_times_ok(url: str, open_: OpenWorld) -> None:
    world = await open_(bot_database_url=url)
    player = Player(world, 1001)
    row, _ = await player.claimed()
    body = letter_for(row).body()
    assert await asyncio.gather(*(world.post(body) for _ in range(50))) == [OK] * 50
    await player.is_told(CREDITED)
    await world.settled()
    assert await world.ledger() == [MINE]
    assert player.times_told(CREDITED) == 1


async def test_the_same_fact_in_other_bytes_is_credited_once(world: World, player: Player) -> None:
    row, _ = await player.claimed()
    letter = letter_for(row)
    for spelling in JsonSpelling:
        assert await world.post(replace(letter, spelling=spelling).body()) == OK
    for other in (replace(letter, at=letter.at + 60_000), replace(letter, signed={"comment": "ကျေးဇူးတင်ပါသည်"})):
        assert await world.post(other.body()) == OK
    await player.is_told(CREDITED)
    await world.settled()
    assert await world.ledger() == [MINE]
    assert player.times_told(CREDITED) == 1
    assert await quarantined(world) == []


async def test_money_that_comes_before_the_answer_to_the_claim_is_credited_for_good(
    world: World, player: Player
) -> None:
    world.provider.script.claims.append(ScriptedAnswer.POSTBACK_FIRST)
    await player.begins()
    await player.says((await player.pays()).transaction_number)
    await player.reaches("credited")
    await player.sees("✅ 10,000 Ks has been added.")
    await world.settled()
    assert (await player.deposit())["status"] == "credited"
    assert await world.ledger() == [MINE]


async def test_money_that_comes_before_the_player_has_said_a_word_is_credited(world: World, player: Player) -> None:
    row = await player.begins()
    assert await world.post(letter_for(row, SECOND).body()) == OK
    await player.sees("✅ 10,000 Ks has been added.")
    await player.says(SECOND, sees="I do not need anything from you right now")
    assert await world.ledger() == [MINE]


async def test_late_money_is_credited_after_the_number_has_expired(world: World, player: Player) -> None:
    row = await player.begins()
    world.clock.push(minutes=31)
    await player.sees("Do not pay to the old number.")
    assert await world.post(letter_for(row, SECOND).body()) == OK
    await player.sees("✅ 10,000 Ks has been added.")
    await player.is_told("It arrived late, but it is added all the same.")
    assert await world.ledger() == [MINE]


async def test_late_money_is_credited_after_a_cancel(world: World, player: Player) -> None:
    row = await player.begins()
    await player.taps("Cancel", sees="If you have paid already, do not pay again")
    assert await world.post(letter_for(row, SECOND).body()) == OK
    await player.sees("✅ 10,000 Ks has been added.")
    await player.is_told(CREDITED)
    assert await world.ledger() == [MINE]


async def test_the_amount_that_arrived_counts_and_both_are_said(world: World, player: Player) -> None:
    row, _ = await player.claimed()
    assert await world.post(letter_for(row, amount=60_000).body()) == OK
    await player.is_told("✅ 60,000 Ks added\nYou entered 10,000 Ks, but 60,000 Ks arrived.")
    assert (await player.deposit())["flags"] == "amount_differs"
    assert await world.ledger() == [("player:tg-1001", 60_000)]


async def test_each_entry_of_a_postback_is_booked_by_itself(world: World, player: Player) -> None:
    """One of another player, one of nobody: each where it belongs."""
    row, _ = await player.claimed()
    mine = letter_for(row)
    nobodys = replace(mine, order_id="dep-nobody", transaction_id=SECOND, amount=7_000)
    assert await world.post(mine.with_second(nobodys).body()) == OK
    await player.is_told(CREDITED)
    await world.settled()
    assert await world.ledger() == [MINE, ("unclaimed", 7_000)]
    assert await quarantined(world) == ["order_unknown"]
    await world.operators_see("Its order id is unknown.")


async def test_a_second_payment_for_the_same_order_is_credited_too(world: World, player: Player) -> None:
    row, _ = await player.claimed()
    await world.post(letter_for(row).body())
    await player.is_told(CREDITED)
    assert await world.post(letter_for(row, SECOND, 5_000).body()) == OK
    await player.is_told("✅ 5,000 Ks added\nYou paid more than once.")
    await player.sees("✅ 15,000 Ks has been added.")
    assert await world.ledger() == [MINE, ("player:tg-1001", 5_000)]


async def test_money_of_an_unknown_order_waits_once_and_operators_are_told_once(world: World) -> None:
    letter = Postback(wallet="wavepay", label="tg-1", order_id="dep-nobody", transaction_id=SECOND, amount=7_000)
    for _ in range(3):
        assert await world.post(letter.body()) == OK
        assert await world.post(replace(letter, at=letter.at + 1_000).body()) == OK
    await world.operators_see("Assign the money with /claim.")
    await world.settled()
    assert await world.ledger() == [("unclaimed", 7_000)]
    assert len(world.operators.messages) == 1


async def test_a_swapped_label_credits_nobody(world: World, player: Player) -> None:
    row, _ = await player.claimed()
    thief = Player(world, 1002)
    await thief.says("/start", sees="Hello")
    assert await world.post(replace(letter_for(row), label="tg-1002").body()) == OK
    await world.operators_see("Its label belongs to another player than its order.")
    assert await world.ledger() == [NOBODYS]
    assert await quarantined(world) == ["label_differs"]
    assert await world.post(letter_for(row).body()) == OK
    await player.is_told(CREDITED)
    assert await world.ledger() == [NOBODYS, MINE]
    assert await quarantined(world) == []


ALTERED: list[tuple[dict[str, Json], str]] = [
    ({"amount": 99_000}, "total_differs"),
    ({"amount": "10000.5"}, "total_differs"),
    ({"currency_code": "USD"}, "currency_differs"),
    ({"wallet_type": "kbzpay_manual"}, "wallet_differs"),
    ({"direction": "outgoing"}, "direction_differs"),
    ({"label": None}, "label_differs"),
]
SENSELESS: list[tuple[dict[str, Json], str]] = [
    ({"amount": "10000.50"}, "amount_invalid"),
    ({"amount": "-10000"}, "amount_invalid"),
    ({"amount": "0"}, "amount_invalid"),
    ({"transaction_id": "A" * 300}, "transaction_invalid"),
    ({"transaction_id": None}, "neither_kind"),
    ({"withdrawal_id": "w-1"}, "both_kinds"),
]


async def test_an_altered_unsigned_member_keeps_the_money_waiting(world: World, player: Player) -> None:
    row, _ = await player.claimed()
    for number, (unsigned, _reason) in enumerate(ALTERED):
        letter = letter_for(row, transaction_id=f"100000000{number}")
        assert await world.post(replace(letter, unsigned=unsigned).body()) == OK
    await world.settled()
    assert sorted(await quarantined(world)) == sorted(reason for _, reason in ALTERED)
    assert await world.ledger() == [NOBODYS] * len(ALTERED)
    assert (await player.deposit())["status"] == "submitted"
    await world.operators_see("needs an operator")


async def test_a_signed_entry_that_makes_no_sense_waits_for_a_person(world: World, player: Player) -> None:
    row, _ = await player.claimed()
    for signed, _reason in SENSELESS:
        assert await world.post(replace(letter_for(row), signed=signed).body()) == OK
    await world.settled()
    assert sorted(await quarantined(world)) == sorted(reason for _, reason in SENSELESS)
    assert await world.ledger() == []


async def test_an_amount_in_contradiction_to_what_is_booked_moves_nothing(world: World, player: Player) -> None:
    row, _ = await player.claimed()
    await world.post(letter_for(row).body())
    await player.is_told(CREDITED)
    assert await world.post(letter_for(row, amount=90_000).body()) == OK
    await world.operators_see("It contradicts what is already in the ledger.")
    assert await world.ledger() == [MINE]


async def test_a_broken_signature_is_refused_and_operators_hear_of_it_once_and_of_its_end(
    world: World, player: Player
) -> None:
    row, _ = await player.claimed()
    broken = replace(letter_for(row), broken=True).body()
    for _ in range(3):
        status, answer = await world.post(broken)
        assert (status, b"ok" in answer) == (403, False)
    await world.operators_see("A postback with a wrong signature was refused.")
    await world.post(letter_for(row).body())
    await world.operators_see("Postbacks with a correct signature arrive again.")
    await world.settled()
    assert len(world.operators.messages) == 2
    assert await world.ledger() == [MINE]


async def test_a_key_that_is_not_ours_is_refused_and_leaves_no_row(world: World, player: Player) -> None:
    row, _ = await player.claimed()
    foreign = PostbackKeys(access_key="foreign", private_key="foreign-too")
    assert (await world.post(replace(letter_for(row), keys=foreign).body()))[0] == 403
    assert not await world.rows("SELECT 1 FROM refused_postbacks")
    assert not await world.rows("SELECT 1 FROM inbox WHERE source = 'paykassma'")


async def test_the_old_keys_are_good_while_keys_are_being_changed(open_: OpenWorld) -> None:
    old = PostbackKeys(access_key="old-access-key", private_key="old-private-key")
    world = await open_(paykassma_access_key_2=old.access_key, paykassma_postback_key_2=old.private_key)
    player = Player(world, 1001)
    row, _ = await player.claimed()
    assert await world.post(replace(letter_for(row), keys=old).body()) == OK
    assert await world.post(letter_for(row).body()) == OK
    await player.is_told(CREDITED)
    assert await world.ledger() == [MINE]


async def test_above_the_cap_signed_money_waits_for_operators(open_: OpenWorld) -> None:
    world = await open_(deposit_auto_credit_max=9_999)
    player = Player(world, 1001)
    row, _ = await player.claimed()
    assert await world.post(letter_for(row).body()) == OK
    await world.operators_see("It is above the limit for automatic credit.")
    assert await world.ledger() == [NOBODYS]
    assert (await player.deposit())["status"] == "submitted"


async def test_the_end_of_a_payout_nobody_asked_for_waits_for_a_person(world: World) -> None:
    letter = Postback(
        wallet="kbzpay_manual",
        label="tg-1",
        order_id="",
        transaction_id="",
        amount=30_000,
        signed={"withdrawal_id": "w-nobody", "withdrawal_status": 1, "account_number": "09400000001"},
        unsigned={"direction": "outgoing"},
    )
    assert await world.post(letter.body()) == OK
    await world.operators_see("Its withdrawal id is unknown.")
    assert await world.ledger() == []
