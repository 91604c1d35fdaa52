"""What is seen of the program's database while it is killed."""

from pathlib import Path

import pytest

from bot.domain.deposit import DepositStatus
from bot.domain.entry import Reason
from bot.store import outbox, quarantine
from bot.store.engine.database import Database, Transaction
from tests.databases import database, sqlite_url
from tests.given import NOW, given_deposit, given_player
from tests.kill.looks import NEWEST, plight, rows
from tests.services.stored import entry_of

__all__ = ["database"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "bot.db"


@pytest.fixture
def url(path: Path) -> str:
    return sqlite_url(path)


async def test_a_deposit_stays_in_sight_however_many_others_begin(database: Database, path: Path) -> None:
    slow, quick = await given_player(database), await given_player(database)
    await given_deposit(database, DepositStatus.CLAIMED, player=slow, amount=1_348)
    for _ in range(60):
        await given_deposit(database, DepositStatus.CREDITED, player=quick)
    seen = {(row["player_id"], row["status"], row["amount"]) for row in rows(path, NEWEST["deposits"])}
    assert (slow.id, "claimed", 1_348) in seen


async def test_who_waits_in_vain_says_how_his_deposit_stands(database: Database, path: Path) -> None:
    deposit = await given_deposit(database, DepositStatus.CLAIMED, amount=1_348)
    held = entry_of("01003246080588218368", 1_348, order=deposit.id)

    async def unit(tx: Transaction) -> None:
        await quarantine.add(
            tx, held, reason=Reason.ABOVE_HOUR, label=deposit.label, fingerprint="1", inbox_id=1, now=NOW
        )
        await outbox.add(tx, lane=f"pk:{deposit.id}", kind="claim", subject=deposit.id, now=NOW)

    await database.write(unit)
    told = plight(path, ["welcome", "one", "two", "enough"], deposit.player_id)
    assert told.startswith("the bot said last: one / two / enough; deposits: [")
    for words in (deposit.id, "'claimed'", "1348", "'above_hour'", f"'pk:{deposit.id}'"):
        assert words in told, words


def test_a_file_that_cannot_be_looked_into_shows_nothing(path: Path) -> None:
    assert plight(path, []) == (
        "the bot said last: ; quarantine: []; inbox: []; outbox: []; dead: []; withdrawals: []; alarms: []"
    )
