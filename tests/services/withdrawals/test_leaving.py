"""Between its confirmation and its sending a payout may be stopped, taken back, or come to another day."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.domain.errors import DomainError, RoleTooLow, TooEarly, WithdrawalMoved
from bot.domain.operator import Operator, Role
from bot.domain.withdrawal import CabinetOutcome, Withdrawal, WithdrawalStatus
from bot.domain.withdrawal_errors import AccountDayLimitPassed, AlreadyTried, OperatorDayLimitPassed, RightEnded
from bot.provider.base import Answer, Outcome
from bot.services.policy import Policy
from bot.services.queue.delivery import Delivered, Retry
from bot.store import holds
from bot.store.engine.database import Database
from bot.store.overrides import freeze_withdrawals, unfreeze_withdrawals
from tests.given import column
from tests.services.withdrawals.withdrawal_fixture import (
    BACK,
    CASHIER,
    CHECKER,
    HOLD,
    OTHER_CHECKER,
    POLICY,
    ROLES,
    WithdrawalFixture,
)

HOUR = 3_600_000
DAY = 24 * HOUR
Change = Callable[[WithdrawalFixture], Awaitable[object]]


@pytest.fixture
def house(database: Database) -> WithdrawalFixture:
    return WithdrawalFixture(database)


async def confirmed(house: WithdrawalFixture, amount: int = 30_000, account: str = "09400000001") -> Withdrawal:
    proposal = await house.propose(amount, account=account)
    await house.confirm(proposal)
    return await house.read(proposal.id)


async def hold(house: WithdrawalFixture, label: str = "player-42") -> None:
    await house.database.write(lambda tx: holds.hold(tx, label, "odd", CHECKER.id, house.clock.now))


async def release(house: WithdrawalFixture) -> None:
    await house.database.write(lambda tx: holds.release(tx, "PLAYER-42"))


async def freezes(house: WithdrawalFixture) -> None:
    await house.database.write(lambda tx: freeze_withdrawals(tx, CHECKER.id, house.clock.now))


async def unfreezes(house: WithdrawalFixture) -> None:
    await house.database.write(unfreeze_withdrawals)


async def told(house: WithdrawalFixture) -> list[object]:
    return await column(
        house.database,
        "SELECT payload AS value FROM outbox WHERE kind = 'alert' AND payload LIKE '%payout_stopped%' ORDER BY id",
    )


@pytest.mark.parametrize(("stop", "go"), [(hold, release), (freezes, unfreezes)])
async def test_what_stops_a_confirmed_payout_is_told_once_and_it_leaves_when_that_has_ended(
    house: WithdrawalFixture, stop: Change, go: Change
) -> None:
    payout = await confirmed(house)
    await stop(house)
    for _ in range(3):
        assert isinstance(await house.deliver(), Retry)
        house.clock.advance(60_000)
    assert house.provider.sent_payouts == []
    assert (await house.read(payout.id)).status is WithdrawalStatus.SENDING
    assert len(await told(house)) == 1
    await go(house)
    assert isinstance(await house.deliver(), Delivered)
    assert (await house.read(payout.id)).status is WithdrawalStatus.SENT
    assert '"over": true' in str((await told(house))[-1])


async def test_a_refused_sending_leaves_a_line_in_the_audit_log(house: WithdrawalFixture) -> None:
    payout = await confirmed(house)
    await hold(house)
    await house.deliver()
    house.clock.advance(60_000)
    await house.deliver()
    rows = await column(house.database, "SELECT after AS value FROM audit WHERE act = 'withdrawal.stopped'")
    assert rows == ['{"key": "error-player-held"}']
    assert await column(house.database, "SELECT subject AS value FROM audit WHERE actor = 0") == [payout.id]


@pytest.mark.parametrize(
    "policy",
    [
        replace(POLICY, operators={CASHIER.id: Role.CASHIER}),
        replace(POLICY, operators=ROLES | {CHECKER.id: Role.CASHIER}),
        replace(POLICY, operators={CHECKER.id: Role.CHECKER}),
        replace(POLICY, operators=ROLES | {CASHIER.id: Role.VIEWER}),
        replace(POLICY, can_withdraw=False),
        replace(POLICY, withdrawal_max=29_999),
        replace(POLICY, withdrawal_day_max=29_999),
        replace(POLICY, withdrawal_account_day_max=29_999),
        replace(POLICY, withdrawal_operator_day_max=29_999),
    ],
    ids=["checker gone", "checker lowered", "maker gone", "maker lowered", "off", "max", "day", "account", "operator"],
)
async def test_roles_and_limits_hold_at_the_moment_of_sending(house: WithdrawalFixture, policy: Policy) -> None:
    payout = await confirmed(house)
    later = house.restarted_with(policy)
    assert isinstance(await later.deliver(), Retry)
    assert house.provider.sent_payouts == []
    assert len(await told(house)) == 1
    house.clock.advance(60_000)
    assert isinstance(await house.deliver(), Delivered)
    assert (await house.read(payout.id)).status is WithdrawalStatus.SENT


@pytest.mark.parametrize("alone", [CASHIER, CHECKER])
@pytest.mark.parametrize(("solo", "leaves"), [(30_000, True), (29_999, False)])
async def test_what_one_confirmed_alone_leaves_only_within_the_limit_for_one(
    database: Database, solo: int, alone: Operator, *, leaves: bool
) -> None:
    """Whatever his role: the second person is missing."""
    house = WithdrawalFixture(database, replace(POLICY, withdrawal_solo_max=30_000))
    await house.confirm(await house.propose(by=alone), alone)
    delivery = await house.restarted_with(replace(POLICY, withdrawal_solo_max=solo)).deliver()
    assert isinstance(delivery, Delivered) is leaves


async def test_a_proposal_of_somebody_who_lost_his_role_is_not_confirmed(house: WithdrawalFixture) -> None:
    proposal = await house.propose()
    with pytest.raises(RightEnded):
        await house.restarted_with(replace(POLICY, operators={CHECKER.id: Role.CHECKER})).confirm(proposal)


async def test_a_confirmed_payout_is_taken_back_before_it_was_tried(house: WithdrawalFixture) -> None:
    payout = await confirmed(house)
    await hold(house)
    await house.deliver()
    await house.withdrawals.void(await house.turn(), OTHER_CHECKER, payout.id, "wrong account")
    after = await house.read(payout.id)
    assert (after.status, after.checker, after.voided_by, after.reason) == (
        WithdrawalStatus.DECLINED,
        CHECKER.id,
        OTHER_CHECKER.id,
        "wrong account",
    )
    assert await house.lines() == [HOLD, BACK]
    await release(house)
    house.clock.advance(60_000)
    assert isinstance(await house.deliver(), Delivered)
    assert house.provider.sent_payouts == []
    assert await column(house.database, "SELECT kind AS value FROM alarms") == []
    assert "withdrawal.voided" in await column(house.database, "SELECT act AS value FROM audit")


async def test_what_surely_never_left_can_be_taken_back(house: WithdrawalFixture) -> None:
    house.provider.payouts.append(Answer(outcome=Outcome.NOT_SENT, detail="refused"))
    payout = await house.sent()
    await house.withdrawals.void(await house.turn(), CHECKER, payout.id, "")
    assert (await house.read(payout.id)).status is WithdrawalStatus.DECLINED


async def test_what_is_being_tried_is_not_taken_back(house: WithdrawalFixture) -> None:
    payout = await confirmed(house)

    async def void() -> None:
        with pytest.raises(AlreadyTried):
            await house.withdrawals.void(await house.turn(), CHECKER, payout.id, "late")

    house.provider.before_answer = void
    await house.deliver()
    assert (await house.read(payout.id)).status is WithdrawalStatus.SENT
    assert await house.lines() == [HOLD]


async def test_taking_back_and_sending_at_once_end_in_one_of_both(house: WithdrawalFixture) -> None:
    for number in range(8):
        payout = await confirmed(house, account=f"0940000000{number}")
        turn = await house.turn()
        taken, _ = await asyncio.gather(
            house.withdrawals.void(turn, CHECKER, payout.id, "race"), house.deliver(), return_exceptions=True
        )
        after = await house.read(payout.id)
        was_sent = payout.id in {sent.withdrawal_id for sent in house.provider.sent_payouts}
        assert was_sent is isinstance(taken, DomainError)
        assert after.status is (WithdrawalStatus.SENT if was_sent else WithdrawalStatus.DECLINED)


async def test_only_a_checker_takes_back_and_only_what_is_confirmed(house: WithdrawalFixture) -> None:
    payout = await confirmed(house)
    with pytest.raises(RoleTooLow):
        await house.withdrawals.void(await house.turn(), CASHIER, payout.id, "no")
    sent = await house.deliver()
    assert isinstance(sent, Delivered)
    with pytest.raises(WithdrawalMoved):
        await house.withdrawals.void(await house.turn(), CHECKER, payout.id, "no")


async def test_the_last_attempt_begins_the_day_after_which_an_unknown_payout_may_be_called_absent(
    house: WithdrawalFixture,
) -> None:
    """It was confirmed long before: a freeze kept it for a day."""
    payout = await confirmed(house)
    await freezes(house)
    assert isinstance(await house.deliver(), Retry)
    house.clock.advance(DAY)
    await unfreezes(house)
    house.provider.payouts.append(Answer(outcome=Outcome.UNKNOWN))
    await house.deliver()

    async def absent() -> None:
        now = house.clock.now
        await house.database.write(
            lambda tx: house.withdrawals.resolve(tx, payout.id, CabinetOutcome.ABSENT, reason="cabinet", now=now)
        )

    house.clock.advance(DAY - 1)
    with pytest.raises(TooEarly):
        await absent()
    house.clock.advance(1)
    await absent()
    assert (await house.read(payout.id)).status is WithdrawalStatus.REFUSED


async def test_a_payout_counts_for_the_day_on_which_it_leaves(database: Database) -> None:
    house = WithdrawalFixture(database, replace(POLICY, withdrawal_day_max=100_000))
    await freezes(house)
    await unfreezes(house)
    first = await house.propose(100_000)
    await house.confirm(first)
    await freezes(house)
    await house.deliver()
    house.clock.advance(DAY)
    await unfreezes(house)
    await house.deliver()
    assert (await house.read(first.id)).status is WithdrawalStatus.SENT
    with pytest.raises(DomainError, match="error-day-limit"):
        await house.confirm(await house.propose(1_000, account="09400000002"))
    house.clock.advance(DAY)
    await house.confirm(await house.propose(100_000, account="09400000003"))


@pytest.mark.parametrize("beyond", [False, True])
async def test_the_limit_of_an_operator_counts_what_he_proposed_and_what_he_confirmed(
    database: Database, *, beyond: bool
) -> None:
    house = WithdrawalFixture(database, replace(POLICY, withdrawal_operator_day_max=60_000))
    await confirmed(house)
    await house.deliver()
    other = Operator(id=44, role=Role.CHECKER, chat_id=44)
    amount = 30_001 if beyond else 30_000
    policy = replace(POLICY, withdrawal_operator_day_max=60_000, operators=ROLES | {44: Role.CHECKER})
    house = house.restarted_with(policy)
    mine = await house.propose(amount, by=other, label="player-7", account="09400000002")
    if beyond:
        with pytest.raises(OperatorDayLimitPassed) as refused:
            await house.confirm(mine, CHECKER)
        assert refused.value.values == {"limit": 60_000, "left": 30_000, "operator": str(CHECKER.id)}
        await house.confirm(mine, OTHER_CHECKER)
    else:
        await house.confirm(mine, CHECKER)


@pytest.mark.parametrize("beyond", [False, True])
async def test_the_limit_of_an_account_counts_all_players(database: Database, *, beyond: bool) -> None:
    house = WithdrawalFixture(database, replace(POLICY, withdrawal_account_day_max=60_000))
    await confirmed(house)
    second = await house.propose(30_001 if beyond else 30_000, label="player-7")
    if beyond:
        with pytest.raises(AccountDayLimitPassed):
            await house.confirm(second)
    else:
        await house.confirm(second)


@pytest.mark.parametrize("held", ["player-42", "Player-42", "PLAYER-42"])
async def test_a_hold_holds_the_label_however_it_is_written(house: WithdrawalFixture, held: str) -> None:
    await hold(house, held)
    with pytest.raises(DomainError, match="error-player-held"):
        await house.propose(label="Player-42")


async def test_the_limit_of_a_player_counts_his_label_however_it_is_written(database: Database) -> None:
    house = WithdrawalFixture(database, replace(POLICY, withdrawal_day_max=60_000))
    await confirmed(house)
    with pytest.raises(DomainError, match="error-day-limit"):
        await house.confirm(await house.propose(30_001, label="PLAYER-42", account="09400000002"))
