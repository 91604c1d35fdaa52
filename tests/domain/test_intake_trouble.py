"""What keeps updates away: read off Telegram's answers, told when it lasts, over when it is gone for sure."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.intake_trouble import (
    PATIENCE_MS,
    WELL_AFTER_MS,
    Cause,
    IntakeState,
    Trouble,
    after_success,
    after_trouble,
    trouble_of_poll,
    trouble_of_webhook,
)

URL = "https://bot.example/telegram/webhook"
NOW = 1_767_225_600_000
STEPS = st.lists(st.tuples(st.sampled_from([*Cause, None]), st.integers(0, 3 * WELL_AFTER_MS)), max_size=30)


@pytest.mark.parametrize(
    ("status", "words", "cause"),
    [
        (401, "Unauthorized", Cause.TOKEN_REFUSED),
        (404, "Not Found", Cause.TOKEN_REFUSED),
        (409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook", Cause.WEBHOOK_SET),
        (409, "Conflict: terminated by other getUpdates request", Cause.OTHER_POLLER),
        (409, "", Cause.OTHER_POLLER),
        (429, "Too Many Requests: retry after 5", None),
        (502, "", None),
        (200, "", None),
    ],
)
def test_what_a_refused_poll_says(status: int, words: str, cause: Cause | None) -> None:
    found = trouble_of_poll(status, words)
    assert found == (Trouble(cause=cause, detail=words) if cause else None)


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        ({}, None),
        ({"url": ""}, Trouble(cause=Cause.WEBHOOK_LOST, detail="")),
        ({"url": None}, Trouble(cause=Cause.WEBHOOK_LOST, detail="")),
        ({"url": "https://thief.example/secret?key=1"}, Trouble(cause=Cause.WEBHOOK_LOST, detail="thief.example")),
        (
            {"last_error_message": "SSL error", "last_error_date": NOW // 1000},
            Trouble(cause=Cause.WEBHOOK_FAILING, detail="SSL error"),
        ),
        ({"last_error_message": "SSL error", "last_error_date": NOW // 1000 - 3_600}, None),
        ({"last_error_message": "SSL error"}, None),
        ({"pending_update_count": 99}, None),
        ({"pending_update_count": 100}, Trouble(cause=Cause.WEBHOOK_BEHIND, detail="100")),
        ({"pending_update_count": "many"}, None),
    ],
)
def test_what_telegram_says_of_our_webhook(seen: dict[str, Any], expected: Trouble | None) -> None:
    assert trouble_of_webhook({"url": URL} | seen, URL, NOW) == expected


def test_a_bad_token_is_told_at_once_and_is_over_at_once() -> None:
    refused = after_trouble(IntakeState(), Trouble(cause=Cause.TOKEN_REFUSED, detail="Unauthorized"), NOW)
    assert refused.told == Trouble(cause=Cause.TOKEN_REFUSED, detail="Unauthorized")
    assert after_success(refused, NOW + 1) == IntakeState(may_be_on=False)


def test_two_who_take_turns_are_told_when_it_lasts_and_are_over_when_neither_was_seen_for_a_while() -> None:
    other = Trouble(cause=Cause.OTHER_POLLER, detail="Conflict")
    standing = after_trouble(IntakeState(may_be_on=False), other, NOW)
    assert standing.told is None
    standing = after_success(standing, NOW + WELL_AFTER_MS - 1)
    standing = after_trouble(standing, other, NOW + PATIENCE_MS[Cause.OTHER_POLLER])
    assert standing.told == other
    seen = standing.seen_at
    assert after_success(standing, seen + WELL_AFTER_MS - 1) == standing
    assert after_success(standing, seen + WELL_AFTER_MS) == IntakeState(may_be_on=False)


@given(STEPS)
def test_an_alarm_that_may_be_on_is_never_forgotten(steps: list[tuple[Cause | None, int]]) -> None:
    """Whoever was told of a trouble is told of its end: the one success that clears it says so."""
    standing, now, is_on = IntakeState(may_be_on=False), NOW, False
    for cause, pause in steps:
        now += pause
        before = standing
        standing = after_trouble(before, Trouble(cause=cause, detail=""), now) if cause else after_success(before, now)
        is_on = is_on or standing.told is not None
        if before.may_be_on and not standing.may_be_on:
            is_on = False
        assert is_on == standing.may_be_on
        assert standing.told is None or standing.trouble is not None


@given(st.sampled_from(list(Cause)), st.lists(st.integers(0, WELL_AFTER_MS), min_size=1, max_size=20))
def test_while_one_cause_lasts_it_is_told_in_the_same_words(cause: Cause, pauses: list[int]) -> None:
    standing, now = IntakeState(), NOW
    for number, pause in enumerate(pauses):
        now += pause
        standing = after_trouble(standing, Trouble(cause=cause, detail=str(number)), now)
    assert standing.trouble == Trouble(cause=cause, detail="0")
    assert (standing.told is not None) == (sum(pauses[1:]) >= PATIENCE_MS.get(cause, 0))
