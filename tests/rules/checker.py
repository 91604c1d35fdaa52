"""The checker: what must hold after any act of anybody, read off the database without the product's code."""

import json
from collections import Counter
from collections.abc import Mapping

from tests.domain.test_deposit import FOLLOWS
from tests.invariants.approvals import decided_by_two
from tests.invariants.broken import demand
from tests.invariants.facts import ReceivedRequest, Row, Rows, RowsById, Tables, tables_of
from tests.invariants.ledger import (
    booked_as_signed,
    booked_once,
    deposits_agree,
    lines_have_two_sides,
    unclaimed_is_shown,
)
from tests.invariants.queues import acknowledged_is_kept, credits_are_told, nothing_failed
from tests.invariants.withdrawals import (
    confirmed_with_the_right,
    ended_by_a_word,
    holds_end_as_rows_say,
    is_account,
    sent_as_proposed,
    sent_once,
    within_day_limit,
)
from tests.rules.bot_fixture import DAY_MAX, PAYOUT_MAX, SOLO_MAX
from tests.rules.expected import AWAITING, Expected, TableReader
from tests.rules.provider import Provider

_AHEAD = {
    "proposed": {"sending", "declined", "expired", "sent", "unknown", "refused", "paid", "failed"},
    "sending": {"sent", "refused", "unknown", "paid", "failed", "declined"},
    "sent": {"paid", "failed"},
    "unknown": {"sent", "refused", "paid", "failed"},
}
"""Of a withdrawal: what one act may lead to, also through states between."""

_SIGNS = {"credit": 1, "reversal": -1, "withdrawal.paid": -1, "withdrawal.recorded": -1}
_CHECKERS = frozenset({22, 33, 44})
_ENDINGS: Mapping[int | str, str] = {1: "paid", 5: "failed"}
_ANSWERED = {"done": "sent", "refused": "refused"}
_FOUND = {"exists": "sent", "absent": "refused"}


class RuleChecker:
    """Remembers what it saw last, because some promises are about what changed."""

    def __init__(self, eyes: TableReader, books: Expected, provider: Provider) -> None:
        self._eyes = eyes
        self._books = books
        self._provider = provider
        self._seen = 0
        self._deposits: dict[str, str] = {}
        self._withdrawals: Mapping[str, Row] = {}

    def check(self) -> None:
        """All of them, if anything was written since the last look."""
        if (version := self._eyes.version()) != self._seen:
            self._seen = version
            self._check()

    def _check(self) -> None:
        tables = tables_of(self._eyes.rows)
        nothing_failed(tables)
        self._kept(tables)
        lines_have_two_sides(tables.ledger)
        booked_once(tables.ledger)
        self._booked(tables.ledger)
        unclaimed_is_shown(tables)
        deposits_agree(tables)
        credits_are_told(tables, tables)
        self._moves(tables.deposits)
        holds_end_as_rows_say(tables)
        self._sent(tables.withdrawals)
        self._limits(tables.withdrawals)
        self._ended(tables)
        decided_by_two(tables, _CHECKERS)
        self._merchant(tables)
        self._deposits = {row["id"]: row["status"] for row in tables.deposits.values()}
        self._withdrawals = tables.withdrawals

    def _kept(self, tables: Tables) -> None:
        """I3: the body itself is kept, by which the books know a postback."""
        kept = {(row["source"], row["body"]) for row in tables.inbox}
        acknowledged_is_kept(kept, {("paykassma", body) for body in self._books.letters})

    def _booked(self, ledger: Rows) -> None:
        """I2: what was signed, assigned or dismissed has its line; nothing else has."""
        for kind, wanted in (
            ("deposit", self._books.booked),
            ("assign", self._books.assigned),
            ("dismiss", self._books.dismissed),
        ):
            booked_as_signed([line for line in ledger if line["kind"] == kind], wanted)

    def _moves(self, deposits: RowsById) -> None:
        """I8: a deposit goes only where the table lets it; one act may take it several steps."""
        for deposit_id, before in self._deposits.items():
            after = deposits[deposit_id]["status"]
            demand(after in _reach(before), "I8 no such way", deposit_id, before, after)
        open_ones = Counter(
            row["player_id"] for row in deposits.values() if row["status"] in {"draft", "awaiting_payment"}
        )
        demand(all(many == 1 for many in open_ones.values()), "a player with two open deposits", open_ones)

    def _sent(self, withdrawals: RowsById) -> None:
        """I4, I5: each withdrawal arrived at most once, as it was proposed, and with the right people behind it."""
        received = [
            ReceivedRequest(withdrawal_id=one.withdrawal_id, amount=one.amount, account=one.account, label=one.label)
            for one in self._provider.paid
        ]
        sent_once(received)
        sent_as_proposed(withdrawals, received)
        confirmed_with_the_right(withdrawals.values(), _CHECKERS, SOLO_MAX)
        for key, before in self._withdrawals.items():
            after = withdrawals[key]
            demand(is_account(after, before["account"]), "I4 another account afterwards", before, after)
            for column in ("amount", "label", "wallet", "maker"):
                demand(before[column] == after[column], "I4 changed afterwards", column, after)

    def _limits(self, withdrawals: RowsById) -> None:
        """I7: no withdrawal above the limit, no player's day above his."""
        for row in withdrawals.values():
            demand(row["amount"] <= PAYOUT_MAX, "I7 above the limit", row)
        within_day_limit(withdrawals.values(), DAY_MAX)

    def _ended(self, tables: Tables) -> None:
        """I8, I12: a withdrawal moves forward only, and each of its ends has somebody's word behind it."""
        words: dict[str, set[str]] = {key: set() for key in tables.withdrawals}
        for act in tables.approvals.values():
            if act["kind"] == "resolve" and act["stage"] == "done" and act["maker"] != act["checker"]:
                said = json.loads(act["detail"])
                words[said["withdrawal"]].add(_FOUND.get(said["outcome"], said["outcome"]))
        for key, row in tables.withdrawals.items():
            before = self._withdrawals.get(key, row)["status"]
            demand(row["status"] in {before, *_AHEAD.get(before, set())}, "I8 no such way", before, row)
            endings = self._books.endings.get(key, set())
            words[key] |= {_ENDINGS[one] for one in endings}
            words[key] |= {_ANSWERED[one] for one in self._provider.answered.get(key, set()) if one in _ANSWERED}
            demand(not endings or row["status"] not in AWAITING, "a signed outcome without effect", row)
        ended_by_a_word(tables.withdrawals, words)

    def _merchant(self, tables: Tables) -> None:
        """What the merchant is told comes to what the ledger says his players have, or have set aside."""
        have: Counter[str] = Counter()
        for line in tables.ledger:
            for account, sign in ((line["credit"], 1), (line["debit"], -1)):
                kind, _, label = account.partition(":")
                have[label] += sign * line["amount"] * (kind in {"player", "held"})
        for row in tables.outbox:
            if row["kind"] == "event":
                event = json.loads(row["payload"])
                have[event["player"]] -= _SIGNS.get(event["type"], 0) * event["amount"]
        differ = {key: value for key, value in have.items() if value}
        demand(not differ, "the merchant's books differ", differ)


def _reach(status: str) -> set[str]:
    """All states that one act, or several within one, may lead to."""
    found = {status}
    while more := {after for before, after in FOLLOWS if before in found} - found:
        found |= more
    return found
