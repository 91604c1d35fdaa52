"""A database that was put back under the bot: noticed at a start, by the clock, and at the next payout at latest."""

import asyncio
from pathlib import Path

import pytest

from bot.domain.approval import ActionType
from bot.domain.database_generation import FileGeneration
from bot.domain.errors import ActMoved
from bot.domain.withdrawal import WithdrawalStatus
from bot.services.queue.delivery import Delivered, Retry
from bot.services.withdrawals import restored_database
from bot.store import generation
from bot.store.engine.database import Database, StoreUnusable
from bot.store.engine.generation_file import FileMarker
from bot.store.marker import NO_MARKER, NoMarker
from bot.store.overrides import load_overrides
from tests.given import column
from tests.services.acting import CASHIER, OTHER_CHECKER, confirm, propose
from tests.services.service_fixture import ServiceFixture
from tests.services.withdrawals.withdrawal_fixture import HOLD, WithdrawalFixture


@pytest.fixture
async def setup(database: Database, tmp_path: Path) -> WithdrawalFixture:
    database.marker = FileMarker(tmp_path / "generation")
    setup = WithdrawalFixture(database)
    await restored_database.on_start(database, setup.clock, setup.alerts)
    return setup


async def number(database: Database) -> int:
    found = await generation.read(database)
    assert found is not None
    return found.number


def mark(setup: WithdrawalFixture) -> FileGeneration:
    found = setup.database.marker.read()
    assert found is not None
    return found


async def is_frozen(setup: WithdrawalFixture) -> bool:
    return (await load_overrides(setup.database)).frozen


async def put_back(setup: WithdrawalFixture, by: int = 1) -> None:
    """The database is as it was some generations ago; the file is not."""
    await setup.database.write(lambda tx: tx.fetch("UPDATE generation SET number = number - $1", by))


async def test_the_file_follows_each_start_and_each_payout_and_never_runs_ahead(setup: WithdrawalFixture) -> None:
    assert mark(setup).number == await number(setup.database) == 1
    await setup.sent()
    assert mark(setup).number == await number(setup.database) == 2
    await restored_database.on_start(setup.database, setup.clock, setup.alerts)
    assert mark(setup).number == await number(setup.database) == 3
    assert not await is_frozen(setup)


async def test_who_dies_between_the_database_and_its_file_just_goes_on(setup: WithdrawalFixture) -> None:
    """Killed after the commit of a start or of a payout, before the file was written."""
    for _ in range(3):
        await setup.database.write(
            lambda tx: restored_database.count_up(tx, setup.database, setup.alerts, setup.clock.now)
        )
    await restored_database.on_start(setup.database, setup.clock, setup.alerts)
    assert not await is_frozen(setup)
    assert await column(setup.database, "SELECT act AS value FROM audit") == []


async def test_a_start_on_an_older_state_freezes_once(setup: WithdrawalFixture) -> None:
    payout = await setup.propose()
    await put_back(setup)
    for _ in range(2):
        await restored_database.on_start(setup.database, setup.clock, setup.alerts)
    assert await is_frozen(setup)
    assert await column(setup.database, "SELECT act AS value FROM audit WHERE actor = 0") == ["freeze"]
    assert (await setup.read(payout.id)).status is WithdrawalStatus.UNKNOWN
    alerts = await column(setup.database, "SELECT kind AS value FROM alarms ORDER BY kind")
    assert alerts == ["database_restored", "payout_unknown"]


async def test_a_payout_about_to_leave_notices_it_and_does_not_leave(setup: WithdrawalFixture) -> None:
    """A standby that lost the last commits took over, and no process was restarted."""
    await setup.sent()
    payout = await setup.propose(20_000)
    await setup.confirm(payout)
    await put_back(setup)
    delivery = await setup.deliver()
    assert isinstance(delivery, Retry)
    assert await is_frozen(setup)
    assert (await setup.read(payout.id)).status is WithdrawalStatus.UNKNOWN
    assert len(setup.provider.sent_payouts) == 1
    setup.clock.advance(60_000)
    assert isinstance(await setup.deliver(), Delivered)  # there is nothing left to do
    assert len(setup.provider.sent_payouts) == 1
    assert (await setup.lines()).count(HOLD) == 2


