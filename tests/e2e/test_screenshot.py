"""A deposit by its screenshot alone: nothing is typed, and what was read is sent on one tap."""

import asyncio
from dataclasses import dataclass, field

import pytest

from bot.dev.simulators.paykassma import Payment
from bot.domain.money import group_digits
from bot.domain.player import Language
from bot.ocr.result import OcrResult, ReadOutcome
from bot.wiring import reader_of
from tests.e2e.conftest import OpenWorld
from tests.e2e.player import NAMES, Player
from tests.e2e.world import World


@dataclass
class ReadsPayment:
    """Reads off every picture the payment that it was told of; while `waits` is not set it is still reading."""

    payment: Payment | None = None
    waits: asyncio.Event = field(default_factory=asyncio.Event)

    async def read(self, picture: bytes) -> OcrResult:
        assert picture.startswith(b"\xff\xd8")
        await self.waits.wait()
        if self.payment is None:
            return OcrResult(outcome=ReadOutcome.BURMESE_DIGITS)
        paid = self.payment
        return OcrResult(
            outcome=ReadOutcome.READ, wallet=paid.wallet, number=paid.transaction_number, amount=int(paid.amount)
        )


@pytest.fixture
def reader() -> ReadsPayment:
    reader = ReadsPayment()
    reader.waits.set()
    return reader


def question(player: Player, payment: Payment) -> str:
    """How the card asks, as the player sees it."""
    number = group_digits(payment.transaction_number)
    words = player.t("part-read", number=number, read=player.t.amount(int(payment.amount)), type=payment.wallet)
    assert number in words
    return words


async def at_the_card(world: World, wallet: str, language: Language, reader: ReadsPayment | None) -> None:
    """From the card to the credit: a picture, one tap, one card, one ring."""
    world.credit_at_once()
    player = Player(world, 1001, language)
    await player.begins(wallet)
    card = await player.sees(player.t("card-next-picture", wallet=NAMES[wallet], type=wallet).splitlines()[0])
    payment = await player.pays()
    if reader is not None:
        reader.payment = payment
    await player.person.photo(payment.receipt)
    asked = await player.sees(question(player, payment))
    assert world.provider.claims == []
    await player.taps(player.t.plain("button-send-read"), under=asked)
    end = await player.sees(player.t("card-credited", credited=player.t.amount(10_000)))
    await player.is_told(player.t("ring-credited", credited=player.t.amount(10_000)))
    await world.settled()
    assert card.id == asked.id == end.id
    assert len(player.from_bot) == 3  # the greeting, the card, the ring
    (claim,) = world.provider.claims
    assert (claim.transaction_number, claim.amount) == (payment.transaction_number, 10_000)
    assert await world.ledger() == [("player:tg-1001", 10_000)]


async def out_of_the_blue(world: World, wallet: str, language: Language, reader: ReadsPayment | None) -> None:
    """From the menu to the credit: a picture and two taps."""
    world.credit_at_once()
    player = Player(world, 1001, language)
    await player.says("/start", sees=player.t("welcome").split(".")[0])
    number = world.provider.ledger.hand_out(wallet, "tg-1001").number  # of a deposit that was over long ago
    payment = world.provider.pay(wallet, number, 7_000)
    if reader is not None:
        reader.payment = payment
    await player.person.photo(payment.receipt)
    first = await player.sees(player.t("is-payment"))
    await player.taps(player.t.plain("button-is-payment"), under=first)
    asked = await player.sees(question(player, payment))
    await player.taps(player.t.plain("button-send-read"), under=asked)
    end = await player.sees(player.t("card-credited", credited=player.t.amount(7_000)))
    await player.is_told(player.t("ring-credited", credited=player.t.amount(7_000)))
    await world.settled()
    assert first.id == asked.id == end.id
    assert len(player.from_bot) == 3
    assert await world.ledger() == [("player:tg-1001", 7_000)]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("wallet", NAMES)
async def test_at_the_card_a_picture_and_a_tap_suffice(
    open_: OpenWorld, reader: ReadsPayment, wallet: str, language: Language
) -> None:
    await at_the_card(await open_(reader=reader), wallet, language, reader)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("wallet", NAMES)
