"""A picture out of the blue: a deposit can begin with it, and only what its player says is sent."""

from pathlib import Path

import pytest

from bot.domain.deposit import Deposit, DepositStatus, Step, expects
from bot.domain.errors import AmountTooLarge, Outdated
from bot.domain.player import Player
from bot.ocr.result import OcrResult, ReadOutcome
from bot.services.deposits.claims import Picture
from bot.store import deposits, holds
from bot.store.engine.database import Database
from tests.services.deposits.test_receipt_reading import KBZ, NUMBER, PICTURE, SECOND, WAVE, Reads, look
from tests.services.service_fixture import ServiceFixture, open_service_fixture

PAID = OcrResult(outcome=ReadOutcome.READ, wallet="wavepay", number=WAVE, amount=7_000)


@pytest.fixture
def reader() -> Reads:
    return Reads({b"jpeg 1": PAID})


@pytest.fixture
def scene(database: Database, tmp_path: Path, reader: Reads) -> ServiceFixture:
    return open_service_fixture(database, tmp_path, reader=reader)


async def send(scene: ServiceFixture, player: Player, picture: Picture = PICTURE) -> None:
    await scene.services.pictures.ask(await scene.turn(), player, picture)


async def asked_about(scene: ServiceFixture, player: Player) -> list[int]:
    return [int(told["args"]["picture"]) for told in await scene.told(player.id) if told.get("name") == "is_payment"]


async def begin(scene: ServiceFixture, player: Player, reader: Reads, wallet: str = "") -> Deposit:
    """Send the picture, and say that it is a payment."""
    await send(scene, player)
    await look(scene, reader)
    (picture,) = await asked_about(scene, player)
    await scene.services.pictures.begin(await scene.turn(), player, picture, card=7, wallet=wallet)
    deposit = await scene.services.deposits.current(player)
    assert deposit is not None
    return deposit


async def test_two_taps_and_a_picture_make_a_claim(scene: ServiceFixture, reader: Reads) -> None:
    player = await scene.player()
    deposit = await begin(scene, player, reader)
    assert (deposit.wallet, deposit.amount, deposit.read_amount) == ("wavepay", 0, 7_000)
    assert (deposit.status, expects(deposit), deposit.card_message_id) == (DepositStatus.DRAFT, Step.CONFIRMATION, 7)
    await scene.services.claims.confirm(await scene.turn(), deposit, PICTURE.id[:12])
    claimed = await scene.now(deposit)
    assert (claimed.status, claimed.transaction_number, claimed.amount) == (DepositStatus.CLAIMED, WAVE, 7_000)
    await scene.leave(deposit)
    (claim,) = scene.provider.claims
    assert (claim.order_id, claim.amount, claim.receipt) == (deposit.id, 7_000, b"jpeg 1")
    assert scene.provider.asked == []  # nobody needed a number to pay to
    assert await deposits.find_by_order(scene.database, deposit.id) == await scene.now(deposit)


async def test_nothing_is_sent_of_what_the_player_did_not_confirm(scene: ServiceFixture, reader: Reads) -> None:
    """He says that it is a payment, and then types another number: the amount on the picture is not his word."""
    player = await scene.player()
    deposit = await begin(scene, player, reader)
    await scene.services.claims.add(await scene.turn(), deposit, number="9876543210")
    asked = await scene.now(deposit)
    assert (asked.status, asked.amount, expects(asked)) == (DepositStatus.DRAFT, 0, Step.AMOUNT)
    assert await scene.waits(deposit) == []
    await scene.services.claims.say_amount(await scene.turn(), asked, 6_000)
    claimed = await scene.now(deposit)
    assert (claimed.status, claimed.transaction_number, claimed.amount) == (DepositStatus.CLAIMED, "9876543210", 6_000)


async def test_what_was_not_read_is_asked_for_wallet_amount_number(scene: ServiceFixture, reader: Reads) -> None:
    reader.found.clear()
    player = await scene.player()
    await send(scene, player)
    await look(scene, reader)
    (picture,) = await asked_about(scene, player)
    await scene.services.pictures.begin(await scene.turn(), player, picture, card=0)
    assert (await scene.screens(player))[-1] == "choose_paid_wallet"
    await scene.services.pictures.begin(await scene.turn(), player, picture, card=0, wallet="kbzpay_manual")
    deposit = await scene.services.deposits.current(player)
    assert deposit is not None
    assert expects(deposit) is Step.AMOUNT
    with pytest.raises(AmountTooLarge):
        await scene.services.claims.say_amount(await scene.turn(), deposit, scene.services.policy.deposit_max + 1)
    await scene.services.claims.say_amount(await scene.turn(), deposit, 500)  # paid is paid, below the minimum too
    assert expects(await scene.now(deposit)) is Step.NUMBER
    await scene.services.claims.add(await scene.turn(), deposit, number=NUMBER)
    assert (await scene.now(deposit)).status is DepositStatus.CLAIMED


