"""Checks the store worker: compares the database file with the books; uses only the product's hashes."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.invariants.audit import audit_is_whole
from tests.invariants.broken import demand
from tests.invariants.facts import Tables, tables_of
from tests.invariants.ledger import booked_as_signed, booked_once, deposits_agree, lines_have_two_sides
from tests.invariants.queues import acknowledged_is_kept, all_applied, credits_are_told, keys_of, nothing_failed
from tests.kill.store_worker import Fact, ProviderRecord, key_of


def check_copy(path: Path, books: ProviderRecord, *, at_end: bool = False) -> None:
    """Judge a copy: the next life has to recover from what the last one left, not from what a look made of it."""
    copy = path.with_name("copy.db")
    for ending in ("", "-wal"):
        source, target = path.with_name(path.name + ending), copy.with_name(copy.name + ending)
        target.unlink(missing_ok=True)
        if source.exists():
            shutil.copyfile(source, target)
    check(copy, books, at_end=at_end)


def check(path: Path, books: ProviderRecord, *, at_end: bool = False) -> None:
    """Raise Broken unless every invariant holds; `at_end` nothing may wait any more."""
    with closing(sqlite3.connect(path)) as file:
        file.row_factory = sqlite3.Row
        demand([tuple(row) for row in file.execute("PRAGMA integrity_check")] == [("ok",)], "the file is damaged")
        tables = tables_of(lambda sql: file.execute(sql).fetchall())
        _kept(tables, books)
        nothing_failed(tables)
        if at_end:
            all_applied(tables)
        lines_have_two_sides(tables.ledger)
        booked_once(tables.ledger)
        _booked(tables, books)
        deposits_agree(tables)
        credits_are_told(tables, tables)
        audit = file.execute("SELECT * FROM audit ORDER BY id").fetchall()
        audit_is_whole(audit)
        demand(books.acts <= {row["subject"] for row in audit}, "I3 an act acknowledged and lost")


def _kept(tables: Tables, books: ProviderRecord) -> None:
    """I3: what was acknowledged is there, and nothing that nobody sent."""
    kept = keys_of(tables)
    acknowledged_is_kept(kept, {("paykassma", key) for key in books.acked})
    demand(kept <= {("paykassma", key_of(body)) for body in books.letters}, "the inbox holds what nobody sent")


def _booked(tables: Tables, books: ProviderRecord) -> None:
    """I2, I10: each fact of an applied postback is one line, which names a postback that says so."""
    rows = {row["key"]: row for row in tables.inbox}
    told: dict[int, tuple[Fact, ...]] = {}
    for body, facts in books.letters.items():
        row = rows.get(key_of(body))
        if row is not None and row["state"] == "done":
            told[row["id"]] = facts
    applied = {fact.ref: (f"player:{fact.label}", fact.amount) for facts in told.values() for fact in facts}
    booked_as_signed(tables.ledger, applied)
    for line in tables.ledger:
        fact = books.facts[line["ref"]]
        demand(line["deposit_id"] == fact.deposit_id, "I2 another deposit", line)
        source = int(line["provenance"].removeprefix("postback:"))
        demand(fact in told.get(source, ()), "I10 booked from elsewhere", line)
