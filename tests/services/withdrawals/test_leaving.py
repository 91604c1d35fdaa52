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
def setup(database: Database) -> WithdrawalFixture:
    return WithdrawalFixture(database)


async def confirmed(setup: WithdrawalFixture, amount: int = 30_000, account: str = "09400000001") -> Withdrawal:
    proposal = await setup.propose(amount, account=account)
    await setup.confirm(proposal)
    return await setup.read(proposal.id)


async def hold(setup: WithdrawalFixture, label: str = "player-42") -> None:
    await setup.database.write(lambda tx: holds.hold(tx, label, "odd", CHECKER.id, setup.clock.now))


async def release(setup: WithdrawalFixture) -> None:
    await setup.database.write(lambda tx: holds.release(tx, "PLAYER-42"))


async def freezes(setup: WithdrawalFixture) -> None:
    await setup.database.write(lambda tx: freeze_withdrawals(tx, CHECKER.id, setup.clock.now))


async def unfreezes(setup: WithdrawalFixture) -> None:
    await setup.database.write(unfreeze_withdrawals)


async def told(setup: WithdrawalFixture) -> list[object]:
    return await column(
        setup.database,
        "SELECT payload AS value FROM outbox WHERE kind = 'alert' AND payload LIKE '%payout_stopped%' ORDER BY id",
    )


@pytest.mark.parametrize(("stop", "go"), [(hold, release), (freezes, unfreezes)])
async def test_what_stops_a_confirmed_payout_is_told_once_and_it_leaves_when_that_has_ended(
    setup: WithdrawalFixture, stop: Change, go: Change
) -> None:
    payout = await confirmed(setup)
    await stop(setup)
    for _ in range(3):
        assert isinstance(await setup.deliver(), Retry)
        setup.clock.advance(60_000)
    assert setup.provider.sent_payouts == []
    assert (await setup.read(payout.id)).status is WithdrawalStatus.SENDING
    assert len(await told(setup)) == 1
    await go(setup)
    assert isinstance(await setup.deliver(), Delivered)
    assert (await setup.read(payout.id)).status is WithdrawalStatus.SENT
    assert '"over": true' in str((await told(setup))[-1])


async def test_a_refused_sending_leaves_a_line_in_the_audit_log(setup: WithdrawalFixture) -> None:
    payout = await confirmed(setup)
    await hold(setup)
    await setup.deliver()
    setup.clock.advance(60_000)
    await setup.deliver()
    rows = await column(setup.database, "SELECT after AS value FROM audit WHERE act = 'withdrawal.stopped'")
    assert rows == ['{"key": "error-player-held"}']
    assert await column(setup.database, "SELECT subject AS value FROM audit WHERE actor = 0") == [payout.id]


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
async def test_roles_and_limits_hold_at_the_moment_of_sending(setup: WithdrawalFixture, policy: Policy) -> None:
    payout = await confirmed(setup)
    later = setup.restarted_with(policy)
    assert isinstance(await later.deliver(), Retry)
    assert setup.provider.sent_payouts == []
    assert len(await told(setup)) == 1
    setup.clock.advance(60_000)
    assert isinstance(await setup.deliver(), Delivered)
    assert (await setup.read(payout.id)).status is WithdrawalStatus.SENT


@pytest.mark.parametrize("alone", [CASHIER, CHECKER])
@pytest.mark.parametrize(("solo", "leaves"), [(30_000, True), (29_999, False)])
async def test_what_one_confirmed_alone_leaves_only_within_the_limit_for_one(
    database: Database, solo: int, alone: Operator, *, leaves: bool
) -> None:
    """Whatever his role: the second person is missing."""
    setup = WithdrawalFixture(database, replace(POLICY, withdrawal_solo_max=30_000))
    await setup.confirm(await setup.propose(by=alone), alone)
    delivery = await setup.restarted_with(replace(POLICY, withdrawal_solo_max=solo)).deliver()
    assert isinstance(delivery, Delivered) is leaves


async def test_a_proposal_of_somebody_who_lost_his_role_is_not_confirmed(setup: WithdrawalFixture) -> None:
    proposal = await setup.propose()
    with pytest.raises(RightEnded):
        await setup.restarted_with(replace(POLICY, operators={CHECKER.id: Role.CHECKER})).confirm(proposal)


async def test_a_confirmed_payout_is_taken_back_before_it_was_tried(setup: WithdrawalFixture) -> None:
    payout = await confirmed(setup)
    await hold(setup)
    await setup.deliver()
    await setup.withdrawals.void(await setup.turn(), OTHER_CHECKER, payout.id, "wrong account")
    after = await setup.read(payout.id)
    assert (after.status, after.checker, after.voided_by, after.reason) == (
        WithdrawalStatus.DECLINED,
        CHECKER.id,
        OTHER_CHECKER.id,
        "wrong account",
    )
    assert await setup.lines() == [HOLD, BACK]
    await release(setup)
    setup.clock.advance(60_000)
    assert isinstance(await setup.deliver(), Delivered)
    assert setup.provider.sent_payouts == []
    assert await column(setup.database, "SELECT kind AS value FROM alarms") == []
    assert "withdrawal.voided" in await column(setup.database, "SELECT act AS value FROM audit")


async def test_what_surely_never_left_can_be_taken_back(setup: WithdrawalFixture) -> None:
    setup.provider.payouts.append(Answer(outcome=Outcome.NOT_SENT, detail="refused"))
    payout = await setup.sent()
    await setup.withdrawals.void(await setup.turn(), CHECKER, payout.id, "")
    assert (await setup.read(payout.id)).status is WithdrawalStatus.DECLINED


