"""The bodies an attacker would send: refused by their names, at a cost that grows no faster than they do."""

import sys
from types import FrameType
from typing import Any

import pytest

from bot.domain.entry import Reason
from bot.provider.payload import read_postback
from bot.provider.phpjson import MAX_BODY, MalformedJson
from bot.provider.signing import BadSignature, UnknownKey, verify
from tests.provider.postback_bodies import deposit_entry, postback, signed
from tests.provider.vectors import ACCESS_KEY, KEYS

GENUINE = signed(postback(deposit_entry()))
NAMED = f'{{"access_key":"{ACCESS_KEY}","signature":"{"0" * 40}","additional_data":'.encode()

ATTACKS: dict[str, tuple[bytes, type[Exception]]] = {
    "forged": (NAMED + b"[]}", BadSignature),
    "no signed part": (NAMED[: NAMED.index(b',"additional_data"')] + b"}", BadSignature),
    "100,000 brackets": (NAMED + b"[" * 100_000, MalformedJson),
    "brackets within the limit": (NAMED + b"[" * 60_000, MalformedJson),
    "many empty lists": (NAMED + b"[" + b"[]," * 20_000 + b"[]]}", BadSignature),
    "a number of 60,000 digits": (NAMED + b"[" + b"9" * 60_000 + b"]}", BadSignature),
    "1 MiB of padding": (GENUINE + b" " * 1024 * 1024, MalformedJson),
    "trailing garbage": (GENUINE + b"\0", MalformedJson),
    "twice": (GENUINE * 2, MalformedJson),
    "byte order mark": (b"\xef\xbb\xbf" + GENUINE, MalformedJson),
    "UTF-16": (GENUINE.decode().encode("utf-16"), MalformedJson),
    "cut": (GENUINE[:-1], MalformedJson),
    "a form": (b"access_key=a&signature=b", MalformedJson),
    "a second signed part": (GENUINE[:-1] + b',"additional_data":[]}', MalformedJson),
    "a second amount in the entry": (
        GENUINE.replace(b'"amount":"10000"', b'"amount":"1","amount":"10000"'),
        MalformedJson,
    ),
    "another amount": (GENUINE.replace(b'"amount":"10000"', b'"amount":"90000"'), BadSignature),
    "another order": (GENUINE.replace(b"dep-000001", b"dep-000002"), BadSignature),
    "another key": (GENUINE.replace(ACCESS_KEY.encode(), b"x"), UnknownKey),
}


@pytest.mark.parametrize(("body", "refusal"), ATTACKS.values(), ids=ATTACKS)
def test_every_attack_is_refused_by_its_name(body: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        verify(body, [KEYS], old_spelling=True)


@pytest.mark.parametrize("space", [b" ", b"\n", b"\t\r\n  "])
def test_white_space_around_a_genuine_body_changes_nothing(space: bytes) -> None:
    assert verify(space + GENUINE + space, [KEYS], old_spelling=False).document["label"] == "player-42"


@pytest.mark.parametrize("field", sorted(postback().keys() - {"additional_data"}))
def test_only_what_is_compared_with_nothing_may_be_missing(field: str) -> None:
    document = postback(deposit_entry())
    del document[field]
    (entry,) = read_postback(verify(signed(document), [KEYS], old_spelling=False).document).entries
    assert (entry.reason is None) == (field in {"label", "created_datetime"})


def steps(body: bytes) -> int:
    """How many functions and lines of ours run to verify and read `body`: a measure of work that no clock disturbs."""
    count = 0

    def trace(_frame: FrameType, _event: str, _argument: object) -> Any:  # noqa: ANN401 - as sys.settrace has it
        nonlocal count
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        read_postback(verify(body, [KEYS], old_spelling=True).document)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("member", [{}, "x", [[]], {"transaction_id": "1", "x": [1, 2]}])
def test_the_work_grows_no_faster_than_the_body(member: Any) -> None:  # noqa: ANN401 - any JSON
    few, many = (steps(signed(postback(*[member] * count))) for count in (100, 400))
    assert many < 4.5 * few


def test_as_many_entries_as_a_body_can_hold_are_read() -> None:
    """Ten thousand need more than the limit unless they are empty, and such are all kept for a person."""
    with pytest.raises(MalformedJson, match="too long"):
        verify(signed(postback(*[deposit_entry()] * 200)), [KEYS], old_spelling=False)
    body = signed(postback(*[{}] * 10_000))
    assert len(body) < MAX_BODY
    entries = read_postback(verify(body, [KEYS], old_spelling=False).document).entries
    assert len(entries) == 10_000
    assert {entry.reason for entry in entries} == {Reason.NEITHER_KIND}
