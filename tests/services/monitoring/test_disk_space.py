"""Room for the database: operators hear of a disk that fills and of a log that does not shrink; a reserve is kept."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.services.monitoring.disk_space import check_disk_space
from bot.store import deposits
from bot.store.engine.database import StoreUnavailable
from bot.store.engine.disk import RESERVE
from tests.databases import pragma
from tests.services.service_fixture import ServiceFixture

MEGABYTE = 1024 * 1024
MANY = 1024 * 1024 * MEGABYTE
sqlite_only = pytest.mark.parametrize("url", ["sqlite"], indirect=True)


async def look(scene: ServiceFixture, *, full_percent: int = 0, little: int = 0, long_log: int = MANY) -> None:
    alerts, now = scene.services.alerts, scene.clock.now
    await check_disk_space(scene.database, alerts, now, full_percent=full_percent, little=little, long_log=long_log)


@sqlite_only
async def test_a_disk_that_fills_is_told_once_and_that_it_has_room_again(scene: ServiceFixture) -> None:
    for _ in range(2):
        await look(scene, little=MANY)
    assert await scene.alerts() == ["disk_filling"]
    await look(scene, full_percent=101, little=MANY)
    await look(scene, little=0)
    assert await scene.alerts() == ["disk_filling", "disk_filling over"]


@sqlite_only
async def test_a_log_that_grows_under_a_long_reading_is_told_until_it_is_short_again(
    scene: ServiceFixture, tmp_path: Path
) -> None:
    async def write(name: str, megabytes: int) -> None:
        content = b"x" * megabytes * MEGABYTE
        await scene.database.write(lambda tx: deposits.save_receipt(tx, name, content, scene.clock.now))

    limit = 18 * MEGABYTE
    with closing(sqlite3.connect(tmp_path / "bot.db", isolation_level=None)) as shell:
        shell.execute("BEGIN")
        shell.execute("SELECT COUNT(*) FROM deposits").fetchall()
        await write("large", 20)
        await look(scene, long_log=limit)
        assert await scene.alerts() == ["log_long"]
    await write("after", 1)
    await write("another", 1)
    await look(scene, long_log=limit)
    assert await scene.alerts() == ["log_long", "log_long over"]


@sqlite_only
async def test_a_full_disk_gives_up_the_reserve_which_is_taken_again_when_there_is_room(
    scene: ServiceFixture, tmp_path: Path
) -> None:
    reserve = tmp_path / "bot.db-reserve"
    await look(scene)
    assert reserve.stat().st_blocks * 512 >= RESERVE
    await pragma(scene.database, f"max_page_count={await pragma(scene.database, 'page_count')}")
    with pytest.raises(StoreUnavailable, match="full"):
        await scene.database.write(lambda tx: deposits.save_receipt(tx, "large", b"x" * MEGABYTE, scene.clock.now))
    assert not reserve.exists()
    await pragma(scene.database, "max_page_count=1000000")
    await look(scene, little=MANY)
    assert not reserve.exists()
    await look(scene)
    assert reserve.exists()


async def test_the_disk_of_a_server_is_its_own(scene: ServiceFixture) -> None:
    await look(scene, little=MANY, long_log=0)
    assert await scene.alerts() == ([] if scene.database.disk is None else ["disk_filling", "log_long"])
    assert (scene.database.disk is None) == (scene.database.dialect == "postgresql")
