"""What the storyteller knows by himself: which words the provider signed, and what must have come of them."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.provider.postback_bodies import Members, deposit_entry, withdrawal_entry
from tests.rules.bot_fixture import AUTO_CREDIT_MAX

AWAITING = frozenset({"sending", "sent", "unknown"})


class TableReader:
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
    says_no: bool = False
    """whether it says about itself that it failed"""

    @property
    def ref(self) -> str:
        return f"{self.wallet}/MMK/{self.number}"

    @property
    def key(self) -> str:
        """The same for every spelling of the number; there are none but digits and hyphens here."""
        return f"{self.wallet}/MMK/{int(self.number.replace('-', ''))}"

    @property
    def entry(self) -> Members:
        return deposit_entry(
            wallet_type=self.wallet,
            transaction_id=self.number,
            amount=str(self.amount),
            plugin_custom_order_id=self.order_id,
            **({"status": "Failed"} if self.says_no else {}),
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
class Postback:
    """A postback. Of one that is not `sound` the unsigned part contradicts the signed one."""

    told: tuple[Fact | Ending, ...]
    label: str
    sound: bool = True


@dataclass(slots=True)
class Expected:
    """`booked`, `assigned` and `dismissed` by reference: whom the ledger must have credited, and with how much."""

    letters: dict[str, Postback] = field(default_factory=dict)
    """By body: all that was answered with ok."""
    booked: dict[str, tuple[str, int]] = field(default_factory=dict)
    assigned: dict[str, tuple[str, int]] = field(default_factory=dict)
    dismissed: dict[str, tuple[str, int]] = field(default_factory=dict)
    refs: dict[str, str] = field(default_factory=dict)
    """By payment, however it is spelled: the reference it was booked under."""
    waits: dict[str, tuple[Fact, bool]] = field(default_factory=dict)
    """By reference: what is booked to nobody, and whether another letter may put it right."""
    endings: dict[str, set[int | str]] = field(default_factory=dict)
    """By withdrawal: the signed outcomes that fitted it when they were applied."""

    def expect(self, eyes: TableReader) -> None:
        """What was acknowledged is about to be applied: write down what must come of it."""
        for row in eyes.rows("SELECT body FROM inbox WHERE state = 'new' AND source = 'paykassma' ORDER BY id"):
            self._expect(eyes, self.letters[row["body"]])

    def _expect(self, eyes: TableReader, letter: Postback) -> None:
        said: set[str] = set()
        for fact in letter.told:
            if isinstance(fact, Ending):
                if letter.sound:
                    self._end(eyes, fact, letter.label)
            elif fact.says_no or fact.key in said:
                continue  # no payment at all, or the second word about one in the same letter
            elif fact.key in self.refs:
                self._cure(eyes, fact, letter)
            else:
                self._book(eyes, fact, letter)
            said |= {fact.key} if isinstance(fact, Fact) else set()

    def _book(self, eyes: TableReader, fact: Fact, letter: Postback) -> None:
        """Whatever is signed is booked once: to its player, or to nobody, and then people decide."""
        self.refs[fact.key] = fact.ref
        owner = self._owner(eyes, fact, letter)
        self.booked[fact.ref] = (owner or "unclaimed", fact.amount)
        if not owner:
            order = self._order(eyes, fact)
            # Only what is outside of the signed part may be put right by the next letter.
            curable = not letter.sound or (
                order is not None and order["wallet"] == fact.wallet and order["label"] != letter.label
            )
            self.waits[fact.ref] = (fact, curable)

    def _cure(self, eyes: TableReader, fact: Fact, letter: Postback) -> None:
        """The same payment again, and this time nothing speaks against it."""
        ref = self.refs[fact.key]
        first, curable = self.waits.get(ref, (None, False))
        if first is None or not curable or first.amount != fact.amount:
            return
        before, after = self._order(eyes, first), self._order(eyes, fact)
        owner = self._owner(eyes, fact, letter)
        if owner and before is not None and after is not None and before["id"] == after["id"]:
            self.assigned[ref] = (owner, fact.amount)
            del self.waits[ref]

    def _order(self, eyes: TableReader, fact: Fact) -> Any | None:  # noqa: ANN401 - a row
        found = eyes.rows(
            "SELECT d.id, d.label, d.wallet, d.status FROM orders o JOIN deposits d ON d.id = o.deposit_id"
            " WHERE o.order_id = ?",
            fact.order_id,
        )
        return found[0] if found else None

    def _owner(self, eyes: TableReader, fact: Fact, letter: Postback) -> str:
        """The account that this letter credits by itself; empty where it credits none."""
        order = self._order(eyes, fact)
        if order is None or not letter.sound or fact.amount > AUTO_CREDIT_MAX:
            return ""
        fits = (order["label"], order["wallet"]) == (letter.label, fact.wallet) and order["status"] != "reversed"
        return f"player:{letter.label}" if fits else ""

    def _end(self, eyes: TableReader, ending: Ending, label: str) -> None:
        for row in eyes.rows("SELECT * FROM withdrawals WHERE id = ?", ending.withdrawal_id):
            same = (row["amount"], row["account"], row["label"]) == (ending.amount, ending.account, label)
            is_first = not self.endings.get(row["id"])
            if same and row["status"] in AWAITING and ending.status in {1, 5} and is_first:
                self.endings[row["id"]] = {ending.status}
