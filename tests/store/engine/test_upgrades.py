"""Databases that earlier versions made: each is brought up to date, and then allows just what the domain allows."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

import pytest

from bot.domain import deposit, withdrawal
from bot.store.engine.database import ChangedMigration, Database, Param
from bot.store.engine.migrate import migrate
from bot.store.migrations import MIGRATIONS
from bot.store.open import file_of, open_database
from bot.store.postgres.database import open_postgres
from bot.store.sqlite.database import open_sqlite
from tests.databases import outside
from tests.given import column

TABLES: Mapping[str, Mapping[str, frozenset[str]]] = {
    "deposits": {str(source): frozenset(map(str, targets)) for source, targets in deposit.TRANSITIONS.items()},
    "withdrawals": {str(source): frozenset(map(str, targets)) for source, targets in withdrawal.TRANSITIONS.items()},
}
VERSIONS = range(1, len(MIGRATIONS) + 1)


@asynccontextmanager
async def opened_as_it_is(url: str) -> AsyncIterator[Database]:
    """Without bringing it up to date."""
    path = file_of(url)
    async with open_sqlite(path) if path else open_postgres(url) as database, database.running():
        yield database


async def run(database: Database, statements: Sequence[str], *args: Param) -> None:
    for statement in statements:
        await database.write(lambda tx, sql=statement: tx.fetch(sql, *args))  # type: ignore[misc]


async def made_by_version(database: Database, version: int) -> None:
    """As that version left it: its migrations, their numbers, and a row for each pair of states."""
    await run(database, ["CREATE TABLE schema_version (version BIGINT PRIMARY KEY)"])
    for number, migration in enumerate(MIGRATIONS[:version], 1):
        await run(database, migration(database.dialect))
        await run(database, ["INSERT INTO schema_version (version) VALUES ($1)"], number)
    tables = ["deposits"] if version == 1 else list(TABLES)
    for table in tables:
        for number, (source, target) in enumerate(pairs(table), 1):
            await (a_deposit if table == "deposits" else a_withdrawal)(database, number, source, target)


def pairs(table: str) -> list[tuple[str, str]]:
    return [(source, target) for source in TABLES[table] for target in TABLES[table] if source != target]


async def a_deposit(database: Database, number: int, source: str, target: str) -> None:
    player = "INSERT INTO players (id, label, language, created_at) VALUES ($1, 'tg-' || $2, 'my', 1)"
    await database.write(lambda tx: tx.fetch(player, number, str(number)))
    made = (
        "INSERT INTO deposits (id, player_id, label, wallet, status, transaction_number, created_at, touched_at)"
        " VALUES ($1, $2, 'tg', 'wavepay', $3, $4, 1, 1)"
    )
    await database.write(lambda tx: tx.fetch(made, f"{source}-{target}", number, source, f"{number:010}"))


async def a_withdrawal(database: Database, number: int, source: str, target: str) -> None:
    made = (
        "INSERT INTO withdrawals (id, player_id, label, wallet, amount, account, is_test, status, maker, created_at,"
        " expires_at) VALUES ($1, $2, 'tg', 'kbzpay_manual', 1000, '09123456789', TRUE, $3, 1, 1, 1)"
    )
    await database.write(lambda tx: tx.fetch(made, f"{source}-{target}", number, source))


async def allowed(database: Database, table: str) -> Mapping[str, frozenset[str]]:
    """What the database lets happen, tried on a row each."""
    found: dict[str, set[str]] = {source: set() for source in TABLES[table]}
    for source, target in pairs(table):
        move = f"UPDATE {table} SET status = $2 WHERE id = $1 AND status = $3 RETURNING id"  # noqa: S608 - two tables
        try:
            moved = await database.write(
                lambda tx, sql=move, one=source, other=target: tx.fetch(sql, f"{one}-{other}", other, one)  # type: ignore[misc]
            )
        except Exception as error:  # noqa: BLE001 - each driver has its own
            assert "no such edge" in str(error)  # noqa: PT017 - one error of several
        else:
            assert moved, (table, source, target)
            found[source].add(target)
    return {source: frozenset(targets) for source, targets in found.items()}


@pytest.mark.parametrize("version", VERSIONS)
async def test_a_database_of_each_version_allows_just_the_moves_of_today(empty_url: str, version: int) -> None:
    async with opened_as_it_is(empty_url) as database:
        await made_by_version(database, version)
        # It was made before the last two moves were thought of, and when another one was still allowed.
        await run(database, ["DELETE FROM edges WHERE target IN ('credited', 'paid')"])
        await run(database, ["INSERT INTO edges (machine, source, target) VALUES ('deposits', 'reversed', 'draft')"])
    async with open_database(empty_url) as database:
        if version == 1:
            for number, (source, target) in enumerate(pairs("withdrawals"), 1):
                await a_withdrawal(database, number, source, target)
        assert {table: await allowed(database, table) for table in TABLES} == TABLES


@pytest.mark.parametrize("version", VERSIONS)
async def test_a_database_from_before_checksums_gets_them_noted(empty_url: str, version: int) -> None:
    async with opened_as_it_is(empty_url) as database:
        await made_by_version(database, version)
    async with open_database(empty_url) as database:
        noted = await column(database, "SELECT version AS value FROM schema_checksums ORDER BY version")
    assert noted == list(VERSIONS)


@pytest.mark.parametrize("changed", [1, len(MIGRATIONS)])
async def test_a_program_with_another_migration_is_refused_and_changes_nothing(url: str, changed: int) -> None:
    others = list(MIGRATIONS)
    others[changed - 1] = lambda dialect: [*MIGRATIONS[changed - 1](dialect), "CREATE TABLE one_more (id BIGINT)"]
    async with open_database(url):
        pass
    await outside(url, "DELETE FROM edges WHERE target = 'credited'")
    with pytest.raises(ChangedMigration, match=f"migration {changed} .* put changes into a new migration"):
        async with opened_as_it_is(url) as database:
            await migrate(database, others)
    async with opened_as_it_is(url) as database:
        assert await column(database, "SELECT target AS value FROM edges WHERE target = 'credited'") == []


async def test_how_a_migration_is_indented_says_nothing(url: str) -> None:
    async with open_database(url) as database:
        spread = [lambda dialect, one=one: [text.replace(" ", "\n  ") for text in one(dialect)] for one in MIGRATIONS]
        assert await migrate(database, spread) == len(MIGRATIONS)


async def test_a_start_that_finds_the_moves_in_place_writes_none(url: str) -> None:
    async with open_database(url) as database:
        await run(database, ["CREATE TABLE seen (machine TEXT)"])
        await outside(url, _WATCHED[database.dialect])
        assert await migrate(database) == len(MIGRATIONS)
        assert await column(database, "SELECT machine AS value FROM seen") == []
        await run(database, ["DELETE FROM edges WHERE target = 'credited'"])
        assert await migrate(database) == len(MIGRATIONS)
        assert len(await column(database, "SELECT machine AS value FROM seen")) == sum(
            len(targets) for moves in TABLES.values() for targets in moves.values()
        )


_WATCHED = {
    "sqlite": """CREATE TRIGGER seen_edges AFTER INSERT ON edges
        BEGIN INSERT INTO seen (machine) VALUES (NEW.machine); END""",
    "postgresql": "CREATE RULE seen_edges AS ON INSERT TO edges DO ALSO INSERT INTO seen VALUES (NEW.machine)",
}
