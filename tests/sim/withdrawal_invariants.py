"""What was promised of payouts, as far as one row and its facts tell it."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from tests.invariants.broken import demand
from tests.invariants.withdrawals import GIVEN_BACK
from tests.sim.people import OPERATORS
from tests.sim.postbacks import FAILED, PAID, Ending, Postback
from tests.sim.state import Row, State

_SIGNED = {"paid": PAID, "failed": FAILED}
_ANSWERED = {"ok": "sent", "fail": "refused"}
_FOUND = {"yes": "sent", "exists": "sent", "no": "refused", "absent": "refused"}
MAY_CHECK = {number for number, role in OPERATORS.items() if role in {"checker", "owner"}}


def conflicts_seen(state: State, acked: Iterable[Postback]) -> None:
    """the provider's other word after the end moves nothing, but everybody can see it."""
    owed = {row["ref"] for row in state.ledger if row["kind"] == "receivable"}
    for one in (one for letter in acked if letter.is_true for one in letter.told if isinstance(one, Ending)):
        row = state.withdrawals.get(one.id)
        if row is None:
            continue  # it is lost with the database that it was in: its word waits in quarantine
        same = (one.amount, one.account) == (row["amount"], row["account"])
        if same and one.status == PAID and row["status"] in GIVEN_BACK:
            demand(row["flags"] == "conflict" and one.id in owed, "C5 paid after it was given back", row)
        if same and one.status == FAILED and row["status"] == "paid":
            demand(row["flags"] == "conflict", "C6 failed after it was paid", row)


def resolved_as(state: State, payout: str) -> set[str]:
    """What two people found of it in the provider's cabinet."""
    done = (json.loads(act["detail"]) for act in state.approvals.values() if _is_resolved(act))
    return {said.get("outcome") or said["exists"] for said in done if said["withdrawal"] == payout}


def _is_resolved(act: Row) -> bool:
    return bool(act["kind"] == "resolve" and act["stage"] == "done")


def not_given_back(row: Row | None) -> None:
    """what was only proposed in a copy, and was paid since, is ended by its word or by two people alone."""
    demand(row is None or row["status"] not in {"proposed", "declined", "expired"}, "C11 paid and given back", row)


def words(state: State, answers: Mapping[str, set[str]], signed: set[tuple[Any, ...]]) -> dict[str, set[str]]:
    """By withdrawal: the states that a definite answer, a signed outcome or two people justify."""
    return {
        row["id"]: {_FOUND.get(one, one) for one in resolved_as(state, row["id"])}
        | {_ANSWERED[one] for one in answers.get(row["id"], ()) if one in _ANSWERED}
        | {one for one, status in _SIGNED.items() if (row["id"], row["amount"], row["account"], status) in signed}
        for row in state.withdrawals.values()
    }


def certain(state: State) -> Iterable[Row]:
    """The withdrawals whose leaving is not in doubt because a copy of the database was put back."""
    doubtful = {event["subject"] for event in state.events if "restored database" in event["detail"]}
    return (row for row in state.withdrawals.values() if row["id"] not in doubtful)


def ended_by(state: State, letters: Mapping[str, Postback]) -> None:
    """I10: the letter after which a payout was ended said just that, of this payout."""
    latest: dict[str, int] = {}
    for event in state.events:
        if event["subject"] not in state.withdrawals:
            continue
        if event["what"] == "postback":
            latest[event["subject"]] = int(event["detail"])
        elif event["what"] in _SIGNED and event["what"] not in resolved_as(state, event["subject"]):
            row, letter = state.withdrawals[event["subject"]], letters[state.bodies[latest[event["subject"]]]]
            said = {
                (one.id, one.amount, one.account, repr(one.status)) for one in letter.told if isinstance(one, Ending)
            }
            wanted = (row["id"], row["amount"], row["account"], repr(_SIGNED[event["what"]]))
            demand(wanted in said and letter.is_true, "I10 ended by another word", event, letter.told)
