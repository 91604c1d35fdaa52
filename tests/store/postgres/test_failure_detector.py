"""Which copies are given up: by their locks and beats as one sees them, whatever any wall clock says."""

from bot.store.postgres.failure_detector import BEAT_SECONDS, LOCK_SECONDS, FailureDetector, Heartbeat


def sign(beat: int = 0, *, is_held: bool = True, copy: int = 1) -> Heartbeat:
    return Heartbeat(id=copy, beat=beat, is_held=is_held)


def test_a_copy_whose_lock_is_gone_is_dead_after_its_time_to_come_back() -> None:
    vigil = FailureDetector()
    assert vigil.dead([sign()], 0) == []
    for second in range(1, int(LOCK_SECONDS)):
        assert vigil.dead([sign(is_held=False)], second) == []
    assert vigil.dead([sign(is_held=False)], LOCK_SECONDS) == [1]


def test_a_copy_that_comes_back_in_time_lives() -> None:
    vigil = FailureDetector()
    for second in range(100):
        assert vigil.dead([sign(second, is_held=second % 4 == 0)], second) == []


def test_a_copy_that_is_connected_and_hangs_is_dead_in_the_end() -> None:
    vigil = FailureDetector()
    for second in range(int(BEAT_SECONDS)):
        assert vigil.dead([sign(7), sign(second, copy=2)], second) == []
    assert vigil.dead([sign(7), sign(99, copy=2)], BEAT_SECONDS) == [1]


def test_who_did_not_look_for_a_while_judges_nobody_by_it() -> None:
    vigil = FailureDetector()
    vigil.dead([sign()], 0)
    assert vigil.dead([sign(is_held=False)], 1_000) == []
    assert vigil.dead([sign(is_held=False)], 1_001) == []


def test_a_copy_seen_for_the_first_time_has_its_time_too() -> None:
    vigil = FailureDetector()
    assert vigil.dead([], 0) == []
    assert vigil.dead([sign(is_held=False)], 2) == []
