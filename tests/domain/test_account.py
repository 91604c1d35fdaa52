"""One account however it is written, and nothing else taken for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.account import is_mobile, national_form, spellings

HOME = "09444595698"


@pytest.mark.parametrize(
    "typed",
    [
        HOME,
        "+959444595698",
        "959444595698",
        "00959444595698",
        "+95 9 444-595-698",
        "(09) 444 595 698",
        "၀၉၄၄၄၅၉၅၆၉၈",
        "+၉၅ ၉၄၄၄ ၅၉၅ ၆၉၈",
        "09.444.595.698",
        "09\u200b444\u2011595\u2011698",
    ],
)
def test_every_spelling_of_a_mobile_number_is_one_account(typed: str) -> None:
    assert national_form(typed) == HOME
    assert is_mobile(national_form(typed))


@pytest.mark.parametrize("typed", ["95944459569812345", "95123456789", "958444595698", "+1959444595698", "9444595698"])
def test_what_is_no_mobile_number_stays_what_it_is(typed: str) -> None:
    assert national_form(typed) == typed
    assert not is_mobile(typed)
    assert spellings(typed) == (typed,)


@given(st.from_regex(r"09[0-9]{7,9}", fullmatch=True))
def test_all_spellings_of_an_account_have_one_home_form(account: str) -> None:
    assert {national_form(form) for form in spellings(account)} == {account}


@given(st.text(max_size=40))
def test_the_home_form_has_no_other_home_form(typed: str) -> None:
    assert national_form(national_form(typed)) == national_form(typed)
