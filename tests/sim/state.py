"""All of the database that the checker looks at, read once, as plain rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.sim.world import World

Row = dict[str, Any]
Rows = Sequence[Row]

NOTES = (
    "CREATE TABLE sim_notes (promise TEXT NOT NULL, subject TEXT NOT NULL)",
    (
        "CREATE TRIGGER sim_frozen AFTER INSERT ON attempts WHEN EXISTS (SELECT 1 FROM switches WHERE name = 'freeze')"
        " AND EXISTS (SELECT 1 FROM withdrawals WHERE id = NEW.subject AND status <> 'unknown')"
        " BEGIN INSERT INTO sim_notes VALUES ('I7 sent although frozen', NEW.subject); END"
    ),
    (
        "CREATE TRIGGER sim_sent_held AFTER INSERT ON attempts WHEN EXISTS (SELECT 1 FROM withdrawals w"
        " JOIN holds h ON LOWER(h.label) = LOWER(w.label) WHERE w.id = NEW.subject AND w.status <> 'unknown')"
        " BEGIN INSERT INTO sim_notes VALUES ('I7 sent although held', NEW.subject); END"
    ),
    (
        "CREATE TRIGGER sim_sent_taken_back AFTER INSERT ON attempts WHEN EXISTS (SELECT 1 FROM withdrawals"
        " WHERE id = NEW.subject AND status = 'declined')"
        " BEGIN INSERT INTO sim_notes VALUES ('I4 sent although taken back', NEW.subject); END"
    ),
    (
        "CREATE TRIGGER sim_held AFTER UPDATE OF status ON withdrawals WHEN NEW.status = 'sending'"
        " AND EXISTS (SELECT 1 FROM holds WHERE label = NEW.label)"
        " BEGIN INSERT INTO sim_notes VALUES ('I7 confirmed although held', NEW.id); END"
    ),
)
"""The database itself notes what could not be seen any more a moment later (on SQLite)."""


@dataclass(slots=True)
class State:
    """All that is looked at, read once."""

    deposits: dict[str, Row]
    orders: dict[str, str]
    ledger: Rows
    quarantine: Rows
    withdrawals: dict[str, Row]
    inbox: Rows
    outbox: Rows
    approvals: dict[int, Row]
    attempts: Rows
    events: Rows
    alerts: Rows
    notes: Rows

    @property
    def bodies(self) -> dict[int, str]:
        """By row of the inbox: the hash of its body, also of one that was put in again by people."""
        return {row["id"]: row["key"].partition("/")[0] for row in self.inbox if row["source"] == "paykassma"}


_COLUMNS = {
    "deposits": "id, label, player_id, wallet, status, credited_amount, card_message_id, claimed_at",
    "orders": "order_id, deposit_id",
    "ledger": "kind, ref, debit, credit, amount, deposit_id, provenance, payment_key, at",
    "quarantine": "wallet, transaction_id, withdrawal_id, reason, state, ref",
    "withdrawals": "id, label, wallet, account, amount, status, maker, checker, flags, confirmed_at, left_at",
    "inbox": "id, source, key, lane, state, reason, handled_at",
    "outbox": "id, lane, kind, subject, dedupe, priority, state, error, attempts",
    "acts": "id, kind, detail, maker, checker, stage",
    "attempts": "subject, outcome",
    "events": "id, subject, what, detail",
    "alarms": "kind, subject",
    "sim_notes": "promise, subject",
}


async def _table(world: World, name: str) -> Rows:
    columns = _COLUMNS[name]
    rows = await world.look(f"SELECT {columns} FROM {name} ORDER BY 1")  # noqa: S608 - our own names
    return [{column: row[column] for column in columns.split(", ")} for row in rows]


async def read(world: World) -> State:
    """The database as it stands."""
    return State(
        deposits={row["id"]: row for row in await _table(world, "deposits")},
        orders={row["order_id"]: row["deposit_id"] for row in await _table(world, "orders")},
        ledger=await _table(world, "ledger"),
        quarantine=await _table(world, "quarantine"),
        withdrawals={row["id"]: row for row in await _table(world, "withdrawals")},
        inbox=await _table(world, "inbox"),
        outbox=await _table(world, "outbox"),
        approvals={row["id"]: row for row in await _table(world, "acts")},
        attempts=await _table(world, "attempts"),
        events=await _table(world, "events"),
        alerts=await _table(world, "alarms"),
        notes=await _table(world, "sim_notes") if world.simulated_bot.url.startswith("sqlite") else (),
    )
