"""Payouts by two people: proposed, confirmed within limits, sent at most once, ended by the signed word."""

from dataclasses import replace
from itertools import count

import pytest

from bot.domain.act import Operator
from bot.domain.entry import Entry, Kind, Reason
from bot.domain.errors import (
    AccountMalformed,
    AmountTooLarge,
    DayLimitPassed,
    DomainError,
    MakerMayNotConfirm,
    PayoutsFrozen,
    PlayerHeld,
    TooEarly,
    WithdrawalMoved,
    WithdrawalsOff,
)
from bot.domain.operator import Role
from bot.domain.player import Recipient
from bot.domain.withdrawal import Status, Withdrawal
from bot.provider.base import Answer, Outcome
from bot.services.crediting import Booked, Crediting, Source
from bot.services.inbox import Turn
from bot.services.notices import Notices
from bot.services.outbox import Dead, Deliverer, Later, Sent
from bot.services.payouts import PayoutChannel
from bot.services.rules import Rules
from bot.services.withdrawals import Withdrawals
from bot.store import attempts, inbox, ledger, outbox, withdrawals
from bot.store.database import Database
from bot.store.switches import freeze
from tests.clock import FakeClock
from tests.fakes import ScriptedProvider
from tests.given import column, given_player
from tests.services.house import rules_for_tests

CASHIER = Operator(id=11, role=Role.CASHIER, chat_id=11)
CHECKER = Operator(id=22, role=Role.CHECKER, chat_id=22)
OTHER_CHECKER = Operator(id=33, role=Role.CHECKER, chat_id=33)
ACCOUNT = "09400000001"
RULES = replace(rules_for_tests(), test_withdrawals=False, operators_chat=-500)
_keys = count(1)


class House:
    """The use cases of payouts on one database, with a clock and a provider of the test's own."""

    def __init__(self, database: Database, rules: Rules = RULES) -> None:
        ids = count(1)
        self.database = database
        self.clock = FakeClock()
        self.provider = ScriptedProvider()
        self.alarms = Notices(-500)
        self.withdrawals = Withdrawals(database, self.clock, rules, self.alarms, lambda: f"w-{next(ids):04}")
        self.channel = PayoutChannel(database, self.clock, self.provider, self.alarms)
        self.crediting = Crediting(rules, self.alarms)

    async def turn(self) -> Turn:
        key = str(next(_keys))
        await self.database.write(
            lambda tx: inbox.add(tx, source="telegram", key=key, lane="tg:1", body="{}", now=self.clock.now)
        )
        (row,) = [row for row in await inbox.new(self.database, 0, 1000) if row.id][-1:]
        return Turn(self.database, self.clock, row)

    async def propose(self, amount: int = 30_000, by: Operator = CASHIER, **changes: str) -> Withdrawal:
        label = changes.get("label", "player-42")
        recipient = Recipient(label=label, player_id=0)
        account, wallet = changes.get("account", ACCOUNT), changes.get("wallet", "kbzpay_manual")
        await self.withdrawals.propose(await self.turn(), by, recipient, amount, account, wallet)
        (newest,) = await self.database.fetch("SELECT id FROM withdrawals ORDER BY created_at DESC, id DESC LIMIT 1")
        return await self.read(newest["id"])

    async def confirm(self, withdrawal: Withdrawal, by: Operator = CHECKER) -> None:
        await self.withdrawals.confirm(await self.turn(), by, withdrawal.id)

    async def read(self, withdrawal_id: str) -> Withdrawal:
        found = await self.withdrawals.find(withdrawal_id)
        assert found is not None
        return found

    async def deliver(self) -> Sent | Later | Dead:
        """Carry out the one payout row that is due, and write down how it went, as the deliverer does."""
        deliverer = Deliverer(self.database, self.clock, {"po": self.channel})
        rows = await self.database.write(lambda tx: outbox.take(tx, self.clock.now, self.clock.now + 1, 100))
        (row,) = [row for row in rows if row.kind == "payout"]
        delivery = await self.channel.deliver(row)
        await deliverer._record(row, delivery)
        return delivery

    async def sent(self, amount: int = 30_000) -> Withdrawal:
        proposal = await self.propose(amount)
        await self.confirm(proposal)
        await self.deliver()
        return await self.read(proposal.id)

    async def signed(self, withdrawal: Withdrawal, status: str, **changes: object) -> Booked:
        entry = Entry(
            kind=Kind.WITHDRAWAL,
            wallet=withdrawal.wallet,
            currency="MMK",
            amount=withdrawal.amount,
            transaction_id="",
            order_id="",
            withdrawal_id=withdrawal.id,
            withdrawal_status=status,
            account_number=withdrawal.account,
            comment="",
            payer="",
            raw=f"{status}{changes}",
        )
        label = str(changes.pop("label", withdrawal.label))
        entry = replace(entry, **changes)  # type: ignore[arg-type]
        source = Source(inbox_id=1, label=label, now=self.clock.now)
        return await self.database.write(lambda tx: self.crediting.apply(tx, entry, source))

    async def lines(self) -> list[object]:
        return await column(
            self.database, "SELECT kind || ' ' || debit || ' ' || credit AS value FROM ledger ORDER BY id"
        )


