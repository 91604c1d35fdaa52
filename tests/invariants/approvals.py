"""I10: what no postback brought, two operators decided."""

from collections.abc import Collection, Mapping

from tests.invariants.broken import demand
from tests.invariants.facts import Money, Row


def decided_by_two(money: Money, checkers: Collection[int]) -> None:
    """I10: a line that no postback brought stands on the decision of two, the second of whom may decide."""
    for line in money.ledger:
        source, _, number = line["provenance"].partition(":")
        if source == "act":
            by_two(money.approvals, int(number), checkers, line)
        elif source == "postback":
            demand(line["kind"] in {"deposit", "assign"}, "I10 a postback books payments only", line)


def by_two(approvals: Mapping[int, Row], number: int, checkers: Collection[int], line: Row) -> None:
    """I10: the decision that a line stands on was carried out, and made by two."""
    decision = approvals[number]
    demand(decision["stage"] == "done" and decision["maker"] != decision["checker"], "I10 not by two", line, decision)
    demand(decision["checker"] in checkers, "I10 by somebody who may not", line, decision)
