"""All of the database that the judge looks at, read once, as plain rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.sim.world import World

Row = dict[str, Any]
Rows = Sequence[Row]


@dataclass(slots=True)
class State:
    """All that is looked at, read once."""

    deposits: dict[str, Row]
    orders: dict[str, str]
    ledger: Rows
    quarantine: Rows
    payouts: dict[str, Row]
    inbox: Rows
    outbox: Rows
    acts: dict[int, Row]
    attempts: Rows


_COLUMNS = {
    "deposits": "id, label, player_id, wallet, status, credited_amount, card_message_id, claimed_at",
    "orders": "order_id, deposit_id",
    "ledger": "kind, ref, debit, credit, amount, deposit_id, provenance",
    "quarantine": "wallet, transaction_id, withdrawal_id, reason, state",
    "withdrawals": "id, label, account, amount, status, maker, checker, flags, confirmed_at",
    "inbox": "id, source, key, lane, state, reason, handled_at",
    "outbox": "id, lane, kind, subject, dedupe, state, error, attempts",
    "acts": "id, kind, detail, maker, checker, stage",
    "attempts": "subject, outcome",
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
        payouts={row["id"]: row for row in await _table(world, "withdrawals")},
        inbox=await _table(world, "inbox"),
        outbox=await _table(world, "outbox"),
        acts={row["id"]: row for row in await _table(world, "acts")},
        attempts=await _table(world, "attempts"),
    )
