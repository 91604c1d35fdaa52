"""Five stories, the bot killed at every point of each with every outcome of its calls; all others played once."""

import pytest

from tests.sim.exhaustive import exhaust_all, perform
from tests.sim.play import Plan
from tests.sim.scripts import SCRIPTS

COMPLETE = ("deposit", "payout", "two_checkers", "cancelled_then_paid", "success_after_failure")


@pytest.mark.timeout(600)
def test_no_kill_at_any_point_breaks_a_promise() -> None:
    tried = list(exhaust_all(COMPLETE))
    assert not [trouble for one in tried for trouble in one.troubles]
    assert all(one.plays > one.points > 20 for one in tried)


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_story_can_be_played_through(name: str) -> None:
    assert perform(name, Plan()).points


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_story_survives_a_kill_in_its_middle(name: str) -> None:
    middle = perform(name, Plan()).points // 2
    perform(name, Plan(crash_at=middle))
