"""The judge of a till: reads the database file beside the books, without the product's code but for its hashes."""

import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, TypeAlias

from bot.domain.audit import AuditRow, Link, verify
from tests.kill.found import demand
from tests.kill.till import Books, Fact, key_of

Lines: TypeAlias = Mapping[str, Any]


def judge_copy(path: Path, books: Books, *, at_end: bool = False) -> None:
    """Judge a copy: the next life has to recover from what the last one left, not from what a look made of it."""
    copy = path.with_name("copy.db")
    for ending in ("", "-wal"):
        source, target = path.with_name(path.name + ending), copy.with_name(copy.name + ending)
        target.unlink(missing_ok=True)
        if source.exists():
            shutil.copyfile(source, target)
    judge(copy, books, at_end=at_end)


def judge(path: Path, books: Books, *, at_end: bool = False) -> None:
    """Raise Broken unless every promise is kept; `at_end` nothing may wait any more."""
    with closing(sqlite3.connect(path)) as file:
        file.row_factory = sqlite3.Row
        demand([tuple(row) for row in file.execute("PRAGMA integrity_check")] == [("ok",)], "the file is damaged")
        inbox = {row["key"]: row for row in file.execute("SELECT id, key, state FROM inbox")}
        _kept(inbox, books, at_end=at_end)
        lines = {row["ref"]: row for row in file.execute("SELECT * FROM ledger")}
        demand(len(lines) == file.execute("SELECT COUNT(*) FROM ledger").fetchone()[0], "I2 booked twice")
        _booked(lines, inbox, books)
        _followed(file, lines, books)
        _chained(file, books)


def _kept(inbox: Lines, books: Books, *, at_end: bool) -> None:
    """I3: what was acknowledged is there."""
    known = {key_of(body) for body in books.letters}
    lost = books.acked - inbox.keys()
    demand(not lost, "I3 acknowledged and lost:", len(lost), "of", len(books.acked))
    demand(inbox.keys() <= known, "the inbox holds what nobody sent")
    states = {row["state"] for row in inbox.values()}
    demand(states <= ({"done"} if at_end else {"new", "done"}), "not applied:", states)


def _booked(lines: Lines, inbox: Lines, books: Books) -> None:
    """I2: each fact of an applied letter is one line, with what was signed, and there is no other line."""
    done = {row["id"] for row in inbox.values() if row["state"] == "done"}
    told: dict[int, tuple[Fact, ...]] = {}
    for body, facts in books.letters.items():
        row = inbox.get(key_of(body))
        if row is not None and row["state"] == "done":
            told[row["id"]] = facts
    applied = {fact.ref for facts in told.values() for fact in facts}
    demand(lines.keys() == applied, "I2 ledger and letters differ:", lines.keys() ^ applied)
    for ref, line in lines.items():
        fact = books.facts[ref]
        expected = (f"player:{fact.label}", fact.amount, fact.deposit_id)
        demand((line["credit"], line["amount"], line["deposit_id"]) == expected, "I2 wrong line:", ref)
        source = int(line["provenance"].removeprefix("postback:"))
        demand(source in done and fact in told[source], "I10 booked from elsewhere:", ref)


def _followed(file: sqlite3.Connection, lines: Lines, books: Books) -> None:
    """A credit, its deposit and its ring are one transaction."""
    rings = {row["dedupe"] for row in file.execute("SELECT dedupe FROM outbox WHERE kind = 'ring'")}
    demand(rings == {f"ring:credited:{books.facts[ref].deposit_id}:{ref}" for ref in lines}, "I9 rings differ")
    for row in file.execute("SELECT id, status, credited_amount, wallet, transaction_number FROM deposits"):
        line = lines.get(f"{row['wallet']}/MMK/{row['transaction_number']}")
        expected = ("credited", line["amount"]) if line else ("submitted", 0)
        demand((row["status"], row["credited_amount"]) == expected, "I2 row and ledger differ:", dict(row))


def _chained(file: sqlite3.Connection, books: Books) -> None:
    """The audit log is whole, and holds each act that was acknowledged."""
    columns = ("id", "at", "actor", "act", "subject", "before", "after")
    rows = file.execute("SELECT * FROM audit ORDER BY id").fetchall()
    links = [
        Link(row=AuditRow(**{name: row[name] for name in columns}), previous=row["previous"], hash=row["hash"])
        for row in rows
    ]
    demand(verify(links) is None, "the audit log breaks at", verify(links))
    demand(books.acts <= {row["subject"] for row in rows}, "I3 an act acknowledged and lost")
