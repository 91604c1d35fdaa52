"""Whoever does whatever, in any order: the promises about money stand after each act."""

import pytest

from tests.rules.tell import tell


@pytest.mark.timeout(600)
def test_no_story_breaks_a_promise() -> None:
    """Many more stories are told by `python -m tests.rules`."""
    tell(examples=80, steps=50)
