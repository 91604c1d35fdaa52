"""Two copies of the bot on one PostgreSQL at the same moment: what may happen once happens once, and in order."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import pytest

from bot.domain.alert import Alert
from bot.domain.errors import DayLimitPassed, DomainError, WithdrawalMoved
from bot.domain.withdrawal import Withdrawal, WithdrawalStatus
from bot.services.postbacks.crediting import Booked, Crediting, EntrySource
from bot.services.queue.delivery import Delivered, Delivery
from bot.services.queue.inbox_worker import InboxWorker, Turn
from bot.services.queue.outbox_worker import OutboxWorker
from bot.store import audit, inbox, outbox
from bot.store.engine.database import Database, Transaction
from bot.store.inbox import InboxRow
from bot.store.open import open_database
from bot.store.outbox import OutboxRow
from tests.databases import PostgresServer
from tests.fakes import ScriptedProvider
from tests.given import column, given_deposit
from tests.provider.postback_bodies import deposit_entry, postback
from tests.provider.reading import entry_of
from tests.services.queue.test_inbox_worker import leave_line
from tests.services.withdrawals.withdrawal_fixture import CHECKER, OTHER_CHECKER, POLICY, WithdrawalFixture

pytestmark = pytest.mark.postgres
Pair = tuple[WithdrawalFixture, WithdrawalFixture]


@pytest.fixture
async def houses(postgres_server: PostgresServer) -> AsyncIterator[Pair]:
    """Two instances of the bot, with one provider."""
    url = await postgres_server.fresh()
    async with open_database(url) as one, open_database(url) as other:
        pair = WithdrawalFixture(one), WithdrawalFixture(other)
        pair[1].provider = pair[0].provider
        pair[1].channel._provider = pair[0].provider
        yield pair
    await postgres_server.drop(url)


async def both(*attempts: Any) -> list[object]:  # noqa: ANN401 - coroutines of any kind
    """What each ended with: a refusal of the domain is an end too."""
    ended = await asyncio.gather(*attempts, return_exceptions=True)
    for end in ended:
        if isinstance(end, BaseException) and not isinstance(end, DomainError):
            raise end
    return list(ended)


async def confirmed_by_both(houses: Pair, first: Withdrawal, second: Withdrawal) -> list[object]:
    (one, one_turn), (other, other_turn) = [(setup, await setup.turn()) for setup in houses]
    return await both(
        one.withdrawals.confirm(one_turn, CHECKER, first.id),
        other.withdrawals.confirm(other_turn, OTHER_CHECKER, second.id),
    )


@dataclass(slots=True)
class Lines:
    """Leaves a line for each row that comes in, and for each that leaves."""

    seen: list[str] = field(default_factory=list)

    async def apply(self, turn: Turn) -> None:
        await asyncio.sleep(0)
        await turn.write(lambda tx: leave_line(tx, turn.row.body))

    async def on_failed(self, tx: Transaction, row: InboxRow, now: int) -> None:
        raise AssertionError(row)

    async def deliver(self, row: OutboxRow) -> Delivery:
        await asyncio.sleep(0)
        self.seen.append(row.subject)
        return Delivered()


async def until_none(setup: WithdrawalFixture, query: str) -> None:
    async with asyncio.timeout(60):
        while await column(setup.database, query) != [0]:
            await asyncio.sleep(0.01)


async def test_each_update_is_applied_once_and_a_players_in_order(houses: Pair) -> None:
    async def come(database: Database, lane: int, number: int) -> None:
        await database.write(
            lambda tx: inbox.add(
                tx,
                source="telegram",
                key=f"{lane}/{number}",
                lane=f"tg:{lane}",
                body=f"{lane}/{number}",
                now=1,
                owner=database.membership.instance_id,
            )
        )

    async with asyncio.TaskGroup() as group:
        workers = [
            InboxWorker(setup.database, setup.clock, setup.alerts.row_failed, {"telegram": Lines()}).run()
            for setup in houses
        ]
        running = [group.create_task(worker) for worker in workers]
        for number in range(12):
            await asyncio.gather(*(come(houses[(lane + number) % 2].database, lane, number) for lane in range(5)))
        await until_none(houses[0], "SELECT COUNT(*) AS value FROM inbox WHERE state = 'new'")
        for one in running:
            one.cancel()
    applied = [str(what) for what in await column(houses[0].database, "SELECT what AS value FROM events ORDER BY id")]
    for lane in range(5):
        assert [what for what in applied if what.startswith(f"{lane}/")] == [f"{lane}/{n}" for n in range(12)]


async def test_each_message_leaves_once_and_a_chats_in_order(houses: Pair) -> None:
    lines = Lines()
    async with asyncio.TaskGroup() as group:
        running = [
            group.create_task(OutboxWorker(setup.database, setup.clock, {"tg": lines}).run()) for setup in houses
        ]
        for number in range(12):
            for lane in range(5):
                setup = houses[(lane + number) % 2]
                await setup.database.write(
                    lambda tx, lane=lane, number=number: outbox.add(  # type: ignore[misc]
                        tx, lane=f"tg:{lane}", kind="screen", subject=f"{lane}/{number}", now=1
                    )
                )
        await until_none(houses[0], "SELECT COUNT(*) AS value FROM outbox WHERE state = 'waiting'")
        for one in running:
            one.cancel()
    assert len(lines.seen) == 60
    for lane in range(5):
        assert [what for what in lines.seen if what.startswith(f"{lane}/")] == [f"{lane}/{n}" for n in range(12)]


async def test_two_operators_confirm_one_payout_and_one_of_them_was_first(houses: Pair) -> None:
    one, _ = houses
    proposal = await one.propose()
    ended = await confirmed_by_both(houses, proposal, proposal)
    assert sorted(type(end).__name__ for end in ended) == ["NoneType", WithdrawalMoved.__name__]
    assert await column(one.database, "SELECT COUNT(*) AS value FROM outbox WHERE kind = 'payout'") == [1]


async def test_two_payouts_confirmed_at_once_do_not_pass_the_days_limit_together(houses: Pair) -> None:
    one, _ = houses
    most = POLICY.withdrawal_day_max // 5
    for number in range(4):
        await one.confirm(await one.propose(most, account=f"0940000001{number}"))
    first = await one.propose(most, account="09400000021")
    second = await one.propose(most, account="09400000022")
    ended = await confirmed_by_both(houses, first, second)
    assert sorted(type(end).__name__ for end in ended) == [DayLimitPassed.__name__, "NoneType"]


async def test_a_payout_that_two_copies_have_in_hand_is_sent_at_most_once(houses: Pair) -> None:
    """One of them was taken for dead and is not: whoever comes second sees the other's open attempt."""
    one, other = houses
    proposal = await one.propose()
    await one.confirm(proposal)
    (row,) = [
        row
        for row in await one.database.write(lambda tx: outbox.take(tx, one.clock.now, 7, 99))
        if row.kind == "payout"
    ]
    ended = await both(one.channel.deliver(row), other.channel.deliver(row))
    assert sorted(type(end).__name__ for end in ended) == ["DeadLetter", "Delivered"]
    assert [sent.withdrawal_id for sent in _provider(one).sent_payouts] == [proposal.id]
    for setup, delivery in zip(houses, ended, strict=True):
        effect = delivery.on_commit  # type: ignore[attr-defined]
        await setup.database.write(effect)
    assert (await one.read(proposal.id)).status in {WithdrawalStatus.UNKNOWN, WithdrawalStatus.SENT}


