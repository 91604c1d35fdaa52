"""Every answer of the provider leads to the outcome that our rules give it."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.wallet import KBZPAY, WAVEPAY
from bot.provider.answers import MAX_ANSWER, read_claim, read_number, read_payout, read_wallets
from bot.provider.base import Answer, Outcome, Verdict

Reader = Callable[[int, bytes], Answer]
READERS: dict[str, Reader] = {
    "wallets": read_wallets,
    "number": partial(read_number, wallet=KBZPAY),
    "claim": read_claim,
    "payout": read_payout,
}
every_call = pytest.mark.parametrize("read", READERS.values(), ids=READERS)


def body(**members: Any) -> bytes:  # noqa: ANN401 - any JSON
    return json.dumps(members, ensure_ascii=False).encode()


def number_of(params: Any, wallet: Any = KBZPAY) -> str:  # noqa: ANN401 - any JSON
    answer = read_number(200, body(status="ok", params=params), wallet)
    assert answer.outcome is (Outcome.DONE if answer.number else Outcome.UNKNOWN)
    return answer.number


@pytest.mark.parametrize(
    ("members", "verdict"),
    [
        ({"status": "ok", "deposit": True, "deposit_amount": 6000, "currency": {"code": "MMK"}}, Verdict.SOON),
        ({"status": "ok", "deposit": False}, Verdict.BELOW_MINIMUM),
        ({"status": "ok"}, Verdict.CHECKING),
        ({"status": "ok", "deposit": "true"}, Verdict.CHECKING),
        ({"status": "pending", "message": "The check has been started"}, Verdict.CHECKING),
        ({"status": "possible_transaction_created", "message": "Not found"}, Verdict.SEARCHING),
        ({"status": "success", "message": "", "code": 20000, "data": [], "paginate": {}}, Verdict.CHECKING),
        ({"status": "success", "code": "20000"}, Verdict.CHECKING),
        ({"status": "Success", "code": None}, Verdict.CHECKING),
    ],
)
def test_each_accepting_answer_to_a_claim_has_its_verdict(members: dict[str, Any], verdict: Verdict) -> None:
    for http in (200, 201, 400, 500):
        answer = read_claim(http, body(**members))
        assert (answer.outcome, answer.verdict, answer.credentials_rejected) == (Outcome.DONE, verdict, False)


def test_success_with_another_code_is_not_understood() -> None:
    answer = read_claim(200, body(status="success", code=50000))
    assert (answer.outcome, answer.verdict) == (Outcome.UNKNOWN, None)
    assert answer.detail == "HTTP 200: an unknown code"


@every_call
@pytest.mark.parametrize("http", [200, 400, 422, 500])
def test_a_readable_fail_is_a_refusal_whatever_the_code(read: Reader, http: int) -> None:
    answer = read(http, body(status="fail", message="MESSAGE"))
    assert (answer.outcome, answer.detail, answer.credentials_rejected) == (Outcome.REFUSED, "MESSAGE", False)


@pytest.mark.parametrize(
    ("message", "line"),
    [
        ({"withdrawals_sum_amount": ["Insufficient balance"]}, "withdrawals_sum_amount: Insufficient balance"),
        ({"amount": ["too small", "no number"], "label": "odd"}, "amount: too small no number label: odd"),
        ([["a"], {"b": [None, True, 5]}], "a b: true 5"),
        (None, "no reason given"),
        ("", "no reason given"),
        (" \n ", "no reason given"),
        ([], "no reason given"),
        (7, "7"),
        ("two\nlines\x1b[31m\x00 \u202eand\u2028more", "two lines [31m and more"),
        ("Недостаточный баланс", "Недостаточный баланс"),
        ("x" * 500, "x" * 200),
    ],
)
def test_any_message_becomes_one_short_line(message: Any, line: str) -> None:  # noqa: ANN401 - any JSON
    assert read_payout(200, body(status="fail", message=message)).detail == line


def test_a_fail_without_a_message_is_still_a_refusal() -> None:
    assert read_payout(200, body(status="fail")).outcome is Outcome.REFUSED


UNREADABLE = {
    "empty": b"",
    "pseudo-JSON": b"{'status': 'fail', 'message': 'MESSAGE'}",
    "HTML": b"<!DOCTYPE html><title>502 Bad Gateway</title>",
    "list": b'[{"status":"ok"}]',
    "text": b'"ok"',
    "null": b"null",
    "no status": b'{"message":"Server Error"}',
    "null status": b'{"status":null}',
    "number status": b'{"status":1}',
    "true status": b'{"status":true}',
    "list status": b'{"status":["ok"]}',
    "unknown status": b'{"status":"accepted"}',
    "padded status": b'{"status":" ok"}',
    "two statuses": b'{"status":"ok","status":"fail"}',
    "byte order mark": b'\xef\xbb\xbf{"status":"fail"}',
    "other charset": '{"status":"fail","message":"é"}'.encode("latin-1"),
    "gzip": b"\x1f\x8b\x08\x00",
    "too long": b'{"status":"fail","message":"' + b"x" * MAX_ANSWER + b'"}',
    "too deep": b'{"status":"fail","message":' + b"[" * 1000 + b"]" * 1000 + b"}",
}


@every_call
@pytest.mark.parametrize("answered", UNREADABLE.values(), ids=UNREADABLE)
def test_what_is_not_understood_is_unknown(read: Reader, answered: bytes) -> None:
    for http in (200, 429, 502):
        answer = read(http, answered)
        assert answer.outcome is Outcome.UNKNOWN
        assert answer.detail.startswith(f"HTTP {http}: ")
        assert not answer.credentials_rejected


@every_call
@pytest.mark.parametrize("answered", [b"<h1>Not found</h1>", b"Not found", b"", b'{"message":"Not found"}'])
def test_404_means_that_we_are_locked_out(read: Reader, answered: bytes) -> None:
    answer = read(404, answered)
    assert (answer.outcome, answer.credentials_rejected) == (Outcome.UNKNOWN, True)


@every_call
def test_a_refusal_under_404_is_believed_and_still_alarms(read: Reader) -> None:
    answer = read(404, body(status="fail", message="Not found"))
    assert (answer.outcome, answer.credentials_rejected) == (Outcome.REFUSED, True)


@every_call
def test_no_cut_answer_is_believed(read: Reader) -> None:
    whole = body(status="ok", params={"kbzpay number": "09400000001", "wallets": []}, message="words")
    assert read(200, whole).outcome is Outcome.DONE
    assert {read(200, whole[:length]).outcome for length in range(len(whole))} == {Outcome.UNKNOWN}


def test_the_words_of_an_unknown_answer_are_kept_for_operators() -> None:
    answer = read_payout(200, body(status="review", message={"a": ["b"]}))
    assert answer.detail == "HTTP 200: status review a: b"


@pytest.mark.parametrize("word", ["ok", "OK", "success"])
def test_a_payout_is_accepted_by_a_word_for_yes(word: str) -> None:
    assert read_payout(200, body(status=word)).outcome is Outcome.DONE


@pytest.mark.parametrize("word", ["pending", "possible_transaction_created"])
def test_words_for_claims_mean_nothing_to_other_calls(word: str) -> None:
    assert read_payout(200, body(status=word)).outcome is Outcome.UNKNOWN
    assert read_number(200, body(status=word, params={"identifier": "09400000001"}), WAVEPAY).outcome is Outcome.UNKNOWN


def test_the_number_stands_under_the_key_of_its_wallet() -> None:
    assert number_of({"kbzpay number": "12321"}) == "12321"
    assert number_of({"other": "09999999999", "identifier": "09400000001"}, WAVEPAY) == "09400000001"


@pytest.mark.parametrize(
    ("written", "number"),
    [
        (" 09 400-000 001\n", "09400000001"),
        ("+95 9 400 000 001", "+959400000001"),
        (9400000001, "9400000001"),
        ("0" * 20, "0" * 20),
    ],
)
def test_a_number_is_cleared_of_what_people_put_between_digits(written: Any, number: str) -> None:  # noqa: ANN401
    assert number_of({"kbzpay number": written}) == number


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "1234",
        "0" * 21,
        "1" * 300,
        "<b>09400000001</b>",
        "U Mya",
        None,
        True,
        1.5,
        -12345,
        [],
        {},
        "၀၉၄၀၀၀၀၀၀၀၁",
    ],
)
def test_what_is_no_number_is_never_shown(written: Any) -> None:  # noqa: ANN401 - any JSON
    answer = read_number(200, body(status="ok", params={"kbzpay number": written}), KBZPAY)
    assert (answer.outcome, answer.number) == (Outcome.UNKNOWN, "")
    assert answer.detail == "HTTP 200: no receiving number in params (kbzpay number)"


def test_under_an_unknown_key_the_only_number_is_taken() -> None:
    others = {"Wallet number": "09400000001", "Account name": "U Mya", "is_check_amount": None, "again": "09400000001"}
    assert number_of(others) == "09400000001"


@pytest.mark.parametrize(
    "params",
    [
        {},
        [],
        None,
        "09400000001",
        {"a": "09400000001", "b": "09400000002"},
        {"max_amount": 500000},
        {"expires_time": "1700000000"},
        {"agent_id": "10023"},
        {"agent_id": 10023},
        {"reference": "324342342"},
        {"reference": "123456789012"},
        {"id": 9400000001},
        {"account": "0940000000123"},
        {"account": "094000000"[:8]},
        {"support_phone": "09400000001"},
        {"kbzpay number": "ask our agent", "agent_id": "10023"},
    ],
)
def test_where_no_number_is_certain_none_is_taken(params: Any) -> None:  # noqa: ANN401 - any JSON
    assert number_of(params) == ""


@pytest.mark.parametrize("written", ["09400000001", "0940000000", "094000000", "+95 9 400 000 001", "959400000001"])
def test_under_an_unknown_key_a_mobile_number_of_myanmar_is_taken(written: str) -> None:
    assert number_of({"agent_id": "10023", "account": written}) == written.replace(" ", "")


def test_operators_read_which_members_stood_where_the_number_was_expected() -> None:
    answer = read_number(200, body(status="ok", params={"agent_id": "10023", "<b>\n": "7"}), KBZPAY)
    assert (answer.outcome, answer.number) == (Outcome.UNKNOWN, "")
    assert answer.detail == "HTTP 200: no receiving number in params (agent_id, <b> )"


def test_wallets_come_in_the_order_the_provider_gives_them() -> None:
    offered = [
        {"type": "last", "currency_code": "MMK"},
        {"type": "wavepay", "currency_code": "MMK", "order": "10"},
        {"type": "KBZPay_manual", "currency_code": "MMK", "order": 2, "is_manual": True},
        {"type": "wavepay", "order": 11},
        {"type": "nagad", "currency_code": "BDT", "order": 1},
        {"type": "<b>", "order": 1},
        {"type": 5, "order": 1},
        {"order": 1},
        "text",
    ]
    answer = read_wallets(200, body(status="ok", params={"wallets": offered, "currency_data": []}))
    assert (answer.outcome, answer.wallets) == (Outcome.DONE, ("kbzpay_manual", "wavepay", "last"))


def test_an_empty_list_of_wallets_is_an_answer_and_a_missing_one_is_not() -> None:
    assert read_wallets(200, body(status="ok", params={"wallets": []})).outcome is Outcome.DONE
    assert read_wallets(200, body(status="ok", params={"wallets": {}})).outcome is Outcome.UNKNOWN
    assert read_wallets(200, body(status="ok", params=[])).outcome is Outcome.UNKNOWN


names = st.sampled_from(["status", "message", "params", "code", "deposit", "wallets", "kbzpay number", "type", "order"])
words = st.sampled_from(["ok", "success", "fail", "pending", "possible_transaction_created", "09400000001"])
values = st.recursive(
    st.none() | st.booleans() | st.text(max_size=9) | words | st.integers() | st.floats(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names | st.text(max_size=9), inner, max_size=5),
)


@every_call
@given(
    answered=values.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=200), http=st.integers(100, 599)
)
def test_no_answer_makes_reading_fail(read: Reader, answered: bytes, http: int) -> None:
    answer = read(http, answered)
    assert len(answer.detail) <= 200
    assert answer.detail.isprintable()
    assert answer.detail or answer.outcome is Outcome.DONE
