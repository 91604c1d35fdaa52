"""Backs up a SQLite database while the bot runs; the copy counts only after it was checked and compared."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.store.engine.database import StoreUnusable

_TOTALS = (
    "SELECT (SELECT MAX(version) FROM schema_version), COUNT(*), COALESCE(SUM(amount), 0), COALESCE(MAX(id), 0)"
    " FROM ledger"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerTotals:
    """What must be equal in original and copy: schema version, ledger lines, their sum (whole kyat), the last id."""

    schema: int
    lines: int
    amount: int
    last_line: int


def back_up(source: Path, target: Path) -> LedgerTotals:
    """Copy the database at `source` into the new file `target` and return its totals.

    Raises StoreUnusable if there is nothing to copy, no space, or the copy differs. `target` is either complete or not
    created.
    """
    _check(source, target)
    with _temporary(target) as temporary:
        try:
            totals = _copy(source, temporary)
            found = _examine(temporary)
        except sqlite3.Error as error:
            raise StoreUnusable(f"{source} was not backed up: {error}") from error
        if found != totals:
            raise StoreUnusable(f"{source} was not backed up: the copy has {found}, the original {totals}")
        _publish(temporary, target)
    return totals


def _check(source: Path, target: Path) -> None:
    if not source.is_file():
        raise StoreUnusable(f"{source} does not exist. Check BOT_DATABASE_URL")
    if target.exists():
        raise StoreUnusable(f"{target} already exists. A backup never overwrites a file: choose another name")


@contextmanager
def _temporary(target: Path) -> Iterator[Path]:
    """A temporary file beside `target`, readable by its owner only; deleted at the end unless it was renamed."""
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f"{target.name}.", suffix=".part")
    except OSError as error:
        raise StoreUnusable(f"{target} cannot be written: {error.strerror}") from error
    os.close(handle)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _copy(source: Path, temporary: Path) -> LedgerTotals:
    """Copy all pages in one read transaction: writers do not wait, and their changes are not included."""
    original = sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None, timeout=30)
    with closing(original), closing(sqlite3.connect(temporary, isolation_level=None)) as copy:
        original.execute("BEGIN")
        totals = _totals(original)
        original.backup(copy)
        _mark(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # makes one file; the bot's next start sets WAL again
    return totals


def _mark(copy: sqlite3.Connection) -> None:
    """Mark the copy, so that a bot that starts on it freezes payouts: later ones are missing in it."""
    if copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'generation'").fetchone():
        copy.execute("UPDATE generation SET is_copy = TRUE")


def _examine(temporary: Path) -> LedgerTotals:
    with closing(sqlite3.connect(f"{temporary.absolute().as_uri()}?mode=ro", uri=True)) as copy:
        (damage,) = copy.execute("PRAGMA quick_check(1)").fetchone()
        if damage != "ok":
            raise sqlite3.DatabaseError(f"it is damaged ({damage.splitlines()[-1]})")
        return _totals(copy)


def _totals(connection: sqlite3.Connection) -> LedgerTotals:
    schema, lines, amount, last_line = connection.execute(_TOTALS).fetchone()
    return LedgerTotals(schema=schema, lines=lines, amount=amount, last_line=last_line)


def _publish(temporary: Path, target: Path) -> None:
    """Sync the file to disk before it gets its final name."""
    _sync(temporary)
    temporary.rename(target)
    _sync(target.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
