"""A confirmed payout: sent at most once, ended by the signed word or by people."""

from dataclasses import replace

import pytest

from bot.domain.entry import Reason
from bot.domain.errors import (
    PayoutsFrozen,
    TooEarly,
    WithdrawalMoved,
)
from bot.domain.player import Recipient
from bot.domain.withdrawal import CabinetOutcome, WithdrawalStatus
from bot.provider.base import Answer, Outcome
from bot.services.postbacks.crediting import Booked
from bot.services.queue.delivery import DeadLetter, Delivered, Retry
from bot.services.withdrawals.sending import send_withdrawal
from bot.store import attempts, ledger
from bot.store.engine.database import Database
from bot.store.overrides import freeze_withdrawals, unfreeze_withdrawals
from tests.given import column, given_player
from tests.services.withdrawals.withdrawal_fixture import ACCOUNT, BACK, CASHIER, CHECKER, HOLD, PAID, WithdrawalFixture


@pytest.fixture
def setup(database: Database) -> WithdrawalFixture:
    return WithdrawalFixture(database)


async def test_a_confirmed_payout_is_sent_once_and_paid_by_the_signed_word(setup: WithdrawalFixture) -> None:
    payout = await setup.sent()
    assert (payout.status, payout.checker) == (WithdrawalStatus.SENT, CHECKER.id)
    assert [sent.withdrawal_id for sent in setup.provider.sent_payouts] == [payout.id]
    assert await setup.signed(payout, "1") is Booked.ENDED
    assert await setup.signed(payout, "1") is Booked.REPEATED
    assert (await setup.read(payout.id)).status is WithdrawalStatus.PAID
    assert await setup.lines() == [HOLD, PAID]
    assert await ledger.totals(setup.database, "player-42") == (0, 30_000)


async def test_a_failed_payout_gives_the_held_sum_back(setup: WithdrawalFixture) -> None:
    payout = await setup.sent()
    assert await setup.signed(payout, "5") is Booked.ENDED
    assert await setup.signed(payout, "5") is Booked.REPEATED
    assert (await setup.read(payout.id)).status is WithdrawalStatus.FAILED
    assert await setup.lines() == [HOLD, BACK]
    assert await ledger.totals(setup.database, "player-42") == (0, 0)


async def test_a_refusal_gives_the_sum_back_and_keeps_the_providers_words_for_operators(
    setup: WithdrawalFixture,
) -> None:
    setup.provider.payouts.append(Answer(outcome=Outcome.REFUSED, detail="Insufficient balance"))
    payout = await setup.sent()
    assert (payout.status, payout.detail) == (WithdrawalStatus.REFUSED, "Insufficient balance")
    assert await setup.lines() == [HOLD, BACK]


async def test_an_unclear_answer_makes_it_unknown_and_it_is_never_sent_again(setup: WithdrawalFixture) -> None:
    setup.provider.payouts.append(Answer(outcome=Outcome.UNKNOWN, detail="time-out"))
    payout = await setup.sent()
    assert payout.status is WithdrawalStatus.UNKNOWN
    states = await column(setup.database, "SELECT state AS value FROM outbox WHERE kind = 'payout'")
    assert (states, len(setup.provider.sent_payouts)) == (["dead"], 1)
    assert await setup.signed(payout, "1") is Booked.ENDED
    assert await setup.lines() == [HOLD, PAID]


async def test_what_surely_never_left_is_tried_again_under_the_same_id(setup: WithdrawalFixture) -> None:
    setup.provider.payouts.append(Answer(outcome=Outcome.NOT_SENT, detail="refused"))
    payout = await setup.sent()
    assert payout.status is WithdrawalStatus.SENDING
    setup.clock.advance(600_000)
    assert isinstance(await setup.deliver(), Delivered)
    assert (await setup.read(payout.id)).status is WithdrawalStatus.SENT
    assert {sent.withdrawal_id for sent in setup.provider.sent_payouts} == {payout.id}