def _provider(setup: WithdrawalFixture) -> ScriptedProvider:
    return setup.provider


async def test_a_payout_is_sent_once_by_two_deliverers(houses: Pair) -> None:
    one, _ = houses
    proposal = await one.propose()
    await one.confirm(proposal)
    async with asyncio.TaskGroup() as group:
        running = [
            group.create_task(OutboxWorker(setup.database, setup.clock, {"po": setup.channel, "tg": Lines()}).run())
            for setup in houses
        ]
        await until_none(one, "SELECT COUNT(*) AS value FROM outbox WHERE state = 'waiting'")
        for task in running:
            task.cancel()
    assert [sent.withdrawal_id for sent in _provider(one).sent_payouts] == [proposal.id]
    assert (await one.read(proposal.id)).status is WithdrawalStatus.SENT


async def test_one_postback_applied_by_two_copies_credits_once(houses: Pair) -> None:
    one, other = houses
    entry = entry_of(postback(deposit_entry()))
    deposit = await given_deposit(one.database, now=one.clock.now)
    wanted = replace(entry, order_id=deposit.order_id or deposit.id, wallet=deposit.wallet)
    await one.database.write(
        lambda tx: tx.fetch(
            "INSERT INTO orders (order_id, deposit_id, created_at) VALUES ($1, $2, 0) ON CONFLICT DO NOTHING",
            wanted.order_id,
            deposit.id,
        )
    )
    await one.database.write(
        lambda tx: tx.fetch("UPDATE deposits SET status = 'awaiting_payment' WHERE id = $1", deposit.id)
    )

    async def apply(setup: WithdrawalFixture) -> Booked:
        source = EntrySource(inbox_id=1, label=deposit.label, now=setup.clock.now)
        return await setup.database.write(partial(_apply, setup.crediting, wanted, source))

    assert sorted(await asyncio.gather(*(apply(setup) for setup in (one, other) * 10))) == [
        Booked.CREDITED,
        *[Booked.REPEATED] * 19,
    ]
    assert await column(one.database, "SELECT amount AS value FROM ledger") == [wanted.amount]
    assert await column(one.database, "SELECT credited_amount AS value FROM deposits") == [wanted.amount]


async def _apply(crediting: Crediting, entry: Any, source: EntrySource, tx: Transaction) -> Booked:  # noqa: ANN401 - an entry
    return await crediting.apply(tx, entry, source)


async def test_the_log_of_acts_stays_one_chain(houses: Pair) -> None:
    async def act(setup: WithdrawalFixture, number: int) -> None:
        await setup.database.write(
            lambda tx: audit.append(tx, actor=1, act="x", subject=str(number), before="", after="", now=number)
        )

    await asyncio.gather(*(act(setup, number) for number in range(30) for setup in houses))
    head, broken = await audit.examine(houses[0].database)
    assert (head.count, broken) == (60, None)


async def test_an_alarm_that_two_copies_raise_rings_once(houses: Pair) -> None:
    async def alarm(setup: WithdrawalFixture) -> None:
        await setup.database.write(lambda tx: setup.alerts.raise_(tx, Alert.BAD_SIGNATURE, "", setup.clock.now))

    await asyncio.gather(*(alarm(setup) for setup in houses * 10))
    assert await column(houses[0].database, "SELECT COUNT(*) AS value FROM outbox WHERE kind = 'alert'") == [1]
