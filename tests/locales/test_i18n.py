"""Words in the reader's language: values made safe, numbers in his digits, and no fault that stops a message."""

import html
import logging

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.player import Language
from bot.i18n import VALUE_LENGTH, Markup, TextError, Translator, clean, code

EN = Translator(Language.EN, strict=True)
MY = Translator(Language.MY, strict=True)


@settings(deadline=None)  # the machine may be busy
@given(st.text())
def test_a_hostile_name_never_becomes_markup(name: str) -> None:
    text = EN("welcome-name", name=name)
    assert "<" not in text
    assert clean(name) in html.unescape(text)


def test_markup_goes_in_as_it_is_and_its_own_value_is_escaped() -> None:
    assert "<code>&lt;b&gt;</code>" in EN("part-number", type="wavepay", number=code("<b>"))


def test_buttons_get_plain_text() -> None:
    assert "A & B" in EN.plain("welcome-name", name="A & B")


@pytest.mark.parametrize("hidden", ["\u202e", "\u2066", "\u200f", "\x00", "\x1b", "\ud800"])
def test_what_turns_or_hides_text_is_taken_out_of_values(hidden: str) -> None:
    assert clean(f"a{hidden}b") == "ab"


def test_lines_of_a_value_become_one() -> None:
    assert clean(" a\r\n\tb\u2028c ") == "a b c"


def test_a_long_value_is_cut() -> None:
    assert clean("x" * 1000) == "x" * (VALUE_LENGTH - 1) + "…"


@pytest.mark.parametrize("cluster", ["န္တ", "ကြွ", "e\u0301", "👩\u200d💻"])
def test_a_cut_goes_through_no_letter(cluster: str) -> None:
    for lead in range(VALUE_LENGTH - 5, VALUE_LENGTH):
        kept = clean("x" * lead + cluster * 5).removesuffix("…")[lead:]
        assert kept == cluster * (len(kept) // len(cluster))


def test_numbers_and_times_have_the_digits_of_the_language() -> None:
    assert EN.amount(10_000) == "10,000 Ks"
    assert MY.amount(10_000) == "၁၀,၀၀၀ ကျပ်"
    assert MY("corrections-left", left=3) == "နောက်ထပ် ၃ ကြိမ် ပြင်နိုင်ပါသေးသည်။"
    assert MY.time(0) == "၀၆:၃၀"


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 deposits"), (1, "1 deposit"), (2, "2 deposits"), (21, "21 deposits")]
)
def test_a_noun_agrees_with_its_number(count: int, text: str) -> None:
    assert EN("chart-credited-count", count=count) == text


def test_a_plural_takes_numbers_alone() -> None:
    with pytest.raises(TextError, match="chart-credited-count"):
        EN("chart-credited-count", count="many")


def test_times_are_those_of_yangon() -> None:
    assert EN.time(0) == "06:30"
    assert EN.date(1_790_000_000_000) == "21 September 20:43"


def test_no_isolation_marks_travel_with_a_number() -> None:
    assert EN("card-mark", id="D7") == "№ D7"


@pytest.mark.parametrize("language", Language)
def test_a_strict_translator_refuses_a_missing_key_and_a_missing_value(language: Language) -> None:
    strict = Translator(language, strict=True)
    with pytest.raises(TextError, match="no-such-key"):
        strict("no-such-key")
    with pytest.raises(TextError, match="id"):
        strict("card-mark")


def test_a_lenient_translator_logs_and_carries_on(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        assert Translator(Language.MY)("no-such-key") == "no-such-key"
        assert Translator(Language.MY)("card-mark").startswith("№")
    assert {record.message for record in caplog.records} == {"text.broken"}


def test_markup_survives_only_as_markup() -> None:
    assert EN("card-mark", id=Markup("<b>x</b>")) == "№ <b>x</b>"
    assert EN("card-mark", id="<b>x</b>") == "№ &lt;b&gt;x&lt;/b&gt;"
