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
def house(database: Database) -> WithdrawalFixture:
    return WithdrawalFixture(database)


async def test_a_confirmed_payout_is_sent_once_and_paid_by_the_signed_word(house: WithdrawalFixture) -> None:
    payout = await house.sent()
    assert (payout.status, payout.checker) == (WithdrawalStatus.SENT, CHECKER.id)
    assert [sent.withdrawal_id for sent in house.provider.sent_payouts] == [payout.id]
    assert await house.signed(payout, "1") is Booked.ENDED
    assert await house.signed(payout, "1") is Booked.REPEATED
    assert (await house.read(payout.id)).status is WithdrawalStatus.PAID
    assert await house.lines() == [HOLD, PAID]
    assert await ledger.totals(house.database, "player-42") == (0, 30_000)


async def test_a_failed_payout_gives_the_held_sum_back(house: WithdrawalFixture) -> None:
    payout = await house.sent()
    assert await house.signed(payout, "5") is Booked.ENDED
    assert await house.signed(payout, "5") is Booked.REPEATED
    assert (await house.read(payout.id)).status is WithdrawalStatus.FAILED
    assert await house.lines() == [HOLD, BACK]
    assert await ledger.totals(house.database, "player-42") == (0, 0)


async def test_a_refusal_gives_the_sum_back_and_keeps_the_providers_words_for_operators(
    house: WithdrawalFixture,
) -> None:
    house.provider.payouts.append(Answer(outcome=Outcome.REFUSED, detail="Insufficient balance"))
    payout = await house.sent()
    assert (payout.status, payout.detail) == (WithdrawalStatus.REFUSED, "Insufficient balance")
    assert await house.lines() == [HOLD, BACK]


async def test_an_unclear_answer_makes_it_unknown_and_it_is_never_sent_again(house: WithdrawalFixture) -> None:
    house.provider.payouts.append(Answer(outcome=Outcome.UNKNOWN, detail="time-out"))
    payout = await house.sent()
    assert payout.status is WithdrawalStatus.UNKNOWN
    states = await column(house.database, "SELECT state AS value FROM outbox WHERE kind = 'payout'")
    assert (states, len(house.provider.sent_payouts)) == (["dead"], 1)
    assert await house.signed(payout, "1") is Booked.ENDED
    assert await house.lines() == [HOLD, PAID]


async def test_what_surely_never_left_is_tried_again_under_the_same_id(house: WithdrawalFixture) -> None:
    house.provider.payouts.append(Answer(outcome=Outcome.NOT_SENT, detail="refused"))
    payout = await house.sent()
    assert payout.status is WithdrawalStatus.SENDING
    house.clock.advance(600_000)
    assert isinstance(await house.deliver(), Delivered)
    assert (await house.read(payout.id)).status is WithdrawalStatus.SENT
    assert {sent.withdrawal_id for sent in house.provider.sent_payouts} == {payout.id}


async def test_what_surely_never_left_stays_what_it_was_however_often_and_operators_know(
    house: WithdrawalFixture,
) -> None:
    house.provider.payouts.extend([Answer(outcome=Outcome.NOT_SENT, detail="refused")] * 30)
    payout = await house.sent()
    for _ in range(29):
        house.clock.advance(30_000)
        assert isinstance(await house.deliver(), Retry)
        assert (await house.read(payout.id)).status is WithdrawalStatus.SENDING
    house.clock.advance(30_000)
    assert isinstance(await house.deliver(), Delivered)
    assert (await house.read(payout.id)).status is WithdrawalStatus.SENT
    told = await house.database.fetch("SELECT payload FROM outbox WHERE kind = 'alert' ORDER BY id")
    assert ["over" in row["payload"] for row in told] == [False, True]
    assert all('"payout_not_sent"' in row["payload"] for row in told)


async def test_an_attempt_that_a_crash_left_open_makes_it_unknown_without_a_second_call(
    house: WithdrawalFixture,
) -> None:
    proposal = await house.propose()
    await house.confirm(proposal)
    await house.database.write(lambda tx: attempts.start(tx, proposal.id, proposal.id, house.clock.now))
    await house.database.write(lambda tx: attempts.close_open(tx, house.clock.now))
    assert isinstance(await house.deliver(), DeadLetter)
    assert (await house.read(proposal.id)).status is WithdrawalStatus.UNKNOWN
    assert house.provider.sent_payouts == []


async def test_the_signed_word_may_come_before_the_answer(house: WithdrawalFixture) -> None:
    proposal = await house.propose()
    await house.confirm(proposal)
    assert await house.signed(await house.read(proposal.id), "1") is Booked.ENDED
    await house.deliver()
    assert (await house.read(proposal.id)).status is WithdrawalStatus.PAID
    assert house.provider.sent_payouts == []


@pytest.mark.parametrize("outcome", [Outcome.DONE, Outcome.REFUSED, Outcome.UNKNOWN])
async def test_the_signed_word_stands_whatever_the_answer_then_is(house: WithdrawalFixture, outcome: Outcome) -> None:
    """It came while the call was under way."""
    proposal = await house.propose()
    await house.confirm(proposal)
    sending = await house.read(proposal.id)
    house.provider.before_answer = lambda: house.signed(sending, "1")
    house.provider.payouts.append(Answer(outcome=outcome))
    await house.deliver()
    assert (await house.read(proposal.id)).status is WithdrawalStatus.PAID
    assert await house.lines() == [HOLD, PAID]


async def test_a_payout_that_is_not_in_the_books_is_never_sent(house: WithdrawalFixture) -> None:
    proposal = await house.propose()
    await house.database.write(lambda tx: send_withdrawal(tx, replace(proposal, id="w-none"), house.clock.now))
    assert await house.deliver() == DeadLetter("no such withdrawal")
    assert house.provider.sent_payouts == []


