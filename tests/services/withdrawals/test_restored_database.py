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
async def house(database: Database, tmp_path: Path) -> WithdrawalFixture:
    database.marker = FileMarker(tmp_path / "generation")
    house = WithdrawalFixture(database)
    await restored_database.on_start(database, house.clock, house.alerts)
    return house


async def number(database: Database) -> int:
    found = await generation.read(database)
    assert found is not None
    return found.number


def mark(house: WithdrawalFixture) -> FileGeneration:
    found = house.database.marker.read()
    assert found is not None
    return found


async def is_frozen(house: WithdrawalFixture) -> bool:
    return (await load_overrides(house.database)).frozen


async def put_back(house: WithdrawalFixture, by: int = 1) -> None:
    """The database is as it was some generations ago; the file is not."""
    await house.database.write(lambda tx: tx.fetch("UPDATE generation SET number = number - $1", by))


async def test_the_file_follows_each_start_and_each_payout_and_never_runs_ahead(house: WithdrawalFixture) -> None:
    assert mark(house).number == await number(house.database) == 1
    await house.sent()
    assert mark(house).number == await number(house.database) == 2
    await restored_database.on_start(house.database, house.clock, house.alerts)
    assert mark(house).number == await number(house.database) == 3
    assert not await is_frozen(house)


async def test_who_dies_between_the_database_and_its_file_just_goes_on(house: WithdrawalFixture) -> None:
    """Killed after the commit of a start or of a payout, before the file was written."""
    for _ in range(3):
        await house.database.write(
            lambda tx: restored_database.count_up(tx, house.database, house.alerts, house.clock.now)
        )
    await restored_database.on_start(house.database, house.clock, house.alerts)
    assert not await is_frozen(house)
    assert await column(house.database, "SELECT act AS value FROM audit") == []


async def test_a_start_on_an_older_state_freezes_once(house: WithdrawalFixture) -> None:
    payout = await house.propose()
    await put_back(house)
    for _ in range(2):
        await restored_database.on_start(house.database, house.clock, house.alerts)
    assert await is_frozen(house)
    assert await column(house.database, "SELECT act AS value FROM audit WHERE actor = 0") == ["freeze"]
    assert (await house.read(payout.id)).status is WithdrawalStatus.UNKNOWN
    alerts = await column(house.database, "SELECT kind AS value FROM alarms ORDER BY kind")
    assert alerts == ["database_restored", "payout_unknown"]


async def test_a_payout_about_to_leave_notices_it_and_does_not_leave(house: WithdrawalFixture) -> None:
    """A standby that lost the last commits took over, and no process was started anew."""
    await house.sent()
    payout = await house.propose(20_000)
    await house.confirm(payout)
    await put_back(house)
    delivery = await house.deliver()
    assert isinstance(delivery, Retry)
    assert await is_frozen(house)
    assert (await house.read(payout.id)).status is WithdrawalStatus.UNKNOWN
    assert len(house.provider.sent_payouts) == 1
    house.clock.advance(60_000)
    assert isinstance(await house.deliver(), Delivered)  # there is nothing left to do
    assert len(house.provider.sent_payouts) == 1
    assert (await house.lines()).count(HOLD) == 2


async def test_the_clock_notices_it_before_it_gives_a_hold_back(house: WithdrawalFixture) -> None:
    payout = await house.propose()
    await put_back(house)
    await restored_database.check_while_running(house.database, house.clock, house.alerts)
    assert (await house.read(payout.id)).status is WithdrawalStatus.UNKNOWN
    assert await is_frozen(house)


async def test_what_was_proposed_before_it_can_no_longer_be_confirmed_by_an_old_button(
    scene: ServiceFixture, house: WithdrawalFixture
) -> None:
    act_id = await propose(scene, ActionType.CREDIT, {"label": "player-42", "amount": 5_000, "reason": "x"})
    await put_back(house)
    await restored_database.on_start(house.database, house.clock, house.alerts)
    with pytest.raises(ActMoved):
        await confirm(scene, act_id, OTHER_CHECKER)
    again = await propose(scene, ActionType.CREDIT, {"label": "player-42", "amount": 6_000, "reason": "x"}, CASHIER)
    assert again > act_id + 1_000  # no button that stands in a chat names it


async def test_where_the_file_cannot_be_written_nothing_leaves_and_nothing_is_unknown(
    house: WithdrawalFixture, tmp_path: Path
) -> None:
    payout = await house.propose()
    await house.confirm(payout)
    marker, house.database.marker = house.database.marker, Unwritable(mark(house))
    for _ in range(25):
        assert isinstance(await house.deliver(), Retry)
        house.clock.advance(3_600_000)
    assert (await house.read(payout.id)).status is WithdrawalStatus.SENDING
    assert house.provider.sent_payouts == []
    house.database.marker = marker
    await house.deliver()
    assert len(house.provider.sent_payouts) == 1


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


async def test_a_start_says_which_setting_names_the_file(house: WithdrawalFixture) -> None:
    house.database.marker = Unwritable(mark(house))
    with pytest.raises(StoreUnusable, match="BOT_GENERATION_FILE"):
        await restored_database.on_start(house.database, house.clock, house.alerts)
    house.database.marker = Unwritable(mark(house), is_needed=False)
    await restored_database.on_start(house.database, house.clock, house.alerts)
    assert house.database.marker.read() is None


async def test_a_file_of_another_database_is_told_once_and_then_written_anew(
    house: WithdrawalFixture, tmp_path: Path
) -> None:
    """Two bots that share a file are a mistake of their operator; a freeze each second would hide everything else."""
    await house.propose()
    house.database.marker = FileMarker(tmp_path / "of another")
    await house.database.marker.keep(FileGeneration(database="another", number=7))
    for _ in range(3):
        await restored_database.check_while_running(house.database, house.clock, house.alerts)
    assert await is_frozen(house)
    assert await column(house.database, "SELECT act AS value FROM audit") == ["withdrawal.proposed", "freeze"]
    assert mark(house).database != "another"


class FullDisk(NoMarker):
    async def keep(self, mark: FileGeneration) -> None:
        raise OSError("No space left on device")


async def test_a_file_that_cannot_be_written_between_starts_ends_nothing(house: WithdrawalFixture) -> None:
    await house.database.write(lambda tx: tx.fetch("UPDATE generation SET is_copy = TRUE"))
    house.database.marker = FullDisk()
    await restored_database.check_while_running(house.database, house.clock, house.alerts)
    assert await is_frozen(house)


async def test_a_copy_of_another_machine_is_frozen_without_any_file(house: WithdrawalFixture) -> None:
    payout = await house.propose()
    await house.database.write(lambda tx: tx.fetch("UPDATE generation SET is_copy = TRUE"))
    house.database.marker = NO_MARKER
    await restored_database.on_start(house.database, house.clock, house.alerts)
    assert await is_frozen(house)
    assert (await house.read(payout.id)).status is WithdrawalStatus.UNKNOWN
    found = await generation.read(house.database)
    assert found is not None
    assert not found.is_copy
