"""A claim that is being checked is mended by its player: a new order, the old one known, its answer without effect."""

import pytest

from bot.domain.deposit import BEING_CHECKED, Deposit, DepositStatus, Step, expects
from bot.domain.errors import NumberInUse, Outdated, TooManyCorrections
from bot.domain.player import Player
from bot.provider.base import ClaimAnswer, Outcome
from bot.services.deposits.claims import Picture
from bot.services.deposits.receipt_reading import PICTURES_OF_A_DEPOSIT
from bot.store import deposits
from tests.services.service_fixture import ServiceFixture

NUMBER, OTHER = "1000000001", "1000000002"
PICTURE = Picture(id="hash-1", content=b"jpeg 1")


async def claimed(
    scene: ServiceFixture, status: DepositStatus = DepositStatus.SUBMITTED, wallet: str = "wavepay"
) -> Deposit:
    return await scene.deposit(status, wallet=wallet, player=await scene.player(), transaction_number=NUMBER)


async def turns_to(scene: ServiceFixture, deposit: Deposit, step: Step = Step.NUMBER) -> Deposit:
    await scene.services.deposits.resume(await scene.turn(), await scene.now(deposit), step)
    return await scene.now(deposit)


async def says(scene: ServiceFixture, deposit: Deposit, number: str = "", picture: Picture | None = None) -> Deposit:
    await scene.services.claims.add(await scene.turn(), await scene.now(deposit), number=number, picture=picture)
    return await scene.now(deposit)


@pytest.mark.parametrize("status", sorted(BEING_CHECKED))
async def test_who_turned_to_it_corrects_it_at_once(scene: ServiceFixture, status: DepositStatus) -> None:
    deposit = await claimed(scene, status)
    assert expects(await turns_to(scene, deposit)) is Step.NUMBER
    mended = await says(scene, deposit, OTHER)
    assert (mended.status, mended.transaction_number, mended.corrections) == ("claimed", OTHER, 1)
    assert (mended.order_id, mended.asked, expects(mended)) == (f"{deposit.id}-2", "", Step.NOTHING)
    assert await deposits.find_by_order(scene.database, deposit.order_id) == mended
    assert await scene.waits(deposit) == [("claim", "waiting", 0)]


async def test_the_old_claim_is_not_sent_any_more_and_holds_up_nothing(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.AWAITING_PAYMENT, wallet="wavepay")
    await says(scene, deposit, NUMBER)
    scene.provider.verdicts.append(ClaimAnswer(outcome=Outcome.UNKNOWN, detail="502"))
    await scene.leave(deposit)
    await turns_to(scene, deposit)
    await says(scene, deposit, OTHER)
    await scene.leave(deposit)
    assert [claim.transaction_number for claim in scene.provider.claims] == [NUMBER, OTHER]
    assert (await scene.now(deposit)).status is DepositStatus.SUBMITTED
    assert [state for _, state, _ in await scene.waits(deposit)] == ["dropped", "sent"]


@pytest.mark.parametrize(
    "answer",
    [ClaimAnswer(outcome=Outcome.DONE), ClaimAnswer(outcome=Outcome.REFUSED, detail="Transaction not found")],
)
async def test_the_answer_to_the_old_order_says_nothing_about_the_new_one(
    scene: ServiceFixture, answer: ClaimAnswer
) -> None:
    deposit = await scene.deposit(DepositStatus.AWAITING_PAYMENT, wallet="wavepay", player=await scene.player())
    await says(scene, deposit, NUMBER)

    async def corrects_meanwhile() -> None:
        scene.provider.before_answer = _nothing
        await turns_to(scene, deposit)
        await says(scene, deposit, OTHER)

    scene.provider.before_answer = corrects_meanwhile
    scene.provider.verdicts.append(answer)
    await scene.leave(deposit)
    waiting = await scene.now(deposit)
    assert (waiting.status, waiting.transaction_number, waiting.order_id) == ("claimed", OTHER, f"{deposit.id}-2")
    await scene.leave(deposit)
    assert (await scene.now(deposit)).status is DepositStatus.SUBMITTED