async def test_an_end_that_the_row_will_not_follow_takes_everything_back(house: WithdrawalFixture) -> None:
    """What was read is not what stands any more: neither the row nor the ledger may move."""
    proposal = await house.propose()
    with pytest.raises(RuntimeError, match="cannot become paid"):
        await house.signed_about(replace(proposal, status=WithdrawalStatus.SENT), "1")
    assert (await house.read(proposal.id)).status is WithdrawalStatus.PROPOSED
    assert await house.lines() == [HOLD]


@pytest.mark.parametrize(
    ("first", "then", "status"),
    [("5", "1", WithdrawalStatus.FAILED), ("1", "5", WithdrawalStatus.PAID)],
    ids=["paid late", "failed late"],
)
async def test_a_contradiction_moves_nothing_and_is_kept(
    house: WithdrawalFixture, first: str, then: str, status: WithdrawalStatus
) -> None:
    payout = await house.sent()
    await house.signed(payout, first)
    assert await house.signed(payout, then) is Booked.QUARANTINED
    after = await house.read(payout.id)
    assert (after.status, [flag.value for flag in after.flags]) == (status, ["conflict"])
    owed = [line for line in await house.lines() if str(line).startswith("receivable")]
    assert len(owed) == (1 if first == "5" else 0)


@pytest.mark.parametrize("status", ["0", "2", "3", '"1"', "null", "true", "15"])
async def test_an_unknown_status_moves_nothing(house: WithdrawalFixture, status: str) -> None:
    payout = await house.sent()
    assert await house.signed(payout, status) is Booked.QUARANTINED
    assert (await house.read(payout.id)).status is WithdrawalStatus.SENT
    assert await column(house.database, "SELECT reason AS value FROM quarantine") == [Reason.WITHDRAWAL_STATUS.value]


@pytest.mark.parametrize(
    "changes", [{"amount": 29_999}, {"account_number": "09400000002"}, {"account_number": ""}, {"wallet": "wavepay"}]
)
async def test_an_outcome_of_another_payout_moves_nothing(house: WithdrawalFixture, changes: dict[str, object]) -> None:
    payout = await house.sent()
    assert await house.signed(payout, "1", **changes) is Booked.QUARANTINED
    assert (await house.read(payout.id)).status is WithdrawalStatus.SENT


async def test_a_swapped_label_moves_nothing_and_says_nothing_of_our_row(house: WithdrawalFixture) -> None:
    payout = await house.sent()
    assert await house.signed(payout, "1", label="someone-else") is Booked.QUARANTINED
    after = await house.read(payout.id)
    assert (after.status, after.flags) == (WithdrawalStatus.SENT, frozenset())


async def test_an_outcome_of_an_unknown_id_waits_for_a_person(house: WithdrawalFixture) -> None:
    stranger = replace(await house.sent(), id="w-none")
    assert await house.signed(stranger, "1") is Booked.QUARANTINED


async def test_an_unknown_payout_is_resolved_by_people_alone_and_absent_only_after_a_day(
    house: WithdrawalFixture,
) -> None:
    house.provider.payouts.append(Answer(outcome=Outcome.UNKNOWN))
    payout = await house.sent()

    async def resolve(outcome: CabinetOutcome) -> None:
        now = house.clock.now
        await house.database.write(
            lambda tx: house.withdrawals.resolve(tx, payout.id, outcome, reason="cabinet line 7", now=now)
        )

    with pytest.raises(TooEarly):
        await resolve(CabinetOutcome.ABSENT)
    house.clock.advance(24 * 3_600_000)
    await resolve(CabinetOutcome.ABSENT)
    assert (await house.read(payout.id)).status is WithdrawalStatus.REFUSED
    assert await house.lines() == [HOLD, BACK]
    with pytest.raises(WithdrawalMoved):
        await resolve(CabinetOutcome.EXISTS)


async def test_a_lock_out_freezes_all_payouts(house: WithdrawalFixture) -> None:
    house.provider.payouts.append(Answer(outcome=Outcome.UNKNOWN, credentials_rejected=True))
    assert (await house.sent()).status is WithdrawalStatus.UNKNOWN
    with pytest.raises(PayoutsFrozen):
        await house.confirm(await house.propose(account="09400000002"))


async def test_what_was_confirmed_before_the_freeze_waits_for_its_end(house: WithdrawalFixture) -> None:
    proposal = await house.propose()
    await house.confirm(proposal)
    await house.database.write(lambda tx: freeze_withdrawals(tx, CHECKER.id, house.clock.now))
    assert isinstance(await house.deliver(), Retry)
    assert house.provider.sent_payouts == []
    await house.database.write(unfreeze_withdrawals)
    house.clock.advance(600_000)
    assert isinstance(await house.deliver(), Delivered)
    assert (await house.read(proposal.id)).status is WithdrawalStatus.SENT


async def test_the_player_is_told_at_sent_and_at_the_end(house: WithdrawalFixture) -> None:
    player = await given_player(house.database)
    recipient = Recipient(label=player.label, player_id=player.id)
    await house.withdrawals.propose(await house.turn(), CASHIER, recipient, 5_000, ACCOUNT, "kbzpay_manual")
    await house.confirm(await house.read("w-0001"))
    await house.deliver()
    await house.signed(await house.read("w-0001"), "1")
    told = await column(house.database, "SELECT dedupe AS value FROM outbox WHERE kind = 'payout_ring' ORDER BY id")
    assert told == ["payout:w-0001:sent", "payout:w-0001:paid"]
