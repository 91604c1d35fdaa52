"""The timeline of one deposit or withdrawal, from every table that refers to it."""

import json
from collections.abc import Iterable, Sequence

from bot.domain.report import Moment, TimelineSource
from bot.domain.transaction_number import normal_form
from bot.store import quarantine
from bot.store.engine.database import Database, Row

EVENTS = "SELECT at, what, detail FROM events WHERE subject = $1 ORDER BY id"
ATTEMPTS = "SELECT order_id, started_at, finished_at, outcome, detail FROM attempts WHERE subject = $1 ORDER BY id"
_LINES = "SELECT id, kind, ref, debit, credit, amount, provenance, at FROM ledger"
LEDGER = (
    f"{_LINES} WHERE deposit_id = $1 AND deposit_id <> ''"
    f" UNION {_LINES} WHERE ref = $1 AND kind IN ('reversal', 'payout_hold', 'payout_end', 'receivable') ORDER BY id"
)
QUARANTINE = (
    "SELECT id, reason, raw, inbox_id, at, closed_at FROM quarantine"
    " WHERE (order_id <> '' AND order_id IN (SELECT order_id FROM orders WHERE deposit_id = $1))"
    f" OR (withdrawal_id = $1 AND withdrawal_id <> '') OR ({quarantine.NUMBER} = $2 AND transaction_id <> '')"
    " ORDER BY id"
)
POSTBACK = "SELECT id, state, reason, body, received_at FROM inbox WHERE id = $1"
ACTS = "SELECT id FROM acts WHERE detail LIKE '%\"' || $1 || '\"%' ORDER BY id"
AUDIT = "SELECT at, actor, act, before, after FROM audit WHERE subject = $1 ORDER BY id"
MESSAGES = (
    "SELECT kind, payload, state, error, created_at, done_at FROM outbox"
    " WHERE subject = $1 AND subject <> '' AND lane = $2 ORDER BY id"
)
POSTBACK_NOTED = "postback"
"""An event with this name holds a postback's inbox id, because a repetition leaves no other row."""

_BY_POSTBACK, _BY_ACT = "postback:", "act:"
_ORDER = {source: place for place, source in enumerate(TimelineSource)}


async def moments(database: Database, subject: str, number: str, player_lane: str) -> tuple[Moment, ...]:
    """All moments of `subject`, the id of a deposit or withdrawal, oldest first.

    `number` is its transaction number, which also finds quarantined entries. `player_lane` is the player's ordering key
    in the outbox: messages to operators are left out.
    """
    events = await database.fetch(EVENTS, subject)
    lines = await database.fetch(LEDGER, subject)
    entries = await database.fetch(QUARANTINE, subject, normal_form(number))
    found = [
        *await _postbacks(database, _inbox_ids(events, lines, entries)),
        *await _acts(database, subject, lines),
        *(_event(row) for row in events if row["what"] != POSTBACK_NOTED),
        *(_attempt(row) for row in await database.fetch(ATTEMPTS, subject)),
        *(_line(row) for row in lines),
        *(_entry(row) for row in entries),
        *(_message(row) for row in await database.fetch(MESSAGES, subject, player_lane)),
    ]
    return tuple(sorted(found, key=lambda moment: (moment.at, _ORDER[moment.source])))


def _inbox_ids(events: Sequence[Row], lines: Sequence[Row], entries: Sequence[Row]) -> list[int]:
    """Inbox ids of its postbacks: those that booked, were noted, or were quarantined."""
    told = [row["provenance"].removeprefix(_BY_POSTBACK) for row in lines if row["provenance"].startswith(_BY_POSTBACK)]
    told += [row["detail"] for row in events if row["what"] == POSTBACK_NOTED]
    return sorted({int(each) for each in told if each.isdecimal()} | {row["inbox_id"] for row in entries})


async def _postbacks(database: Database, ids: Iterable[int]) -> list[Moment]:
    rows = [row for each in ids if (row := await database.fetchrow(POSTBACK, each)) is not None]
    return [
        Moment(
            at=row["received_at"],
            source=TimelineSource.POSTBACK,
            what=row["state"],
            detail=row["body"],
            ref=str(row["id"]),
        )
        for row in rows
    ]


async def _acts(database: Database, subject: str, lines: Sequence[Row]) -> list[Moment]:
    """Audit rows about it, about approvals that name it, and about approvals that booked for it."""
    named = [f"{_BY_ACT}{row['id']}" for row in await database.fetch(ACTS, subject)]
    booked = [row["provenance"] for row in lines if row["provenance"].startswith(_BY_ACT)]
    rows = [row for each in dict.fromkeys((subject, *named, *booked)) for row in await database.fetch(AUDIT, each)]
    return [
        Moment(
            at=row["at"],
            source=TimelineSource.AUDIT,
            what=row["act"],
            detail=" → ".join(filter(None, (row["before"], row["after"]))),
            actor=row["actor"],
        )
        for row in rows
    ]


def _event(row: Row) -> Moment:
    return Moment(at=row["at"], source=TimelineSource.EVENT, what=row["what"], detail=row["detail"])


def _attempt(row: Row) -> Moment:
    return Moment(
        at=row["started_at"],
        source=TimelineSource.ATTEMPT,
        what=row["outcome"],
        detail=row["detail"],
        ref=row["order_id"],
        until=row["finished_at"],
    )


def _line(row: Row) -> Moment:
    return Moment(
        at=row["at"],
        source=TimelineSource.LEDGER,
        what=row["kind"],
        detail=f"{row['debit']} → {row['credit']}",
        ref=row["ref"],
        amount=row["amount"],
    )


def _entry(row: Row) -> Moment:
    return Moment(
        at=row["at"],
        source=TimelineSource.QUARANTINE,
        what=row["reason"],
        detail=row["raw"],
        ref=str(row["id"]),
        until=row["closed_at"],
    )


def _message(row: Row) -> Moment:
    detail = row["payload"] if json.loads(row["payload"]) else ""
    return Moment(
        at=row["created_at"],
        source=TimelineSource.MESSAGE,
        what=row["kind"],
        detail=" ".join(filter(None, (detail, row["error"]))),
        ref=row["state"],
        until=row["done_at"],
    )
