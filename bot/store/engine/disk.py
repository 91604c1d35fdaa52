"""The disk under a SQLite file: used space, size of the write-ahead log, and a reserve for a full disk."""

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

RESERVE = 4 * 1024 * 1024
_PLENTY = 100
"""The reserve is only taken if 100 times its size is free."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiskSpace:
    """`percent` of the disk is used; `free` and `log` (the write-ahead log) are bytes."""

    percent: int
    free: int
    log: int


class Disk:
    """The reserve is an empty file of 4 MB. Deleting it makes room for what must be written on a full disk.

    Such as an alert, a freeze of payouts, or a few more postbacks.
    """

    def __init__(self, file: Path) -> None:
        self._folder = file.parent
        self._log = file.with_name(f"{file.name}-wal")
        self._reserve = file.with_name(f"{file.name}-reserve")

    def measure(self) -> DiskSpace:
        """Measure the disk and the log now. Raises OSError."""
        disk = shutil.disk_usage(self._folder)
        with suppress(FileNotFoundError):
            return DiskSpace(percent=_percent(disk.used, disk.free), free=disk.free, log=self._log.stat().st_size)
        return DiskSpace(percent=_percent(disk.used, disk.free), free=disk.free, log=0)

    def keep_reserve(self) -> None:
        """Create the reserve if there is none and plenty of space is free."""
        if self._reserve.exists() or shutil.disk_usage(self._folder).free < _PLENTY * RESERVE:
            return
        with suppress(OSError):  # some file systems cannot allocate in advance
            file = os.open(self._reserve, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                os.posix_fallocate(file, 0, RESERVE)
            finally:
                os.close(file)

    def release_reserve(self) -> None:
        """Delete the reserve to make room."""
        self._reserve.unlink(missing_ok=True)


def _percent(used: int, free: int) -> int:
    return 100 * used // max(1, used + free)
