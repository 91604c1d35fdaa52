"""The audit log's hash chain: each row's hash covers the row and the hash before it, so changes are noticed."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The end of the log: the number of rows and the hash of the last one."""

    count: int = 0
    hash: str = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """One action of an operator (`actor` 0 is the bot). Ids count from 1 without gaps; `before`, `after` are JSON."""

    id: int
    at: int
    actor: int
    act: str
    subject: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A row with the hashes that link it to the row before."""

    row: AuditRow
    previous: str
    hash: str


def canonical(row: AuditRow) -> str:
    """The row as text; different rows never give the same text."""
    return json.dumps([row.id, row.at, row.actor, row.act, row.subject, row.before, row.after])


def chain(previous: str, row: AuditRow) -> str:
    """The hash of `row` after the row whose hash is `previous`."""
    return hashlib.sha256(f"{previous}\n{canonical(row)}".encode()).hexdigest()


def verify(links: Iterable[Link], head: Head = Head()) -> int | None:
    """The id of the first row that does not continue the chain after `head`; None if all do.

    Rows missing at the end leave a valid chain. They are noticed only if a later head was stored elsewhere.
    """
    for link in links:
        follows = link.row.id == head.count + 1 and link.previous == head.hash
        if not follows or link.hash != chain(head.hash, link.row):
            return link.row.id
        head = Head(count=link.row.id, hash=link.hash)
    return None
