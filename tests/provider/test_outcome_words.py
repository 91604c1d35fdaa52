"""What a member says about the outcome: nothing, a yes, or a no; and that no other value is ever taken for a yes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.provider.outcome_words import DOCUMENTED, affirms, denies, unknown_names
from bot.provider.phpjson import Json, JsonNumber
from tests.attacks.outcome_words import SAYS_NO, SAYS_YES
from tests.provider.postback_bodies import as_received, deposit_entry, withdrawal_entry

YES = {"success", "succeeded", "successful", "successfully", "ok", "paid", "complete", "completed", "done", "finished"}
YES |= {"approved", "confirmed", "activated", "accepted", "credited", "processed", "settled", "valid", "yes", "true"}
YES |= {"1", "200", "20000"}


def beside(name: str, value: object) -> dict[str, Json]:
    document = as_received(deposit_entry(**{name: value}))  # type: ignore[arg-type]
    assert isinstance(document, dict)
    return document


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in SAYS_NO.items() for value in values])
def test_anything_but_success_is_a_no(name: str, value: object) -> None:
    assert denies(beside(name, value))


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in SAYS_YES.items() for value in values])
def test_nothing_and_the_words_for_success_are_none(name: str, value: object) -> None:
    assert not denies(beside(name, value))


def test_the_documented_members_say_nothing() -> None:
    for entry in (deposit_entry(), withdrawal_entry(comment="Failed")):
        assert not denies(entry)
        assert not affirms(entry)
        assert unknown_names(entry) == []


@given(word=st.text(max_size=20) | st.integers().map(str))
def test_no_word_but_the_listed_ones_is_a_yes(word: str) -> None:
    said = " ".join(word.lower().split())
    for name in ("status", "state", "result", "transaction_status", "code"):
        assert bool(denies({name: word})) == (bool(word) and said != "" and said not in YES)


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.text(max_size=8)
    | st.integers(-3, 30_000).map(lambda number: JsonNumber(str(number))),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(members=st.dictionaries(st.text(max_size=12) | st.sampled_from(["status", "is_test", "error"]), json_values))
def test_whatever_comes_is_read_and_a_no_stays_one_beside_it(members: dict[str, Json]) -> None:
    assert denies(members, frozenset()) == "" or denies(members, frozenset()) is not None
    assert denies({**members, "status": "Failed"})
    assert denies({"inner": {**members, "status": "Failed"}})
    assert not denies(members, DOCUMENTED | members.keys())


@pytest.mark.parametrize("value", ["Failed", "declined", JsonNumber("5"), False, "", None])
def test_a_failed_payout_may_say_so_in_any_member(value: Json) -> None:
    assert not affirms({"status": value})


@pytest.mark.parametrize(("name", "value"), [("status", "success"), ("result", JsonNumber("1")), ("is_test", True)])
def test_a_failed_payout_that_says_yes_or_is_a_test_waits(name: str, value: Json) -> None:
    assert affirms({name: value}) == name


@pytest.mark.parametrize(("name", "value"), [("failed", True), ("error", "insufficient funds"), ("cancelled", "0")])
def test_a_failed_payout_may_name_its_failure(name: str, value: Json) -> None:
    assert not affirms({name: value})
