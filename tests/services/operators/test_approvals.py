"""Acts of two people: proposed and shown, done once by another person in time, written down whatever they become."""

import asyncio

import pytest

from bot.domain.approval import ActionType, ApprovalStatus
from bot.domain.day import day_start
from bot.domain.deposit import DepositStatus
from bot.domain.errors import (
    ActMoved,
    AlreadyBooked,
    DepositMoved,
    MakerMayNotConfirm,
    NotFrozen,
    RoleTooLow,
)
from bot.domain.operator import Operator, Role
from bot.services.scheduler import Scheduler
from bot.store import audit, ledger
from bot.store.overrides import load_overrides
from tests.services.acting import (
    CASHIER,
    CHECKER,
    OTHER_CHECKER,
    VIEWER,
    Values,
    act,
    agree,
    cards,
    confirm,
    facts,
    lines,
    log,
    propose,
)
from tests.services.service_fixture import OPERATORS, ServiceFixture

DAY = 24 * 3_600_000


async def credit(scene: ServiceFixture, operator: Operator = CASHIER, amount: int = 5_000) -> int:
    return await propose(
        scene, ActionType.CREDIT, {"label": "player-42", "amount": amount, "reason": "promised"}, operator
    )


async def test_a_proposal_is_shown_where_it_was_made_and_to_all_operators(scene: ServiceFixture) -> None:
    act_id = await credit(scene)
    subject = f"act:{act_id}"
    assert await cards(scene, CASHIER.chat_id) == await cards(scene, OPERATORS) == [subject]
    assert await log(scene) == [(CASHIER.id, "credit.proposed", subject)]
    assert await facts(scene) == (
        {},
        {"stage": "proposed", "label": "player-42", "amount": 5_000, "reason": "promised"},
    )
    assert await lines(scene) == []


async def test_the_same_typed_twice_is_one_proposal_and_another_amount_is_another(scene: ServiceFixture) -> None:
    first = await credit(scene)
    assert await credit(scene) == await credit(scene, CHECKER) == first
    assert await log(scene) == [(CASHIER.id, "credit.proposed", f"act:{first}")]
    assert await credit(scene, amount=6_000) != first


async def test_once_done_the_same_can_be_proposed_again(scene: ServiceFixture) -> None:
    first = await credit(scene)
    await confirm(scene, first)
    second = await credit(scene)
    assert second != first
    await confirm(scene, second)
    assert [ref for _, ref, *_ in await lines(scene)] == [f"act:{first}", f"act:{second}"]


async def test_a_confirmed_act_is_done_and_told_in_one_commit(scene: ServiceFixture) -> None:
    player = await scene.player()
    act_id = await agree(scene, ActionType.CREDIT, {"label": player.label, "amount": 5_000, "reason": "promised"})
    assert await lines(scene) == [("credit", f"act:{act_id}", "house", f"player:{player.label}", 5_000)]
    assert (await act(scene, act_id)).stage is ApprovalStatus.DONE
    assert (await act(scene, act_id)).checker == CHECKER.id
    assert await scene.told(player.id) == [{"what": "added", "amount": 5_000, "of": f"act-{act_id}"}]
    assert (await log(scene))[-1] == (CHECKER.id, "credit.done", f"act:{act_id}")
    assert await facts(scene) == ({"stage": "proposed"}, {"stage": "done"})


async def test_one_who_never_used_the_bot_can_be_credited_and_is_not_told(scene: ServiceFixture) -> None:
    await agree(scene, ActionType.CREDIT, {"label": "player-42", "amount": 5_000, "reason": "promised"})
    assert await scene.count("ledger") == 1
    assert await scene.count("outbox", "kind = 'hand_ring'") == 0


async def test_two_checkers_at_the_same_moment_do_it_once(scene: ServiceFixture) -> None:
    act_id = await credit(scene)
    turns = [await scene.turn(), await scene.turn()]
    ended = await asyncio.gather(
        *(
            scene.services.acts.confirm(turn, checker, act_id)
            for turn, checker in zip(turns, [CHECKER, OTHER_CHECKER], strict=True)
        ),
        return_exceptions=True,
    )
    assert sorted(type(result).__name__ for result in ended) == ["ActMoved", "NoneType"]
    assert await scene.count("ledger") == 1
    assert [what for _, what, _ in await log(scene)] == ["credit.proposed", "credit.done"]


