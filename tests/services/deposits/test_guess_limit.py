"""Numbers that the provider refuses slow down the next ones, whatever deposit they are for; typos never do."""

import pytest

from bot.domain.deposit import Deposit, DepositStatus
from bot.domain.errors import NumberError
from bot.domain.guess_limit import DAY_MS, MOST, MOST_OF_ALL
from bot.domain.player import Player
from bot.provider.base import ClaimAnswer, Outcome, Verdict
from bot.store.outbox import OutboxRow
from tests.outbox import deliver_due
from tests.services.service_fixture import ServiceFixture

REFUSED = ClaimAnswer(outcome=Outcome.REFUSED, detail="Transaction not found")
SEARCHING = ClaimAnswer(outcome=Outcome.DONE, verdict=Verdict.SEARCHING)
UNCLEAR_PICTURE = ClaimAnswer(outcome=Outcome.REFUSED, detail="The screenshot is unreadable")


async def let_leave(scene: ServiceFixture, answer: ClaimAnswer) -> None:
    """All claims that are due leave, as from a process that has just started, and are answered so."""

    def is_answered(_row: OutboxRow) -> None:
        scene.provider.verdicts.clear()
        scene.provider.verdicts.append(answer)

    await deliver_due(scene.services, scene.clock, leaves=lambda row: row.kind == "claim", before_each=is_answered)
    scene.provider.verdicts.clear()


async def claim(scene: ServiceFixture, player: Player, number: int, answer: ClaimAnswer = REFUSED) -> Deposit:
    """A new deposit of his claims this number."""
    deposit = await scene.deposit(DepositStatus.AWAITING_PAYMENT, wallet="wavepay", player=player)
    await scene.services.claims.add(await scene.turn(), deposit, number=f"{1_000_000_000 + number}")
    await let_leave(scene, answer)
    return await scene.now(deposit)


async def corrects(scene: ServiceFixture, deposit: Deposit, number: int, answer: ClaimAnswer = REFUSED) -> Deposit:
    now = await scene.now(deposit)
    await scene.services.claims.add(await scene.turn(), now, number=f"{1_000_000_000 + number}")
    await let_leave(scene, answer)
    return await scene.now(deposit)


def sent(scene: ServiceFixture) -> list[str]:
    return [claim.transaction_number for claim in scene.provider.claims]


async def test_who_mistypes_three_times_is_never_made_to_wait(scene: ServiceFixture) -> None:
    player = await scene.player()
    deposit = await claim(scene, player, 1)
    for count in (2, 3):
        deposit = await corrects(scene, deposit, count)
        scene.clock.advance(1_000)
    assert deposit.status is DepositStatus.REJECTED
    right = await claim(scene, player, 4, SEARCHING)
    assert right.status is DepositStatus.SUBMITTED
    assert "claim_waits" not in await scene.screens(player)


async def test_a_number_that_left_while_the_clock_was_ahead_holds_up_no_other(scene: ServiceFixture) -> None:
    player = await scene.player()
    scene.clock.advance(3_600_000)
    await claim(scene, player, 1, SEARCHING)
    scene.clock.advance(-3_600_000)
    assert (await claim(scene, player, 2, SEARCHING)).status is DepositStatus.SUBMITTED


async def test_what_is_refused_here_never_counts(scene: ServiceFixture) -> None:
    player = await scene.player()
    deposit = await scene.deposit(DepositStatus.AWAITING_PAYMENT, wallet="wavepay", player=player)
    for typed in ("123456789", "09444595698", "10,000", "48213", "what?") * 10:
        with pytest.raises(NumberError):
            scene.services.claims.read_number(deposit, typed)
    assert (await corrects(scene, deposit, 1, SEARCHING)).status is DepositStatus.SUBMITTED