async def test_the_clock_notices_it_before_it_gives_a_hold_back(setup: WithdrawalFixture) -> None:
    payout = await setup.propose()
    await put_back(setup)
    await restored_database.check_while_running(setup.database, setup.clock, setup.alerts)
    assert (await setup.read(payout.id)).status is WithdrawalStatus.UNKNOWN
    assert await is_frozen(setup)


async def test_what_was_proposed_before_it_can_no_longer_be_confirmed_by_an_old_button(
    scene: ServiceFixture, setup: WithdrawalFixture
) -> None:
    act_id = await propose(scene, ActionType.CREDIT, {"label": "player-42", "amount": 5_000, "reason": "x"})
    await put_back(setup)
    await restored_database.on_start(setup.database, setup.clock, setup.alerts)
    with pytest.raises(ActMoved):
        await confirm(scene, act_id, OTHER_CHECKER)
    again = await propose(scene, ActionType.CREDIT, {"label": "player-42", "amount": 6_000, "reason": "x"}, CASHIER)
    assert again > act_id + 1_000  # no button that stands in a chat names it


async def test_where_the_file_cannot_be_written_nothing_leaves_and_nothing_is_unknown(
    setup: WithdrawalFixture, tmp_path: Path
) -> None:
    payout = await setup.propose()
    await setup.confirm(payout)
    marker, setup.database.marker = setup.database.marker, Unwritable(mark(setup))
    for _ in range(25):
        assert isinstance(await setup.deliver(), Retry)
        setup.clock.advance(3_600_000)
    assert (await setup.read(payout.id)).status is WithdrawalStatus.SENDING
    assert setup.provider.sent_payouts == []
    setup.database.marker = marker
    await setup.deliver()
    assert len(setup.provider.sent_payouts) == 1


class Unwritable:
    """A file on a disk that is full."""

    def __init__(self, kept: FileGeneration, *, is_needed: bool = True) -> None:
        self.is_needed = is_needed
        self._kept = kept

    def read(self) -> FileGeneration | None:
        return self._kept

    async def keep(self, mark: FileGeneration) -> None:
        await asyncio.sleep(0)
        raise OSError(28, "No space left on device")


async def test_a_start_says_which_setting_names_the_file(setup: WithdrawalFixture) -> None:
    setup.database.marker = Unwritable(mark(setup))
    with pytest.raises(StoreUnusable, match="BOT_GENERATION_FILE"):
        await restored_database.on_start(setup.database, setup.clock, setup.alerts)
    setup.database.marker = Unwritable(mark(setup), is_needed=False)
    await restored_database.on_start(setup.database, setup.clock, setup.alerts)
    assert setup.database.marker.read() is None


async def test_a_file_of_another_database_is_told_once_and_then_written_anew(
    setup: WithdrawalFixture, tmp_path: Path
) -> None:
    """Two bots that share a file are a mistake of their operator; a freeze each second would hide everything else."""
    await setup.propose()
    setup.database.marker = FileMarker(tmp_path / "of another")
    await setup.database.marker.keep(FileGeneration(database="another", number=7))
    for _ in range(3):
        await restored_database.check_while_running(setup.database, setup.clock, setup.alerts)
    assert await is_frozen(setup)
    assert await column(setup.database, "SELECT act AS value FROM audit") == ["withdrawal.proposed", "freeze"]
    assert mark(setup).database != "another"


class FullDisk(NoMarker):
    async def keep(self, mark: FileGeneration) -> None:
        raise OSError("No space left on device")


async def test_a_file_that_cannot_be_written_between_starts_ends_nothing(setup: WithdrawalFixture) -> None:
    await setup.database.write(lambda tx: tx.fetch("UPDATE generation SET is_copy = TRUE"))
    setup.database.marker = FullDisk()
    await restored_database.check_while_running(setup.database, setup.clock, setup.alerts)
    assert await is_frozen(setup)


async def test_a_copy_of_another_machine_is_frozen_without_any_file(setup: WithdrawalFixture) -> None:
    payout = await setup.propose()
    await setup.database.write(lambda tx: tx.fetch("UPDATE generation SET is_copy = TRUE"))
    setup.database.marker = NO_MARKER
    await restored_database.on_start(setup.database, setup.clock, setup.alerts)
    assert await is_frozen(setup)
    assert (await setup.read(payout.id)).status is WithdrawalStatus.UNKNOWN
    found = await generation.read(setup.database)
    assert found is not None
    assert not found.is_copy
