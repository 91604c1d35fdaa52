"""The promises, read off the database past the product: what must stand after any act of anybody."""

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from tests.domain.test_deposit import FOLLOWS
from tests.rules.books import AWAITING, Books, Eyes
from tests.rules.house import DAY_MAX, PAYOUT_MAX, SOLO_MAX
from tests.rules.provider import Provider

Row = Any
_AHEAD = {
    "proposed": {"sending", "declined", "expired", "sent", "unknown", "refused", "paid", "failed"},
    "sending": {"sent", "refused", "unknown", "paid", "failed", "declined"},
    "sent": {"paid", "failed"},
    "unknown": {"sent", "refused", "paid", "failed"},
}
"""Of a withdrawal: what one act may lead to, also through states between."""

_SIGNS = {"credit": 1, "reversal": -1, "withdrawal.paid": -1, "withdrawal.recorded": -1}
_GIVEN_BACK = frozenset({"failed", "refused", "declined", "expired"})
_CHECKERS = frozenset({22, 33, 44})
_YANGON_MS, _DAY_MS = 23_400_000, 86_400_000


def demand(stands: object, promise: str, *facts: object) -> None:
    """The promise stands, or the story ends here."""
    if not stands:
        told = "; ".join(str(dict(fact) if isinstance(fact, sqlite3.Row) else fact) for fact in facts)
        raise AssertionError(f"{promise}: {told}")