async def test_the_maker_may_not_confirm_his_own_whatever_his_role(scene: ServiceFixture) -> None:
    act_id = await credit(scene, CHECKER)
    with pytest.raises(MakerMayNotConfirm):
        await confirm(scene, act_id, CHECKER)
    assert (await act(scene, act_id)).stage is ApprovalStatus.PROPOSED
    await confirm(scene, act_id, OTHER_CHECKER)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CASHIER])
async def test_the_second_person_is_a_checker_when_he_confirms(scene: ServiceFixture, role: Role) -> None:
    """the role that counts is the one he has at that moment."""
    act_id = await credit(scene)
    with pytest.raises(MakerMayNotConfirm):
        await confirm(scene, act_id, Operator(id=99, role=role, chat_id=99))
    assert await lines(scene) == []


@pytest.mark.parametrize(("kind", "operator"), [(ActionType.CREDIT, VIEWER), (ActionType.UNFREEZE, CASHIER)])
async def test_a_role_too_low_proposes_nothing(scene: ServiceFixture, kind: ActionType, operator: Operator) -> None:
    with pytest.raises(RoleTooLow):
        await propose(scene, kind, {"label": "player-42", "amount": 5_000, "reason": "promised"}, operator)
    assert await scene.count("acts") == await scene.count("audit") == 0


async def test_what_was_decided_cannot_be_decided_again(scene: ServiceFixture) -> None:
    act_id = await credit(scene)
    await scene.services.acts.decline(await scene.turn(), CHECKER, act_id, "no reason given")
    assert (await act(scene, act_id)).reason == "no reason given"
    assert await facts(scene) == ({"stage": "proposed"}, {"stage": "declined", "reason": "no reason given"})
    with pytest.raises(ActMoved) as moved:
        await confirm(scene, act_id)
    assert moved.value.values == {"id": act_id, "stage": "declined"}
    with pytest.raises(ActMoved):
        await scene.services.acts.decline(await scene.turn(), CHECKER, act_id, "again")
    assert await lines(scene) == []


async def test_an_act_that_is_none_is_said_to_be_none(scene: ServiceFixture) -> None:
    with pytest.raises(ActMoved) as moved:
        await confirm(scene, 0)
    assert moved.value.values == {"id": 0, "stage": "none"}


async def test_a_proposal_is_taken_back_by_its_maker_or_a_checker_only(scene: ServiceFixture) -> None:
    act_id = await credit(scene)
    with pytest.raises(RoleTooLow):
        await scene.services.acts.decline(
            await scene.turn(), Operator(id=99, role=Role.CASHIER, chat_id=99), act_id, "x"
        )
    await scene.services.acts.decline(await scene.turn(), CASHIER, act_id, "mistyped")
    assert (await act(scene, act_id)).stage is ApprovalStatus.DECLINED


async def test_an_old_act_is_not_done_and_the_clock_closes_it(scene: ServiceFixture) -> None:
    act_id = await credit(scene)
    scene.clock.advance(DAY)
    with pytest.raises(ActMoved) as moved:
        await confirm(scene, act_id)
    assert moved.value.values["stage"] == "expired"
    services = scene.services
    watch = Scheduler(
        scene.database, scene.clock, services.policy, services.alerts, services.wallets, services.withdrawals
    )
    await watch.tick()
    assert (await act(scene, act_id)).stage is ApprovalStatus.EXPIRED
    assert (await log(scene))[-1] == (0, "credit.expired", f"act:{act_id}")
    assert await credit(scene) != act_id


async def test_operators_are_told_once_after_each_day_of_acts_where_its_log_ended(scene: ServiceFixture) -> None:
    services = scene.services
    watch = Scheduler(
        scene.database, scene.clock, services.policy, services.alerts, services.wallets, services.withdrawals
    )

    async def told() -> list[object]:
        await watch.tick()
        alerts = await scene.told(OPERATORS, "alert")
        return [alert["values"] for alert in alerts if alert["kind"] == "audit_head"]

    scene.clock.now = day_start(scene.clock.now) + DAY
    await credit(scene)
    assert await told() == []
    first = await audit.head(scene.database)
    scene.clock.advance(DAY)
    await credit(scene, amount=6_000)
    for _ in range(3):
        assert await told() == [{"rows": 1, "hash": first.hash}]
        scene.clock.advance(3_600_000)
    last = await audit.head(scene.database)
    for _ in range(3):
        scene.clock.advance(DAY)
        await told()
    assert {"rows": last.count, "hash": last.hash} in await told()


