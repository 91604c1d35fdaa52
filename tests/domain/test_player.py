"""A player's label without a link, and the language he is greeted in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.deep_link import valid_label
from bot.domain.player import Language, derived_label, language_of


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("my", Language.MY),
        ("my-MM", Language.MY),
        ("MY", Language.MY),
        ("en", Language.EN),
        ("en-MY", Language.EN),
        ("mym", Language.EN),
        ("th", Language.EN),
        ("", Language.EN),
        (None, Language.EN),
    ],
)
def test_burmese_for_a_telegram_in_burmese_and_english_otherwise(code: str | None, language: Language) -> None:
    assert language_of(code) is language


@given(st.integers(min_value=1, max_value=2**52))
def test_a_derived_label_is_a_label_to_the_provider(telegram_id: int) -> None:
    assert derived_label(telegram_id) == f"tg-{telegram_id}"
    assert valid_label(derived_label(telegram_id))
