"""Whether a database is the one payouts left from last, or an older state of it that somebody put back."""

from dataclasses import dataclass
from enum import StrEnum


class RestoreSign(StrEnum):
    """What tells that a database was put back. Payouts that left since its state was kept are not in it."""

    COPY = "copy"
    """it was made by `python -m bot backup`"""
    BEHIND = "behind"
    """the generation file saw a later generation of it"""
    OTHER = "other"
    """the generation file is of another database, or of this one before it had a name"""
    MOVED = "moved"
    """it is on another server or in another database than before, or a standby server was promoted"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileGeneration:
    """The last generation of a database, as the generation file outside of it has it."""

    database: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """The same as the database itself has it; the number grows with each start and before each payout.

    `home` names the server, the database on it and the line of its history; empty where there is none to tell.
    """

    database: str
    number: int
    home: str = ""
    is_copy: bool = False


def sign_of_restore(
    found: Generation | None, written: FileGeneration | None, home: str, *, has_payouts: bool
) -> RestoreSign | None:
    """What tells that the database was put back; None where nothing does. `home` is where it is now.

    Without a file outside, as on a new machine, only a marked copy and a change of server can tell.
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
