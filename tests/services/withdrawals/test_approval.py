"""Payouts by two people: proposed, read back, confirmed within limits by another."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import (
    AccountMalformed,
    AmountTooLarge,
    DayLimitPassed,
    DomainError,
    MakerMayNotConfirm,
    PayoutsFrozen,
    PlayerHeld,
    WithdrawalMoved,
    WithdrawalsOff,
)
from bot.domain.operator import Operator
from bot.domain.withdrawal import WithdrawalStatus
from bot.domain.withdrawal_risk import WithdrawalRisk, WithdrawalRiskKind
from bot.services.policy import Policy
from bot.services.queue.delivery import Retry
from bot.services.withdrawals.approval import _move, read_account
from bot.store import withdrawals
from bot.store.engine.database import Database
from bot.store.overrides import freeze_withdrawals
from tests.given import column
from tests.services.withdrawals.withdrawal_fixture import (
    ACCOUNT,
    BACK,
    CASHIER,
    CHECKER,
    HOLD,
    OTHER_CHECKER,
    POLICY,
    WithdrawalFixture,
)


@pytest.fixture
def setup(database: Database) -> WithdrawalFixture:
    return WithdrawalFixture(database)


async def test_a_proposal_holds_its_sum_and_is_shown_to_the_maker_and_in_the_operators_chat(
    setup: WithdrawalFixture,
) -> None:
    proposal = await setup.propose()
    assert (proposal.status, proposal.maker, proposal.is_test) == (WithdrawalStatus.PROPOSED, CASHIER.id, False)
    assert await setup.lines() == [HOLD]
    chats = await column(setup.database, "SELECT lane AS value FROM outbox WHERE kind = 'operator_card' ORDER BY lane")
    assert chats == ["tg:-500", "tg:11"]


async def test_the_same_command_typed_twice_is_one_proposal(setup: WithdrawalFixture) -> None:
    first, second = await setup.propose(), await setup.propose()
    assert first == second
    assert await setup.lines() == [HOLD]


@pytest.mark.parametrize(
    ("by", "policy"),
    [(CASHIER, POLICY), (replace(CASHIER, id=44), POLICY), (replace(CHECKER, id=CASHIER.id), POLICY)],
    ids=["the maker", "another cashier", "the maker as a checker"],
)
async def test_only_another_checker_confirms(database: Database, by: Operator, policy: Policy) -> None:
    setup = WithdrawalFixture(database, policy)
    proposal = await setup.propose()
    with pytest.raises(MakerMayNotConfirm):
        await setup.confirm(proposal, by)
    assert (await setup.read(proposal.id)).status is WithdrawalStatus.PROPOSED


@pytest.mark.parametrize(("amount", "may"), [(10_000, True), (10_001, False)])
async def test_the_maker_may_confirm_alone_up_to_the_limit(database: Database, amount: int, *, may: bool) -> None:
    setup = WithdrawalFixture(database, replace(POLICY, withdrawal_solo_max=10_000))
    proposal = await setup.propose(amount)
    if may:
        await setup.confirm(proposal, CASHIER)
    else:
        with pytest.raises(MakerMayNotConfirm):
            await setup.confirm(proposal, CASHIER)
    assert ((await setup.read(proposal.id)).status is WithdrawalStatus.SENDING) is may


async def test_two_checkers_at_once_send_it_once(setup: WithdrawalFixture) -> None:
    proposal = await setup.propose()
    await setup.confirm(proposal, CHECKER)
    with pytest.raises(WithdrawalMoved) as refused:
        await setup.confirm(proposal, OTHER_CHECKER)
    assert refused.value.values["status"] == "sending"
    assert len(await column(setup.database, "SELECT id AS value FROM outbox WHERE kind = 'payout'")) == 1


async def test_the_limit_of_a_day_holds_over_all_confirmed_payouts(setup: WithdrawalFixture) -> None:
    for _ in range(3):
        await setup.confirm(await setup.propose(1_000_000, account=f"0940000000{_}"))
        await setup.deliver()
    fourth = await setup.propose(1_000, account="09400000009")
    with pytest.raises(DayLimitPassed):
        await setup.confirm(fourth)
    setup.clock.advance(24 * 3_600_000)
    fifth = await setup.propose(1_000, account="09400000008")
    await setup.confirm(fifth)


async def test_what_was_given_back_does_not_count_against_the_day(setup: WithdrawalFixture) -> None:
    for _ in range(3):
        payout = await setup.sent(1_000_000)
        await setup.signed(payout, "5")
    await setup.confirm(await setup.propose(1_000_000))


async def test_frozen_payouts_are_neither_confirmed_nor_sent(setup: WithdrawalFixture) -> None:
    proposal, waiting = await setup.propose(), await setup.propose(account="09400000002")
    await setup.confirm(waiting)
    await setup.database.write(lambda tx: freeze_withdrawals(tx, 1, setup.clock.now))
    with pytest.raises(PayoutsFrozen):
        await setup.confirm(proposal)
    assert isinstance(await setup.deliver(), Retry)
    assert setup.provider.sent_payouts == []


async def test_a_held_player_is_neither_proposed_nor_confirmed(setup: WithdrawalFixture) -> None:
    proposal = await setup.propose()
    await setup.database.write(
        lambda tx: tx.fetch("INSERT INTO holds (label, reason, actor, since) VALUES ('player-42', 'x', 1, 1)")
    )
    with pytest.raises(PlayerHeld):
        await setup.confirm(proposal)
    with pytest.raises(PlayerHeld):
        await setup.propose(account="09400000002")


@pytest.mark.parametrize(
    ("policy", "call", "error"),
    [
        (POLICY, {"account": "0940000000"}, AccountMalformed),
        (POLICY, {"account": "094000000011"}, AccountMalformed),
        (POLICY, {"account": "19400000001"}, AccountMalformed),
        (POLICY, {"account": "0940000000x"}, AccountMalformed),
        (POLICY, {"wallet": "wavepay"}, AccountMalformed),
        (replace(POLICY, can_withdraw=False), {}, WithdrawalsOff),
        (replace(POLICY, withdrawal_max=29_999), {}, AmountTooLarge),
    ],
)
async def test_a_payout_that_cannot_be_is_refused_at_the_proposal(
    database: Database, policy: Policy, call: dict[str, str], error: type[DomainError]
) -> None:
    setup = WithdrawalFixture(database, policy)
    with pytest.raises(error):
        await setup.propose(**call)  # type: ignore[arg-type]
    assert await setup.lines() == []


@given(st.text(max_size=40) | st.from_regex(r"[+]?9?5?[0-9၀-၉ +-]{9,16}", fullmatch=True))
def test_an_account_is_eleven_digits_of_a_mobile_number_or_none(typed: str) -> None:
    try:
        account = read_account(typed, "kbzpay_manual")
    except AccountMalformed:
        return
    assert re.fullmatch("09[0-9]{9}", account)


@pytest.mark.parametrize(
    "typed",
    ["09 400-000 001", "၀၉၄၀၀၀၀၀၀၀၁", "09\u200b400000001", "+95 9 400-000-001", "959400000001", "+၉၅၉၄၀၀၀၀၀၀၀၁"],
)
async def test_an_account_is_read_as_people_type_it(setup: WithdrawalFixture, typed: str) -> None:
    assert (await setup.propose(account=typed)).account == ACCOUNT


@pytest.mark.parametrize(
    ("policy", "error"),
    [(replace(POLICY, can_withdraw=False), WithdrawalsOff), (replace(POLICY, withdrawal_max=29_999), AmountTooLarge)],
)
async def test_what_was_proposed_under_other_settings_is_not_confirmed(
    setup: WithdrawalFixture, policy: Policy, error: type[DomainError]
) -> None:
    proposal = await setup.propose()
    later = WithdrawalFixture(setup.database, policy)
    with pytest.raises(error):
        await later.confirm(proposal)
    assert (await setup.read(proposal.id)).status is WithdrawalStatus.PROPOSED


async def test_what_was_decided_is_not_declined_and_does_not_expire(setup: WithdrawalFixture) -> None:
    """The list of what is due was read before."""
    sent = await setup.sent()
    with pytest.raises(WithdrawalMoved):
        await setup.withdrawals.decline(await setup.turn(), CHECKER, sent.id, "too late")
    await setup.database.write(lambda tx: setup.withdrawals.expire(tx, sent.id, setup.clock.now))
    assert (await setup.read(sent.id)).status is WithdrawalStatus.SENT
    assert await setup.lines() == [HOLD]


async def test_a_decision_about_what_stood_elsewhere_a_moment_ago_is_refused(setup: WithdrawalFixture) -> None:
    """The guard of the statement has the last word, not what was read before it."""
    sent = await setup.sent()
    with pytest.raises(WithdrawalMoved):
        await setup.database.write(
            lambda tx: _move(tx, sent, WithdrawalStatus.DECLINED, since=WithdrawalStatus.PROPOSED)
        )
    assert (await setup.read(sent.id)).status is WithdrawalStatus.SENT


async def test_id_sum_and_account_of_a_payout_are_no_columns_that_a_move_may_set(setup: WithdrawalFixture) -> None:
    proposal = await setup.propose()
    with pytest.raises(ValueError, match="account"):
        await setup.database.write(
            lambda tx: withdrawals.move(tx, proposal.id, WithdrawalStatus.SENDING, account="09400000009")
        )


async def test_declined_or_expired_the_sum_goes_back(setup: WithdrawalFixture) -> None:
    declined = await setup.propose()
    await setup.withdrawals.decline(await setup.turn(), CHECKER, declined.id, "wrong account")
    expired = await setup.propose(account="09400000002")
    setup.clock.advance(3_600_000)
    with pytest.raises(WithdrawalMoved):
        await setup.confirm(expired)
    await setup.database.write(lambda tx: setup.withdrawals.expire(tx, expired.id, setup.clock.now))
    assert [(await setup.read(row.id)).status for row in (declined, expired)] == [
        WithdrawalStatus.DECLINED,
        WithdrawalStatus.EXPIRED,
    ]
    assert await setup.lines() == [HOLD, BACK, HOLD, BACK]


async def test_a_test_payout_touches_no_totals(database: Database) -> None:
    setup = WithdrawalFixture(database, replace(POLICY, test_withdrawals=True))
    payout = await setup.sent()
    assert payout.is_test
    await setup.signed(payout, "1")
    assert (await setup.read(payout.id)).status is WithdrawalStatus.PAID
    assert await setup.lines() == []


async def test_risks_name_what_a_checker_should_think_of(setup: WithdrawalFixture) -> None:
    first = await setup.propose()
    assert await setup.withdrawals.risks(first) == (
        WithdrawalRisk(kind=WithdrawalRiskKind.FIRST_PAYOUT),
        WithdrawalRisk(kind=WithdrawalRiskKind.ACCOUNT_UNSEEN),
        WithdrawalRisk(kind=WithdrawalRiskKind.ABOVE_CREDITS),
    )
    await setup.confirm(first)
    await setup.deliver()
    await setup.signed(await setup.read(first.id), "5")
    again = await setup.propose()
    failed = await setup.read(first.id)
    assert WithdrawalRisk(kind=WithdrawalRiskKind.FAILED_LATELY, other=failed) in await setup.withdrawals.risks(again)
    shared = await setup.propose(label="player-43")
    assert WithdrawalRisk(kind=WithdrawalRiskKind.ACCOUNT_SHARED, other=again) in await setup.withdrawals.risks(shared)


async def test_every_act_is_in_the_audit(setup: WithdrawalFixture) -> None:
    proposal = await setup.propose()
    await setup.confirm(proposal)
    acts = await column(setup.database, "SELECT act || ' ' || after AS value FROM audit ORDER BY id")
    assert acts == ["withdrawal.proposed proposed", "withdrawal.confirmed sending"]


async def test_every_pair_of_states_outside_the_table_is_refused_by_the_guard(setup: WithdrawalFixture) -> None:
    paid = await setup.sent()
    await setup.signed(paid, "1")
    for target in WithdrawalStatus:
        moved = await setup.database.write(lambda tx, to=target: withdrawals.move(tx, paid.id, to))  # type: ignore[misc]
        assert moved is None
