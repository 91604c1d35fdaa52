"""The generation file: one line of JSON outside the database, which a restore of the database does not change."""

import asyncio
import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.domain.database_generation import FileGeneration
from bot.store.engine.database import StoreUnusable

_LENGTH = 128
"""Bytes of the line: always the same and less than a sector, so that a power cut leaves the old or the new line."""


class FileMarker:
    """See `Marker`. Processes on one machine may share the file; a lock orders their writes."""

    def __init__(self, path: Path, *, is_needed: bool = True) -> None:
        self.path = path
        self.is_needed = is_needed

    def read(self) -> FileGeneration | None:
        try:
            text = self.path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreUnusable(f"{self.path} cannot be read: {error.strerror}. Check BOT_GENERATION_FILE") from error
        return _parse(text, self.path)

    async def keep(self, generation: FileGeneration) -> None:
        await asyncio.to_thread(self._write, generation)

    def _write(self, generation: FileGeneration) -> None:
        with self._locked() as file:
            before = _parse(os.pread(file, 2 * _LENGTH, 0), self.path)
            if before and before.database == generation.database and before.number >= generation.number:
                return
            line = json.dumps({"database": generation.database, "generation": generation.number})
            os.pwrite(file, f"{line:<{_LENGTH - 1}}\n".encode(), 0)
            os.fsync(file)

    @contextmanager
    def _locked(self) -> Iterator[int]:
        is_new = not self.path.exists()
        if is_new:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file
        finally:
            os.close(file)
        if is_new:
            _sync_folder(self.path.parent)


def _parse(text: bytes, path: Path) -> FileGeneration | None:
    """The generation in the file; None if it is empty (power was cut just after it was created)."""
    if not text.strip():
        return None
    try:
        line = json.loads(text)
        return FileGeneration(database=str(line["database"]), number=int(line["generation"]))
    except (ValueError, TypeError, KeyError) as error:
        raise StoreUnusable(
            f"{path} is not a generation file of the bot: set BOT_GENERATION_FILE to another file, or move it away"
        ) from error


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
