"""Fills a new database with deposits, and makes the postbacks for them."""

import asyncio
import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from bot.config.errors import StartupError
from bot.dev.simulators.paykassma import payload
from bot.domain.wallet import WAVEPAY
from bot.provider.signing import PostbackKeys
from bot.runtime.clock import SystemClock
from bot.store.engine.database import StoreUnavailable, StoreUnusable, Transaction
from bot.store.open import file_of, open_database, open_reader

AMOUNT = 10_000
FIRST_PLAYER = 1_000_000
_FIRST_TRANSACTION = 5_000_000_000
_AT = 1_767_225_600_000
_TABLES = """SELECT table_name AS name FROM information_schema.tables
    WHERE table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY table_name"""
_TURNS = 10
"""Credited deposits of each player."""


async def fill(path: Path, *, credited: int = 0, submitted: int = 0) -> None:
    """Create a database at `path` with `credited` deposits, ten for each player, and `submitted` ones, one for each."""
    async with open_database(f"sqlite:///{path}"):
        pass
    await asyncio.to_thread(_write, path, credited, submitted)


async def refuse_unless_empty(url: str) -> None:
    """Raise StartupError unless `url` is an empty PostgreSQL database that `fill_postgres` can use."""
    if file_of(url):
        raise StartupError("--postgres needs the URL of a PostgreSQL database: postgresql://…")
    try:
        async with open_reader(url) as reader:
            tables = [str(row["name"]) for row in await reader.fetch(_TABLES)]
    except (StoreUnusable, StoreUnavailable) as error:
        raise StartupError(str(error).replace("BOT_DATABASE_URL", "--postgres")) from None
    if tables:
        found = ", ".join(tables[:3]) + (", …" if tables[3:] else "")
        raise StartupError(f"The database of --postgres is not empty, it has {found}. Create an empty one")


async def fill_postgres(url: str, *, submitted: int) -> None:
    """Fill an empty PostgreSQL database with `submitted` deposits, of one player each."""
    values = {"many": submitted, "first": FIRST_PLAYER, "at": SystemClock().now_ms(), "amount": AMOUNT}

    async def unit(tx: Transaction) -> None:
        for statement in (_PLAYERS, *_SUBMITTED):
            numbered = statement.replace("counted WHERE n < :many", "generate_series(0, :many - 1) AS counted (n)")
            await tx.fetch(re.sub(r":(\w+)", lambda found: str(values[found[1]]), numbered))

    async with open_database(url) as database:
        await database.write(unit)


def _write(path: Path, credited: int, submitted: int) -> None:
    players = credited // _TURNS
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        # This data need not survive a power cut, and the ledger's constraints are for the bot.
        file.executescript("PRAGMA synchronous=OFF; PRAGMA foreign_keys=OFF; PRAGMA cache_size=-200000;")
        file.execute("BEGIN")
        _count(file, max(credited, submitted, 1))
        file.execute(_PLAYERS, {"first": FIRST_PLAYER + submitted, "many": players})
        file.execute(_PLAYERS, {"first": FIRST_PLAYER, "many": submitted})
        values = {"submitted": submitted, "first": FIRST_PLAYER + submitted, "at": _AT, "amount": AMOUNT}
        for statement in _CREDITED:
            file.execute(statement, values | {"many": credited, "players": max(players, 1)})
        for statement in _SUBMITTED:
            # Claimed just now, so that the bot sends no reminders during the measurement.
            file.execute(statement, values | {"many": submitted, "first": FIRST_PLAYER, "at": SystemClock().now_ms()})
        file.execute("COMMIT")
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _count(file: sqlite3.Connection, many: int) -> None:
    file.execute("CREATE TEMP TABLE counted (n INTEGER PRIMARY KEY)")
    file.execute(
        "WITH RECURSIVE up (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM up WHERE n < :last)"
        " INSERT INTO counted SELECT n FROM up",
        {"last": many - 1},
    )


