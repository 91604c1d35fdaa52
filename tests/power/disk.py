"""A disk that knows which bytes were synced. At a cut it keeps those, and of all later writes only what chance leaves.

Files are real ones, as a running system sees them; beside each stands what is surely on the disk, and what was written
since. A sector is written whole or not at all, in any order. Writes to the shared memory are no writes to the disk.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import apsw

_SECTOR = 512
_CLONE = "power"


class PowerIsCut(Exception):
    """Nothing is read or written any more."""


@dataclass(slots=True, kw_only=True)
class _Kept:
    """One file: what is on the disk (None where not even its name is), and what was done to it since, in order.

    A change is an offset and bytes, or a new size.
    """

    synced: bytearray | None
    since: list[tuple[int, bytes] | int] = field(default_factory=list)
    deleted: bool = False


class Disk:
    """Counts down `steps` of writing, then cuts the power; `fall` brings the files into the state that is left."""

    def __init__(self, folder: Path, rng: Random) -> None:
        self.folder = folder
        self.steps = 0
        self.is_cut = False
        self.lost = 0
        self._rng = rng
        self._files: dict[str, _Kept] = {}

    def power_on(self, steps: int) -> None:
        """What lies in the folder now is on the disk."""
        self.steps, self.is_cut = steps, False
        self._files = {
            str(path): _Kept(synced=bytearray(path.read_bytes()))
            for path in self.folder.iterdir()
            if path.suffix in {".db", ".db-wal", ".db-journal"}
        }

    def step(self) -> None:
        """Something is about to be written."""
        self.check()
        self.steps -= 1
        self.is_cut = self.steps < 0
        self.check()

    def check(self) -> None:
        if self.is_cut:
            raise PowerIsCut

    def opened(self, name: str) -> None:
        kept = self._files.setdefault(name, _Kept(synced=None))
        kept.deleted = False

    def wrote(self, name: str, offset: int, data: bytes) -> None:
        self._files[name].since.append((offset, bytes(data)))

    def cut_short(self, name: str, size: int) -> None:
        self._files[name].since.append(size)

    def synced(self, name: str) -> None:
        """Its bytes are on the disk; with a new file SQLite syncs the folder too, with all names in it."""
        kept = self._files[name]
        if kept.synced is None:
            self._files = {each: one for each, one in self._files.items() if not one.deleted}
            for one in self._files.values():
                one.synced = bytearray() if one.synced is None else one.synced
        content = kept.synced or bytearray()
        for change in kept.since:
            _apply(content, change)
        kept.synced, kept.since = content, []

    def deleted(self, name: str, *, surely: bool) -> None:
        if surely:
            self._files.pop(name, None)
        elif name in self._files:
            self._files[name].deleted = True

    def fall(self) -> None:
        """Let the files be what is left after the cut."""
        for path in self.folder.glob("bot.db*"):
            if path.suffix != ".lock":
                path.unlink()
        for name, kept in self._files.items():
            content = self._left_of(kept)
            if content is not None:
                Path(name).write_bytes(content)

    def _left_of(self, kept: _Kept) -> bytes | None:
        if kept.deleted and self._rng.random() < 0.5:
            return None
        if kept.synced is None and self._rng.random() < 0.5:
            return None
        content = bytearray(kept.synced or b"")
        share = self._rng.choice((0.0, 0.5, 0.9, 1.0))
        for change in kept.since:
            for part in _parts(change):
                if self._rng.random() < share:
                    _apply(content, part)
                else:
                    self.lost += 1
        return bytes(content)


def _parts(change: tuple[int, bytes] | int) -> Iterator[tuple[int, bytes] | int]:
    """A write, sector by sector."""
    if isinstance(change, int):
        yield change
        return
    offset, data = change
    while data:
        room = _SECTOR - offset % _SECTOR
        yield offset, data[:room]
        offset, data = offset + room, data[room:]


def _apply(content: bytearray, change: tuple[int, bytes] | int) -> None:
    if isinstance(change, int):
        if change <= len(content):
            del content[change:]
        else:
            content.extend(bytes(change - len(content)))
        return
    offset, data = change
    if offset > len(content):
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(data)] = data


class _File(apsw.VFSFile):
    def __init__(self, disk: Disk, name: str | apsw.URIFilename | None, flags: list[int]) -> None:
        super().__init__("unix", name, flags)
        self._disk = disk
        self._name = name.filename() if isinstance(name, apsw.URIFilename) else name or ""
        disk.opened(self._name)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - SQLite's word
        self._disk.step()
        super().xWrite(data, offset)
        self._disk.wrote(self._name, offset, data)

    def xTruncate(self, newsize: int) -> None:  # noqa: N802 - SQLite's word
        self._disk.step()
        super().xTruncate(newsize)
        self._disk.cut_short(self._name, newsize)

    def xSync(self, flags: int) -> None:  # noqa: N802 - SQLite's word
        self._disk.step()
        super().xSync(flags)
        self._disk.synced(self._name)

    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802 - SQLite's word
        self._disk.check()
        return super().xRead(amount, offset)


class Drive(apsw.VFS):
    """The disk as SQLite sees it, under the name `name`."""

    def __init__(self, disk: Disk) -> None:
        self.name = _CLONE
        self._disk = disk
        super().__init__(self.name, "unix")

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:  # noqa: N802 - SQLite's word
        self._disk.check()
        return _File(self._disk, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802 - SQLite's word
        self._disk.step()
        super().xDelete(filename, syncdir)
        self._disk.deleted(filename, surely=syncdir)
