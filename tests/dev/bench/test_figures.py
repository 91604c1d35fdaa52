"""The arithmetic of the bench: which rounds count, what a ratio is, when a goal is met."""

from collections.abc import Sequence

import pytest

from bot.dev.bench.report import as_table
from bot.dev.bench.statistics import Figure, Goal, Round, percentile, row_of, short, single

STEADY = Round(value=8, before=10, after=10)
MOVED = Round(value=1, before=10, after=6.9)


@pytest.mark.parametrize(
    ("before", "after", "counts"), [(10, 10, True), (10, 7, True), (7, 10, True), (10, 6.9, False), (0, 0, True)]
)
def test_a_round_counts_while_its_references_differ_by_no_more_than_thirty_percent(
    before: float, after: float, counts: bool
) -> None:
    assert Round(value=1, before=before, after=after).is_steady is counts


def test_the_ratio_is_the_median_of_the_rounds_own_ratios() -> None:
    rounds = [Round(value=value, before=ground, after=ground) for value, ground in ((10, 10), (30, 10), (400, 200))]
    row = row_of(Figure(name="x", unit="/s", rounds=rounds, reference="ground"))
    assert (row.ratio, row.value, row.low, row.high, row.reference_value) == (2, 30, 10, 400, 10)


def test_rounds_whose_reference_moved_are_thrown_away_and_said() -> None:
    row = row_of(Figure(name="x", unit="/s", rounds=[STEADY, MOVED, STEADY], reference="ground"))
    assert (row.ratio, row.low, row.rounds, row.thrown_away) == (0.8, 8, 2, 1)
    assert "1 of 3 rounds not counted" in as_table({"part": [row]})


def test_without_a_steady_round_there_is_no_verdict() -> None:
    row = row_of(Figure(name="x", unit="/s", rounds=[MOVED], reference="ground", goal=Goal(at_least=0)))
    assert (row.is_met, row.value, row.rounds) == (None, 1, 0)
    assert "no round was steady" in as_table({"part": [row]})


@pytest.mark.parametrize(
    ("goal", "met"),
    [
        (Goal(at_least=0.8), True),
        (Goal(at_least=0.81), False),
        (Goal(at_most=0.8), True),
        (Goal(at_most=0.79), False),
        (Goal(at_least=0.7, at_most=0.9), True),
        (None, None),
    ],
)
def test_a_goal_is_held_against_the_ratio(goal: Goal | None, met: bool | None) -> None:
    assert row_of(Figure(name="x", unit="/s", rounds=[STEADY], reference="ground", goal=goal)).is_met is met


def test_without_a_reference_a_goal_is_held_against_the_value() -> None:
    row = row_of(Figure(name="x", unit="ms", rounds=single(250), goal=Goal(at_most=250)))
    assert (row.is_met, row.ratio, row.goal) == (True, None, "≤ 250")


@pytest.mark.parametrize(
    ("values", "percent", "found"),
    [([], 99, 0), ([5], 50, 5), ([3, 1, 2], 50, 2), (range(1, 101), 99, 99), (range(1, 101), 50, 50), ([1, 2], 99, 2)],
)
def test_a_percentile_is_one_of_the_values(values: Sequence[float], percent: float, found: float) -> None:
    assert percentile(values, percent) == found


@pytest.mark.parametrize(
    ("number", "told"), [(0, "0"), (0.8, "0.8"), (0.01234, "0.0123"), (12.34, "12.3"), (4119.6, "4,120"), (100, "100")]
)
def test_numbers_are_told_with_the_digits_that_matter(number: float, told: str) -> None:
    assert short(number) == told
