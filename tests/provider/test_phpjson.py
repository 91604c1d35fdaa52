"""The reader refuses what two readers could read in two ways; the writer equals PHP to the byte."""

import json
import math
import random
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.provider.phpjson import MAX_BODY, MAX_DEPTH, Json, JsonNumber, MalformedJson, encode, parse, raw_value
from tests.provider.vectors import VECTORS

CASES = VECTORS["json_format_cases"]

texts = st.text(st.characters(exclude_categories=["Cs"]))
scalars = (
    st.none()
    | st.booleans()
    | texts
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
)
values = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(texts, inner), max_leaves=20)


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_what_php_wrote_is_written_again_to_the_byte(case: dict[str, Any]) -> None:
    value = parse(case["php_with_both_flags"].encode()).value
    assert encode(value) == case["literal_preserving_reencode_of_php_output"] == case["php_with_both_flags"]
    assert encode(value, old_spelling=True) == case["php_without_flags"]


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_ordinary_python_values_are_written_as_php_writes_them(case: dict[str, Any]) -> None:
    value = json.loads(case["python_dumps_compact"])
    assert encode(value) == case["php_with_both_flags"]
    assert encode(value, old_spelling=True) == case["php_without_flags"]


@pytest.mark.parametrize(
    ("value", "spelling"),
    [
        (0.0, "0"),
        (1e16, "10000000000000000"),
        (-1e17, "-1.0e+17"),
        (1.5e300, "1.5e+300"),
        (-1.25e-7, "-1.25e-7"),
        (5e-324, "5.0e-324"),
        (sys.float_info.max, "1.7976931348623157e+308"),
        (2**64, "18446744073709551616"),
    ],
)
def test_floats_take_phps_spelling(value: float, spelling: str) -> None:
    assert encode(value) == spelling


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan])
def test_a_float_that_json_lacks_is_not_written(value: float) -> None:
    with pytest.raises(ValueError, match="no such number"):
        encode(value)


@given(values)
def test_written_values_are_read_back_and_written_the_same(value: Json) -> None:
    text = encode(value)
    assert encode(parse(text.encode(), limit=10**9).value) == text
    assert encode(parse(encode(value, old_spelling=True).encode(), limit=10**9).value) == text


@given(values)
def test_the_two_spellings_mean_the_same(value: Json) -> None:
    assert json.loads(encode(value)) == json.loads(encode(value, old_spelling=True))


@given(st.dictionaries(texts, values, min_size=1), st.sampled_from(["", " ", "\r\n\t "]), st.randoms())
def test_the_raw_slice_is_what_stands_in_the_body(members: dict[str, Json], space: str, chance: random.Random) -> None:
    key = chance.choice(list(members))
    written = f",{space}".join(
        f"{encode(name)}{space}:{space}{encode(value)}{space}" for name, value in members.items()
    )
    text = f"{space}{{{space}{written}}}{space}"
    parse(text.encode(), limit=10**9)
    assert raw_value(text, key) == encode(members[key])


@pytest.mark.parametrize("text", ["{}", " { } ", '{"b":{"a":1},"c":"\\"a\\":2"}'])
def test_a_key_that_is_not_at_the_top_has_no_raw_slice(text: str) -> None:
    assert raw_value(text, "a") is None


def test_numbers_keep_their_spelling() -> None:
    literals = ["-0", "10000.0", "1e400", "1E+5", "9" * 5000, "0." + "1" * 5000, "1.0e+25"]
    document = parse(f"[{','.join(literals)}]".encode())
    assert document.value == literals
    assert isinstance(document.value, list)
    assert all(isinstance(value, JsonNumber) for value in document.value)
    assert encode(document.value) == document.text


REFUSED = {
    "empty": b"",
    "white space": b" \n",
    "no JSON": b"signature=1&amount=2",
    "single quotes": b"{'status': 'fail'}",
    "byte order mark": b"\xef\xbb\xbf{}",
    "UTF-16": "{}".encode("utf-16"),
    "not UTF-8": b'{"a":"\xff"}',
    "overlong": b'{"a":"\xc0\xaf"}',
    "raw surrogate": b'{"a":"\xed\xa0\x80"}',
    "high surrogate": rb'{"a":"\ud83d"}',
    "low surrogate in a key": rb'{"\ude00":1}',
    "repeated key": b'{"a":1,"a":1}',
    "repeated key, spelled otherwise": rb'{"a":1,"\u0061":1}',
    "repeated key below": b'[{"x":{"a":1,"a":2}}]',
    "NaN": b'{"a":NaN}',
    "Infinity": b"[Infinity]",
    "minus Infinity": b"[-Infinity]",
    "trailing garbage": b'{"a":1}x',
    "two documents": b"{}{}",
    "trailing comma": b"[1,]",
    "leading zero": b"[01]",
    "plus": b"[+1]",
    "raw newline in a string": b'["a\nb"]',
    "raw NUL": b'["\x00"]',
    "bad escape": rb'["\x41"]',
    "string without end": b'{"a":"' + b"x" * 1000,
    "backslash at the end": b'"\\',
    "quotes without end": b'"' + b'\\"' * 30_000,
    "Myanmar digits": "[၁]".encode(),
}


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED)
def test_what_is_not_one_plain_document_is_refused(body: bytes) -> None:
    with pytest.raises(MalformedJson):
        parse(body)


def test_a_body_over_the_limit_is_refused_before_it_is_decoded() -> None:
    parse(b'"' + b"x" * (MAX_BODY - 2) + b'"')
    with pytest.raises(MalformedJson, match="too long"):
        parse(b"\xff" * (MAX_BODY + 1))


@pytest.mark.parametrize(
    "brackets", [b"[" * 60_000, b'{"a":' * 12_000, b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1)]
)
def test_depth_is_counted_before_the_parser_runs(brackets: bytes) -> None:
    """ "too deep" and not the parser's own words: it never saw the text, even where that is no JSON at all."""
    with pytest.raises(MalformedJson, match="too deep"):
        parse(brackets)


def test_depth_counts_levels_and_not_brackets() -> None:
    parse(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH)
    parse(b"[" + b"[[]]," * 5000 + b"[]]")
    parse(b'["' + b"[{" * 5000 + rb'\"[[[[[[[[[[[[[[[[[[[[[[[[[\\"]')


@given(st.binary(max_size=300))
def test_bytes_are_read_or_refused_and_nothing_else(body: bytes) -> None:
    try:
        encode(parse(body).value)
    except MalformedJson:
        return


def test_brackets_within_strings_are_no_levels() -> None:
    words = '\\"[{' * 30
    assert parse(f'{{"a":"{words}"}}'.encode()).value == {"a": '"[{' * 30}
