"""The schema: migrated once, refused when newer, and itself the last fence of states and ledger."""

import pytest

from bot.domain.deposit import TRANSITIONS, DepositStatus
from bot.store import deposits
from bot.store.engine.database import Database, NewerSchema, Param
from bot.store.engine.migrate import MIGRATIONS, migrate
from bot.store.open import open_database
from tests.databases import outside
from tests.given import column, given_deposit, read

LEDGER_LINE = (
    "INSERT INTO ledger (kind, ref, debit, credit, amount, currency, provenance, at)"
    " VALUES ('deposit', 'kbzpay_manual/MMK/1', 'provider:kbzpay_manual', 'player:a', 10000, 'MMK', 'test', 0)"
)


async def change(database: Database, statement: str, *args: Param) -> None:
    await database.write(lambda tx: tx.fetch(statement, *args))


async def tables(database: Database) -> set[object]:
    source = "sqlite_master WHERE type = 'table'"
    if database.dialect == "postgresql":
        source = "(SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public') AS mine"
    return set(await column(database, f"SELECT name AS value FROM {source}"))  # noqa: S608 - two constants


async def test_migrating_again_changes_nothing(database: Database) -> None:
    before = await tables(database)
    assert await migrate(database) == len(MIGRATIONS)
    assert await tables(database) == before
    versions = await column(database, "SELECT version AS value FROM schema_version ORDER BY version")
    assert versions == list(range(1, len(MIGRATIONS) + 1))


async def test_data_outlives_the_program(url: str) -> None:
    async with open_database(url) as database:
        deposit = await given_deposit(database, DepositStatus.CLAIMED)
    async with open_database(url) as database:
        assert await read(database, deposit) == deposit


async def test_a_database_of_a_newer_program_is_refused(url: str) -> None:
    async with open_database(url) as database:
        await change(database, "INSERT INTO schema_version (version) VALUES (99)")
    with pytest.raises(NewerSchema, match="start the newer program"):
        async with open_database(url):
            pytest.fail("opened")


async def test_a_migration_that_fails_half_way_leaves_nothing(empty_url: str) -> None:
    """Somebody else's table stands where the first migration wants the last of its own."""
    await outside(empty_url, "CREATE TABLE edges (machine TEXT)")
    with pytest.raises(Exception, match="already exists"):
        async with open_database(empty_url):
            pytest.fail("opened")
    await outside(empty_url, "ALTER TABLE edges RENAME TO strangers")
    async with open_database(empty_url) as database:
        assert {"strangers", "deposits", "ledger"} <= await tables(database)


@pytest.mark.parametrize("source", list(DepositStatus))
async def test_the_database_allows_just_the_moves_of_the_table(database: Database, source: DepositStatus) -> None:
    allowed = set()
    for target in set(DepositStatus) - {source}:
        deposit = await given_deposit(database, source)
        try:
            await change(database, "UPDATE deposits SET status = $2 WHERE id = $1", deposit.id, target.value)
        except Exception as error:  # noqa: BLE001 - each driver has its own
            assert "no such edge" in str(error)  # noqa: PT017 - one error of several
            assert (await read(database, deposit)).status is source
        else:
            allowed.add(target)
    assert allowed == TRANSITIONS[source]


@pytest.mark.parametrize(
    "statement",
    ["UPDATE ledger SET amount = 1", "UPDATE ledger SET credit = 'player:b'", "DELETE FROM ledger"],
)
async def test_nothing_in_the_ledger_is_changed_or_taken_out(database: Database, statement: str) -> None:
    await change(database, LEDGER_LINE)
    with pytest.raises(Exception, match="append only"):
        await change(database, statement)
    assert await column(database, "SELECT amount AS value FROM ledger WHERE credit = 'player:a'") == [10_000]


@pytest.mark.parametrize("amount", [0, -1])
async def test_the_ledger_takes_no_line_without_money(database: Database, amount: int) -> None:
    with pytest.raises(Exception, match=r"(?i)check constraint"):
        await change(database, LEDGER_LINE.replace("10000", str(amount)))


async def test_the_ledger_books_a_payment_once(database: Database) -> None:
    await change(database, LEDGER_LINE)
    with pytest.raises(Exception, match=r"(?i)unique"):
        await change(database, LEDGER_LINE.replace("player:a", "player:b"))


async def test_a_column_that_no_move_may_set_is_refused(database: Database) -> None:
    """No text from outside can become a column name."""
    deposit = await given_deposit(database)
    with pytest.raises(ValueError, match="player_id"):
        await database.write(lambda tx: deposits.edit(tx, deposit.id, DepositStatus.DRAFT, player_id=1))
