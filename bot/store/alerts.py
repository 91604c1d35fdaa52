"""Alerts that are on (table `alarms`): one row each, so that begin and end are reported once."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.store.engine.database import Database, Row, Transaction


@dataclass(frozen=True, slots=True)
class Ended:
    """An alert that was on; `told` is the JSON it was reported with."""

    kind: str
    subject: str
    told: str


def _ended(row: Row) -> Ended:
    return Ended(kind=row["kind"], subject=row["subject"], told=row["told"])


def _listed(kinds: Sequence[str]) -> str:
    return ", ".join(f"'{kind}'" for kind in kinds)


async def begin(tx: Transaction, kind: str, subject: str, told: str, now: int) -> bool:
    """Switch an alert on; `told` is the JSON to report. False if it is already on."""
    row = await tx.fetchrow(
        "INSERT INTO alarms (kind, subject, told, since) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT DO NOTHING RETURNING since",
        kind,
        subject,
        told,
        now,
    )
    return row is not None


async def escalate(tx: Transaction, kind: str, subject: str, told: str, now: int) -> bool:
    """Switch an alert on or change its `told`; False if it is on with the same `told`."""
    row = await tx.fetchrow(
        "INSERT INTO alarms (kind, subject, told, since) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (kind, subject) DO UPDATE SET told = excluded.told WHERE alarms.told <> excluded.told"
        " RETURNING since",
        kind,
        subject,
        told,
        now,
    )
    return row is not None


async def end(tx: Transaction, kind: str, subject: str) -> str | None:
    """Switch an alert off; returns its `told`, or None if it was not on."""
    row = await tx.fetchrow("DELETE FROM alarms WHERE kind = $1 AND subject = $2 RETURNING told", kind, subject)
    return str(row["told"]) if row else None


async def end_all(tx: Transaction, kinds: Sequence[str], subject: str) -> list[Ended]:
    """Switch off alerts of these kinds about one subject. `kinds` are our constants, at least one."""
    rows = await tx.fetch(
        f"DELETE FROM alarms WHERE subject = $1 AND kind IN ({_listed(kinds)}) RETURNING kind, subject, told", subject
    )
    return [_ended(row) for row in rows]


async def end_at(tx: Transaction, kinds: Sequence[str], table: str, status: str) -> list[Ended]:
    """Switch off alerts of these kinds about rows of `table` (deposits, withdrawals) that are in `status`."""
    rows = await tx.fetch(
        f"DELETE FROM alarms WHERE kind IN ({_listed(kinds)})"
        f" AND EXISTS (SELECT 1 FROM {table} t WHERE t.id = alarms.subject AND t.status = $1)"
        " RETURNING kind, subject, told",
        status,
    )
    return [_ended(row) for row in rows]


async def lapse(tx: Transaction, kinds: Sequence[str], before: int) -> list[Ended]:
    """Switch off alerts of these kinds that began before a time."""
    rows = await tx.fetch(
        f"DELETE FROM alarms WHERE kind IN ({_listed(kinds)}) AND since < $1 RETURNING kind, subject, told", before
    )
    return [_ended(row) for row in rows]


async def is_on(reads: Database | Transaction, kind: str) -> bool:
    """Whether an alert of this kind is on."""
    return await reads.fetchrow("SELECT 1 AS found FROM alarms WHERE kind = $1 LIMIT 1", kind) is not None
