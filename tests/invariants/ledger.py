"""I1, I2, I8: every payment is booked once, to its owner or to nobody, and each deposit says what the ledger says."""

from collections import Counter
from collections.abc import Mapping, Sequence

from tests.invariants.broken import demand
from tests.invariants.facts import Money, Row, Rows

CREDITS = frozenset({"deposit", "assign"})
"""Kinds of lines that credit a deposit."""


def lines_have_two_sides(ledger: Rows) -> None:
    """I1: a line moves a sum above zero from one account to another, so that all accounts add up to zero."""
    for line in ledger:
        demand(line["amount"] > 0 and line["debit"] != line["credit"], "I1", line)


def booked_once(ledger: Rows) -> None:
    """I2: no fact has two lines, and no payment, however its number is spelled."""
    seen: set[tuple[str, str]] = set()
    for line in ledger:
        keys = [(line["kind"], line["ref"])]
        if line["kind"] == "deposit":
            demand(line["payment_key"], "I2 a payment without a key", line)
            keys.append(("payment", line["payment_key"]))
        for key in keys:
            demand(key not in seen, "I2 booked twice", line)
            seen.add(key)


def booked_as_signed(lines: Rows, signed: Mapping[str, tuple[str, int]]) -> None:
    """I2: what was signed has been booked to its owner, to the kyat, and nothing else has.

    `signed` has, by reference, the account that must have been credited and the sum.
    """
    booked = {line["ref"]: (line["credit"], line["amount"]) for line in lines}
    demand(len(booked) == len(lines), "I2 booked twice", Counter(line["ref"] for line in lines).most_common(1))
    differ = {
        ref: (booked.get(ref), signed.get(ref)) for ref in booked.keys() | signed if booked.get(ref) != signed.get(ref)
    }
    demand(not differ, "I2 booked, and to be booked:", dict(sorted(differ.items())[:3]))


def deposits_agree(money: Money) -> None:
    """I2, I8: the sum, the state and the owner in a deposit's row are those of its lines."""
    sums: Counter[str] = Counter()
    reversals: dict[str, int] = {}
    for line in money.ledger:
        deposit = line["deposit_id"]
        if deposit and line["kind"] in CREDITS:
            sums[deposit] += line["amount"]
            owner = f"player:{money.deposits[deposit]['label']}"
            demand(line["credit"] == owner, "I2 another player's deposit", line)
        elif line["kind"] == "reversal":
            reversals[deposit] = line["amount"]
    for row in money.deposits.values():
        _agrees(row, sums[row["id"]], reversals.get(row["id"]))


def _agrees(row: Row, credited: int, taken_back: int | None) -> None:
    demand(row["credited_amount"] == credited, "I2 row and ledger differ", row, credited)
    demand((row["status"] in {"credited", "reversed"}) == (credited > 0), "I8 state and ledger differ", row)
    demand((row["status"] == "reversed") == (taken_back is not None), "I8 reversal", row)
    demand(taken_back in {None, credited}, "I8 reversed sum", row)


def unclaimed_is_shown(money: Money) -> None:
    """I2: what belongs to nobody waits where operators see it, each sum once; nothing else waits there as money."""
    decided = {line["ref"] for line in money.ledger if line["kind"] in {"assign", "dismiss"}}
    unclaimed = {line["ref"] for line in money.ledger if line["kind"] == "deposit" and line["credit"] == "unclaimed"}
    shown: Sequence[str] = [row["ref"] for row in money.quarantine if row["ref"] and row["state"] == "open"]
    demand(sorted(unclaimed - decided) == sorted(shown), "I2 unclaimed and not shown", unclaimed - decided, shown)
