"""The row that says which state of itself this database is, and the numbers people are shown after it was put back."""

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
    """The generation of this database; None before its first start."""
    rows = await reads.fetch("SELECT database_id, number, home, is_copy FROM generation")
    if not rows:
        return None
    row = rows[0]
    return Generation(
        database=row["database_id"], number=int(row["number"]), home=row["home"], is_copy=bool(row["is_copy"])
    )


async def write(tx: Transaction, new: Generation) -> None:
    """This is its generation from now on."""
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
    """Whether a payout was ever proposed in this database."""
    return bool(await reads.fetch("SELECT 1 AS found FROM withdrawals LIMIT 1"))


async def skip_numbers(tx: Transaction, database: Database) -> None:
    """Give new acts and entries numbers that no button in an operator's chat names for something that is lost."""
    for table in _NUMBERED:
        for statement in _JUMPS[database.dialect]:
            await tx.fetch(statement.format(table=table))