class Promises:
    """Remembers what it saw last, because some promises are about what changed."""

    def __init__(self, eyes: Eyes, books: Books, provider: Provider) -> None:
        self._eyes = eyes
        self._books = books
        self._provider = provider
        self._seen = 0
        self._deposits: dict[str, str] = {}
        self._withdrawals: dict[str, Row] = {}

    def check(self) -> None:
        """All of them, if anything was written since the last look."""
        if (version := self._eyes.version()) != self._seen:
            self._seen = version
            self._check()

    def _check(self) -> None:
        ledger = self._eyes.rows("SELECT * FROM ledger")
        deposits = {row["id"]: row for row in self._eyes.rows("SELECT * FROM deposits")}
        withdrawals = {row["id"]: row for row in self._eyes.rows("SELECT * FROM withdrawals")}
        acts = {row["id"]: row for row in self._eyes.rows("SELECT * FROM acts")}
        self._nothing_is_set_aside()
        self._credits(ledger)
        self._rows_agree(ledger, deposits)
        self._moves(deposits)
        self._holds(ledger, withdrawals)
        self._payouts(withdrawals)
        self._limits(withdrawals)
        self._unknown(withdrawals, acts)
        self._by_two(ledger, acts)
        self._platform(ledger)
        self._deposits = {row["id"]: row["status"] for row in deposits.values()}
        self._withdrawals = withdrawals

    def _nothing_is_set_aside(self) -> None:
        for row in self._eyes.rows("SELECT * FROM inbox WHERE state = 'bad'"):
            demand(False, "a row could not be applied", row)
        kept = {row["body"] for row in self._eyes.rows("SELECT body FROM inbox WHERE source = 'paykassma'")}
        demand(self._books.letters.keys() <= kept, "I3 acknowledged and not kept")

    def _credits(self, ledger: Sequence[Row]) -> None:
        """I2: what was signed is booked once, to its owner, to the kyat; and nothing else is."""
        for kind, wanted in (
            ("deposit", self._books.booked),
            ("assign", self._books.assigned),
            ("dismiss", self._books.dismissed),
        ):
            lines = [row for row in ledger if row["kind"] == kind]
            booked = {row["ref"]: (row["credit"], row["amount"]) for row in lines}
            demand(len(booked) == len(lines), "I2 one payment, two lines", kind)
            wrong = {ref: (booked.get(ref), wanted.get(ref)) for ref in booked.keys() | wanted.keys()}
            wrong = {ref: pair for ref, pair in wrong.items() if pair[0] != pair[1]}
            demand(not wrong, "I2 booked, and to be booked", wrong)
        keys = Counter(row["payment_key"] for row in ledger if row["kind"] == "deposit")
        demand(all(key and many == 1 for key, many in keys.items()), "I2 one payment in two spellings", keys)
        self._waits(ledger)

    def _waits(self, ledger: Sequence[Row]) -> None:
        """What is nobody's waits where people see it, each sum once; and nothing else does."""
        decided = {row["ref"] for row in ledger if row["kind"] in {"assign", "dismiss"}}
        lines = {row["ref"] for row in ledger if row["kind"] == "deposit" and row["credit"] == "unclaimed"}
        shown = [row["ref"] for row in self._eyes.rows("SELECT ref FROM quarantine WHERE state = 'open' AND ref <> ''")]
        demand(sorted(lines - decided) == sorted(shown), "I2 unclaimed and not shown", lines - decided, shown)

    def _rows_agree(self, ledger: Sequence[Row], deposits: dict[str, Row]) -> None:
        """I1, I2, I9: the deposit's row says what the ledger says, and its player is told of each payment once."""
        sums: Counter[str] = Counter()
        told = {row["dedupe"] for row in self._eyes.rows("SELECT dedupe FROM outbox WHERE kind = 'ring'")}
        for line in ledger:
            demand(line["amount"] > 0 and line["debit"] != line["credit"], "I1 no transfer", line)
            if line["deposit_id"] and line["kind"] in {"deposit", "assign"}:
                sums[line["deposit_id"]] += line["amount"]
                demand(line["credit"] == f"player:{deposits[line['deposit_id']]['label']}", "I2 another's", line)
                ring = f"ring:credited:{line['deposit_id']}:{line['ref']}"
                demand(ring in told, "I9 credited and not told", line)
        for row in deposits.values():
            demand(row["credited_amount"] == sums[row["id"]], "I2 row and ledger differ", row, sums[row["id"]])
            is_credited = row["status"] in {"credited", "reversed"}
            demand(is_credited == (sums[row["id"]] > 0), "I8 state and ledger differ", row)

    def _moves(self, deposits: dict[str, Row]) -> None:
        """I8: a deposit goes only where the table lets it; one act may take it several steps."""
        for deposit_id, before in self._deposits.items():
            after = deposits[deposit_id]["status"]
            demand(after in _reach(before), "I8 no such way", deposit_id, before, after)
        open_ones = Counter(
            row["player_id"] for row in deposits.values() if row["status"] in {"draft", "awaiting_payment"}
        )
        demand(all(many == 1 for many in open_ones.values()), "a player with two open deposits", open_ones)

    def _holds(self, ledger: Sequence[Row], withdrawals: dict[str, Row]) -> None:
        """I5, I6: the sum of a payout is held from its proposal on, and resolved once, as its row says."""
        lines: dict[str, dict[str, Row]] = defaultdict(dict)
        for line in ledger:
            if line["kind"] in {"payout_hold", "payout_end"}:
                lines[line["ref"]][line["kind"]] = line
        for row in withdrawals.values():
            hold, end = lines[row["id"]].get("payout_hold"), lines[row["id"]].get("payout_end")
            demand(hold is not None and hold["amount"] == row["amount"], "I5 no cover", row)
            to = {"paid": f"provider:{row['wallet']}"} | dict.fromkeys(_GIVEN_BACK, f"player:{row['label']}")
            ended = end["credit"] if end else None
            demand(ended == to.get(row["status"]), "I6 row and hold differ", row, ended)

    def _payouts(self, withdrawals: dict[str, Row]) -> None:
        """I4, I5: each payout arrived at most once, as it was proposed, and with the right people behind it."""
        arrived = Counter(payout.withdrawal_id for payout in self._provider.paid)
        demand(all(many == 1 for many in arrived.values()), "I4 sent twice", arrived)
        for payout in self._provider.paid:
            row = withdrawals[payout.withdrawal_id]
            same = (payout.amount, payout.label) == (row["amount"], row["label"])
            demand(same and _is_account(row, payout.account), "I4 another sum, account or player", row, payout)
            demand(row["status"] not in {"proposed", "declined", "expired"}, "I5 sent unconfirmed", row)
        for row in withdrawals.values():
            if row["confirmed_at"]:
                alone = row["checker"] == row["maker"] and row["amount"] <= SOLO_MAX
                demand(alone or row["checker"] in _CHECKERS - {row["maker"]}, "I5 confirmed without the right", row)
            before = self._withdrawals.get(row["id"]) or row
            demand(_is_account(row, before["account"]), "I4 another account afterwards", before, row)
            for column in ("amount", "label", "wallet", "maker"):
                demand(before[column] == row[column], "I4 changed afterwards", column, row)

    def _limits(self, withdrawals: dict[str, Row]) -> None:
        """I7: no payout above the limit, no player's day above his."""
        days: Counter[tuple[str, int]] = Counter()
        for row in withdrawals.values():
            demand(row["amount"] <= PAYOUT_MAX, "I7 above the limit", row)
            if row["left_at"] and row["status"] not in _GIVEN_BACK:
                days[row["label"], (row["left_at"] + _YANGON_MS) // _DAY_MS] += row["amount"]
        demand(all(total <= DAY_MAX for total in days.values()), "I7 above a player's day", days)

    def _unknown(self, withdrawals: dict[str, Row], acts: dict[int, Row]) -> None:
        """I8, I12: a payout moves forward only, and each of its ends has somebody's word behind it."""
        resolved = {
            (said["withdrawal"], said["outcome"])
            for act in acts.values()
            if act["kind"] == "resolve" and act["stage"] == "done" and act["maker"] != act["checker"]
            for said in [json.loads(act["detail"])]
        }
        for row in withdrawals.values():
            before = (self._withdrawals.get(row["id"]) or row)["status"]
            demand(row["status"] in {before, *_AHEAD.get(before, set())}, "I8 no such way", before, row)
            endings = self._books.endings.get(row["id"], set())
            answers = self._provider.answered.get(row["id"], set())
            words = {
                "paid": 1 in endings or (row["id"], "paid") in resolved,
                "failed": 5 in endings or (row["id"], "failed") in resolved,
                "sent": "done" in answers or (row["id"], "exists") in resolved,
                "refused": "refused" in answers or (row["id"], "absent") in resolved,
            }
            demand(words.get(row["status"], True), "I12 nobody's word", row, endings, answers)
            demand(not endings or row["status"] not in AWAITING, "a signed outcome without effect", row)

    def _by_two(self, ledger: Sequence[Row], acts: dict[int, Row]) -> None:
        """I10: what no postback brought, two people did."""
        for line in ledger:
            source, _, number = line["provenance"].partition(":")
            if source == "act":
                act = acts[int(number)]
                by_two = act["maker"] != act["checker"] and act["checker"] in _CHECKERS and act["stage"] == "done"
                demand(by_two, "I10 not by two", line, act)
            elif source == "postback":
                demand(line["kind"] in {"deposit", "assign"}, "I10 a postback books payments only", line)

    def _platform(self, ledger: Sequence[Row]) -> None:
        """What the merchant is told comes to what the ledger says his players have, or have set aside."""
        have: Counter[str] = Counter()
        for line in ledger:
            for account, sign in ((line["credit"], 1), (line["debit"], -1)):
                kind, _, label = account.partition(":")
                have[label] += sign * line["amount"] * (kind in {"player", "held"})
        for row in self._eyes.rows("SELECT payload FROM outbox WHERE kind = 'event'"):
            event = json.loads(row["payload"])
            have[event["player"]] -= _SIGNS.get(event["type"], 0) * event["amount"]
        demand(
            not any(have.values()), "the platform's books differ", {key: value for key, value in have.items() if value}
        )


def _is_account(row: Row, account: str) -> bool:
    """Of a payout that ended long ago only a mask is kept."""
    kept: str = row["account"]
    return kept == account or (kept.startswith("hmac:") and kept[-4:] == account[-4:])


def _reach(status: str) -> set[str]:
    """All states that one act, or several within one, may lead to."""
    found = {status}
    while more := {after for before, after in FOLLOWS if before in found} - found:
        found |= more
    return found