HOLD = "payout_hold player:player-42 held:player-42"
PAID = "payout_end held:player-42 provider:kbzpay_manual"
BACK = "payout_end held:player-42 player:player-42"


@pytest.fixture
def house(database: Database) -> House:
    return House(database)


async def test_a_proposal_holds_its_sum_and_is_shown_to_the_maker_and_in_the_operators_chat(house: House) -> None:
    proposal = await house.propose()
    assert (proposal.status, proposal.maker, proposal.is_test) == (Status.PROPOSED, CASHIER.id, False)
    assert await house.lines() == [HOLD]
    chats = await column(house.database, "SELECT lane AS value FROM outbox WHERE kind = 'operator_card' ORDER BY lane")
    assert chats == ["tg:-500", "tg:11"]


async def test_the_same_command_typed_twice_is_one_proposal(house: House) -> None:
    first, second = await house.propose(), await house.propose()
    assert first == second
    assert await house.lines() == [HOLD]


async def test_a_confirmed_payout_is_sent_once_and_paid_by_the_signed_word(house: House) -> None:
    payout = await house.sent()
    assert (payout.status, payout.checker) == (Status.SENT, CHECKER.id)
    assert [sent.withdrawal_id for sent in house.provider.sent_payouts] == [payout.id]
    assert await house.signed(payout, "1") is Booked.ENDED
    assert await house.signed(payout, "1") is Booked.REPEATED
    assert (await house.read(payout.id)).status is Status.PAID
    assert await house.lines() == [HOLD, PAID]
    assert await ledger.totals(house.database, "player-42") == (0, 30_000)


async def test_a_failed_payout_gives_the_held_sum_back(house: House) -> None:
    payout = await house.sent()
    assert await house.signed(payout, "5") is Booked.ENDED
    assert await house.signed(payout, "5") is Booked.REPEATED
    assert (await house.read(payout.id)).status is Status.FAILED
    assert await house.lines() == [HOLD, BACK]
    assert await ledger.totals(house.database, "player-42") == (0, 0)


async def test_a_refusal_gives_the_sum_back_and_keeps_the_providers_words_for_operators(house: House) -> None:
    house.provider.payouts.append(Answer(outcome=Outcome.REFUSED, detail="Insufficient balance"))
    payout = await house.sent()
    assert (payout.status, payout.detail) == (Status.REFUSED, "Insufficient balance")
    assert await house.lines() == [HOLD, BACK]


async def test_an_unclear_answer_makes_it_unknown_and_it_is_never_sent_again(house: House) -> None:
    house.provider.payouts.append(Answer(outcome=Outcome.UNKNOWN, detail="time-out"))
    payout = await house.sent()
    assert payout.status is Status.UNKNOWN
    states = await column(house.database, "SELECT state AS value FROM outbox WHERE kind = 'payout'")
    assert (states, len(house.provider.sent_payouts)) == (["dead"], 1)
    assert await house.signed(payout, "1") is Booked.ENDED
    assert await house.lines() == [HOLD, PAID]


