"""The generation of a database, which shows whether an older state of it was restored."""

from dataclasses import dataclass
from enum import StrEnum


class RestoreSign(StrEnum):
    """How a restore was noticed. Payouts sent after the backup are missing in a restored database."""

    COPY = "copy"
    """it was made by `python -m bot backup`"""
    BEHIND = "behind"
    """the generation file holds a later generation of it"""
    OTHER = "other"
    """the generation file is of another database, or this database has no generation yet"""
    MOVED = "moved"
    """it is on another server than before, or a standby server was promoted"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileGeneration:
    """The generation in the file outside the database: the database's id and the number."""

    database: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """The generation in the database; the number grows with each start and before each payout.

    `home` identifies server, database and server timeline; it is empty for SQLite. `is_copy` marks a backup.
    """

    database: str
    number: int
    home: str = ""
    is_copy: bool = False


def sign_of_restore(
    found: Generation | None, written: FileGeneration | None, home: str, *, has_payouts: bool
) -> RestoreSign | None:
    """How it can be seen that the database was restored, or None. `home` is where it is now.

    Without a file (`written` is None), as on a new machine, only a marked copy or another server shows it.
    """
    if found is None:
        return RestoreSign.OTHER if written and has_payouts else None
    if found.is_copy:
        return RestoreSign.COPY
    if written and written.database == found.database and written.number > found.number:
        return RestoreSign.BEHIND
    if written and written.database != found.database and has_payouts:
        return RestoreSign.OTHER
    if found.home and home and found.home != home:
        return RestoreSign.MOVED
    return None
