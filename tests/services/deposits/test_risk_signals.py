"""What the hints are made of: pictures, numbers and payers that were seen before."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.dev.simulators.receipt_picture import ReceiptFacts, draw_receipt
from bot.domain.deposit import Deposit, DepositStatus
from bot.domain.player import Player
from bot.domain.risk import RiskKind
from bot.ocr.result import ReadOutcome
from bot.pictures.sanitize import clean_receipt
from bot.services.deposits.claims import Picture
from bot.services.deposits.risk_signals import RiskSignals
from bot.store.engine.database import Database
from tests.services.deposits.test_receipt_reading import KBZ, NUMBER, OTHER, Reads, look
from tests.services.service_fixture import ServiceFixture, open_service_fixture

WALLET_NUMBER = "09400000042"
DRAWN = ReceiptFacts(
    wallet="KBZPay", transaction_number=NUMBER, amount=10_000, number=WALLET_NUMBER, at=1_767_225_600_000
)


def coded(picture: bytes, quality: int = 85, scale: float = 1.0) -> Picture:
    """A picture as Telegram would hand it on."""
    out = BytesIO()
    with Image.open(BytesIO(picture)) as image:
        size = round(image.width * scale), round(image.height * scale)
        image.convert("RGB").resize(size).save(out, "JPEG", quality=quality)
    clean = clean_receipt(out.getvalue())
    return Picture(id=clean.sha256, content=clean.content, perceptual_hash=clean.perceptual_hash)


FIRST = coded(draw_receipt(DRAWN))


@pytest.fixture
def reader() -> Reads:
    return Reads({FIRST.content: KBZ})


@pytest.fixture
def scene(database: Database, tmp_path: Path, reader: Reads) -> ServiceFixture:
    return open_service_fixture(database, tmp_path, reader=reader)


async def claimed(scene: ServiceFixture, number: str, picture: Picture, player: Player | None = None) -> Deposit:
    deposit = await scene.deposit(DepositStatus.AWAITING_PAYMENT, player=player or await scene.player())
    await scene.services.claims.add(await scene.turn(), deposit, number=number, picture=picture)
    return await scene.now(deposit)


async def doubts(scene: ServiceFixture, deposit: Deposit) -> dict[RiskKind, str]:
    """What is odd about a deposit, and at which other deposit it was seen."""
    hints = await RiskSignals(scene.database).about(await scene.now(deposit))
    return {hint.kind: str(hint.values.get("deposit", "")) for hint in hints}


async def test_a_first_claim_is_not_odd(scene: ServiceFixture, reader: Reads) -> None:
    deposit = await claimed(scene, NUMBER, FIRST)
    await look(scene, reader)
    assert await doubts(scene, deposit) == {}
    assert "claim_odd" not in await scene.alerts()


async def test_the_same_picture_from_another_player_is_odd_for_the_second_only(
    scene: ServiceFixture, reader: Reads
) -> None:
    first, second = await claimed(scene, NUMBER, FIRST), await claimed(scene, OTHER, FIRST)
    await look(scene, reader)
    assert (await doubts(scene, second))[RiskKind.SAME_PICTURE] == first.id
    assert (await scene.alerts()).count("claim_odd") >= 1


async def test_a_picture_sent_twice_for_one_deposit_is_not_odd(scene: ServiceFixture, reader: Reads) -> None:
    deposit = await claimed(scene, NUMBER, FIRST)
    await scene.services.claims.add(await scene.turn(), deposit, picture=FIRST)
    await look(scene, reader)
    assert await doubts(scene, deposit) == {}


async def test_the_same_picture_in_other_bytes_is_found(scene: ServiceFixture, reader: Reads) -> None:
    again = coded(draw_receipt(DRAWN), quality=60, scale=0.8)
    assert again.id != FIRST.id
    first, second = await claimed(scene, NUMBER, FIRST), await claimed(scene, OTHER, again)
    await look(scene, reader)
    assert (await doubts(scene, second))[RiskKind.LIKE_PICTURE] == first.id


async def test_a_picture_with_a_forged_digit_is_found(scene: ServiceFixture, reader: Reads) -> None:
    forged = coded(draw_receipt(replace(DRAWN, transaction_number=OTHER)))
    first, second = await claimed(scene, NUMBER, FIRST), await claimed(scene, OTHER, forged)
    await look(scene, reader)
    assert (await doubts(scene, second))[RiskKind.LIKE_PICTURE] == first.id


async def test_two_honest_receipts_of_one_app_are_not_odd(scene: ServiceFixture, reader: Reads) -> None:
    number = "01009876543210987654"
    later = replace(DRAWN, transaction_number=number, amount=30_000, at=DRAWN.at + 86_000_000)
    await claimed(scene, NUMBER, FIRST)
    second = await claimed(scene, number, coded(draw_receipt(later)))
    await look(scene, reader)
    assert await doubts(scene, second) == {}


async def test_a_number_that_was_sent_before_is_odd_whatever_became_of_it(scene: ServiceFixture, reader: Reads) -> None:
    first = await scene.deposit(DepositStatus.REJECTED, transaction_number=NUMBER)
    second = await claimed(scene, NUMBER, FIRST)
    await look(scene, reader)
    assert await doubts(scene, second) == {RiskKind.NUMBER_CLAIMED: first.id}


async def test_the_same_number_of_another_wallet_is_not_odd(scene: ServiceFixture, reader: Reads) -> None:
    await scene.deposit(DepositStatus.REJECTED, wallet="wavepay", transaction_number=NUMBER)
    deposit = await claimed(scene, NUMBER, FIRST)
    await look(scene, reader)
    assert await doubts(scene, deposit) == {}


@pytest.mark.parametrize(
    ("read", "minutes", "odd"),
    [
        ({"amount": 9_000}, 0, {RiskKind.AMOUNT_DIFFERS}),
        ({"amount": None}, 0, set()),
        ({"number": OTHER}, 0, {RiskKind.NUMBER_DIFFERS}),
        ({"wallet": None, "number": None, "outcome": ReadOutcome.UNCLEAR}, 0, set()),
        ({"recipient_suffix": "9999"}, 0, {RiskKind.OTHER_RECIPIENT}),
        ({"recipient_suffix": WALLET_NUMBER[-4:]}, 0, set()),
        ({"recipient_suffix": WALLET_NUMBER[-3:]}, 0, set()),
        ({}, -60, {RiskKind.OLDER}),
        ({}, -5, set()),
        ({}, 60, {RiskKind.FUTURE}),
        ({}, 5, set()),
    ],
)
async def test_what_the_picture_shows_is_held_against_what_is_known(
    scene: ServiceFixture, reader: Reads, read: dict[str, Any], minutes: int, odd: set[RiskKind]
) -> None:
    paid_at = scene.clock.now + minutes * 60_000
    reader.found[FIRST.content] = replace(KBZ, **{"at": paid_at, **read})
    deposit = await claimed(scene, NUMBER, FIRST)
    assert deposit.wallet_number == WALLET_NUMBER
    await look(scene, reader)
    assert set(await doubts(scene, deposit)) == odd
    assert await scene.alerts() == ["claim_odd"] * len(odd)


async def test_a_payer_of_three_players_is_odd_and_one_of_two_is_not(scene: ServiceFixture, reader: Reads) -> None:
    made = []
    for place in range(3):
        drawn = replace(DRAWN, transaction_number=f"{place:020}"[::-1], at=DRAWN.at + place * 40_000_000)
        picture = coded(draw_receipt(drawn))
        reader.found[picture.content] = replace(KBZ, number=drawn.transaction_number, payer_suffix="7711")
        made.append(await claimed(scene, drawn.transaction_number, picture))
        await look(scene, reader)
        assert (RiskKind.PAYER_SHARED in await doubts(scene, made[-1])) is (place == 2)


async def test_three_numbers_that_were_refused_within_a_day_are_odd(scene: ServiceFixture, reader: Reads) -> None:
    player = await scene.player()
    for count in range(3):
        assert await doubts(scene, await scene.deposit(DepositStatus.CLAIMED, player=player)) == {}
        await scene.deposit(DepositStatus.REJECTED, player=player, transaction_number=f"{count}" * 20)
    last = await scene.deposit(DepositStatus.CLAIMED, player=player, claimed_at=scene.clock.now)
    assert await doubts(scene, last) == {RiskKind.FAILED_NUMBERS: ""}
    scene.clock.advance(25 * 3_600_000)
    calm = await scene.deposit(DepositStatus.CLAIMED, player=player, claimed_at=scene.clock.now)
    assert await doubts(scene, calm) == {}


async def test_operators_hear_of_an_odd_claim_once_after_its_receipt_was_read(
    scene: ServiceFixture, reader: Reads
) -> None:
    reader.found[FIRST.content] = replace(KBZ, amount=9_000)
    deposit = await claimed(scene, NUMBER, FIRST)
    assert await scene.alerts() == []
    await look(scene, reader)
    await look(scene, reader)
    assert await scene.alerts() == ["claim_odd"]
    assert (await scene.now(deposit)).status is DepositStatus.CLAIMED  # a hint decides nothing
    assert await scene.waits(deposit) == [("claim", "waiting", 0)]