async def test_what_surely_never_left_stays_what_it_was_however_often_and_operators_know(
    setup: WithdrawalFixture,
) -> None:
    setup.provider.payouts.extend([Answer(outcome=Outcome.NOT_SENT, detail="refused")] * 30)
    payout = await setup.sent()
    for _ in range(29):
        setup.clock.advance(30_000)
        assert isinstance(await setup.deliver(), Retry)
        assert (await setup.read(payout.id)).status is WithdrawalStatus.SENDING
    setup.clock.advance(30_000)
    assert isinstance(await setup.deliver(), Delivered)
    assert (await setup.read(payout.id)).status is WithdrawalStatus.SENT
    told = await setup.database.fetch("SELECT payload FROM outbox WHERE kind = 'alert' ORDER BY id")
    assert ["over" in row["payload"] for row in told] == [False, True]
    assert all('"payout_not_sent"' in row["payload"] for row in told)


async def test_an_attempt_that_a_crash_left_open_makes_it_unknown_without_a_second_call(
    setup: WithdrawalFixture,
) -> None:
    proposal = await setup.propose()
    await setup.confirm(proposal)
    await setup.database.write(lambda tx: attempts.start(tx, proposal.id, proposal.id, setup.clock.now))
    await setup.database.write(lambda tx: attempts.close_open(tx, setup.clock.now))
    assert isinstance(await setup.deliver(), DeadLetter)
    assert (await setup.read(proposal.id)).status is WithdrawalStatus.UNKNOWN
    assert setup.provider.sent_payouts == []


async def test_the_signed_word_may_come_before_the_answer(setup: WithdrawalFixture) -> None:
    proposal = await setup.propose()
    await setup.confirm(proposal)
    assert await setup.signed(await setup.read(proposal.id), "1") is Booked.ENDED
    await setup.deliver()
    assert (await setup.read(proposal.id)).status is WithdrawalStatus.PAID
    assert setup.provider.sent_payouts == []


@pytest.mark.parametrize("outcome", [Outcome.DONE, Outcome.REFUSED, Outcome.UNKNOWN])
async def test_the_signed_word_stands_whatever_the_answer_then_is(setup: WithdrawalFixture, outcome: Outcome) -> None:
    """It came while the call was under way."""
    proposal = await setup.propose()
    await setup.confirm(proposal)
    sending = await setup.read(proposal.id)
    setup.provider.before_answer = lambda: setup.signed(sending, "1")
    setup.provider.payouts.append(Answer(outcome=outcome))
    await setup.deliver()
    assert (await setup.read(proposal.id)).status is WithdrawalStatus.PAID
    assert await setup.lines() == [HOLD, PAID]


async def test_a_payout_that_is_not_in_the_books_is_never_sent(setup: WithdrawalFixture) -> None:
    proposal = await setup.propose()
    await setup.database.write(lambda tx: send_withdrawal(tx, replace(proposal, id="w-none"), setup.clock.now))
    assert await setup.deliver() == DeadLetter("no such withdrawal")
    assert setup.provider.sent_payouts == []


async def test_an_end_that_the_row_will_not_follow_takes_everything_back(setup: WithdrawalFixture) -> None:
    """What was read is not what stands any more: neither the row nor the ledger may move."""
    proposal = await setup.propose()
    with pytest.raises(RuntimeError, match="cannot become paid"):
        await setup.signed_about(replace(proposal, status=WithdrawalStatus.SENT), "1")
    assert (await setup.read(proposal.id)).status is WithdrawalStatus.PROPOSED
    assert await setup.lines() == [HOLD]


@pytest.mark.parametrize(
    ("first", "then", "status"),
    [("5", "1", WithdrawalStatus.FAILED), ("1", "5", WithdrawalStatus.PAID)],
    ids=["paid late", "failed late"],
)
async def test_a_contradiction_moves_nothing_and_is_kept(
    setup: WithdrawalFixture, first: str, then: str, status: WithdrawalStatus
) -> None:
    payout = await setup.sent()
    await setup.signed(payout, first)
    assert await setup.signed(payout, then) is Booked.QUARANTINED
    after = await setup.read(payout.id)
    assert (after.status, [flag.value for flag in after.flags]) == (status, ["conflict"])
    owed = [line for line in await setup.lines() if str(line).startswith("receivable")]
    assert len(owed) == (1 if first == "5" else 0)


