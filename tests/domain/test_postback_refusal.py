"""What is kept of a call that was sent away: never a value, and never more than a little."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.postback_refusal import Refused, shape_of, why_unreadable

JSON, FORM = "application/json; charset=utf-8", "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("body", "content_type", "reason"),
    [
        (b'\xef\xbb\xbf{"label":1}', JSON, Refused.BOM),
        ('{"label":1}'.encode("utf-16"), JSON, Refused.BOM),
        (b"\x1f\x8b\x08\x00", JSON, Refused.COMPRESSED),
        (b"label=tg-1&amount=1", FORM, Refused.FORM),
        (b"label=tg-1&amount=1", "", Refused.FORM),
        (b"additional_data%5B0%5D=1", "text/plain", Refused.FORM),
        (b"", FORM, Refused.FORM),
        (b"", "", Refused.MALFORMED),
        (b"{'label': 1}", JSON, Refused.MALFORMED),
        (b'{"a":"b=c"', JSON, Refused.MALFORMED),
        (b"<html>", "text/html", Refused.MALFORMED),
    ],
)
def test_why_a_body_cannot_be_read(body: bytes, content_type: str, reason: Refused) -> None:
    assert why_unreadable(body, content_type) is reason


def test_the_names_of_members_are_kept_in_their_order_and_no_value() -> None:
    shape = shape_of(b'{"signature":"abc","label":"tg-501","additional_data":[{"amount":"7"}]}', JSON)
    assert (shape.members, shape.content_type) == ("signature label additional_data", "application/json")
    assert shape_of(b"label=tg-501&amount=10000&label=2", FORM).members == "label amount"


@given(st.dictionaries(st.text(max_size=60), st.text(min_size=9, max_size=60), max_size=30), st.text(max_size=200))
def test_whatever_is_sent_no_value_is_kept_and_little_at_all(members: dict[str, str], content_type: str) -> None:
    shape = shape_of(json.dumps(members, ensure_ascii=False).encode("utf-8", "replace"), content_type)
    assert len(shape.members) <= 12 * 31
    assert len(shape.content_type) <= 81
    assert all(word == "?" or word in members for word in shape.members.split())


@given(st.binary(max_size=300), st.text(max_size=40))
def test_any_bytes_are_looked_at(body: bytes, content_type: str) -> None:
    assert shape_of(body, content_type).size == len(body)
    assert why_unreadable(body, content_type) in set(Refused)