async def test_an_unclear_picture_never_counts(scene: ServiceFixture) -> None:
    player = await scene.player()
    for number in range(6):
        assert (await claim(scene, player, number, UNCLEAR_PICTURE)).status is DepositStatus.REJECTED
    assert (await claim(scene, player, 7, SEARCHING)).status is DepositStatus.SUBMITTED


@pytest.mark.parametrize("answer", [REFUSED, SEARCHING])
async def test_a_hundred_and_twenty_guesses_in_four_minutes_do_not_reach_the_provider(
    scene: ServiceFixture, answer: ClaimAnswer
) -> None:
    """Each in a deposit of its own, from a process that has just started, so that nothing but the database knows."""
    player = await scene.player()
    for number in range(120):
        await claim(scene, player, number, answer)
        scene.clock.advance(2_000)
    assert len(set(sent(scene))) <= 11
    assert "claim_waits" in await scene.screens(player)


async def test_of_a_whole_day_of_guesses_ten_leave_and_operators_are_told_once(scene: ServiceFixture) -> None:
    player, other = await scene.player(), await scene.player()
    for number in range(MOST + 8):
        await claim(scene, player, number)
        scene.clock.advance(3_600_000)
        if len(sent(scene)) == MOST:
            break
    assert sent(scene) == [f"{1_000_000_000 + number}" for number in range(MOST)]
    waits = await claim(scene, player, 500)
    await claim(scene, player, 501)
    assert waits.status is DepositStatus.CLAIMED
    assert len(sent(scene)) == MOST
    assert await scene.alerts() == ["too_many_numbers"]
    assert (await claim(scene, other, 900, SEARCHING)).status is DepositStatus.SUBMITTED
    scene.clock.advance(24 * 3_600_000)
    await let_leave(scene, SEARCHING)
    assert (await scene.now(waits)).status is DepositStatus.SUBMITTED
    assert await scene.alerts() == ["too_many_numbers", "too_many_numbers over"]


async def refused_before(scene: ServiceFixture, player_id: int, count: int) -> None:
    """So many different numbers of this player were refused a moment ago."""
    old = await scene.deposit(DepositStatus.EXPIRED)
    await scene.database.write(
        lambda tx: tx.fetch(
            "WITH RECURSIVE many (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < $1)"
            " INSERT INTO tried_numbers (order_id, deposit_id, player_id, number, refused, at)"
            " SELECT $4 || n, $5, $2, 'number-' || n, TRUE, $3 FROM many",
            count,
            player_id,
            scene.clock.now,
            f"order-{player_id}-{scene.clock.now}-",
            old.id,
        )
    )


async def test_while_many_players_guess_a_stranger_waits_and_a_known_player_does_not(scene: ServiceFixture) -> None:
    known, stranger = await scene.player(), await scene.player()
    await scene.deposit(DepositStatus.CREDITED, player=known)
    await refused_before(scene, 1, MOST_OF_ALL)
    assert (await claim(scene, stranger, 1)).status is DepositStatus.CLAIMED
    assert (await claim(scene, known, 2, SEARCHING)).status is DepositStatus.SUBMITTED
    assert sent(scene) == ["1000000002"]
    assert await scene.alerts() == ["numbers_guessed"]
    scene.clock.advance(DAY_MS)
    await let_leave(scene, SEARCHING)
    assert len(sent(scene)) == 2
    assert await scene.alerts() == ["numbers_guessed", "numbers_guessed over"]


async def test_a_claim_that_left_once_is_never_held_back(scene: ServiceFixture) -> None:
    """Its repetition after an unclear answer is no other number."""
    player = await scene.player()
    unclear = await claim(scene, player, 1, ClaimAnswer(outcome=Outcome.UNKNOWN, detail="502"))
    await refused_before(scene, player.id, MOST)
    scene.clock.advance(12_000)
    await let_leave(scene, SEARCHING)
    assert sent(scene) == [unclear.transaction_number] * 2
    assert (await scene.now(unclear)).status is DepositStatus.SUBMITTED
