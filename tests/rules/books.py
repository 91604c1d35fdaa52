"""What the storyteller knows by himself: which words the provider signed, and what must have come of them."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.provider.postback_bodies import Members, deposit_entry, withdrawal_entry
from tests.rules.house import AUTO_CREDIT_MAX

AWAITING = frozenset({"sending", "sent", "unknown"})


class Eyes:
    """Look at the database past the product."""

    def __init__(self, file: Path) -> None:
        self._connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
        self._connection.row_factory = sqlite3.Row

    def rows(self, sql: str, *args: str | int) -> Sequence[Any]:
        """What a query finds now."""
        return self._connection.execute(sql, args).fetchall()

    def version(self) -> int:
        """Another number whenever something was written since."""
        return int(self.rows("PRAGMA data_version")[0][0])

    def close(self) -> None:
        self._connection.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A payment as the provider signs it."""

    wallet: str
    number: str
    amount: int
    order_id: str

    @property
    def ref(self) -> str:
        return f"{self.wallet}/MMK/{self.number}"

    @property
    def entry(self) -> Members:
        return deposit_entry(
            wallet_type=self.wallet,
            transaction_id=self.number,
            amount=str(self.amount),
            plugin_custom_order_id=self.order_id,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """The outcome of a payout as the provider signs it; `status` is 1, 5, or nonsense."""

    withdrawal_id: str
    status: int | str
    amount: int
    account: str

    @property
    def entry(self) -> Members:
        return withdrawal_entry(
            withdrawal_id=self.withdrawal_id,
            withdrawal_status=self.status,
            amount=str(self.amount),
            account_number=self.account,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A postback. Of one that is not `sound` the unsigned part contradicts the signed one."""

    told: tuple[Fact | Ending, ...]
    label: str
    sound: bool = True


@dataclass(slots=True)
class Books:
    """`booked` and `assigned` by reference: whom the ledger must have credited, and with how much."""

    letters: dict[str, Letter] = field(default_factory=dict)
    """By body: all that was answered with ok."""
    booked: dict[str, tuple[str, int]] = field(default_factory=dict)
    assigned: dict[str, tuple[str, int]] = field(default_factory=dict)
    endings: dict[str, set[int | str]] = field(default_factory=dict)
    """By withdrawal: the signed outcomes that fitted it when they were applied."""

    def expect(self, eyes: Eyes) -> None:
        """What was acknowledged is about to be applied: write down what must come of it."""
        for row in eyes.rows("SELECT body FROM inbox WHERE state = 'new' AND source = 'paykassma' ORDER BY id"):
            self._expect(eyes, self.letters[row["body"]])

    def _expect(self, eyes: Eyes, letter: Letter) -> None:
        said: set[str] = set()
        for fact in letter.told if letter.sound else ():
            if isinstance(fact, Ending):
                self._end(eyes, fact, letter.label)
            elif fact.ref not in said:
                said.add(fact.ref)
                self._credit(eyes, fact, letter.label)

    def _credit(self, eyes: Eyes, fact: Fact, label: str) -> None:
        if fact.ref in self.booked:
            return
        found = eyes.rows(
            "SELECT d.label, d.wallet, d.status FROM orders o JOIN deposits d ON d.id = o.deposit_id"
            " WHERE o.order_id = ?",
            fact.order_id,
        )
        if not found:
            self.booked[fact.ref] = ("unclaimed", fact.amount)
            return
        (owner,) = found
        fits = (owner["label"], owner["wallet"]) == (label, fact.wallet) and owner["status"] != "reversed"
        if fits and fact.amount <= AUTO_CREDIT_MAX:
            self.booked[fact.ref] = (f"player:{label}", fact.amount)

    def _end(self, eyes: Eyes, ending: Ending, label: str) -> None:
        for row in eyes.rows("SELECT * FROM withdrawals WHERE id = ?", ending.withdrawal_id):
            same = (row["amount"], row["account"], row["label"]) == (ending.amount, ending.account, label)
            is_first = not self.endings.get(row["id"])
            if same and row["status"] in AWAITING and ending.status in {1, 5} and is_first:
                self.endings[row["id"]] = {ending.status}