async def test_no_number_to_pay_to_is_asked_for_what_is_paid(scene: ServiceFixture, reader: Reads) -> None:
    reader.found[b"jpeg 1"] = OcrResult(outcome=ReadOutcome.UNCLEAR)
    deposit = await begin(scene, await scene.player(), reader, wallet="wavepay")
    with pytest.raises(Outdated):
        await scene.services.deposits.set_amount(await scene.turn(), deposit, 5_000)
    assert await scene.waits(deposit) == []


async def test_a_player_on_hold_may_claim_what_he_has_paid(scene: ServiceFixture, reader: Reads) -> None:
    player = await scene.player()
    await scene.database.write(lambda tx: holds.hold(tx, player.label, "odd", 7, scene.clock.now))
    deposit = await begin(scene, player, reader)
    await scene.services.claims.confirm(await scene.turn(), deposit, PICTURE.id[:12])
    assert (await scene.now(deposit)).status is DepositStatus.CLAIMED


async def test_a_picture_begins_one_deposit(scene: ServiceFixture, reader: Reads) -> None:
    player = await scene.player()
    deposit = await begin(scene, player, reader)
    (picture,) = await asked_about(scene, player)
    with pytest.raises(Outdated):
        await scene.services.pictures.begin(await scene.turn(), player, picture, card=0)
    assert await scene.services.deposits.current(player) == deposit


async def test_another_players_picture_is_as_good_as_none(scene: ServiceFixture, reader: Reads) -> None:
    owner, thief = await scene.player(), await scene.player()
    await send(scene, owner)
    await look(scene, reader)
    (picture,) = await asked_about(scene, owner)
    with pytest.raises(Outdated):
        await scene.services.pictures.begin(await scene.turn(), thief, picture, card=0)


async def test_an_open_deposit_is_shown_instead_of_a_second_one(scene: ServiceFixture, reader: Reads) -> None:
    player = await scene.player()
    await send(scene, player)
    await look(scene, reader)
    (picture,) = await asked_about(scene, player)
    open_one = await scene.deposit(DepositStatus.AWAITING_PAYMENT, player=player)
    await scene.services.pictures.begin(await scene.turn(), player, picture, card=0)
    assert await scene.services.deposits.current(player) == open_one
    assert await scene.count("deposits") == 1


async def test_of_an_album_one_picture_is_asked_about_and_all_are_kept(scene: ServiceFixture, reader: Reads) -> None:
    player = await scene.player()
    for number in range(4):
        await send(scene, player, Picture(id=f"{number}" * 64, content=b"x%d" % number, album="album"))
    await look(scene, reader)
    assert len(await asked_about(scene, player)) == 1
    assert await scene.count("receipts") == 4


async def test_the_disk_is_not_a_strangers_to_fill(scene: ServiceFixture) -> None:
    player = await scene.player()
    for number in range(25):
        await send(scene, player, Picture(id=f"{number:064}", content=b"x%d" % number))
    assert await scene.count("receipts") == 20
    assert (await scene.screens(player))[-1] == "enough_pictures"
    scene.clock.advance(25 * 3_600_000)
    await send(scene, player)
    assert await scene.count("receipts") == 21


async def test_a_new_picture_of_the_same_deposit_is_read_anew(scene: ServiceFixture, reader: Reads) -> None:
    reader.found[b"jpeg 2"] = OcrResult(outcome=ReadOutcome.READ, wallet="wavepay", number="1111111111", amount=3_000)
    deposit = await begin(scene, await scene.player(), reader)
    await scene.services.claims.add(await scene.turn(), deposit, picture=SECOND)
    await look(scene, reader)
    asked = await scene.now(deposit)
    assert (asked.read_number, asked.read_amount, asked.amount) == ("1111111111", 3_000, 0)


async def test_where_nothing_can_be_read_the_question_comes_at_once(database: Database, tmp_path: Path) -> None:
    scene = open_service_fixture(database, tmp_path)
    player = await scene.player()
    await send(scene, player)
    assert await scene.screens(player) == ["is_payment"]
    assert await scene.count("outbox", "kind = 'read'") == 0


async def test_an_expired_deposit_is_brought_back_rather_than_a_new_one_begun(
    scene: ServiceFixture, reader: Reads
) -> None:
    reader.found[b"jpeg 1"] = KBZ
    player = await scene.player()
    old = await scene.deposit(DepositStatus.EXPIRED, player=player)
    await scene.services.claims.add(await scene.turn(), old, picture=PICTURE)
    await look(scene, reader)
    assert await scene.screens(player) == []
    assert expects(await scene.now(old)) is Step.CONFIRMATION
