"""All faults by name."""

from collections.abc import Mapping

from tests.mutants import (
    of_chats,
    of_claims,
    of_deposits,
    of_edges,
    of_instances,
    of_intake,
    of_money_in,
    of_outages,
    of_payouts,
    of_starts,
    of_store,
)
from tests.mutants.fault import Fault

FAULTS: Mapping[str, Fault] = {
    **of_deposits.FAULTS,
    **of_money_in.FAULTS,
    **of_payouts.FAULTS,
    **of_store.FAULTS,
    **of_starts.FAULTS,
    **of_edges.FAULTS,
    **of_intake.FAULTS,
    **of_instances.FAULTS,
    **of_chats.FAULTS,
    **of_claims.FAULTS,
    **of_outages.FAULTS,
}