async def test_a_credit_is_taken_back_by_a_line_of_its_own_and_the_player_told(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.CREDITED, credited_amount=10_000)
    await agree(scene, ActionType.REVERSE, {"deposit": deposit.id, "reason": "charged back"})
    assert (await scene.now(deposit)).status is DepositStatus.REVERSED
    assert await lines(scene) == [("reversal", deposit.id, f"player:{deposit.label}", "house", 10_000)]
    assert [told["what"] for told in await scene.told(deposit.player_id, "ring")] == ["reversed"]
    assert await scene.told(deposit.player_id, "card") == [{"of": deposit.id}]
    with pytest.raises(DepositMoved):
        await propose(scene, ActionType.REVERSE, {"deposit": deposit.id, "reason": "again"})


@pytest.mark.parametrize("status", [status for status in DepositStatus if status is not DepositStatus.CREDITED])
async def test_only_a_credit_can_be_taken_back(scene: ServiceFixture, status: DepositStatus) -> None:
    deposit = await scene.deposit(status)
    with pytest.raises(DepositMoved) as moved:
        await propose(scene, ActionType.REVERSE, {"deposit": deposit.id, "reason": "charged back"})
    assert moved.value.values == {"id": deposit.id, "status": status.value}


async def test_a_credit_proposed_to_be_taken_back_twice_is_taken_back_once(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.CREDITED, credited_amount=10_000)
    one = await propose(scene, ActionType.REVERSE, {"deposit": deposit.id, "reason": "charged back"})
    other = await propose(scene, ActionType.REVERSE, {"deposit": deposit.id, "reason": "paid by mistake"})
    await confirm(scene, one)
    with pytest.raises(DepositMoved):
        await confirm(scene, other)
    assert (await act(scene, other)).stage is ApprovalStatus.PROPOSED
    assert await scene.count("ledger") == 1


async def test_a_payout_made_by_hand_is_booked_once_per_reference(scene: ServiceFixture) -> None:
    player = await scene.player()
    values: Values = {"label": player.label, "amount": 30_000, "account": "09400000001", "reference": "C-17"}
    act_id = await propose(scene, ActionType.RECORD, values)
    rival = await propose(scene, ActionType.RECORD, {**values, "amount": 40_000})
    await confirm(scene, act_id)
    assert await lines(scene) == [("record", "c17", f"player:{player.label}", "provider:kbzpay_manual", 30_000)]
    assert await ledger.totals(scene.database, player.label) == (0, 30_000)
    assert [told["what"] for told in await scene.told(player.id)] == ["paid_out"]
    with pytest.raises(AlreadyBooked):
        await confirm(scene, rival)
    assert (await act(scene, rival)).stage is ApprovalStatus.DECLINED
    with pytest.raises(AlreadyBooked):
        await propose(scene, ActionType.RECORD, {**values, "amount": 50_000})
    assert await scene.count("ledger") == 1


async def test_the_log_never_holds_an_account_number(scene: ServiceFixture) -> None:
    await propose(
        scene, ActionType.RECORD, {"label": "p", "amount": 30_000, "account": "09400000001", "reference": "C-17"}
    )
    after = (await facts(scene))[1]
    assert after["account"].startswith("hmac:")
    assert after["account"].endswith("…0001")
    assert await scene.count("audit", "after LIKE '%09400000001%' OR before LIKE '%09400000001%'") == 0


async def test_payouts_are_frozen_by_one_and_let_go_again_by_two(scene: ServiceFixture) -> None:
    with pytest.raises(NotFrozen):
        await propose(scene, ActionType.UNFREEZE, {}, CHECKER)
    await scene.services.acts.freeze(await scene.turn(), CASHIER)
    await scene.services.acts.freeze(await scene.turn(), CASHIER)
    assert (await load_overrides(scene.database)).frozen
    assert await log(scene) == [(CASHIER.id, "freeze", "payouts")]
    act_id = await propose(scene, ActionType.UNFREEZE, {}, CHECKER)
    with pytest.raises(MakerMayNotConfirm):
        await confirm(scene, act_id, CHECKER)
    await confirm(scene, act_id, OTHER_CHECKER)
    assert not (await load_overrides(scene.database)).frozen
