"""The disk under a SQLite file: how full it is, how long the log has grown, and a reserve for when it is full."""

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

RESERVE = 4 * 1024 * 1024
_PLENTY = 100
"""So many reserves have to be free beside it: a full disk is not made fuller."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiskSpace:
    """`percent` of the disk is used; `free` and `log`, the write-ahead log, are bytes."""

    percent: int
    free: int
    log: int


class Disk:
    """Its reserve is a file without content. Given up, it leaves room for what must be written even on a full disk.

    That is an alarm, operators who freeze payouts, some postbacks more.
    """

    def __init__(self, file: Path) -> None:
        self._folder = file.parent
        self._log = file.with_name(f"{file.name}-wal")
        self._reserve = file.with_name(f"{file.name}-reserve")

    def measure(self) -> DiskSpace:
        """The room there is now."""
        disk = shutil.disk_usage(self._folder)
        with suppress(FileNotFoundError):
            return DiskSpace(percent=_percent(disk.used, disk.free), free=disk.free, log=self._log.stat().st_size)
        return DiskSpace(percent=_percent(disk.used, disk.free), free=disk.free, log=0)

    def keep_reserve(self) -> None:
        """Take the reserve, where there is none and room is plenty."""
        if self._reserve.exists() or shutil.disk_usage(self._folder).free < _PLENTY * RESERVE:
            return
        with suppress(OSError):  # a disk that cannot promise room has none to keep
            file = os.open(self._reserve, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                os.posix_fallocate(file, 0, RESERVE)
            finally:
                os.close(file)

    def release_reserve(self) -> None:
        """Make room."""
        self._reserve.unlink(missing_ok=True)


def _percent(used: int, free: int) -> int:
    return 100 * used // max(1, used + free)
