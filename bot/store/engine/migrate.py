"""Brings a database up to date at start: runs new migrations and stores the allowed state changes."""

import hashlib
from collections.abc import Sequence

from bot.domain import deposit, withdrawal
from bot.store.engine.database import ChangedMigration, Database, NewerSchema, Transaction
from bot.store.migrations import MIGRATIONS, Migration

__all__ = ["MIGRATIONS", "migrate"]

_MOVES = sorted(
    (machine, str(source), str(target))
    for machine, transitions in (("deposits", deposit.TRANSITIONS), ("withdrawals", withdrawal.TRANSITIONS))
    for source, targets in transitions.items()
    for target in targets
)


async def migrate(database: Database, migrations: Sequence[Migration] = MIGRATIONS) -> int:
    """Run the migrations this database has not run, each in one transaction; return its schema version.

    Raises NewerSchema, and ChangedMigration if an applied migration differs from the one in this program.
    """

    async def step(tx: Transaction) -> int:
        await tx.fetch("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT PRIMARY KEY)")
        row = await tx.fetchrow("SELECT COALESCE(MAX(version), 0) AS version FROM schema_version")
        version = int(row["version"]) if row else 0
        await _compare(tx, [_checksum(migration(database.dialect)) for migration in migrations[:version]])
        if version < len(migrations):
            await _apply(tx, version + 1, migrations[version](database.dialect))
        if version == len(migrations):
            await _allow_moves(tx)
        return version

    while (version := await database.write(step)) < len(migrations):
        pass
    if version > len(migrations):
        message = (
            f"the database has schema {version}, this program knows {len(migrations)}:"
            " start the newer program, or restore a backup made before the upgrade"
        )
        raise NewerSchema(message)
    return version


def _checksum(statements: Sequence[str]) -> str:
    """The SHA-256 of a migration's statements, without differences of white space."""
    return hashlib.sha256("\n".join(" ".join(statement.split()) for statement in statements).encode()).hexdigest()


async def _apply(tx: Transaction, version: int, statements: Sequence[str]) -> None:
    for statement in statements:
        await tx.fetch(statement)
    await tx.fetch("INSERT INTO schema_version (version) VALUES ($1)", version)
    await _note(tx, version, _checksum(statements))


async def _compare(tx: Transaction, checksums: Sequence[str]) -> None:
    """Raises ChangedMigration if one changed. Migrations without a stored checksum get the current one."""
    await tx.fetch("CREATE TABLE IF NOT EXISTS schema_checksums (version BIGINT PRIMARY KEY, checksum TEXT NOT NULL)")
    noted = {
        row["version"]: row["checksum"] for row in await tx.fetch("SELECT version, checksum FROM schema_checksums")
    }
    for version, checksum in enumerate(checksums, 1):
        if version not in noted:
            await _note(tx, version, checksum)
        elif noted[version] != checksum:
            raise ChangedMigration(
                f"migration {version} of this program is not the one that made this database:"
                " start the program that was released, and put changes into a new migration"
            )


async def _note(tx: Transaction, version: int, checksum: str) -> None:
    await tx.fetch("INSERT INTO schema_checksums (version, checksum) VALUES ($1, $2)", version, checksum)


async def _allow_moves(tx: Transaction) -> None:
    """Store the domain's TRANSITIONS in the table that the triggers check, if they differ."""
    rows = await tx.fetch("SELECT machine, source, target FROM edges")
    if sorted((row["machine"], row["source"], row["target"]) for row in rows) == _MOVES:
        return
    await tx.fetch("DELETE FROM edges")
    for machine, source, target in _MOVES:
        await tx.fetch("INSERT INTO edges (machine, source, target) VALUES ($1, $2, $3)", machine, source, target)