@pytest.mark.parametrize("status", ["0", "2", "3", '"1"', "null", "true", "15"])
async def test_an_unknown_status_moves_nothing(setup: WithdrawalFixture, status: str) -> None:
    payout = await setup.sent()
    assert await setup.signed(payout, status) is Booked.QUARANTINED
    assert (await setup.read(payout.id)).status is WithdrawalStatus.SENT
    assert await column(setup.database, "SELECT reason AS value FROM quarantine") == [Reason.WITHDRAWAL_STATUS.value]


@pytest.mark.parametrize(
    "changes", [{"amount": 29_999}, {"account_number": "09400000002"}, {"account_number": ""}, {"wallet": "wavepay"}]
)
async def test_an_outcome_of_another_payout_moves_nothing(setup: WithdrawalFixture, changes: dict[str, object]) -> None:
    payout = await setup.sent()
    assert await setup.signed(payout, "1", **changes) is Booked.QUARANTINED
    assert (await setup.read(payout.id)).status is WithdrawalStatus.SENT


async def test_a_swapped_label_moves_nothing_and_says_nothing_of_our_row(setup: WithdrawalFixture) -> None:
    payout = await setup.sent()
    assert await setup.signed(payout, "1", label="someone-else") is Booked.QUARANTINED
    after = await setup.read(payout.id)
    assert (after.status, after.flags) == (WithdrawalStatus.SENT, frozenset())


async def test_an_outcome_of_an_unknown_id_waits_for_a_person(setup: WithdrawalFixture) -> None:
    stranger = replace(await setup.sent(), id="w-none")
    assert await setup.signed(stranger, "1") is Booked.QUARANTINED


async def test_an_unknown_payout_is_resolved_by_people_alone_and_absent_only_after_a_day(
    setup: WithdrawalFixture,
) -> None:
    setup.provider.payouts.append(Answer(outcome=Outcome.UNKNOWN))
    payout = await setup.sent()

    async def resolve(outcome: CabinetOutcome) -> None:
        now = setup.clock.now
        await setup.database.write(
            lambda tx: setup.withdrawals.resolve(tx, payout.id, outcome, reason="cabinet line 7", now=now)
        )

    with pytest.raises(TooEarly):
        await resolve(CabinetOutcome.ABSENT)
    setup.clock.advance(24 * 3_600_000)
    await resolve(CabinetOutcome.ABSENT)
    assert (await setup.read(payout.id)).status is WithdrawalStatus.REFUSED
    assert await setup.lines() == [HOLD, BACK]
    with pytest.raises(WithdrawalMoved):
        await resolve(CabinetOutcome.EXISTS)


async def test_a_lock_out_freezes_all_payouts(setup: WithdrawalFixture) -> None:
    setup.provider.payouts.append(Answer(outcome=Outcome.UNKNOWN, credentials_rejected=True))
    assert (await setup.sent()).status is WithdrawalStatus.UNKNOWN
    with pytest.raises(PayoutsFrozen):
        await setup.confirm(await setup.propose(account="09400000002"))


async def test_what_was_confirmed_before_the_freeze_waits_for_its_end(setup: WithdrawalFixture) -> None:
    proposal = await setup.propose()
    await setup.confirm(proposal)
    await setup.database.write(lambda tx: freeze_withdrawals(tx, CHECKER.id, setup.clock.now))
    assert isinstance(await setup.deliver(), Retry)
    assert setup.provider.sent_payouts == []
    await setup.database.write(unfreeze_withdrawals)
    setup.clock.advance(600_000)
    assert isinstance(await setup.deliver(), Delivered)
    assert (await setup.read(proposal.id)).status is WithdrawalStatus.SENT


async def test_the_player_is_told_at_sent_and_at_the_end(setup: WithdrawalFixture) -> None:
    player = await given_player(setup.database)
    recipient = Recipient(label=player.label, player_id=player.id)
    await setup.withdrawals.propose(await setup.turn(), CASHIER, recipient, 5_000, ACCOUNT, "kbzpay_manual")
    await setup.confirm(await setup.read("w-0001"))
    await setup.deliver()
    await setup.signed(await setup.read("w-0001"), "1")
    told = await column(setup.database, "SELECT dedupe AS value FROM outbox WHERE kind = 'payout_ring' ORDER BY id")
    assert told == ["payout:w-0001:sent", "payout:w-0001:paid"]
