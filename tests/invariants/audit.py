"""The audit log is whole: each row carries the hash of the one before it."""

from bot.domain.audit import AuditRow, Link, verify
from tests.invariants.broken import demand
from tests.invariants.facts import Rows

_COLUMNS = ("id", "at", "actor", "act", "subject", "before", "after")


def audit_is_whole(rows: Rows) -> None:
    """No row was changed or removed. `rows` are those of the table `audit`, oldest first."""
    links = [
        Link(row=AuditRow(**{name: row[name] for name in _COLUMNS}), previous=row["previous"], hash=row["hash"])
        for row in rows
    ]
    demand(verify(links) is None, "the audit log breaks at", verify(links))
