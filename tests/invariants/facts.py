"""What the invariants look at: the tables of the bot, and what the provider has received."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias


class Row(Protocol):
    """A row of a table, as any driver gives it."""

    def __getitem__(self, column: str, /) -> Any:  # noqa: ANN401 - the type of a column
        """The value in a column."""
        ...


Rows: TypeAlias = Sequence[Row]
RowsById: TypeAlias = Mapping[str, Row]


class Money(Protocol):
    """Who has what, and where that came from."""

    @property
    def ledger(self) -> Rows:
        """All lines, oldest first."""

    @property
    def deposits(self) -> RowsById:
        """All deposits."""

    @property
    def withdrawals(self) -> RowsById:
        """All withdrawals."""

    @property
    def quarantine(self) -> Rows:
        """What waits for a person, or waited."""

    @property
    def approvals(self) -> Mapping[int, Row]:
        """What one operator proposed and another one decided; the table is `acts`."""


class Queues(Protocol):
    """What came in, and what is to go out."""

    @property
    def inbox(self) -> Rows:
        """All rows, oldest first."""

    @property
    def outbox(self) -> Rows:
        """All rows, oldest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """The tables of one database at one moment: Money and Queues."""

    ledger: Rows
    deposits: RowsById
    withdrawals: RowsById
    quarantine: Rows
    approvals: Mapping[int, Row]
    inbox: Rows
    outbox: Rows


_QUERIES = {
    "ledger": "SELECT * FROM ledger ORDER BY id",
    "deposits": "SELECT * FROM deposits",
    "withdrawals": "SELECT * FROM withdrawals",
    "quarantine": "SELECT * FROM quarantine ORDER BY id",
    "approvals": "SELECT * FROM acts",
    "inbox": "SELECT * FROM inbox ORDER BY id",
    "outbox": "SELECT * FROM outbox ORDER BY id",
}


def tables_of(rows: Callable[[str], Rows]) -> Tables:
    """The tables as they stand; `rows` runs a query."""
    return _tables({name: rows(sql) for name, sql in _QUERIES.items()})


async def fetch_tables(fetch: Callable[[str], Awaitable[Rows]]) -> Tables:
    """The same, where a query has to be awaited."""
    return _tables({name: await fetch(sql) for name, sql in _QUERIES.items()})


def _tables(found: Mapping[str, Rows]) -> Tables:
    return Tables(
        ledger=found["ledger"],
        deposits={row["id"]: row for row in found["deposits"]},
        withdrawals={row["id"]: row for row in found["withdrawals"]},
        quarantine=found["quarantine"],
        approvals={row["id"]: row for row in found["approvals"]},
        inbox=found["inbox"],
        outbox=found["outbox"],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedRequest:
    """One request for a payout as it reached the provider, in kyat; one that came twice is here twice."""

    withdrawal_id: str
    amount: int
    account: str
    label: str
