"""A postback is believed for its signed part alone; a payout is signed so that no two requests share a signature."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.provider.phpjson import Json, MalformedJson, encode, parse
from bot.provider.signing import (
    BadSignature,
    PostbackKeys,
    SortedValuesSigner,
    Spelling,
    UnknownKey,
    UnsignableValue,
    sign_postback,
    verify,
)
from tests.provider.postback_bodies import Members, deposit_entry, postback, signed
from tests.provider.vectors import ACCESS_KEY, KEYS, VECTORS, WITHDRAWAL_KEY

POSTBACKS = VECTORS["postbacks"]
BODIES = [
    pytest.param(vector, body, id=f"{vector['name']}-{body['transport']}")
    for vector in POSTBACKS
    for body in vector["bodies"]
]
NEGATIVES = {vector["name"]: vector for vector in VECTORS["negative_postbacks"]}
ROTATED = PostbackKeys(access_key=ACCESS_KEY, private_key="another")
OUR_MISTAKES = {
    "wrong_private_key": ROTATED,
    "swapped_keys": PostbackKeys(access_key=ACCESS_KEY, private_key=ACCESS_KEY),
}
OTHER = PostbackKeys(access_key="OTHER", private_key="yet another")


def vector_ids(vectors: list[dict[str, Any]]) -> list[str]:
    return [vector["name"] for vector in vectors]


@pytest.mark.parametrize(("vector", "body"), BODIES)
def test_every_transport_of_every_vector_verifies(vector: dict[str, Any], body: dict[str, Any]) -> None:
    verified = verify(body["body"].encode(), [KEYS], old_spelling=False)
    assert verified.matched is Spelling.REENCODED
    assert encode(verified.document["additional_data"]) == vector["signed_json"]
    assert sign_postback(KEYS, vector["signed_json"]) == vector["signature"]


@pytest.mark.parametrize("vector", POSTBACKS, ids=vector_ids(POSTBACKS))
def test_the_spelling_without_options_counts_only_when_switched_on(vector: dict[str, Any]) -> None:
    """Its body is written without options too, so the raw slice fits as it is; written otherwise, only OLD can."""
    legacy = vector["legacy"]
    assert sign_postback(KEYS, legacy["signed_json"]) == legacy["signature"]
    assert verify(legacy["body"].encode(), [KEYS], old_spelling=True).access_key == ACCESS_KEY
    rewritten = encode(parse(legacy["body"].encode()).value).encode()
    if legacy["signed_json"] == vector["signed_json"]:
        assert verify(rewritten, [KEYS], old_spelling=True).matched is Spelling.REENCODED
        return
    assert verify(rewritten, [KEYS], old_spelling=True).matched is Spelling.OLD
    with pytest.raises(BadSignature):
        verify(rewritten, [KEYS], old_spelling=False)


@pytest.mark.parametrize("vector", NEGATIVES.values(), ids=NEGATIVES)
def test_every_negative_vector_ends_as_it_says(vector: dict[str, Any]) -> None:
    body, keys = vector["body"].encode(), [OUR_MISTAKES.get(vector["name"], KEYS)]
    if vector["signature_valid"]:
        assert verify(body, keys, old_spelling=True).matched is Spelling.REENCODED
        return
    with pytest.raises(BadSignature if vector["signature_valid"] is False else MalformedJson):
        verify(body, keys, old_spelling=True)


def test_access_and_private_key_are_not_exchangeable() -> None:
    swapped = PostbackKeys(access_key=KEYS.private_key, private_key=ACCESS_KEY)
    assert sign_postback(swapped, "[]") != sign_postback(KEYS, "[]")


def test_a_text_spelled_in_an_unforeseen_way_fits_by_its_raw_slice() -> None:
    signature = sign_postback(KEYS, '[ {"amount" : 1} ]')
    body = f'{{"access_key":"{ACCESS_KEY}","additional_data": [ {{"amount" : 1}} ] ,"signature":"{signature}"}}'
    assert verify(body.encode(), [KEYS], old_spelling=False).matched is Spelling.RAW


def test_while_keys_change_both_pairs_count_and_the_one_that_fits_is_named() -> None:
    body = signed(postback(deposit_entry()), keys=OTHER)
    assert verify(body, [KEYS, OTHER], old_spelling=False).access_key == "OTHER"
    assert verify(signed(postback(deposit_entry())), [ROTATED, KEYS], old_spelling=False).access_key == ACCESS_KEY
    with pytest.raises(UnknownKey):
        verify(body, [KEYS], old_spelling=False)


def test_a_signature_by_one_pair_does_not_count_under_the_name_of_another() -> None:
    body = signed(postback(deposit_entry()) | {"access_key": ACCESS_KEY}, keys=OTHER)
    with pytest.raises(BadSignature):
        verify(body, [KEYS, OTHER], old_spelling=True)


@pytest.mark.parametrize("named", [None, "", "other", 1, True, [ACCESS_KEY], {}, "ကီး"])
def test_a_body_that_names_no_key_of_ours_is_unknown(named: Json) -> None:
    body = signed(postback(deposit_entry()) | {"access_key": named})
    with pytest.raises(UnknownKey):
        verify(body, [KEYS], old_spelling=True)


def test_without_configured_keys_nothing_is_known() -> None:
    with pytest.raises(UnknownKey):
        verify(signed(postback()), [], old_spelling=True)


GOOD = sign_postback(KEYS, encode([deposit_entry()]))


@pytest.mark.parametrize(
    "signature", [None, "", GOOD.upper(), f" {GOOD}", GOOD[:-1], GOOD + "0", [GOOD], 1, False, "ကခဂ" * 13, "é" * 40]
)
def test_a_signature_is_forty_small_hex_characters_to_the_letter(signature: Json) -> None:
    body = signed(postback(deposit_entry()) | {"signature": signature})
    with pytest.raises(BadSignature):
        verify(body, [KEYS], old_spelling=True)


def test_a_body_without_a_signature_is_not_believed() -> None:
    with pytest.raises(BadSignature):
        verify(encode(postback() | {"access_key": ACCESS_KEY}).encode(), [KEYS], old_spelling=True)


@pytest.mark.parametrize("body", [b"[]", b"null", b'"text"', b"1", b"true"])
def test_a_body_that_is_no_object_is_malformed(body: bytes) -> None:
    with pytest.raises(MalformedJson):
        verify(body, [KEYS], old_spelling=True)


def test_the_older_deposit_shape_is_verified_over_its_transactions() -> None:
    older: Members = {"label": "player-42", "transactions": [{"amount": "10000", "transaction_id": "42"}]}
    assert verify(signed(older, over="transactions"), [KEYS], old_spelling=False).document["label"] == "player-42"


def test_with_both_shapes_in_one_body_only_the_current_one_is_verified() -> None:
    both = postback(deposit_entry()) | {"transactions": [{"amount": "1"}]}
    assert verify(signed(both), [KEYS], old_spelling=False).document["label"] == "player-42"
    with pytest.raises(BadSignature):
        verify(signed(both, over="transactions"), [KEYS], old_spelling=False)


def test_the_older_withdrawal_shape_has_nothing_that_could_be_verified() -> None:
    flat: Members = {"withdrawal_id": "wd-1", "status": 1, "amount": "1", "access_key": ACCESS_KEY, "signature": GOOD}
    with pytest.raises(BadSignature):
        verify(encode(flat).encode(), [KEYS], old_spelling=True)


@given(st.binary(max_size=200))
def test_an_unsigned_body_is_never_believed(body: bytes) -> None:
    with pytest.raises((MalformedJson, UnknownKey, BadSignature)):
        verify(body, [KEYS], old_spelling=True)


def test_no_private_key_shows_in_a_representation() -> None:
    assert KEYS.private_key not in repr(KEYS)


@pytest.mark.parametrize("vector", VECTORS["withdrawals"], ids=vector_ids(VECTORS["withdrawals"]))
def test_a_payout_is_signed_as_the_vectors_say(vector: dict[str, Any]) -> None:
    assert SortedValuesSigner().sign(vector["request_without_signature"], WITHDRAWAL_KEY) == vector["signature"]


@pytest.mark.parametrize("value", ["a:b", ":", "a\nb", "\x00", "a\x7f", "\x85", "a\u2028b"])
def test_a_value_that_could_shift_into_the_next_is_not_signed(value: str) -> None:
    requests: list[Members] = [{"label": value}, {"bank_details": {"bank_code": value}}, {"list": ["x", value]}]
    for fields in requests:
        with pytest.raises(UnsignableValue):
            SortedValuesSigner().sign(fields, WITHDRAWAL_KEY)
