"""What must hold when the storm is over: every deposit credited once, every message said once and in order."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Any

import asyncpg

from tests.invariants.audit import audit_is_whole
from tests.invariants.broken import demand
from tests.invariants.facts import Tables, fetch_tables
from tests.invariants.ledger import booked_once, deposits_agree, lines_have_two_sides
from tests.invariants.queues import all_applied, credits_are_told, nothing_failed
from tests.replicas.players import AMOUNT, CHOOSE, CREDITED, WELCOME, Crowd, said_to

_UNDONE = """SELECT (SELECT COUNT(*) FROM inbox WHERE state = 'new')
    + (SELECT COUNT(*) FROM outbox WHERE state = 'waiting') + (SELECT COUNT(*) FROM attempts WHERE outcome = 'open')"""
_TRIED_AGAIN = "SELECT COALESCE(SUM(attempts - 1), 0) FROM outbox WHERE lane = $1 AND kind IN ('screen', 'ring')"


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


async def check(url: str, crowd: Crowd) -> int:
    """Raises Broken; answers with how many messages came twice.

    Telegram has no way to say a thing at most once: whoever is killed between its "ok" and the commit of that has the
    message said again by the next. So a message may come again right after itself, and only where a row was tried
    again; every other repetition, gap or change of order is a fault.
    """
    connection = await asyncpg.connect(url)
    try:
        tables = await fetch_tables(connection.fetch)
        audit_is_whole(await connection.fetch("SELECT * FROM audit ORDER BY id"))
        nothing_failed(tables)
        all_applied(tables)
        _expect_states(tables, crowd)
        _expect_money(tables, crowd)
        return sum([await _repetitions(connection, person.id, said_to(person)) for person in crowd.people])
    finally:
        await connection.close()


def _expect_states(tables: Tables, crowd: Crowd) -> None:
    """Each player has one deposit, which is credited; nothing waits to be told, and nothing was given up."""
    states = Counter(row["status"] for row in tables.deposits.values())
    demand(states == {"credited": crowd.count}, "liveness: deposits", states)
    told = Counter(row["state"] for row in tables.outbox)
    demand(told.keys() <= {"sent", "dropped"}, "I9 outbox", told)


def _expect_money(tables: Tables, crowd: Crowd) -> None:
    """I1, I2, I9: each payment is one line to the player who made it."""
    lines_have_two_sides(tables.ledger)
    booked_once(tables.ledger)
    deposits_agree(tables)
    credits_are_told(tables, tables)
    booked = sorted(line["ref"].rpartition("/")[2] for line in tables.ledger)
    paid = sorted(payment.transaction_number for payment in crowd.provider.payments)
    demand(booked == paid, "I2 booked, and paid:", Counter(booked) - Counter(paid), Counter(paid) - Counter(booked))
    credited = Counter({line["credit"]: line["amount"] for line in tables.ledger})
    demand(credited == {f"player:tg-{person.id}": AMOUNT for person in crowd.people}, "I2 credited", credited)


async def _repetitions(connection: Any, player: int, said: Sequence[str]) -> int:  # noqa: ANN401 - asyncpg has no types
    demand([what for what, _ in groupby(said)] == [WELCOME, CHOOSE, CREDITED], "I9 told", player, said)
    repeated, tried = len(said) - 3, await connection.fetchval(_TRIED_AGAIN, f"tg:{player}")
    demand(repeated <= tried, "I9 told more often than tried", player, said, tried)
    return repeated
