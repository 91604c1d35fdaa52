"""When the provider may be called, told by what it answered so far."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.outage import (
    LONGEST_UNSENT,
    PROBE_PAUSES,
    SHORTEST,
    SILENCES,
    UNCLEAR_PAUSES,
    CallResult,
    ProviderCall,
    ProviderState,
    unclear_pause,
)

ANSWERED, NOT_KNOWN, SILENCE = CallResult.ANSWERED, CallResult.NOT_KNOWN, CallResult.SILENCE
SECOND = 1_000


def after(*calls: tuple[ProviderCall, CallResult], line: ProviderState | None = None, now: int = 0) -> ProviderState:
    """The line after calls that each took no time, one every second."""
    line = line or ProviderState()
    for call, how in calls:
        now += SECOND
        line = line.record(call, how, began=now, now=now)
    return line


@pytest.mark.parametrize(
    ("attempts", "pause"), [(1, 10), (2, 30), (3, 60), (4, 120), (5, 240), (6, 480), (7, 600), (8, 600), (1000, 600)]
)
def test_a_claim_that_may_have_arrived_waits_longer_and_longer(attempts: int, pause: int) -> None:
    assert unclear_pause(attempts) == pause


def test_the_pauses_keep_what_is_promised() -> None:
    assert list(UNCLEAR_PAUSES) == sorted(UNCLEAR_PAUSES)
    assert UNCLEAR_PAUSES[:3] == (10, 30, 60)
    assert (SHORTEST, UNCLEAR_PAUSES[-1]) == (10, 600)
    assert max(PROBE_PAUSES) + LONGEST_UNSENT <= 60


@pytest.mark.parametrize(
    ("calls", "is_locked_out", "is_away"),
    [
        ([], False, False),
        ([(ProviderCall.CLAIM, NOT_KNOWN)], True, False),
        ([(ProviderCall.NUMBER, NOT_KNOWN)], True, False),
        ([(ProviderCall.PAYOUT, NOT_KNOWN)], True, False),
        ([(ProviderCall.WALLETS, NOT_KNOWN)] * 9, False, False),
        ([(ProviderCall.CLAIM, NOT_KNOWN), (ProviderCall.CLAIM, SILENCE)], True, False),
        ([(ProviderCall.CLAIM, NOT_KNOWN), (ProviderCall.PAYOUT, ANSWERED)], True, False),
        ([(ProviderCall.CLAIM, NOT_KNOWN), (ProviderCall.WALLETS, ANSWERED)], False, False),
        ([(ProviderCall.CLAIM, NOT_KNOWN), (ProviderCall.CLAIM, ANSWERED)], False, False),
        ([(ProviderCall.CLAIM, SILENCE)] * (SILENCES - 1), False, False),
        ([(ProviderCall.CLAIM, SILENCE)] * SILENCES, False, True),
        ([(ProviderCall.NUMBER, SILENCE)] * 9, False, False),
        ([(ProviderCall.PAYOUT, SILENCE)] * 9, False, False),
        (
            [
                (ProviderCall.CLAIM, SILENCE),
                (ProviderCall.CLAIM, SILENCE),
                (ProviderCall.CLAIM, ANSWERED),
                (ProviderCall.CLAIM, SILENCE),
            ],
            False,
            False,
        ),
        ([(ProviderCall.CLAIM, SILENCE)] * 3 + [(ProviderCall.CLAIM, ANSWERED)], False, False),
        # What was answered all along tells no news about claims; what was silent as well does.
        (
            [(ProviderCall.CLAIM, SILENCE)] * 3 + [(ProviderCall.WALLETS, ANSWERED), (ProviderCall.NUMBER, ANSWERED)],
            False,
            True,
        ),
        (
            [(ProviderCall.CLAIM, SILENCE)] * 3 + [(ProviderCall.WALLETS, SILENCE), (ProviderCall.WALLETS, ANSWERED)],
            False,
            False,
        ),
        (
            [(ProviderCall.NUMBER, SILENCE)] + [(ProviderCall.CLAIM, SILENCE)] * 3 + [(ProviderCall.NUMBER, ANSWERED)],
            False,
            False,
        ),
    ],
)
def test_what_is_known_of_the_provider(
    calls: list[tuple[ProviderCall, CallResult]], is_locked_out: bool, is_away: bool
) -> None:
    line = after(*calls)
    assert (line.is_locked_out, line.is_away, line.is_shut) == (is_locked_out, is_away, is_locked_out or is_away)


def test_probes_leave_one_at_a_time_after_growing_pauses() -> None:
    line, now = after((ProviderCall.CLAIM, NOT_KNOWN)), SECOND
    pauses = []
    for _ in range(6):
        assert not line.may_probe(line.probe_at - 1)
        assert line.may_probe(line.probe_at)
        pauses.append((line.probe_at - now) // SECOND)
        now = line.probe_at
        line = line.probing(now)
        line = line.record(ProviderCall.CLAIM, NOT_KNOWN, began=now, now=now + 1)
    assert pauses == [5, 10, 20, 30, 30, 30]


def test_the_next_outage_begins_with_the_shortest_pause() -> None:
    line = after((ProviderCall.CLAIM, NOT_KNOWN))
    for _ in range(9):
        line = line.probing(line.probe_at)
    line = after((ProviderCall.CLAIM, ANSWERED), (ProviderCall.CLAIM, NOT_KNOWN), line=line, now=line.probe_at)
    assert line.probe_at - line.answered_at == SECOND + PROBE_PAUSES[0] * SECOND


@pytest.mark.parametrize("how", [SILENCE, NOT_KNOWN])
def test_calls_that_began_before_the_latest_answer_say_nothing_bad(how: CallResult) -> None:
    line = after((ProviderCall.CLAIM, ANSWERED), now=60 * SECOND)
    for _ in range(9):
        line = line.record(ProviderCall.CLAIM, how, began=59 * SECOND, now=90 * SECOND)
    assert not line.is_shut


def test_what_was_set_by_a_clock_that_was_ahead_binds_nobody() -> None:
    ahead = 3_600 * SECOND
    shut = after((ProviderCall.CLAIM, NOT_KNOWN), now=ahead)
    assert shut.may_probe(2 * SECOND)
    assert not shut.probing(2 * SECOND).may_probe(3 * SECOND)
    answered = after((ProviderCall.CLAIM, ANSWERED), now=ahead)
    assert after((ProviderCall.CLAIM, NOT_KNOWN), line=answered).is_locked_out
    assert after(*[(ProviderCall.CLAIM, SILENCE)] * SILENCES, line=answered).is_away


def test_an_operator_may_ask_for_the_next_probe() -> None:
    line = after((ProviderCall.CLAIM, NOT_KNOWN))
    assert not line.may_probe(2 * SECOND)
    assert line.invited(2 * SECOND).may_probe(2 * SECOND)
    assert not ProviderState().invited(2 * SECOND).may_probe(2 * SECOND)


def test_the_moment_of_the_return_is_kept() -> None:
    shut = after(*[(ProviderCall.CLAIM, SILENCE)] * 3)
    assert after((ProviderCall.CLAIM, ANSWERED), line=shut, now=9 * SECOND).opened_at == 10 * SECOND
    assert after((ProviderCall.CLAIM, ANSWERED)).opened_at == 0


steps = st.lists(st.tuples(st.sampled_from(ProviderCall), st.sampled_from(CallResult), st.integers(0, 90)), max_size=40)


@given(steps)
def test_a_shut_line_always_lets_a_probe_through_within_half_a_minute(
    taken: list[tuple[ProviderCall, CallResult, int]],
) -> None:
    line, now = ProviderState(), 0
    for call, how, seconds in taken:
        began, now = now, now + seconds * SECOND
        if line.may_probe(began):
            line = line.probing(began)
        line = line.record(call, how, began=began, now=now)
        if line.is_shut:
            assert line.may_probe(max(now, began) + max(PROBE_PAUSES) * SECOND)
        if call is ProviderCall.CLAIM and how is ANSWERED:
            assert not line.is_shut
