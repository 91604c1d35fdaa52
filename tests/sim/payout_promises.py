"""What was promised of payouts, as far as one row and its facts tell it."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping

from tests.sim.house import DAY_MAX, SOLO_MAX
from tests.sim.letters import FAILED, PAID, Ending, Letter
from tests.sim.people import OPERATORS
from tests.sim.state import Row, Rows, State, demand

GIVEN_BACK = {"failed", "refused", "declined", "expired"}
_SIGNED = {"paid": PAID, "failed": FAILED}
MAY_CHECK = {number for number, role in OPERATORS.items() if role in {"checker", "owner"}}


def conflicts_seen(state: State, acked: Iterable[Letter]) -> None:
    """C5, C6: the provider's other word after the end moves nothing, but everybody can see it."""
    owed = {row["ref"] for row in state.ledger if row["kind"] == "receivable"}
    for one in (one for letter in acked if letter.is_true for one in letter.told if isinstance(one, Ending)):
        row = state.payouts.get(one.id)
        if row is None:
            continue  # it is lost with the database that it was in: its word waits in quarantine
        same = (one.amount, one.account) == (row["amount"], row["account"])
        if same and one.status == PAID and row["status"] in GIVEN_BACK:
            demand(row["flags"] == "conflict" and one.id in owed, "C5 paid after it was given back", row)
        if same and one.status == FAILED and row["status"] == "paid":
            demand(row["flags"] == "conflict", "C6 failed after it was paid", row)


def resolved_as(state: State, payout: str) -> set[str]:
    """What two people found of it in the provider's cabinet."""
    done = (json.loads(act["detail"]) for act in state.acts.values() if _is_resolved(act))
    return {said.get("outcome") or said["exists"] for said in done if said["withdrawal"] == payout}


def _is_resolved(act: Row) -> bool:
    return bool(act["kind"] == "resolve" and act["stage"] == "done")


def resolved_once(row: Row, ends: Rows) -> None:
    """I6: a hold ends at most once, and as the state says."""
    demand(len(ends) <= 1, "I6 resolved twice", row["id"])
    match row["status"]:
        case "paid":
            wanted = ["provider:kbzpay_manual"]
        case status if status in GIVEN_BACK:
            wanted = [f"player:{row['label']}"]
        case _:
            wanted = []
    demand([end["credit"] for end in ends] == wanted, "I6 state and ledger differ", row)


def not_given_back(row: Row | None) -> None:
    """C11: what was only proposed in a copy, and was paid since, is ended by its word or by two people alone."""
    demand(row is None or row["status"] not in {"proposed", "declined", "expired"}, "C11 paid and given back", row)


def approved(row: Row) -> None:
    """I5: by a second person who may, or alone within the limit."""
    alone = row["maker"] == row["checker"] and row["amount"] <= SOLO_MAX
    demand(row["confirmed_at"], "I5 sent unconfirmed", row)
    demand(alone or (row["checker"] != row["maker"] and row["checker"] in MAY_CHECK), "I5 approved by", row)


def limits(state: State) -> None:
    """I7: what left for a player on one day of Yangon."""
    days: dict[tuple[str, int], int] = defaultdict(int)
    doubtful = {event["subject"] for event in state.events if "put back" in event["detail"]}
    for row in state.payouts.values():
        if row["id"] not in doubtful and row["left_at"] and row["status"] not in GIVEN_BACK:
            days[row["label"], (row["left_at"] + 23_400_000) // 86_400_000] += row["amount"]
    demand(all(total <= DAY_MAX for total in days.values()), "I7 limit of a day", dict(days))


def ended_by(state: State, letters: Mapping[str, Letter]) -> None:
    """I10: the letter after which a payout was ended said just that, of this payout."""
    latest: dict[str, int] = {}
    for event in state.events:
        if event["subject"] not in state.payouts:
            continue
        if event["what"] == "postback":
            latest[event["subject"]] = int(event["detail"])
        elif event["what"] in _SIGNED and event["what"] not in resolved_as(state, event["subject"]):
            row, letter = state.payouts[event["subject"]], letters[state.bodies[latest[event["subject"]]]]
            said = {
                (one.id, one.amount, one.account, repr(one.status)) for one in letter.told if isinstance(one, Ending)
            }
            wanted = (row["id"], row["amount"], row["account"], repr(_SIGNED[event["what"]]))
            demand(wanted in said and letter.is_true, "I10 ended by another word", event, letter.told)
