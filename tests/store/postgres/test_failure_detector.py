"""Which copies are given up: by their locks and beats as one sees them, whatever any wall clock says."""

from bot.store.postgres.failure_detector import HEARTBEAT_SECONDS, LOCK_SECONDS, FailureDetector, Heartbeat


def sign(beat: int = 0, *, is_locked: bool = True, copy: int = 1) -> Heartbeat:
    return Heartbeat(id=copy, beat=beat, is_locked=is_locked)


def test_a_copy_whose_lock_is_gone_is_dead_after_its_time_to_come_back() -> None:
    detector = FailureDetector()
    assert detector.dead([sign()], 0) == []
    for second in range(1, int(LOCK_SECONDS)):
        assert detector.dead([sign(is_locked=False)], second) == []
    assert detector.dead([sign(is_locked=False)], LOCK_SECONDS) == [1]


def test_a_copy_that_comes_back_in_time_lives() -> None:
    detector = FailureDetector()
    for second in range(100):
        assert detector.dead([sign(second, is_locked=second % 4 == 0)], second) == []


def test_a_copy_that_is_connected_and_hangs_is_dead_in_the_end() -> None:
    detector = FailureDetector()
    for second in range(int(HEARTBEAT_SECONDS)):
        assert detector.dead([sign(7), sign(second, copy=2)], second) == []
    assert detector.dead([sign(7), sign(99, copy=2)], HEARTBEAT_SECONDS) == [1]


def test_who_did_not_look_for_a_while_judges_nobody_by_it() -> None:
    detector = FailureDetector()
    detector.dead([sign()], 0)
    assert detector.dead([sign(is_locked=False)], 1_000) == []
    assert detector.dead([sign(is_locked=False)], 1_001) == []


def test_a_copy_seen_for_the_first_time_has_its_time_too() -> None:
    detector = FailureDetector()
    assert detector.dead([], 0) == []
    assert detector.dead([sign(is_locked=False)], 2) == []
