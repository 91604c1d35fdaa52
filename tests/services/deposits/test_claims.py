"""The claim: number and picture in any order, kept before they are sent, corrected at most so many times."""

from typing import Any

import pytest

from bot.domain.deposit import Deposit, DepositStatus
from bot.domain.errors import NumberInUse, NumberWrongLength, Outdated, PictureBroken
from bot.domain.player import Player
from bot.services.deposits.claims import Picture
from bot.store import deposits
from tests.services.service_fixture import ServiceFixture

NUMBER = "00123400000000000042"
OTHER = "00123400000000000043"
PICTURE = Picture(id="hash-1", content=b"jpeg 1")
CLAIMABLE = [DepositStatus.AWAITING_PAYMENT, DepositStatus.EXPIRED]


async def add(scene: ServiceFixture, deposit: Deposit, **parts: Any) -> Deposit:  # noqa: ANN401 - the arguments of Claims.add
    await scene.services.claims.add(await scene.turn(), await scene.now(deposit), **parts)
    return await scene.now(deposit)


def album(number: int) -> Picture:
    return Picture(id=f"hash-{number}", content=b"x", album="album")


@pytest.mark.parametrize("status", CLAIMABLE)
@pytest.mark.parametrize("order", ["number first", "picture first", "both at once"])
async def test_the_parts_may_come_in_any_order(scene: ServiceFixture, status: DepositStatus, order: str) -> None:
    """ "I have paid" also brings an expired deposit back."""
    deposit = await scene.deposit(status)
    parts: dict[str, list[dict[str, Any]]] = {
        "number first": [{"number": NUMBER}, {"picture": PICTURE}],
        "picture first": [{"picture": PICTURE}, {"number": NUMBER}],
        "both at once": [{"number": NUMBER, "picture": PICTURE}],
    }
    *before, last = parts[order]
    for part in before:
        assert (await add(scene, deposit, **part)).status is status
        assert await scene.waits(deposit) == []
    claimed = await add(scene, deposit, **last)
    assert (claimed.status, claimed.transaction_number, claimed.receipt_id) == ("claimed", NUMBER, "hash-1")
    assert (claimed.claimed_at, claimed.order_id) == (scene.clock.now, deposit.id)
    assert await scene.waits(deposit) == [("claim", "waiting", 0)]
    assert await deposits.load_receipt(scene.database, "hash-1") == b"jpeg 1"


async def test_wavepay_needs_the_number_alone(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.AWAITING_PAYMENT, wallet="wavepay")
    assert (await add(scene, deposit, number="0123456789")).status is DepositStatus.CLAIMED


async def test_with_wavepay_a_picture_is_welcome_after_the_claim(scene: ServiceFixture) -> None:
    player = await scene.player()
    deposit = await scene.deposit(DepositStatus.AWAITING_PAYMENT, wallet="wavepay", player=player)
    await add(scene, deposit, number="0123456789")
    kept = await add(scene, deposit, picture=PICTURE)
    assert (kept.status, kept.receipt_id) == ("claimed", "hash-1")
    assert await scene.screens(player) == ["picture_kept"]
    second = await add(scene, deposit, picture=Picture(id="hash-2", content=b"jpeg 2"))
    assert second.receipt_id == "hash-1"
    assert await deposits.load_receipt(scene.database, "hash-2") == b"jpeg 2"


def test_numbers_are_read_by_the_wallets_rule(scene: ServiceFixture) -> None:
    deposit = Deposit(id="dep-x", player_id=1, label="x", wallet="kbzpay_manual", status=DepositStatus.AWAITING_PAYMENT)
    assert scene.services.claims.read_number(deposit, "0012 3400 0000 0000 0042") == NUMBER
    with pytest.raises(NumberWrongLength):
        scene.services.claims.read_number(deposit, "0123456789")


@pytest.mark.parametrize("settings", [{"DEPOSIT_WALLETS": "wavepay"}])
async def test_a_wallet_that_is_offered_no_longer_still_takes_its_claims(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.AWAITING_PAYMENT, wallet="kbzpay_manual")
    number = scene.services.claims.read_number(deposit, NUMBER)
    assert (await add(scene, deposit, number=number, picture=PICTURE)).status is DepositStatus.CLAIMED
    await scene.leave(deposit)
    assert (await scene.now(deposit)).status is DepositStatus.SUBMITTED