async def _nothing() -> None:
    pass


async def test_the_same_number_is_being_checked_already(scene: ServiceFixture) -> None:
    deposit = await claimed(scene)
    turned = await turns_to(scene, deposit)
    assert await says(scene, deposit, NUMBER) == turned
    assert await scene.waits(deposit) == []


async def test_a_number_of_somebody_else_is_refused_while_it_is_corrected_too(scene: ServiceFixture) -> None:
    await scene.deposit(DepositStatus.SUBMITTED, wallet="wavepay", transaction_number=OTHER)
    deposit = await claimed(scene)
    turned = await turns_to(scene, deposit)
    turn = await scene.turn()
    with pytest.raises(NumberInUse):
        await scene.services.claims.add(turn, turned, number=OTHER)
    assert await scene.now(deposit) == turned


async def test_a_yes_counts_for_the_question_it_was_given_to(scene: ServiceFixture) -> None:
    deposit = await claimed(scene)
    await scene.services.claims.correct(await scene.turn(), deposit, OTHER, 0)
    mended = await scene.now(deposit)
    assert (mended.transaction_number, mended.corrections) == (OTHER, 1)
    with pytest.raises(Outdated):
        await scene.services.claims.correct(await scene.turn(), mended, NUMBER, 0)
    assert await scene.now(deposit) == mended


async def test_corrections_while_it_is_checked_have_the_same_end(scene: ServiceFixture) -> None:
    deposit = await claimed(scene)
    for count in range(scene.services.policy.corrections_max):
        await turns_to(scene, deposit)
        await says(scene, deposit, f"{2_000_000_000 + count}")
    last = await scene.now(deposit)
    with pytest.raises(TooManyCorrections):
        await turns_to(scene, deposit)
    await scene.services.claims.correct(await scene.turn(), last, OTHER, last.corrections)
    assert await scene.now(deposit) == last
    assert await scene.alerts() == ["corrections_over"]


async def test_another_picture_goes_out_with_the_same_number(scene: ServiceFixture) -> None:
    deposit = await claimed(scene, wallet="kbzpay_manual")
    await turns_to(scene, deposit, Step.RECEIPT)
    mended = await says(scene, deposit, picture=PICTURE)
    assert (mended.status, mended.transaction_number, mended.receipt_id) == ("claimed", NUMBER, "hash-1")
    assert mended.corrections == 1


async def test_a_picture_where_the_number_is_to_be_corrected_waits_for_that_number(scene: ServiceFixture) -> None:
    """Nobody reads it here, so the claim that is being checked stays as it is until the number comes."""
    deposit = await claimed(scene, wallet="kbzpay_manual")
    await turns_to(scene, deposit)
    kept = await says(scene, deposit, picture=PICTURE)
    assert (kept.status, kept.receipt_id, kept.corrections) == ("submitted", "hash-1", 0)
    mended = await says(scene, deposit, "00000000000000000099")
    assert (mended.receipt_id, mended.corrections) == ("hash-1", 1)


async def test_a_credit_ends_all_corrections(scene: ServiceFixture) -> None:
    deposit = await claimed(scene)
    turned = await turns_to(scene, deposit)
    await scene.database.write(lambda tx: deposits.move(tx, deposit.id, DepositStatus.CREDITED, scene.clock.now))
    with pytest.raises(Outdated):
        await scene.services.claims.add(await scene.turn(), turned, number=OTHER)
    with pytest.raises(Outdated):
        await scene.services.claims.correct(await scene.turn(), turned, OTHER, 0)
    with pytest.raises(Outdated):
        await scene.services.deposits.resume(await scene.turn(), turned, Step.NUMBER)


async def test_of_one_deposit_five_pictures_are_kept(scene: ServiceFixture) -> None:
    player = await scene.player()
    deposit = await scene.deposit(DepositStatus.AWAITING_PAYMENT, player=player)
    for count in range(PICTURES_OF_A_DEPOSIT + 3):
        await says(scene, deposit, picture=Picture(id=f"hash-{count}", content=b"x"))
    assert await scene.count("receipts") == PICTURES_OF_A_DEPOSIT
    assert set(await scene.screens(player)) == {"enough_pictures"}
    assert not await scene.services.claims.takes_picture(player.id, await scene.now(deposit), "")
    assert (await says(scene, deposit, "00000000000000000099")).status is DepositStatus.CLAIMED


