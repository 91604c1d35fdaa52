"""Which database was put back: everything that can tell, and what must not be taken for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.database_generation import FileGeneration, Generation, RestoreSign, sign_of_restore

NAMES = st.sampled_from(["a", "b"])
NUMBERS = st.integers(min_value=0, max_value=20)
HOMES = st.sampled_from(["", "server/1/1", "server/1/2"])


def found(number: int = 5, *, home: str = "", is_copy: bool = False) -> Generation:
    return Generation(database="a", number=number, home=home, is_copy=is_copy)


def mark(number: int = 5, database: str = "a") -> FileGeneration:
    return FileGeneration(database=database, number=number)


@pytest.mark.parametrize(
    ("generation", "kept", "home", "sign"),
    [
        (None, None, "", None),
        (None, mark(), "", RestoreSign.OTHER),
        (found(), None, "", None),
        (found(), mark(), "", None),
        (found(6), mark(5), "", None),
        (found(4), mark(5), "", RestoreSign.BEHIND),
        (found(9), mark(5, "b"), "", RestoreSign.OTHER),
        (found(is_copy=True), None, "", RestoreSign.COPY),
        (found(9, is_copy=True), mark(5), "", RestoreSign.COPY),
        (found(home="server/1/1"), mark(), "server/1/1", None),
        (found(home="server/1/1"), mark(), "server/1/2", RestoreSign.MOVED),
        (found(home="server/1/1"), None, "server/1/2", RestoreSign.MOVED),
        (found(home=""), mark(), "server/1/2", None),
        (found(home="server/1/1"), mark(), "", None),
    ],
)
def test_what_tells_that_a_database_was_put_back(
    generation: Generation | None, kept: FileGeneration | None, home: str, sign: RestoreSign | None
) -> None:
    assert sign_of_restore(generation, kept, home, has_payouts=True) is sign


@given(NAMES, NUMBERS, NAMES, NUMBERS)
def test_a_database_without_payouts_is_not_taken_for_another(a: str, number: int, b: str, seen: int) -> None:
    """There is nothing in it that could leave twice: a new folder, or a first start."""
    generation = Generation(database=a, number=number)
    sign = sign_of_restore(generation, FileGeneration(database=b, number=seen), "", has_payouts=False)
    assert sign is (RestoreSign.BEHIND if a == b and seen > number else None)
    assert sign_of_restore(None, FileGeneration(database=b, number=seen), "", has_payouts=False) is None


@given(NUMBERS, NUMBERS, HOMES)
def test_who_is_killed_between_the_database_and_its_file_is_not_taken_for_a_restore(
    number: int, ahead: int, home: str
) -> None:
    """The database is counted on first, so it may be any number ahead of the file, which may be lost as well."""
    generation = Generation(database="a", number=number + ahead, home=home)
    for kept in (None, mark(number)):
        assert sign_of_restore(generation, kept, home, has_payouts=True) is None