_PLAYERS = """
    INSERT INTO players (id, label, language, username, created_at)
    SELECT :first + n, 'tg-' || (:first + n), 'en', 'name' || (:first + n), 0 FROM counted WHERE n < :many"""
_CREDITED = (
    """INSERT INTO deposits (id, player_id, label, wallet, status, amount, order_id, wallet_number, transaction_number,
            credited_amount, created_at, touched_at, claimed_at, credited_at)
        SELECT 'dep-c' || n, :first + n % :players, 'tg-' || (:first + n % :players), 'wavepay', 'credited', :amount,
            'dep-c' || n, '09' || (700000000 + n), CAST(8000000000 + n AS TEXT), :amount, :at + n * 1000,
            :at + n * 1000, :at + n * 1000, :at + n * 1000 + 30000
        FROM counted WHERE n < :many""",
    """INSERT INTO orders (order_id, deposit_id, created_at)
        SELECT 'dep-c' || n, 'dep-c' || n, :at + n * 1000 FROM counted WHERE n < :many""",
    """INSERT INTO ledger (kind, ref, debit, credit, amount, currency, deposit_id, payer, provenance, at, payment_key)
        SELECT 'deposit', 'wavepay/MMK/' || (8000000000 + n), 'provider:wavepay',
            'player:tg-' || (:first + n % :players), :amount, 'MMK', 'dep-c' || n, '', 'postback:' || n, :at + n * 1000,
            'wavepay/MMK/' || (8000000000 + n)
        FROM counted WHERE n < :many""",
    """INSERT INTO inbox (source, key, lane, body, state, received_at, handled_at)
        SELECT 'paykassma', 'k' || n, 'paykassma:k' || n, '', 'done', :at + n * 1000, :at + n * 1000
        FROM counted WHERE n < :many""",
    """INSERT INTO events (subject, what, detail, at)
        SELECT 'dep-c' || n, 'credited', '', :at + n * 1000 FROM counted WHERE n < :many""",
    """INSERT INTO attempts (subject, order_id, started_at, finished_at, outcome)
        SELECT 'dep-c' || n, 'dep-c' || n, :at, :at, 'ok' FROM counted WHERE n < :many""",
    """INSERT INTO outbox (lane, kind, subject, payload, dedupe, priority, state, due_at, created_at, done_at)
        SELECT 'tg:' || (:first + n % :players), 'ring', 'dep-c' || n, '{}', 'ring:credited:dep-c' || n, 0, 'sent',
            :at + n * 1000, :at + n * 1000, :at + n * 1000
        FROM counted WHERE n < :many""",
)
_SUBMITTED = (
    """INSERT INTO deposits (id, player_id, label, wallet, status, amount, order_id, wallet_number, transaction_number,
            created_at, touched_at, claimed_at)
        SELECT 'dep-s' || n, :first + n, 'tg-' || (:first + n), 'wavepay', 'submitted', :amount, 'dep-s' || n,
            '09790000001', CAST(5000000000 + n AS TEXT), :at, :at, :at
        FROM counted WHERE n < :many""",
    """INSERT INTO orders (order_id, deposit_id, created_at)
        SELECT 'dep-s' || n, 'dep-s' || n, :at FROM counted WHERE n < :many""",
)


def postbacks(keys: PostbackKeys, numbers: Sequence[int]) -> list[bytes]:
    """The signed bodies that credit the submitted deposits with these numbers."""
    return [_postback(keys, number) for number in numbers]


def _postback(keys: PostbackKeys, number: int) -> bytes:
    entry = payload.DepositEntry(
        wallet=WAVEPAY.type,
        order_id=f"dep-s{number}",
        transaction_id=str(_FIRST_TRANSACTION + number),
        amount=str(AMOUNT),
        at=_AT,
    )
    top = payload.top_level(WAVEPAY.type, f"tg-{FIRST_PLAYER + number}", "ingoing", AMOUNT, _AT)
    return payload.signed_body(keys, top, [payload.deposit_entry(entry)])