async def test_a_player_who_sends_his_number_again_is_shown_his_claim(scene: ServiceFixture) -> None:
    """nothing is sent twice."""
    player = await scene.player()
    first = await scene.deposit(DepositStatus.SUBMITTED, player=player, transaction_number=NUMBER)
    assert await add(scene, first, number=NUMBER) == first
    scene.clock.advance(1)
    second = await scene.deposit(DepositStatus.AWAITING_PAYMENT, player=player)
    assert await add(scene, second, number=NUMBER, picture=PICTURE) == second
    told = await scene.told(player.id, "screen")
    assert {(screen["name"], screen["of"]) for screen in told} == {("number_known", first.id)}
    assert await scene.waits(second) == []


@pytest.mark.parametrize("status", [DepositStatus.CLAIMED, DepositStatus.SUBMITTED, DepositStatus.CREDITED])
async def test_a_number_of_another_player_is_refused_and_operators_see_both(
    scene: ServiceFixture, status: DepositStatus
) -> None:
    """the first claim is neither touched nor given away."""
    first = await scene.deposit(status, transaction_number=NUMBER)
    thief: Player = await scene.player()
    second = await scene.deposit(DepositStatus.AWAITING_PAYMENT, player=thief)
    turn = await scene.turn()
    with pytest.raises(NumberInUse):
        await scene.services.claims.add(turn, second, number=NUMBER, picture=PICTURE)
    assert await scene.now(second) == second
    await scene.services.claims.tell_in_use(turn, second, NUMBER)
    assert await scene.screens(thief) == ["error"]
    assert first.id not in str(await scene.told(thief.id))
    assert await scene.alerts() == ["number_shared"]
    assert await scene.now(first) == first


@pytest.mark.parametrize("status", [DepositStatus.CREDITED, DepositStatus.REVERSED])
async def test_money_that_came_between_a_refusal_and_its_alert_leaves_nothing_to_look_at(
    scene: ServiceFixture, status: DepositStatus
) -> None:
    await scene.deposit(DepositStatus.SUBMITTED, transaction_number=NUMBER)
    second = await scene.deposit(DepositStatus.AWAITING_PAYMENT)
    turn = await scene.turn()
    with pytest.raises(NumberInUse):
        await scene.services.claims.add(turn, second, number=NUMBER, picture=PICTURE)
    now = scene.clock.now
    for then in (DepositStatus.CREDITED, status):
        await scene.database.write(lambda tx, to=then: deposits.move(tx, second.id, to, now))  # type: ignore[misc]
    await scene.services.claims.tell_in_use(turn, second, NUMBER)
    assert await scene.alerts() == []


async def test_a_number_that_became_anothers_claim_before_its_picture_came_is_refused(scene: ServiceFixture) -> None:
    slow, quick = (
        await scene.deposit(DepositStatus.AWAITING_PAYMENT),
        await scene.deposit(DepositStatus.AWAITING_PAYMENT),
    )
    await add(scene, slow, number=NUMBER)
    await add(scene, quick, number=NUMBER, picture=PICTURE)
    turn, seen = await scene.turn(), await scene.now(slow)
    with pytest.raises(NumberInUse):
        await scene.services.claims.add(turn, seen, picture=PICTURE)
    await scene.services.claims.tell_in_use(turn, seen, "")
    assert await scene.alerts() == ["number_shared"]
    assert (await add(scene, slow, number=OTHER, picture=PICTURE)).status is DepositStatus.CLAIMED


async def test_the_same_number_is_free_again_when_its_claim_was_refused(scene: ServiceFixture) -> None:
    await scene.deposit(DepositStatus.REJECTED, transaction_number=NUMBER)
    second = await scene.deposit(DepositStatus.AWAITING_PAYMENT)
    assert (await add(scene, second, number=NUMBER, picture=PICTURE)).status is DepositStatus.CLAIMED


@pytest.mark.parametrize(
    "status", [DepositStatus.DRAFT, DepositStatus.CREDITED, DepositStatus.CANCELLED, DepositStatus.REVERSED]
)
@pytest.mark.parametrize("parts", [{"number": NUMBER}, {"picture": PICTURE}])
async def test_where_no_claim_is_waited_for_nothing_is_taken(
    scene: ServiceFixture, status: DepositStatus, parts: dict[str, Any]
) -> None:
    deposit = await scene.deposit(status)
    with pytest.raises(Outdated):
        await add(scene, deposit, **parts)
    assert await scene.now(deposit) == deposit
    assert await scene.count("receipts") == 0


async def test_another_number_for_a_claim_on_its_way_is_asked_about(scene: ServiceFixture) -> None:
    player = await scene.player()
    deposit = await scene.deposit(DepositStatus.SUBMITTED, player=player)
    assert await add(scene, deposit, number=NUMBER) == deposit
    (asked,) = await scene.told(player.id, "screen")
    assert (asked["name"], asked["args"]) == ("is_correction", {"number": NUMBER, "corrections": 0})


