"""Whoever does whatever, in any order: the promises about money stand after each act."""

from tests.rules.tell import tell


def test_no_story_breaks_a_promise() -> None:
    tell(examples=120, steps=50)