async def test_what_surely_never_left_is_tried_again_under_the_same_id(house: House) -> None:
    house.provider.payouts.append(Answer(outcome=Outcome.NOT_SENT, detail="refused"))
    payout = await house.sent()
    assert payout.status is Status.SENDING
    house.clock.advance(600_000)
    assert isinstance(await house.deliver(), Sent)
    assert (await house.read(payout.id)).status is Status.SENT
    assert {sent.withdrawal_id for sent in house.provider.sent_payouts} == {payout.id}


async def test_an_attempt_that_a_crash_left_open_makes_it_unknown_without_a_second_call(house: House) -> None:
    proposal = await house.propose()
    await house.confirm(proposal)
    await house.database.write(lambda tx: attempts.start(tx, proposal.id, proposal.id, house.clock.now))
    await house.database.write(lambda tx: attempts.close_open(tx, house.clock.now))
    assert isinstance(await house.deliver(), Dead)
    assert (await house.read(proposal.id)).status is Status.UNKNOWN
    assert house.provider.sent_payouts == []


async def test_the_signed_word_may_come_before_the_answer(house: House) -> None:
    proposal = await house.propose()
    await house.confirm(proposal)
    assert await house.signed(await house.read(proposal.id), "1") is Booked.ENDED
    await house.deliver()
    assert (await house.read(proposal.id)).status is Status.PAID
    assert house.provider.sent_payouts == []


@pytest.mark.parametrize(
    ("by", "rules"),
    [(CASHIER, RULES), (replace(CASHIER, id=44), RULES), (replace(CHECKER, id=CASHIER.id), RULES)],
    ids=["the maker", "another cashier", "the maker as a checker"],
)
async def test_only_another_checker_confirms(database: Database, by: Operator, rules: Rules) -> None:
    house = House(database, rules)
    proposal = await house.propose()
    with pytest.raises(MakerMayNotConfirm):
        await house.confirm(proposal, by)
    assert (await house.read(proposal.id)).status is Status.PROPOSED


@pytest.mark.parametrize(("amount", "may"), [(10_000, True), (10_001, False)])
async def test_the_maker_may_confirm_alone_up_to_the_limit(database: Database, amount: int, *, may: bool) -> None:
    house = House(database, replace(RULES, withdrawal_solo_max=10_000))
    proposal = await house.propose(amount)
    if may:
        await house.confirm(proposal, CASHIER)
    else:
        with pytest.raises(MakerMayNotConfirm):
            await house.confirm(proposal, CASHIER)
    assert ((await house.read(proposal.id)).status is Status.SENDING) is may


async def test_two_checkers_at_once_send_it_once(house: House) -> None:
    proposal = await house.propose()
    await house.confirm(proposal, CHECKER)
    with pytest.raises(WithdrawalMoved) as refused:
        await house.confirm(proposal, OTHER_CHECKER)
    assert refused.value.values["status"] == "sending"
    assert len(await column(house.database, "SELECT id AS value FROM outbox WHERE kind = 'payout'")) == 1


async def test_the_limit_of_a_day_holds_over_all_confirmed_payouts(house: House) -> None:
    for _ in range(3):
        await house.confirm(await house.propose(1_000_000, account=f"0940000000{_}"))
    fourth = await house.propose(1_000, account="09400000009")
    with pytest.raises(DayLimitPassed):
        await house.confirm(fourth)
    house.clock.advance(24 * 3_600_000)
    fifth = await house.propose(1_000, account="09400000008")
    await house.confirm(fifth)


async def test_what_was_given_back_does_not_count_against_the_day(house: House) -> None:
    for _ in range(3):
        payout = await house.sent(1_000_000)
        await house.signed(payout, "5")
    await house.confirm(await house.propose(1_000_000))


