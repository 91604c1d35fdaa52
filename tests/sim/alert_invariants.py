"""Invariants of alerts: none stays active after its end, and nothing that lasts is reported as resolved."""

from tests.invariants.broken import demand
from tests.sim.state import State

_OF_A_CLAIM = frozenset(
    {"deposit_waiting", "claim_refused", "claim_unanswered", "below_minimum", "number_shared", "corrections_over"}
)
_OF_AN_UNKNOWN_PAYOUT = frozenset({"payout_unknown", "payout_still_unknown"})


def alarms_are_true(state: State) -> None:
    """Money ends whatever was wrong with its claim, in the same transaction; an outcome ends what was unknown."""
    on = {(row["kind"], row["subject"]) for row in state.alerts}
    for kind, subject in on:
        if kind in _OF_A_CLAIM and subject in state.deposits:
            status = state.deposits[subject]["status"]
            demand(status not in {"credited", "reversed"}, "an alarm about a claim that was credited", kind, subject)
        if kind in _OF_AN_UNKNOWN_PAYOUT:
            demand(state.withdrawals[subject]["status"] == "unknown", "an alarm about a payout that is known", subject)
    for payout in state.withdrawals.values():
        if payout["status"] == "unknown":
            demand(("payout_unknown", payout["id"]) in on, "nobody is told that a payout is unknown", payout["id"])
