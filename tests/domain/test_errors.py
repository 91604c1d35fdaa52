"""The tree of refusals: drawn as it is, and each leaf with a message of its own."""

import re

import pytest

from bot.domain import errors
from bot.domain.errors import DomainError


def tree(root: type[DomainError]) -> list[type[DomainError]]:
    children = [child for child in root.__subclasses__() if child.__module__ == errors.__name__]
    return [root, *(error for child in children for error in tree(child))]


LEAVES = [error for error in tree(DomainError) if not error.__subclasses__()]


def test_the_drawing_shows_every_refusal_under_its_parent() -> None:
    drawing = (errors.__doc__ or "").splitlines()
    for error in tree(DomainError):
        assert any(re.search(rf"\b{error.__name__}\b", line) for line in drawing), error.__name__


def test_no_two_refusals_share_a_message() -> None:
    assert len({error.key for error in LEAVES}) == len(LEAVES)


@pytest.mark.parametrize("error", LEAVES)
def test_a_refusal_names_its_message_and_keeps_its_values(error: type[DomainError]) -> None:
    refusal = error(limit=5)
    assert str(refusal) == error.key != DomainError.key
    assert refusal.values == {"limit": 5}
