"""A deposit as it should go: few taps, one living card, one ring, and books that agree."""

import pytest

from bot.domain.money import group_digits
from bot.domain.player import Language
from tests.e2e.conftest import OpenWorld
from tests.e2e.player import NAMES, Player
from tests.e2e.world import PATIENCE, World

WORDS = {
    Language.EN: {
        "pay": "Send exactly 10,000 Ks to this",
        "checking": "No need to send anything again",
        "credited": "✅ 10,000 Ks has been added.",
        "ring": "✅ 10,000 Ks added",
    },
    Language.MY: {
        "pay": "၁၀,၀၀၀ ကျပ် အတိအကျ လွှဲပေးပါ",
        "checking": "ထပ်ပို့ရန် မလိုပါ",
        "credited": "✅ ၁၀,၀၀၀ ကျပ် ထည့်သွင်းပြီးပါပြီ",
        "ring": "✅ ၁၀,၀၀၀ ကျပ်",
    },
}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("wallet", NAMES)
async def test_one_card_lives_through_all_states_and_one_ring_tells_of_the_money(
    world: World, wallet: str, language: Language
) -> None:
    words = WORDS[language]
    player = Player(world, 1001, language)
    row = await player.begins(wallet)
    card = await player.sees(words["pay"])
    assert group_digits(row["wallet_number"]) in card.text
    copied = {button.raw["copy_text"]["text"] for button in card.buttons if "copy_text" in button.raw}
    assert copied == {row["wallet_number"], "10000"}

    await player.claims(await player.pays())
    checking = await player.sees(words["checking"])
    assert await world.provider.postback(order_id=row["order_id"]) == [200]
    await player.chat.until(
        lambda chat: any(words["credited"] in one.text and one.id == card.id for one in chat.messages), PATIENCE
    )
    await world.settled()

    assert card.id == checking.id
    assert player.times_told(words["ring"]) == 1
    assert len(player.from_bot) == 3  # the greeting, the card, the ring
    assert world.provider.deliveries[0].acknowledged
    assert await world.ledger() == [("player:tg-1001", 10_000)]


@pytest.mark.parametrize("wallet", NAMES)
async def test_the_provider_gets_what_the_player_said_and_sent(world: World, player: Player, wallet: str) -> None:
    row, payment = await player.claimed(wallet)
    claim = world.provider.claims[0]
    assert len(world.provider.claims) == 1
    assert (claim.wallet, claim.label, claim.order_id) == (wallet, "tg-1001", row["order_id"])
    assert (claim.transaction_number, claim.amount) == (payment.transaction_number, 10_000)
    assert bool(claim.screenshot) == (wallet == "kbzpay_manual")
    assert world.provider.creates[-1].label == "tg-1001"


async def test_with_one_wallet_open_nobody_is_asked_which(open_: OpenWorld) -> None:
    player = Player(await open_(deposit_wallets="wavepay"), 1001)
    await player.says("/deposit", sees="How much do you want to deposit with WavePay?")


async def test_the_wallet_used_last_comes_first(world: World, player: Player) -> None:
    await player.says("/deposit")
    first = await player.sees("Which wallet")
    assert first.labels[:2] == ["KBZPay", "WavePay"]
    await player.taps("WavePay", sees="How much")
    await player.says("/cancel", sees="Cancelled.")
    await player.says("/deposit")
    assert (await player.sees("Which wallet")).labels[:2] == ["WavePay", "KBZPay"]


async def test_a_second_deposit_takes_a_tap_less_than_the_first(open_: OpenWorld) -> None:
    """`Deposit again` on the card, and the amount: with one wallet open these are all."""
    world = await open_(deposit_wallets="wavepay")
    world.credit_at_once()
    player = Player(world, 1001)
    await player.says("/deposit")
    for count in (1, 2):
        await player.taps("10,000 Ks", sees="Send exactly")
        payment = await player.pays()
        await player.says(payment.transaction_number)
        await player.reaches("credited")
        await player.is_told("✅ 10,000 Ks added", count)
        if count == 1:
            await player.taps("Deposit again", sees="How much")
    assert await world.ledger() == [("player:tg-1001", 10_000)] * 2
