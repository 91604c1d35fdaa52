"""The database's generation row, and the jump of visible numbers after a restore."""

from bot.domain.database_generation import Generation
from bot.store.engine.database import Database, Reader, Transaction

_GAP = 10_000
_NUMBERED = ("acts", "quarantine")
_FIRST_NUMBER = """INSERT INTO sqlite_sequence (name, seq) SELECT '{table}', 0
    WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = '{table}')"""
_NEXT = "pg_get_serial_sequence('{table}', 'id')"
_JUMPS = {
    "sqlite": (_FIRST_NUMBER, f"UPDATE sqlite_sequence SET seq = seq + {_GAP} WHERE name = '{{table}}'"),
    "postgresql": (f"SELECT setval({_NEXT}, nextval({_NEXT}) + {_GAP})",),
}


async def read(reads: Reader | Transaction) -> Generation | None:
    """The generation of this database, None before the first start."""
    rows = await reads.fetch("SELECT database_id, number, home, is_copy FROM generation")
    if not rows:
        return None
    row = rows[0]
    return Generation(
        database=row["database_id"], number=int(row["number"]), home=row["home"], is_copy=bool(row["is_copy"])
    )


async def write(tx: Transaction, new: Generation) -> None:
    """Store the new generation."""
    await tx.fetch(
        "INSERT INTO generation (id, database_id, number, home, is_copy) VALUES (1, $1, $2, $3, $4) ON CONFLICT (id)"
        " DO UPDATE SET database_id = excluded.database_id, number = excluded.number, home = excluded.home,"
        " is_copy = excluded.is_copy",
        new.database,
        new.number,
        new.home,
        new.is_copy,
    )


async def has_payouts(reads: Reader | Transaction) -> bool:
    """Whether this database holds any withdrawal."""
    return bool(await reads.fetch("SELECT 1 AS found FROM withdrawals LIMIT 1"))


async def skip_numbers(tx: Transaction, database: Database) -> None:
    """Let the ids of new proposals and quarantine entries jump.

    Buttons in the operators' chat may name ids of rows that the restore lost; these ids must not be used again.
    """
    for table in _NUMBERED:
        for statement in _JUMPS[database.dialect]:
            await tx.fetch(statement.format(table=table))
