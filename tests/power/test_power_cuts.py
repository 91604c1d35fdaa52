"""The quick budget of the power cuts, the proof that they are not blind, and the disk they happen to."""

from pathlib import Path
from random import Random

import apsw
import pytest

from tests.invariants.broken import Broken
from tests.power.cuts import Cuts
from tests.power.disk import Disk, Drive, PowerIsCut


def cuts(folder: Path, *, synchronous: str = "") -> Cuts:
    return Cuts(folder=folder, rng=Random(21), synchronous=synchronous)


@pytest.mark.timeout(300)
def test_a_hundred_power_cuts_lose_and_double_nothing(tmp_path: Path) -> None:
    machine = cuts(tmp_path)
    machine.cut(100)
    assert machine.cuts >= 100
    assert machine.acknowledged > 100
    assert machine.disk.lost > 100  # or nothing was ever at stake


@pytest.mark.timeout(300)
def test_syncing_less_than_the_product_does_is_noticed(tmp_path: Path) -> None:
    with pytest.raises(Broken, match="I3 acknowledged and lost"):
        cuts(tmp_path, synchronous="NORMAL").cut(100)


def test_a_disk_keeps_what_was_synced_and_tears_what_was_not(tmp_path: Path) -> None:
    disk = Disk(tmp_path, Random(1))
    drive = Drive(disk)
    disk.power_on(1 << 60)
    file = apsw.Connection(str(tmp_path / "bot.db"), vfs=drive.name)
    file.execute("PRAGMA journal_mode=WAL")
    file.execute("PRAGMA synchronous=FULL")
    file.execute("CREATE TABLE kept (x)")
    file.execute("INSERT INTO kept VALUES (1)")
    disk.steps = 0
    with pytest.raises(PowerIsCut):
        file.execute("INSERT INTO kept VALUES (2)")
    with pytest.raises(PowerIsCut):
        file.close()
    disk.fall()
    assert apsw.Connection(str(tmp_path / "bot.db")).execute("SELECT x FROM kept").fetchall() == [(1,)]
