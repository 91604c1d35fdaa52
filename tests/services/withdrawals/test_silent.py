"""What the provider accepted and never ended: told ever more rarely, ended by two people, repeated only on purpose."""

import json

import pytest

from bot.domain.errors import DomainError, WithdrawalMoved
from bot.domain.withdrawal import CabinetOutcome, WithdrawalFlag, WithdrawalStatus
from bot.domain.withdrawal_errors import TwinOpen
from bot.provider.base import Answer, Outcome
from bot.services.postbacks.crediting import Booked
from bot.services.withdrawals.reminders import remind_of_awaited
from bot.store.engine.database import Database
from tests.given import column
from tests.services.withdrawals.withdrawal_fixture import BACK, CASHIER, HOLD, PAID, WithdrawalFixture

HOUR = 3_600_000


@pytest.fixture
def setup(database: Database) -> WithdrawalFixture:
    return WithdrawalFixture(database)


async def look(setup: WithdrawalFixture) -> list[int]:
    """The watch looks; after how many minutes operators were told so far."""
    await remind_of_awaited(setup.database, setup.alerts, setup.clock.now)
    told = await column(setup.database, "SELECT payload AS value FROM outbox WHERE kind = 'alert' ORDER BY id")
    alerts = [json.loads(str(payload)) for payload in told]
    return [alert["values"]["minutes"] for alert in alerts if alert["kind"] == "payout_still_sent"]


async def resolve(setup: WithdrawalFixture, payout: str, outcome: CabinetOutcome) -> None:
    now = setup.clock.now
    await setup.database.write(lambda tx: setup.withdrawals.resolve(tx, payout, outcome, reason="line 17", now=now))


async def test_a_payout_that_never_ends_is_told_after_one_six_and_twenty_four_hours(setup: WithdrawalFixture) -> None:
    await setup.sent()
    setup.clock.advance(HOUR - 1)
    assert await look(setup) == []
    setup.clock.advance(1)
    assert await look(setup) == await look(setup) == [60]
    setup.clock.advance(5 * HOUR)
    assert await look(setup) == [60, 360]
    setup.clock.advance(30 * 24 * HOUR)
    assert await look(setup) == await look(setup) == [60, 360, 1440]


@pytest.mark.parametrize("unknown", [False, True], ids=["sent", "unknown"])
@pytest.mark.parametrize(
    ("outcome", "status", "end", "same", "other"),
    [
        (CabinetOutcome.PAID, WithdrawalStatus.PAID, PAID, "1", "5"),
        (CabinetOutcome.FAILED, WithdrawalStatus.FAILED, BACK, "5", "1"),
    ],
)
async def test_two_operators_end_it_as_its_signed_word_would(  # noqa: PLR0917 - the table's columns
    setup: WithdrawalFixture,
    outcome: CabinetOutcome,
    status: WithdrawalStatus,
    end: str,
    same: str,
    other: str,
    *,
    unknown: bool,
) -> None:
    if unknown:
        setup.provider.payouts.append(Answer(outcome=Outcome.UNKNOWN))
    payout = await setup.sent()
    setup.clock.advance(HOUR)
    await look(setup)
    await resolve(setup, payout.id, outcome)
    after = await setup.read(payout.id)
    assert (after.status, after.reason, after.done_at) == (status, "line 17", setup.clock.now)
    assert await setup.lines() == [HOLD, end]
    assert await column(setup.database, "SELECT kind AS value FROM alarms") == []
    assert await setup.signed(payout, same) is Booked.REPEATED
    assert await setup.lines() == [HOLD, end]
    assert await setup.signed(payout, other) is Booked.QUARANTINED
    assert (await setup.read(payout.id)).flags == {WithdrawalFlag.CONFLICT}
    assert (await setup.read(payout.id)).status is status


@pytest.mark.parametrize("outcome", [CabinetOutcome.EXISTS, CabinetOutcome.ABSENT])
async def test_what_was_accepted_is_neither_found_nor_absent(setup: WithdrawalFixture, outcome: CabinetOutcome) -> None:
    payout = await setup.sent()
    setup.clock.advance(25 * HOUR)
    with pytest.raises(WithdrawalMoved):
        await resolve(setup, payout.id, outcome)


@pytest.mark.parametrize("outcome", CabinetOutcome)
async def test_what_is_not_with_the_provider_is_not_resolved(setup: WithdrawalFixture, outcome: CabinetOutcome) -> None:
    proposal = await setup.propose()
    with pytest.raises(WithdrawalMoved):
        await resolve(setup, proposal.id, outcome)


async def test_a_twin_is_refused_with_words_and_made_on_purpose_once(setup: WithdrawalFixture) -> None:
    first = await setup.sent()
    with pytest.raises(TwinOpen) as refused:
        await setup.propose()
    assert refused.value.values == {"id": first.id, "status": "sent"}
    for _ in range(2):
        await setup.withdrawals.propose_again(await setup.turn(), CASHIER, first.id)
    rows = await column(setup.database, "SELECT id AS value FROM withdrawals ORDER BY id")
    assert len(rows) == 2
    second = await setup.read(str(rows[1]))
    assert (second.amount, second.account, second.label) == (first.amount, first.account, first.label)
    await setup.confirm(second)
    await setup.deliver()
    assert len({sent.withdrawal_id for sent in setup.provider.sent_payouts}) == 2


async def test_what_does_not_exist_is_not_made_again(setup: WithdrawalFixture) -> None:
    with pytest.raises(DomainError, match="error-withdrawal-moved"):
        await setup.withdrawals.propose_again(await setup.turn(), CASHIER, "w-none")