async def test_out_of_the_blue_a_picture_and_two_taps_suffice(
    open_: OpenWorld, reader: ReadsPayment, wallet: str, language: Language
) -> None:
    await out_of_the_blue(await open_(reader=reader), wallet, language, reader)


@pytest.mark.parametrize("language", Language)
async def test_whoever_asks_for_help_is_asked_for_the_picture_alone(
    open_: OpenWorld, reader: ReadsPayment, language: Language
) -> None:
    player = Player(await open_(reader=reader), 1001, language)
    await player.begins("wavepay")
    await player.taps(player.t.plain("button-how-to"))
    shown = await player.sees(player.t("how-to-caption-picture", wallet="WavePay", type="wavepay"))
    assert shown.photo is not None
    third = player.t("help", wallets="", low="", high="", reads="yes").splitlines()[3]
    await player.says("/help", sees=third)


async def test_a_number_typed_while_the_picture_is_read_wins(open_: OpenWorld, reader: ReadsPayment) -> None:
    world = await open_(reader=reader)
    player = Player(world, 1001)
    await player.begins("kbzpay_manual")
    payment = await player.pays()
    reader.waits.clear()
    reader.payment = world.provider.pay("kbzpay_manual", "09444595698", 10_000)  # another one than he means
    await player.person.photo(payment.receipt)
    await player.sees("Reading the Transaction No.")
    await player.says(payment.transaction_number)
    await player.reaches("submitted")
    reader.waits.set()
    await world.until_row("SELECT 1 FROM receipts WHERE outcome = 'read'")
    await world.settled()
    assert [claim.transaction_number for claim in world.provider.claims] == [payment.transaction_number]
    assert player.times_told("Is that right?") == 0


async def test_a_receipt_in_burmese_digits_is_asked_for_its_number(open_: OpenWorld, reader: ReadsPayment) -> None:
    world = await open_(reader=reader)
    player = Player(world, 1001, Language.MY)
    await player.begins("wavepay")
    payment = await player.pays()
    await player.person.photo(payment.receipt)
    await player.sees(player.t("part-unread-burmese", type="wavepay"))
    await player.says(payment.transaction_number)
    await player.reaches("submitted")


async def test_fixing_the_number_is_typing_it_and_the_old_button_is_outdated(
    open_: OpenWorld, reader: ReadsPayment
) -> None:
    world = await open_(reader=reader)
    player = Player(world, 1001)
    await player.begins("wavepay")
    payment = await player.pays()
    reader.payment = world.provider.pay("wavepay", "09444595698", 10_000)
    await player.person.photo(payment.receipt)
    asked = await player.sees("Is that right?")
    await player.taps("Fix the number", under=asked)
    await player.sees("Still needed: Transaction ID")
    await player.says(payment.transaction_number)
    await player.reaches("submitted")
    assert [claim.transaction_number for claim in world.provider.claims] == [payment.transaction_number]


async def test_operators_see_what_is_odd_and_the_claim_goes_its_way(open_: OpenWorld, reader: ReadsPayment) -> None:
    world = await open_(reader=reader)
    player = Player(world, 1001)
    row = await player.begins("wavepay")
    payment = await player.pays()
    reader.payment = world.provider.pay("wavepay", "09444595698", 9_000)
    await player.person.photo(payment.receipt)
    await player.sees("Is that right?")
    await player.says(payment.transaction_number)
    await player.reaches("submitted")
    await world.operators_see("The picture shows 9,000 Ks, the player entered 10,000 Ks.")
    await world.operators_see(f"deposit {row['id']}")


async def test_a_player_gets_a_receipt_of_us_to_forward(world: World, player: Player) -> None:
    world.credit_at_once()
    await player.begins("wavepay")
    await player.says((await player.pays()).transaction_number)
    row = await player.reaches("credited")
    await player.taps("🧾 Receipt")
    given = await player.sees(f" · № {row['id']}")
    assert given.photo
    assert "10,000 Ks" in given.text


@pytest.mark.ocr
@pytest.mark.parametrize(("wallet", "language"), [("kbzpay_manual", Language.MY), ("wavepay", Language.EN)])
async def test_the_receipt_of_the_simulated_app_is_really_read(
    open_: OpenWorld, wallet: str, language: Language
) -> None:
    await at_the_card(await open_(reads=reader_of), wallet, language, None)