async def test_frozen_payouts_are_neither_confirmed_nor_sent(house: House) -> None:
    proposal, waiting = await house.propose(), await house.propose(account="09400000002")
    await house.confirm(waiting)
    await house.database.write(lambda tx: freeze(tx, 1, house.clock.now))
    with pytest.raises(PayoutsFrozen):
        await house.confirm(proposal)
    assert isinstance(await house.deliver(), Later)
    assert house.provider.sent_payouts == []


async def test_a_held_player_is_neither_proposed_nor_confirmed(house: House) -> None:
    proposal = await house.propose()
    await house.database.write(
        lambda tx: tx.fetch("INSERT INTO holds (label, reason, actor, since) VALUES ('player-42', 'x', 1, 1)")
    )
    with pytest.raises(PlayerHeld):
        await house.confirm(proposal)
    with pytest.raises(PlayerHeld):
        await house.propose(account="09400000002")


@pytest.mark.parametrize(
    ("rules", "call", "error"),
    [
        (RULES, {"account": "0940000000"}, AccountMalformed),
        (RULES, {"account": "094000000011"}, AccountMalformed),
        (RULES, {"account": "19400000001"}, AccountMalformed),
        (RULES, {"account": "0940000000x"}, AccountMalformed),
        (RULES, {"wallet": "wavepay"}, AccountMalformed),
        (replace(RULES, can_withdraw=False), {}, WithdrawalsOff),
        (replace(RULES, withdrawal_max=29_999), {}, AmountTooLarge),
    ],
)
async def test_a_payout_that_cannot_be_is_refused_at_the_proposal(
    database: Database, rules: Rules, call: dict[str, str], error: type[DomainError]
) -> None:
    house = House(database, rules)
    with pytest.raises(error):
        await house.propose(**call)  # type: ignore[arg-type]
    assert await house.lines() == []


@pytest.mark.parametrize("typed", ["09 400-000 001", "၀၉၄၀၀၀၀၀၀၀၁", "09\u200b400000001"])
async def test_an_account_is_read_as_people_type_it(house: House, typed: str) -> None:
    assert (await house.propose(account=typed)).account == ACCOUNT


async def test_declined_or_expired_the_sum_goes_back(house: House) -> None:
    declined = await house.propose()
    await house.withdrawals.decline(await house.turn(), CHECKER, declined.id, "wrong account")
    expired = await house.propose(account="09400000002")
    house.clock.advance(3_600_000)
    with pytest.raises(WithdrawalMoved):
        await house.confirm(expired)
    await house.database.write(lambda tx: house.withdrawals.expire(tx, expired.id, house.clock.now))
    assert [(await house.read(row.id)).status for row in (declined, expired)] == [Status.DECLINED, Status.EXPIRED]
    assert await house.lines() == [HOLD, BACK, HOLD, BACK]


async def test_a_test_payout_touches_no_totals(database: Database) -> None:
    house = House(database, replace(RULES, test_withdrawals=True))
    payout = await house.sent()
    assert payout.is_test
    await house.signed(payout, "1")
    assert (await house.read(payout.id)).status is Status.PAID
    assert await house.lines() == []


@pytest.mark.parametrize(
    ("first", "then", "status"), [("5", "1", Status.FAILED), ("1", "5", Status.PAID)], ids=["paid late", "failed late"]
)
async def test_a_contradiction_moves_nothing_and_is_kept(house: House, first: str, then: str, status: Status) -> None:
    payout = await house.sent()
    await house.signed(payout, first)
    assert await house.signed(payout, then) is Booked.QUARANTINED
    after = await house.read(payout.id)
    assert (after.status, [flag.value for flag in after.flags]) == (status, ["conflict"])
    owed = [line for line in await house.lines() if str(line).startswith("receivable")]
    assert len(owed) == (1 if first == "5" else 0)


@pytest.mark.parametrize("status", ["0", "2", "3", '"1"', "null", "true", "15"])
async def test_an_unknown_status_moves_nothing(house: House, status: str) -> None:
    payout = await house.sent()
    assert await house.signed(payout, status) is Booked.QUARANTINED
    assert (await house.read(payout.id)).status is Status.SENT
    assert await column(house.database, "SELECT reason AS value FROM quarantine") == [Reason.WITHDRAWAL_STATUS.value]


