"""How long the next number waits: not at all after typos, ever longer after guesses, and then for an operator."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.guess_limit import FREE, MOST, MOST_OF_ALL, UNDER_WAY, Tried, due_at, pause_ms

NOW = 1_000_000_000
COUNTS = st.integers(0, 50)


@pytest.mark.parametrize(
    ("count", "minutes"), [(0, 0), (1, 0), (3, 0), (4, 1), (5, 2), (6, 4), (7, 8), (8, 16), (9, 32)]
)
def test_three_refused_numbers_cost_no_time_and_each_further_one_twice_as_much(count: int, minutes: int) -> None:
    assert pause_ms(count) == minutes * 60_000
    assert due_at(Tried(refused=count, last_at=NOW)) == NOW + minutes * 60_000


def test_from_ten_on_an_operator_decides() -> None:
    assert due_at(Tried(refused=MOST - 1, last_at=NOW)) is not None
    assert due_at(Tried(refused=MOST, last_at=NOW)) is None


def test_what_the_provider_still_looks_for_counts_beyond_what_an_honest_player_has_under_way() -> None:
    assert due_at(Tried(under_way=UNDER_WAY + FREE, last_at=NOW)) == NOW
    assert due_at(Tried(under_way=UNDER_WAY + FREE + 1, last_at=NOW)) == NOW + 60_000
    assert due_at(Tried(under_way=UNDER_WAY + MOST, last_at=NOW)) is None


def test_while_many_guess_only_those_go_on_who_were_credited_and_did_not_guess() -> None:
    assert due_at(Tried(refused_by_all=MOST_OF_ALL - 1)) == 0
    assert due_at(Tried(refused_by_all=MOST_OF_ALL)) is None
    assert due_at(Tried(refused_by_all=MOST_OF_ALL, is_known=True)) == 0
    assert due_at(Tried(refused_by_all=MOST_OF_ALL, is_known=True, refused=1)) is None


@given(COUNTS, COUNTS, st.booleans())
def test_who_tries_more_never_waits_less(refused: int, under_way: int, is_known: bool) -> None:
    def wait(tried: Tried) -> float:
        due = due_at(tried)
        return float("inf") if due is None else due

    now = wait(Tried(refused=refused, under_way=under_way, last_at=NOW, is_known=is_known))
    assert now <= wait(Tried(refused=refused + 1, under_way=under_way, last_at=NOW, is_known=is_known))
    assert now <= wait(Tried(refused=refused, under_way=under_way + 1, last_at=NOW, is_known=is_known))


def test_a_day_of_guessing_as_fast_as_allowed_brings_ten_numbers_and_four_minutes_bring_six() -> None:
    leaves: list[int] = []
    at = 0
    while (due := due_at(Tried(refused=len(leaves), last_at=at))) is not None:
        at = max(at, due)
        leaves.append(at)
    assert len(leaves) == MOST
    assert sum(1 for left in leaves if left <= 240_000) == FREE + 3
