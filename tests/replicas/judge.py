"""What must hold when the storm is over: every deposit credited once, every message said once and in order."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Any

import asyncpg

from tests.replicas.players import AMOUNT, CHOOSE, CREDITED, WELCOME, Crowd, said_to

_UNDONE = """SELECT (SELECT COUNT(*) FROM inbox WHERE state = 'new')
    + (SELECT COUNT(*) FROM outbox WHERE state = 'waiting') + (SELECT COUNT(*) FROM attempts WHERE outcome = 'open')"""
_LEDGER = "SELECT credit, amount, ref FROM ledger ORDER BY id"
_STATES = {
    "deposits": "SELECT status AS state, COUNT(*) AS count FROM deposits GROUP BY status",
    "inbox": "SELECT state, COUNT(*) AS count FROM inbox GROUP BY state",
    "outbox": "SELECT state, COUNT(*) AS count FROM outbox GROUP BY state",
}
_TRIED_AGAIN = "SELECT COALESCE(SUM(attempts - 1), 0) FROM outbox WHERE lane = $1 AND kind IN ('screen', 'ring')"


class Broken(AssertionError):
    """A promise that was not kept."""


async def is_over(url: str) -> bool:
    """Nothing waits any more, neither to be applied nor to be said."""
    try:
        connection = await asyncpg.connect(url)
    except (OSError, asyncpg.PostgresError):
        return False
    try:
        return bool(await connection.fetchval(_UNDONE) == 0)
    finally:
        await connection.close()


async def judge(url: str, crowd: Crowd) -> int:
    """Raises Broken; answers with how many messages came twice.

    Telegram has no way to say a thing at most once: whoever is killed between its "ok" and the commit of that has the
    message said again by the next. So a message may come again right after itself, and only where a row was tried
    again; every other repetition, gap or change of order is a fault.
    """
    connection = await asyncpg.connect(url)
    try:
        for table, query in _STATES.items():
            _expect_states(table, await connection.fetch(query), crowd.count)
        _expect_money(await connection.fetch(_LEDGER), crowd)
        return sum([await _repetitions(connection, person.id, said_to(person)) for person in crowd.people])
    finally:
        await connection.close()


def _expect_states(table: str, rows: Sequence[Any], players: int) -> None:
    states = {row["state"]: row["count"] for row in rows}
    is_right = {
        "deposits": states == {"credited": players},
        "inbox": set(states) == {"done"},
        "outbox": set(states) <= {"sent", "dropped"},
    }
    if not is_right[table]:
        raise Broken(f"{table}: {states}")


def _expect_money(lines: Sequence[Any], crowd: Crowd) -> None:
    booked = sorted(line["ref"].rpartition("/")[2] for line in lines)
    paid = sorted(payment.transaction_number for payment in crowd.provider.payments)
    if booked != paid:
        raise Broken(f"paid and not booked once: {Counter(paid) - Counter(booked)}, {Counter(booked) - Counter(paid)}")
    credited = Counter({line["credit"]: line["amount"] for line in lines})
    if credited != Counter({f"player:tg-{person.id}": AMOUNT for person in crowd.people}):
        raise Broken(f"credited: {credited}")


async def _repetitions(connection: Any, player: int, said: Sequence[str]) -> int:  # noqa: ANN401 - asyncpg has no types
    if [what for what, _ in groupby(said)] != [WELCOME, CHOOSE, CREDITED]:
        raise Broken(f"player {player} was told {said}")
    repeated = len(said) - 3
    if repeated > await connection.fetchval(_TRIED_AGAIN, f"tg:{player}"):
        raise Broken(f"player {player} was told {said}, though no row of his was tried again that often")
    return repeated
