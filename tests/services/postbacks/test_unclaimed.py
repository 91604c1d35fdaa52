"""Money that waits for people: above a ceiling, nobody's, released by many at once, or closed as no money at all."""

import pytest

from bot.domain.approval import ActionType
from bot.domain.deposit import DepositStatus
from bot.domain.errors import NotClaimable, RoleTooLow
from bot.services.postbacks.crediting import Booked
from bot.store import ledger
from bot.store.engine.database import Transaction
from tests.provider.postback_bodies import deposit_entry
from tests.services.acting import VIEWER, agree, confirm, lines, log, propose
from tests.services.postbacks.test_crediting import apply, entry_for, quarantined
from tests.services.postbacks.test_money_in import arrive
from tests.services.service_fixture import ServiceFixture

CEILING = {"DEPOSIT_AUTO_CREDIT_HOUR_MAX": "25000", "DEPOSIT_AUTO_CREDIT_PLAYER_DAY_MAX": "0"}


@pytest.mark.parametrize("settings", [CEILING])
async def test_above_the_ceiling_of_an_hour_money_waits_and_that_is_told_once(scene: ServiceFixture) -> None:
    deposits = [await scene.deposit(DepositStatus.SUBMITTED) for _ in range(4)]
    results = [await apply(scene, entry_for(deposit), deposit.label) for deposit in deposits]
    assert results == ["credited", "credited", "unclaimed", "unclaimed"]
    assert await quarantined(scene) == ["above_hour", "above_hour"]
    assert await scene.alerts() == ["credits_wait"]
    scene.clock.advance(3_600_001)
    later = await scene.deposit(DepositStatus.SUBMITTED)
    assert await apply(scene, entry_for(later), later.label) is Booked.CREDITED
    # What waits for people is not released by being sent again when there is room.
    assert await apply(scene, entry_for(deposits[2]), deposits[2].label) is Booked.REPEATED
    assert (await scene.now(deposits[2])).status is DepositStatus.SUBMITTED


@pytest.mark.parametrize("settings", [{"DEPOSIT_AUTO_CREDIT_PLAYER_DAY_MAX": "20000"}])
async def test_the_ceiling_of_a_player_counts_his_day_in_yangon_and_nobody_elses(scene: ServiceFixture) -> None:
    player, other = await scene.player(), await scene.player()
    mine = await scene.deposit(DepositStatus.CREDITED, player=player)
    for number, result in (("91", "credited"), ("92", "credited"), ("93", "unclaimed")):
        assert await apply(scene, entry_for(mine, transaction_id=number), player.label) == result
    theirs = await scene.deposit(DepositStatus.SUBMITTED, player=other)
    assert await apply(scene, entry_for(theirs), other.label) is Booked.CREDITED
    assert await quarantined(scene) == ["above_player_day"]
    scene.clock.advance(24 * 3_600_000)
    assert await apply(scene, entry_for(mine, transaction_id="94"), player.label) is Booked.CREDITED


@pytest.mark.parametrize("settings", [CEILING])
async def test_what_people_credit_does_not_count_against_the_machines_ceiling(scene: ServiceFixture) -> None:
    player = await scene.player()
    await agree(scene, ActionType.CREDIT, {"label": player.label, "amount": 1_000_000, "reason": "a gift"})
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    assert await apply(scene, entry_for(deposit), deposit.label) is Booked.CREDITED


@pytest.mark.parametrize("settings", [{"DEPOSIT_AUTO_CREDIT_MAX": "9999", "DEPOSIT_AUTO_CREDIT_HOUR_MAX": "0"}])
async def test_all_that_waits_for_its_size_is_released_by_two_people_at_once(scene: ServiceFixture) -> None:
    deposits = [await scene.deposit(DepositStatus.SUBMITTED) for _ in range(3)]
    for deposit in deposits:
        await apply(scene, entry_for(deposit), deposit.label)
    await apply(scene, entry_for(deposits[0], transaction_id="77", plugin_custom_order_id=""), "whoever")
    held = await scene.services.operators.above_ceiling(100)
    assert [(entry.id, entry.owner) for entry in held] == [(n, d.label) for n, d in enumerate(deposits, 1)]
    values: dict[str, str | int] = {"entries": "1 2 3", "count": 3, "amount": 30_000}
    with pytest.raises(RoleTooLow):
        await propose(scene, ActionType.RELEASE, values, VIEWER)
    act_id = await propose(scene, ActionType.RELEASE, values)
    await agree(scene, ActionType.CLAIM, {"quarantine": 2, "label": deposits[1].label})  # decided alone meanwhile
    await confirm(scene, act_id)
    assert [(await scene.now(deposit)).credited_amount for deposit in deposits] == [10_000] * 3
    assert await scene.count("quarantine", "state = 'open'") == 1
    assert await scene.alerts() == ["credits_wait", "quarantine", "credits_wait over"]
    with pytest.raises(NotClaimable):
        await propose(scene, ActionType.RELEASE, values)


async def test_nothing_is_released_but_what_is_too_large(scene: ServiceFixture) -> None:
    """Least of all what is nobody's, or what the provider contradicts."""
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    await apply(scene, entry_for(deposit), "somebody")
    await apply(scene, entry_for(deposit, transaction_id="77", plugin_custom_order_id=""), "whoever")
    assert await scene.services.operators.above_ceiling(100) == ()
    for number in ("1", "2"):
        with pytest.raises(NotClaimable):
            await propose(scene, ActionType.RELEASE, {"entries": number, "count": 1, "amount": 10_000})


