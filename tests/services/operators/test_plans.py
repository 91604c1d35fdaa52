"""What operators ask stays quick at a million deposits: no query of theirs reads a large table from end to end."""

import re
from collections.abc import Sequence
from contextlib import suppress

import pytest

from bot.domain.deposit import DepositStatus
from bot.domain.errors import DomainError
from bot.domain.player import Recipient
from bot.domain.withdrawal import WithdrawalStatus as PayoutStatus
from bot.store import deposits, ledger, withdrawals
from bot.store.engine.database import Database, Param, Row
from bot.store.withdrawal_sums import sums
from tests.given import NOW
from tests.services.service_fixture import ServiceFixture
from tests.services.stored import book, met, operators_of, postback, proposed

PARTIAL = {"inbox_new", "inbox_bad", "outbox_waiting", "outbox_due", "outbox_dead", "deposits_due"}
"""Indexes over the few rows that are open or went wrong: to read one of these from end to end is quick."""


class Overheard(Database):
    """A database that writes down what it is asked."""

    def __init__(self, asked: Database) -> None:  # the writer stays with the database it stands before
        super().__init__(asked._session, asked._reader, dialect=asked.dialect)
        self.heard: dict[str, tuple[Param, ...]] = {}

    async def fetch(self, sql: str, *args: Param) -> Sequence[Row]:
        self.heard[sql] = args
        return await super().fetch(sql, *args)

    async def fetchrow(self, sql: str, *args: Param) -> Row | None:
        self.heard[sql] = args
        return await super().fetchrow(sql, *args)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_no_question_of_an_operator_reads_a_large_table_from_end_to_end(scene: ServiceFixture) -> None:
    player = await met(scene.database, 5_123, "merchant-9", "aungaung")
    deposit = await scene.deposit(DepositStatus.CREDITED, player=player)
    await book(scene.database, deposit, 1_000, number="1" * 20, now=NOW, inbox_id=await postback(scene.database, "x"))
    await proposed(scene.database, "w-1", "merchant-9")
    await scene.database.write(lambda tx: deposits.save_receipt(tx, deposit.receipt_id, b"jpeg", NOW, "0f" * 128))
    database = Overheard(scene.database)
    operators = operators_of(scene, database)
    for text in (deposit.id, "1" * 20, "0042", "@aungaung", "5123", "deadbeef", "12345678"):
        await operators.find(text)
    for subject in (deposit.id, "w-1"):
        assert await operators.timeline(subject)
    await operators.player(Recipient(label="merchant-9", player_id=5_123))
    for text in ("Merchant-9", "id:5123", "label:12", "@aungaung", "never-seen"):
        with suppress(DomainError):
            await operators.recipient(text, NOW)
    payout = await withdrawals.find(database, "w-1")
    assert payout is not None
    await withdrawals.open_twin(database, payout)
    await withdrawals.open_beside(database, payout)
    await withdrawals.awaited(database, PayoutStatus.SENT, 20)
    for waiting in (True, False):
        await sums(database, payout, 22, NOW, waiting=waiting)
    await ledger.is_recorded(database, "r77")
    await ledger.by_hand(database, "act:1")
    await operators.pending(20)
    for choice in (True, False):
        await operators.withdrawals(only_open=choice, limit=20)
        await operators.inbox(bad=choice, limit=20)
    await operators.unclaimed(20)
    await operators.today(NOW)
    await operators.health(NOW)
    assert len(database.heard) > 40
    assert [plan for sql, args in database.heard.items() for plan in await _scans(scene.database, sql, args)] == []


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_what_every_message_asks_fetches_no_row_of_the_past(scene: ServiceFixture) -> None:
    """One that is fetched to be passed over is a page from the disk once the books are large."""
    database = Overheard(scene.database)
    await deposits.current(database, 1)
    assert await _steps(database) == ["SEARCH deposits USING INDEX deposits_player (player_id=?)"]
    database.heard.clear()
    await ledger.totals(database, "player-42")
    searches = [step for step in await _steps(database) if step.startswith("SEARCH")]
    assert len(searches) == 4
    assert [step for step in searches if "COVERING INDEX" not in step] == []


async def _steps(database: Overheard) -> list[str]:
    """How the one query that was heard is answered."""
    ((sql, args),) = database.heard.items()
    return [str(row["detail"]) for row in await database.fetch(f"EXPLAIN QUERY PLAN {sql}", *args)]


async def _scans(database: Database, sql: str, args: Sequence[Param]) -> list[str]:
    """The steps of a query that read all of a large table."""
    if sql.startswith("SELECT page_count"):
        return []
    steps = [str(row["detail"]) for row in await database.fetch(f"EXPLAIN QUERY PLAN {sql}", *args)]
    return [f"{step}: {sql}" for step in steps if _reads_all(step)]


def _reads_all(step: str) -> bool:
    large = re.match(
        r"SCAN (deposits|orders|ledger|inbox|outbox|events|attempts|players|receipts|sightings|l|d|e|r|s|n|o)\b", step
    )
    index = re.search(r"INDEX (\w+)", step)
    return bool(large) and not (index and index[1] in PARTIAL)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_a_query_that_has_no_index_is_noticed(scene: ServiceFixture) -> None:
    """Or the rule above would hold for any query at all."""
    assert await _scans(scene.database, "SELECT id FROM deposits WHERE refusal = $1", ["x"])