@pytest.mark.parametrize(
    "changes", [{"amount": 29_999}, {"account_number": "09400000002"}, {"account_number": ""}, {"wallet": "wavepay"}]
)
async def test_an_outcome_of_another_payout_moves_nothing(house: House, changes: dict[str, object]) -> None:
    payout = await house.sent()
    assert await house.signed(payout, "1", **changes) is Booked.QUARANTINED
    assert (await house.read(payout.id)).status is Status.SENT


async def test_a_swapped_label_moves_nothing_and_says_nothing_of_our_row(house: House) -> None:
    payout = await house.sent()
    assert await house.signed(payout, "1", label="someone-else") is Booked.QUARANTINED
    after = await house.read(payout.id)
    assert (after.status, after.flags) == (Status.SENT, frozenset())


async def test_an_outcome_of_an_unknown_id_waits_for_a_person(house: House) -> None:
    stranger = replace(await house.sent(), id="w-none")
    assert await house.signed(stranger, "1") is Booked.QUARANTINED


async def test_an_unknown_payout_is_resolved_by_people_alone_and_absent_only_after_a_day(house: House) -> None:
    house.provider.payouts.append(Answer(outcome=Outcome.UNKNOWN))
    payout = await house.sent()

    async def resolve(*, exists: bool) -> None:
        now = house.clock.now
        await house.database.write(
            lambda tx: house.withdrawals.resolve(tx, payout.id, exists=exists, reason="cabinet line 7", now=now)
        )

    with pytest.raises(TooEarly):
        await resolve(exists=False)
    house.clock.advance(24 * 3_600_000)
    await resolve(exists=False)
    assert (await house.read(payout.id)).status is Status.REFUSED
    assert await house.lines() == [HOLD, BACK]
    with pytest.raises(WithdrawalMoved):
        await resolve(exists=True)


async def test_a_lock_out_freezes_all_payouts(house: House) -> None:
    house.provider.payouts.append(Answer(outcome=Outcome.UNKNOWN, locked_out=True))
    assert (await house.sent()).status is Status.UNKNOWN
    with pytest.raises(PayoutsFrozen):
        await house.confirm(await house.propose(account="09400000002"))


async def test_the_player_is_told_at_sent_and_at_the_end(house: House) -> None:
    player = await given_player(house.database)
    recipient = Recipient(label=player.label, player_id=player.id)
    await house.withdrawals.propose(await house.turn(), CASHIER, recipient, 5_000, ACCOUNT, "kbzpay_manual")
    await house.confirm(await house.read("w-0001"))
    await house.deliver()
    await house.signed(await house.read("w-0001"), "1")
    told = await column(house.database, "SELECT dedupe AS value FROM outbox WHERE kind = 'payout_ring' ORDER BY id")
    assert told == ["payout:w-0001:sent", "payout:w-0001:paid"]


async def test_risks_name_what_a_checker_should_think_of(house: House) -> None:
    first = await house.propose()
    assert set(await house.withdrawals.risks(first)) == {
        "risk-first-payout",
        "risk-account-unseen",
        "risk-above-credits",
    }
    await house.confirm(first)
    await house.deliver()
    await house.signed(await house.read(first.id), "5")
    again = await house.propose()
    assert "risk-failed-lately" in await house.withdrawals.risks(again)
    shared = await house.propose(label="player-43")
    assert "risk-account-shared" in await house.withdrawals.risks(shared)


async def test_every_act_is_in_the_audit(house: House) -> None:
    proposal = await house.propose()
    await house.confirm(proposal)
    acts = await column(house.database, "SELECT act || ' ' || after AS value FROM audit ORDER BY id")
    assert acts == ["withdrawal.proposed proposed", "withdrawal.confirmed sending"]


async def test_every_pair_of_states_outside_the_table_is_refused_by_the_guard(house: House) -> None:
    paid = await house.sent()
    await house.signed(paid, "1")
    for target in Status:
        moved = await house.database.write(lambda tx, to=target: withdrawals.move(tx, paid.id, to))  # type: ignore[misc]
        assert moved is None