async def test_an_entry_that_is_nobodys_is_closed_by_two_people_and_its_money_leaves_the_unclaimed(
    scene: ServiceFixture,
) -> None:
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    entry = entry_for(deposit, plugin_custom_order_id="nobodys")
    await apply(scene, entry, "whoever")
    values: dict[str, str | int] = {"quarantine": 1, "reason": "a test of the provider"}
    act_id = await propose(scene, ActionType.DISMISS, values)
    assert await scene.count("quarantine", "state = 'open'") == 1
    await confirm(scene, act_id)
    assert [(kind, debit, credit) for kind, _, debit, credit, _ in await lines(scene)] == [
        ("deposit", "provider:kbzpay_manual", "unclaimed"),
        ("dismiss", "unclaimed", "house"),
    ]
    assert await scene.alerts() == ["quarantine", "quarantine over"]
    assert [what for _, what, _ in await log(scene)] == ["dismiss.proposed", "dismiss.done"]
    assert await apply(scene, entry, "whoever") is Booked.REPEATED
    assert await scene.count("quarantine") == 1
    for kind, more in ((ActionType.DISMISS, {"reason": "again"}), (ActionType.CLAIM, {"label": "player-42"})):
        with pytest.raises(NotClaimable):
            await propose(scene, kind, {"quarantine": 1, **more})


async def test_dismissed_money_is_never_credited_by_a_later_postback(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    await apply(scene, entry_for(deposit), "somebody")
    await agree(scene, ActionType.DISMISS, {"quarantine": 1, "reason": "the provider took it back"})
    assert await apply(scene, entry_for(deposit), deposit.label) is Booked.QUARANTINED
    assert (await scene.now(deposit)).status is DepositStatus.SUBMITTED
    # Two people decided without knowing this: they hear of it, once, and a person decides again.
    assert await quarantined(scene) == ["label_differs", "conflict"]
    assert await scene.alerts() == ["quarantine", "quarantine over", "quarantine"]
    await apply(scene, entry_for(deposit), deposit.label)
    assert await scene.count("quarantine") == 2
    assert [credit for _, _, _, credit, _ in await lines(scene)] == ["unclaimed", "house"]


async def test_what_is_no_money_is_dismissed_without_a_line(scene: ServiceFixture) -> None:
    await arrive(scene, deposit_entry(transaction_id=None), label="player-42")
    await agree(scene, ActionType.DISMISS, {"quarantine": 1, "reason": "no payment at all"})
    assert await lines(scene) == []
    assert await scene.count("quarantine", "state = 'open'") == 0


async def test_money_comes_first_in_the_list_however_much_else_waits(scene: ServiceFixture) -> None:
    for number in range(70):
        await arrive(scene, deposit_entry(transaction_id=None, comment=str(number)), label="player-42")
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    await apply(scene, entry_for(deposit), "somebody")
    page = await scene.services.operators.unclaimed()
    assert (page.entries[0].deposit_id, page.entries[0].owner) == (deposit.id, deposit.label)
    assert (page.count, page.money, page.pages) == (71, 1, 8)
    seen = [entry.id for number in range(8) for entry in (await scene.services.operators.unclaimed(number)).entries]
    assert sorted(seen) == list(range(1, 72))


@pytest.mark.parametrize("settings", [{"DEPOSIT_AUTO_CREDIT_MAX": "9999"}])
async def test_of_many_released_each_is_credited_once_and_its_player_told(scene: ServiceFixture) -> None:
    """The deposit of one was taken back meanwhile; another waits twice, once in a row of an old database."""
    taken_back = await scene.deposit(DepositStatus.CREDITED, credited_amount=10_000)
    twice = await scene.deposit(DepositStatus.SUBMITTED)
    for deposit in (taken_back, twice):
        await apply(scene, entry_for(deposit), deposit.label)
    again = "UPDATE quarantine SET ref = '' WHERE id = 2"
    await scene.database.write(lambda tx: tx.fetch(again))
    values: dict[str, str | int] = {"entries": "1 2", "count": 2, "amount": 20_000}
    act_id = await propose(scene, ActionType.RELEASE, values)
    await agree(scene, ActionType.REVERSE, {"deposit": taken_back.id, "reason": "odd"})
    await confirm(scene, act_id)
    assert (await scene.now(taken_back)).status is DepositStatus.REVERSED
    assert [kind for kind, *_ in await lines(scene)] == ["deposit", "deposit", "reversal", "assign"]
    assert [told["what"] for told in await scene.told(taken_back.player_id, "hand_ring")] == ["added"]


@pytest.mark.parametrize("settings", [{"DEPOSIT_AUTO_CREDIT_MAX": "9999"}])
async def test_nothing_is_released_of_what_was_all_decided_meanwhile(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    await apply(scene, entry_for(deposit), deposit.label)
    act_id = await propose(scene, ActionType.RELEASE, {"entries": "1", "count": 1, "amount": 10_000})
    await agree(scene, ActionType.CLAIM, {"quarantine": 1, "label": deposit.label})
    with pytest.raises(NotClaimable):
        await confirm(scene, act_id)


async def test_money_that_was_taken_out_finds_no_owner_any_more(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    entry = entry_for(deposit)
    await apply(scene, entry, "somebody")
    await agree(scene, ActionType.DISMISS, {"quarantine": 1, "reason": "nobody's"})

    async def unit(tx: Transaction) -> bool:
        line = await ledger.find(tx, ledger.payment_key(entry))
        assert line is not None
        return await ledger.assign(tx, line, entry, label="player-42", deposit_id="", provenance="act:9", now=1)

    assert await scene.database.write(unit) is False
