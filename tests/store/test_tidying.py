"""Tidying goes by indexes and in bounded steps, however much the past holds; and what is masked in the ledger."""

import re
from collections.abc import Sequence

import pytest

from bot.domain.mask import Mask
from bot.services import retention
from bot.services.retention import AT_ONCE, apply_retention
from bot.store import ledger
from bot.store.engine.database import Database, Param, Row, Transaction
from tests.given import column

DAY = 24 * 3_600_000
NOW = 1_000 * DAY
MASK = Mask(key=b"key")
PAST = 5_000
SMALL = {"pace", "refused_postbacks", "postback_refusals"}
"""Tables that are bounded by themselves."""


class Overheard:
    """A transaction that writes down what it is asked."""

    skip_locked = ""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self.heard: list[tuple[str, tuple[Param, ...]]] = []

    async def fetch(self, sql: str, *args: Param) -> Sequence[Row]:
        self.heard.append((sql, args))
        return await self._tx.fetch(sql, *args)

    async def fetchrow(self, sql: str, *args: Param) -> Row | None:
        rows = await self.fetch(sql, *args)
        return rows[0] if rows else None

    def notify(self, topic: str, *, others: bool = True) -> None:
        self._tx.notify(topic, others=others)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_no_part_of_it_reads_a_table_from_end_to_end(database: Database) -> None:
    async def unit(tx: Transaction) -> list[str]:
        overheard = Overheard(tx)
        await apply_retention(overheard, NOW, MASK)
        plans = [
            (row["detail"], sql)
            for sql, args in overheard.heard
            for row in await tx.fetch(f"EXPLAIN QUERY PLAN {sql}", *args)
        ]
        assert len(overheard.heard) > len(SMALL) + 8
        return [f"{step}: {sql}" for step, sql in plans if _is_scan(step)]

    assert await database.write(unit) == []


def _is_scan(step: str) -> bool:
    """A table read from its beginning; what goes along an index of a few rows in its order is none."""
    scanned = re.match(r"SCAN (\w+)", step)
    return scanned is not None and scanned[1] not in SMALL and "INDEX" not in step


async def _past(database: Database, table: str, columns: str, values: str) -> None:
    """Many rows that were tidied long ago."""
    rows = {"sqlite": "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {0}) SELECT i FROM n"}
    numbers = rows.get(database.dialect, "SELECT i FROM generate_series(1, {0}) AS n (i)").format(PAST)
    sql = f"INSERT INTO {table} ({columns}) SELECT {values} FROM ({numbers}) AS many"  # noqa: S608 - our own words
    await database.write(lambda tx: tx.fetch(sql))


async def _steps(database: Database) -> int:
    """How many thousands of its own steps SQLite needs for one round."""
    file = database._session._file  # type: ignore[attr-defined]
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    file.set_progress_handler(count, 1_000)
    try:
        await database.write(lambda tx: apply_retention(tx, NOW, MASK))
    finally:
        file.set_progress_handler(None, 0)
    return steps


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_the_past_costs_nothing(database: Database) -> None:
    before = await _steps(database)
    await _past(
        database,
        "inbox",
        "source, key, lane, body, state, received_at, handled_at",
        "'telegram', CAST(i AS TEXT), 'tg:1', '', 'done', 1, 1",
    )
    await _past(
        database,
        "outbox",
        "lane, kind, subject, payload, dedupe, priority, state, due_at, created_at, done_at",
        "'tg:1', 'ring', '', '', CAST(i AS TEXT), 1, 'sent', 1, 1, 1",
    )
    masked = f"'{MASK('09400000001')}'"
    await _past(
        database,
        "withdrawals",
        "id, player_id, label, wallet, amount, account, is_test, status, maker, created_at, expires_at, done_at",
        f"CAST(i AS TEXT), 0, 'a', 'kbzpay_manual', 1, {masked}, FALSE, 'paid', 1, 1, 1, 1",
    )
    await _past(
        database,
        "ledger",
        "kind, ref, debit, credit, amount, currency, payer, provenance, at",
        f"'deposit', CAST(i AS TEXT), 'a', 'b', 1, 'MMK', {masked}, '', 1",
    )
    assert await _steps(database) <= before + 1


async def test_much_at_once_goes_in_bounded_steps_until_all_is_done(database: Database) -> None:
    await _past(
        database,
        "inbox",
        "source, key, lane, body, state, received_at, handled_at",
        "'telegram', CAST(i AS TEXT), 'tg:1', 'x', 'done', 1, 1",
    )
    left = []
    while await database.write(lambda tx: apply_retention(tx, NOW, MASK)):
        (rows,) = await column(database, "SELECT COUNT(*) AS value FROM inbox WHERE body <> ''")
        left.append(rows)
    assert left == list(range(PAST - AT_ONCE, -1, -AT_ONCE))


async def _line(database: Database, payer: str, at: int) -> None:
    sql = (
        "INSERT INTO ledger (kind, ref, debit, credit, amount, currency, payer, provenance, at)"
        " VALUES ('deposit', $1, 'provider:x', 'player:a', 1000, 'MMK', $1, 'test', $2)"
    )
    await database.write(lambda tx: tx.fetch(sql, payer, at))


async def test_the_payer_of_an_old_credit_is_masked_and_known_again(database: Database) -> None:
    old, young = "09400000001", "09400000002"
    await _line(database, old, NOW - 90 * DAY - 1)
    await _line(database, young, NOW - 90 * DAY)
    await database.write(lambda tx: apply_retention(tx, NOW, MASK))
    assert await column(database, "SELECT payer AS value FROM ledger ORDER BY at") == [MASK(old), young]
    for payer in (old, young):
        assert await ledger.has_payer(database, "a", payer, MASK)
    assert not await ledger.has_payer(database, "a", "09400000003", MASK)


@pytest.mark.parametrize(
    "change", ["payer = '09400000009'", "payer = ''", "payer = 'hmac:1', amount = 1", "at = 1", "credit = 'player:b'"]
)
async def test_nothing_else_of_a_line_is_ever_changed(database: Database, change: str) -> None:
    await _line(database, "09400000001", 5)
    before = await database.fetch("SELECT * FROM ledger")
    with pytest.raises(Exception, match="append only"):
        await database.write(lambda tx: tx.fetch(f"UPDATE ledger SET {change}"))  # noqa: S608 - our own words
    with pytest.raises(Exception, match="append only"):
        await database.write(lambda tx: tx.fetch("DELETE FROM ledger"))
    assert [tuple(row) for row in await database.fetch("SELECT * FROM ledger")] == [tuple(row) for row in before]  # type: ignore[arg-type]


async def test_each_column_but_the_payer_is_fixed(database: Database) -> None:
    await _line(database, "09400000001", 5)
    (row,) = await database.fetch("SELECT * FROM ledger")
    columns = set(dict(row)) - {"payer"}  # type: ignore[call-overload]
    assert len(columns) > 9
    for name in columns:
        with pytest.raises(Exception, match="append only"):
            await database.write(lambda tx, one=name: tx.fetch(f"UPDATE ledger SET {one} = $1", _other(row[one])))  # type: ignore[misc] # noqa: S608


def _other(value: object) -> str | int:
    return value + 1 if isinstance(value, int) else f"{value}x"


def test_each_kind_of_data_has_its_end() -> None:
    assert (retention._TALK_MS, retention._DISPUTE_MS, retention._PROOF_MS) == (7 * DAY, 90 * DAY, 400 * DAY)