async def test_a_number_under_a_picture_for_a_claim_on_its_way_is_asked_about_as_well(scene: ServiceFixture) -> None:
    player = await scene.player()
    deposit = await scene.deposit(DepositStatus.SUBMITTED, player=player, transaction_number=NUMBER)
    await add(scene, deposit, number=NUMBER, picture=PICTURE)
    assert await scene.screens(player) == ["picture_kept"]
    await add(scene, deposit, number="1" * 20, picture=PICTURE)
    asked = (await scene.told(player.id, "screen"))[-1]
    assert (asked["name"], asked["args"]) == ("is_correction", {"number": "1" * 20, "corrections": 0})


async def test_of_an_album_the_first_picture_counts_and_the_others_are_passed_over(scene: ServiceFixture) -> None:
    """one claim and one answer."""
    deposit = await scene.deposit(DepositStatus.AWAITING_PAYMENT, transaction_number=NUMBER)
    for number in range(10):
        await add(scene, deposit, picture=album(number))
    assert (await scene.now(deposit)).receipt_id == "hash-0"
    assert await scene.waits(deposit) == [("claim", "waiting", 0)]
    assert await scene.told(deposit.player_id, "screen") == []


async def test_a_broken_picture_of_an_album_is_spoken_of_only_if_no_other_was_good(scene: ServiceFixture) -> None:
    good, bad = await scene.deposit(DepositStatus.AWAITING_PAYMENT), await scene.deposit(DepositStatus.AWAITING_PAYMENT)
    for deposit in (good, bad):
        for _ in range(3):
            await scene.services.claims.refuse_picture(await scene.turn(), deposit, PictureBroken(), "album")
    await add(scene, good, picture=album(1))
    await scene.services.claims.refuse_picture(await scene.turn(), good, PictureBroken(), "album")
    waiting = await scene.database.fetch("SELECT lane, due_at FROM outbox WHERE kind = 'screen' AND state = 'waiting'")
    assert [(row["lane"], row["due_at"] - scene.clock.now) for row in waiting] == [(f"tg:{bad.player_id}", 4_000)]


async def test_a_single_broken_picture_is_spoken_of_at_once(scene: ServiceFixture) -> None:
    player = await scene.player()
    deposit = await scene.deposit(DepositStatus.AWAITING_PAYMENT, player=player)
    await scene.services.claims.refuse_picture(await scene.turn(), deposit, PictureBroken(), "")
    assert await scene.screens(player) == ["error"]
    assert (await scene.now(deposit)).status is DepositStatus.AWAITING_PAYMENT


async def test_a_corrected_claim_is_a_new_order_of_the_same_deposit_so_many_times(scene: ServiceFixture) -> None:
    player = await scene.player()
    deposit = await scene.deposit(DepositStatus.REJECTED, player=player, reminded_at=1)
    for count in (1, 2):
        claimed = await add(scene, deposit, number=f"{count:020}")
        assert (claimed.status, claimed.corrections) == ("claimed", count)
        assert (claimed.order_id, claimed.refusal, claimed.reminded_at) == (f"{deposit.id}-{count + 1}", "", 0)
        assert await deposits.find_by_order(scene.database, claimed.order_id) == claimed
        await scene.database.write(
            lambda tx: deposits.move(tx, deposit.id, DepositStatus.REJECTED, scene.clock.now, refusal="number")
        )
    rejected = await scene.now(deposit)
    assert await add(scene, deposit, number=f"{3:020}") == rejected
    assert await scene.screens(player) == ["error"]
    assert await scene.alerts() == ["corrections_over"]
    assert await deposits.find_by_order(scene.database, deposit.id) == rejected


async def test_a_refused_claim_may_be_corrected_by_its_picture_alone(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.REJECTED)
    claimed = await add(scene, deposit, picture=PICTURE)
    assert (claimed.status, claimed.receipt_id) == ("claimed", "hash-1")
    assert claimed.transaction_number == deposit.transaction_number


async def test_a_deposit_that_went_away_takes_nothing(scene: ServiceFixture) -> None:
    ghost = Deposit(id="dep-ghost", player_id=1, label="x", wallet="wavepay", status=DepositStatus.AWAITING_PAYMENT)
    turn = await scene.turn()
    await scene.services.claims.add(turn, ghost, number=NUMBER)
    assert turn.is_done
