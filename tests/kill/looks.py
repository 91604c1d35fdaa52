"""Looks into the program's database from outside, while it lives and dies."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, TypeAlias

Look: TypeAlias = Any
"""A row: its columns are of any type."""

NEWEST = {
    "deposits": (
        "SELECT player_id, status, amount, wallet_number FROM"
        " (SELECT *, ROW_NUMBER() OVER (PARTITION BY player_id ORDER BY rowid DESC) AS place FROM deposits)"
        " WHERE place <= 5"
    ),
    "payouts": "SELECT amount, status FROM withdrawals ORDER BY rowid DESC LIMIT 10",
}
"""What somebody may wait for. A player has one deposit under way: others' do not push it out of sight."""

_OF_PLAYER = {
    "deposits": "SELECT * FROM deposits WHERE player_id = {player} ORDER BY rowid DESC LIMIT 1",
    "attempts": (
        "SELECT order_id, outcome, detail FROM attempts WHERE subject ="
        " (SELECT id FROM deposits WHERE player_id = {player} ORDER BY rowid DESC LIMIT 1) ORDER BY id DESC LIMIT 3"
    ),
}
_OF_ALL = {
    "quarantine": "SELECT reason, state, order_id, amount, label FROM quarantine ORDER BY id DESC LIMIT 5",
    "inbox": "SELECT id, source, lane, reason FROM inbox WHERE state = 'new' ORDER BY id LIMIT 5",
    "outbox": (
        "SELECT kind, lane, subject, attempts, error, due_at, holder FROM outbox WHERE state = 'waiting'"
        " ORDER BY kind IN ('claim', 'payout', 'number', 'ring', 'payout_ring') DESC, id LIMIT 8"
    ),
    "dead": "SELECT kind, lane, subject, error FROM outbox WHERE state = 'dead' ORDER BY id DESC LIMIT 3",
    "withdrawals": "SELECT id, label, amount, status FROM withdrawals ORDER BY rowid DESC LIMIT 1",
    "alarms": "SELECT kind, subject, told FROM alarms ORDER BY since DESC LIMIT 5",
}


def rows(path: Path, sql: str) -> list[Look]:
    """What the database file holds; nothing while a killed program's file cannot be looked into."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as file:
            file.row_factory = sqlite3.Row
            return file.execute(sql).fetchall()
    except sqlite3.OperationalError:
        return []


def plight(path: Path, said: Sequence[str], player: int = 0) -> str:
    """What is to be known where somebody waits in vain: what the bot `said` to him last, and what the rows say."""
    asked = {name: sql.format(player=player) for name, sql in _OF_PLAYER.items()} if player else {}
    found = {name: rows(path, sql) for name, sql in (asked | _OF_ALL).items()}
    words = [f"the bot said last: {' / '.join(said[-3:])}"]
    words += [f"{name}: {[_filled(row) for row in looks]}" for name, looks in found.items()]
    return "; ".join(words)


def _filled(row: Look) -> dict[str, Any]:
    return {name: row[name] for name in row.keys() if row[name] not in {"", 0}}  # noqa: SIM118 - of a sqlite3.Row