async def test_what_is_being_tried_is_not_taken_back(setup: WithdrawalFixture) -> None:
    payout = await confirmed(setup)

    async def void() -> None:
        with pytest.raises(AlreadyTried):
            await setup.withdrawals.void(await setup.turn(), CHECKER, payout.id, "late")

    setup.provider.before_answer = void
    await setup.deliver()
    assert (await setup.read(payout.id)).status is WithdrawalStatus.SENT
    assert await setup.lines() == [HOLD]


async def test_taking_back_and_sending_at_once_end_in_one_of_both(setup: WithdrawalFixture) -> None:
    for number in range(8):
        payout = await confirmed(setup, account=f"0940000000{number}")
        turn = await setup.turn()
        taken, _ = await asyncio.gather(
            setup.withdrawals.void(turn, CHECKER, payout.id, "race"), setup.deliver(), return_exceptions=True
        )
        after = await setup.read(payout.id)
        was_sent = payout.id in {sent.withdrawal_id for sent in setup.provider.sent_payouts}
        assert was_sent is isinstance(taken, DomainError)
        assert after.status is (WithdrawalStatus.SENT if was_sent else WithdrawalStatus.DECLINED)


async def test_only_a_checker_takes_back_and_only_what_is_confirmed(setup: WithdrawalFixture) -> None:
    payout = await confirmed(setup)
    with pytest.raises(RoleTooLow):
        await setup.withdrawals.void(await setup.turn(), CASHIER, payout.id, "no")
    sent = await setup.deliver()
    assert isinstance(sent, Delivered)
    with pytest.raises(WithdrawalMoved):
        await setup.withdrawals.void(await setup.turn(), CHECKER, payout.id, "no")


async def test_the_last_attempt_begins_the_day_after_which_an_unknown_payout_may_be_called_absent(
    setup: WithdrawalFixture,
) -> None:
    """It was confirmed long before: a freeze kept it for a day."""
    payout = await confirmed(setup)
    await freezes(setup)
    assert isinstance(await setup.deliver(), Retry)
    setup.clock.advance(DAY)
    await unfreezes(setup)
    setup.provider.payouts.append(Answer(outcome=Outcome.UNKNOWN))
    await setup.deliver()

    async def absent() -> None:
        now = setup.clock.now
        await setup.database.write(
            lambda tx: setup.withdrawals.resolve(tx, payout.id, CabinetOutcome.ABSENT, reason="cabinet", now=now)
        )

    setup.clock.advance(DAY - 1)
    with pytest.raises(TooEarly):
        await absent()
    setup.clock.advance(1)
    await absent()
    assert (await setup.read(payout.id)).status is WithdrawalStatus.REFUSED


async def test_a_payout_counts_for_the_day_on_which_it_leaves(database: Database) -> None:
    setup = WithdrawalFixture(database, replace(POLICY, withdrawal_day_max=100_000))
    await freezes(setup)
    await unfreezes(setup)
    first = await setup.propose(100_000)
    await setup.confirm(first)
    await freezes(setup)
    await setup.deliver()
    setup.clock.advance(DAY)
    await unfreezes(setup)
    await setup.deliver()
    assert (await setup.read(first.id)).status is WithdrawalStatus.SENT
    with pytest.raises(DomainError, match="error-day-limit"):
        await setup.confirm(await setup.propose(1_000, account="09400000002"))
    setup.clock.advance(DAY)
    await setup.confirm(await setup.propose(100_000, account="09400000003"))


@pytest.mark.parametrize("beyond", [False, True])
async def test_the_limit_of_an_operator_counts_what_he_proposed_and_what_he_confirmed(
    database: Database, *, beyond: bool
) -> None:
    setup = WithdrawalFixture(database, replace(POLICY, withdrawal_operator_day_max=60_000))
    await confirmed(setup)
    await setup.deliver()
    other = Operator(id=44, role=Role.CHECKER, chat_id=44)
    amount = 30_001 if beyond else 30_000
    policy = replace(POLICY, withdrawal_operator_day_max=60_000, operators=ROLES | {44: Role.CHECKER})
    setup = setup.restarted_with(policy)
    mine = await setup.propose(amount, by=other, label="player-7", account="09400000002")
    if beyond:
        with pytest.raises(OperatorDayLimitPassed) as refused:
            await setup.confirm(mine, CHECKER)
        assert refused.value.values == {"limit": 60_000, "left": 30_000, "operator": str(CHECKER.id)}
        await setup.confirm(mine, OTHER_CHECKER)
    else:
        await setup.confirm(mine, CHECKER)


@pytest.mark.parametrize("beyond", [False, True])
async def test_the_limit_of_an_account_counts_all_players(database: Database, *, beyond: bool) -> None:
    setup = WithdrawalFixture(database, replace(POLICY, withdrawal_account_day_max=60_000))
    await confirmed(setup)
    second = await setup.propose(30_001 if beyond else 30_000, label="player-7")
    if beyond:
        with pytest.raises(AccountDayLimitPassed):
            await setup.confirm(second)
    else:
        await setup.confirm(second)


@pytest.mark.parametrize("held", ["player-42", "Player-42", "PLAYER-42"])
async def test_a_hold_holds_the_label_however_it_is_written(setup: WithdrawalFixture, held: str) -> None:
    await hold(setup, held)
    with pytest.raises(DomainError, match="error-player-held"):
        await setup.propose(label="Player-42")


async def test_the_limit_of_a_player_counts_his_label_however_it_is_written(database: Database) -> None:
    setup = WithdrawalFixture(database, replace(POLICY, withdrawal_day_max=60_000))
    await confirmed(setup)
    with pytest.raises(DomainError, match="error-day-limit"):
        await setup.confirm(await setup.propose(30_001, label="PLAYER-42", account="09400000002"))
