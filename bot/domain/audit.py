"""The audit log as a chain: each row's hash covers the row and the hash before it, so that no change goes unseen."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Where the log ends: how many rows it has, and the hash of the last one."""

    count: int = 0
    hash: str = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """One act of an operator (`actor` 0 is the clock). Ids count from 1 without a gap; `before`, `after` are JSON."""

    id: int
    at: int
    actor: int
    act: str
    subject: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A row as it stands in the log, with the hashes that tie it to the row before."""

    row: AuditRow
    previous: str
    hash: str


def canonical(row: AuditRow) -> str:
    """The row as text, such that no two different rows have the same."""
    return json.dumps([row.id, row.at, row.actor, row.act, row.subject, row.before, row.after])


def chain(previous: str, row: AuditRow) -> str:
    """The hash of `row` after the row whose hash is `previous`."""
    return hashlib.sha256(f"{previous}\n{canonical(row)}".encode()).hexdigest()


def verify(links: Iterable[Link], head: Head = Head()) -> int | None:
    """The id of the first row that does not follow from those before it; None when all do.

    Rows missing at the end leave a chain that is whole: they show only where `head` was kept elsewhere.
    """
    for link in links:
        follows = link.row.id == head.count + 1 and link.previous == head.hash
        if not follows or link.hash != chain(head.hash, link.row):
            return link.row.id
        head = Head(count=link.row.id, hash=link.hash)
    return None