async def test_within_a_day_thirty_pictures_of_a_player_are_kept(scene: ServiceFixture) -> None:
    player = await scene.player()
    for count in range(35):
        deposit = await scene.deposit(DepositStatus.EXPIRED, player=player, wallet="wavepay")
        await says(scene, deposit, picture=Picture(id=f"hash-{count}", content=b"x"))
    assert await scene.count("receipts") == 30
    scene.clock.advance(25 * 3_600_000)
    await says(scene, deposit, picture=PICTURE)
    assert await scene.count("sightings") == 31


async def _sends_of_a_day(scene: ServiceFixture, player: Player, count: int) -> None:
    """Pictures of deposits that came to nothing: all that a player may send of his own accord."""
    for number in range(count):
        deposit = await scene.deposit(DepositStatus.EXPIRED, player=player, wallet="wavepay")
        await says(scene, deposit, picture=Picture(id=f"day-{number}", content=b"x"))


@pytest.mark.parametrize("before", ["", NUMBER])
async def test_the_picture_that_a_claim_lacks_is_taken_beyond_those_of_a_day(
    scene: ServiceFixture, before: str
) -> None:
    """He has paid, and without his screenshot the provider does not look for his money."""
    player = await scene.player()
    await _sends_of_a_day(scene, player, 30)
    paid = await scene.deposit(DepositStatus.AWAITING_PAYMENT, player=player, transaction_number=before, amount=5_000)
    assert await scene.services.claims.takes_picture(player.id, paid, "")
    claim = await says(scene, paid, "" if before else NUMBER, picture=PICTURE)
    assert (claim.status, claim.receipt_id) == ("claimed", "hash-1")
    assert await scene.screens(player) == []


async def test_pictures_of_credited_deposits_leave_the_room_of_a_day_as_it_was(scene: ServiceFixture) -> None:
    player = await scene.player()
    await _sends_of_a_day(scene, player, 30)
    assert not await scene.services.claims.takes_picture(player.id, None, "")
    await scene.database.write(lambda tx: tx.fetch("UPDATE deposits SET status = 'credited'"))
    assert await scene.services.claims.takes_picture(player.id, None, "")
    await _sends_of_a_day(scene, player, 35)
    assert await scene.count("sightings") == 60


@pytest.mark.parametrize("how", ["the provider refused it", "the button for another one"])
async def test_a_picture_that_is_asked_for_anew_is_taken_beyond_those_of_a_deposit(
    scene: ServiceFixture, how: str
) -> None:
    deposit = await claimed(scene, wallet="kbzpay_manual")
    for number in range(PICTURES_OF_A_DEPOSIT):
        await says(scene, deposit, picture=Picture(id=f"hash-{number}", content=b"x"))
    assert not await scene.services.claims.takes_picture(deposit.player_id, await scene.now(deposit), "")
    if how == "the provider refused it":
        now, refusal = scene.clock.now, "receipt"
        await scene.database.write(
            lambda tx: deposits.move(tx, deposit.id, DepositStatus.REJECTED, now, refusal=refusal)
        )
    else:
        await turns_to(scene, deposit, Step.RECEIPT)
    assert await scene.services.claims.takes_picture(deposit.player_id, await scene.now(deposit), "")
    mended = await says(scene, deposit, picture=Picture(id="hash-new", content=b"x"))
    assert (mended.status, mended.receipt_id, mended.corrections) == ("claimed", "hash-new", 1)


async def test_what_is_asked_for_has_its_room_of_a_day_too(scene: ServiceFixture) -> None:
    """Else whoever begins deposits without end fills the disk with them."""
    player = await scene.player()
    for number in range(65):
        deposit = await scene.deposit(DepositStatus.EXPIRED, player=player)
        await says(scene, deposit, picture=Picture(id=f"hash-{number}", content=b"x"))
    assert await scene.count("sightings") == 60
