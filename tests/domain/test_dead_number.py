"""How often another number to pay to is asked for, and how often operators hear of one that does not work."""

import pytest

from bot.domain.dead_number import OF_A_DAY, OF_A_DEPOSIT, is_told, may_ask


@pytest.mark.parametrize(
    ("of_deposit", "of_player", "may"),
    [(0, 0, True), (OF_A_DEPOSIT - 1, OF_A_DAY - 1, True), (OF_A_DEPOSIT, 0, False), (0, OF_A_DAY, False)],
)
def test_another_number_is_asked_for_within_both_limits(of_deposit: int, of_player: int, *, may: bool) -> None:
    assert may_ask(of_deposit, of_player) is may


def test_the_more_often_a_number_fails_the_more_rarely_that_is_told() -> None:
    assert [times for times in range(1, 101) if is_told(times)] == [1, 3, 10, 30, 100]
