"""Runs so many stories of so many acts; raises with the shortest one that breaks an invariant."""

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.rules.machine import Machine


def tell(examples: int, steps: int) -> None:
    """Each story is a new one every time; Hypothesis keeps those that failed and tries them first."""
    told = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
    run_state_machine_as_test(Machine, settings=told)
