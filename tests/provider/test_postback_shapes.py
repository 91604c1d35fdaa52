"""A postback as a whole: the unsigned top level, several entries, other shapes, and anything at all."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.entry import EntryKind, Reason
from bot.domain.money import LARGEST
from bot.provider.payload import read_postback, without_people
from bot.provider.phpjson import Json, JsonNumber, encode, parse
from bot.provider.signing import verify
from tests.provider.postback_bodies import Members, deposit_entry, postback, signed, withdrawal_entry
from tests.provider.reading import entry_of, read, reasons
from tests.provider.vectors import KEYS


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("amount", 10001, Reason.TOTAL_DIFFERS),
        ("amount", "abc", Reason.TOTAL_DIFFERS),
        ("amount", None, Reason.TOTAL_DIFFERS),
        ("currency_code", "USD", Reason.CURRENCY_DIFFERS),
        ("currency_code", None, Reason.CURRENCY_DIFFERS),
        ("wallet_type", "wavepay", Reason.WALLET_DIFFERS),
        ("wallet_type", {}, Reason.WALLET_DIFFERS),
        ("direction", "outgoing", Reason.DIRECTION_DIFFERS),
        ("direction", "in", Reason.DIRECTION_DIFFERS),
        ("direction", None, Reason.DIRECTION_DIFFERS),
        ("direction", 0, Reason.DIRECTION_DIFFERS),
    ],
)
def test_a_top_level_that_disagrees_makes_each_entry_wait(field: str, value: Json, reason: Reason) -> None:
    assert reasons(postback(deposit_entry()) | {field: value}) == [reason]
    two = postback(deposit_entry(), deposit_entry(transaction_id="43"))
    assert reasons(two | {field: value}) == [reason, reason]


def test_the_case_of_the_direction_does_not_matter() -> None:
    assert reasons(postback(deposit_entry(), direction="Ingoing")) == [None]
    assert reasons(postback(withdrawal_entry(), direction="OUTGOING")) == [None]


def test_a_sum_may_be_spelled_otherwise_at_the_top() -> None:
    assert reasons(postback(deposit_entry(), amount="10000.00")) == [None]


def test_one_bad_entry_does_not_hold_up_the_others() -> None:
    members: list[Json] = [
        deposit_entry(),
        "text",
        deposit_entry(transaction_id="43", amount="abc"),
        deposit_entry(amount=-5),
    ]
    document = postback(*members, amount=9995)
    assert reasons(document) == [None, Reason.NOT_AN_OBJECT, Reason.AMOUNT_INVALID, Reason.AMOUNT_INVALID]


def test_kinds_that_are_mixed_in_one_body_cannot_both_fit_its_direction() -> None:
    assert reasons(postback(deposit_entry(), withdrawal_entry())) == [None, Reason.DIRECTION_DIFFERS]


def test_of_two_entries_with_one_id_the_second_waits() -> None:
    twice = postback(deposit_entry(), deposit_entry(amount="5000"), deposit_entry(wallet_type="wavepay"), amount=25000)
    assert reasons(twice) == [None, Reason.REPEATED_IN_BODY, Reason.WALLET_DIFFERS]
    payouts = postback(withdrawal_entry(), withdrawal_entry(withdrawal_status=5), direction="outgoing")
    assert reasons(payouts) == [None, Reason.REPEATED_IN_BODY]


def test_the_second_of_two_waits_even_if_the_first_was_faulty() -> None:
    assert reasons(postback(deposit_entry(amount="x"), deposit_entry(), amount=10000)) == [
        Reason.AMOUNT_INVALID,
        Reason.REPEATED_IN_BODY,
    ]


def test_entries_in_an_object_are_read_as_its_values() -> None:
    gaps: Json = {"1": deposit_entry(), "3": deposit_entry(transaction_id="43")}
    assert reasons(postback(amount=20000, additional_data=gaps)) == [None, None]


@pytest.mark.parametrize("nothing", [[], {}, None])
def test_a_body_without_entries_becomes_one_that_says_so(nothing: Json) -> None:
    entry = entry_of(postback(additional_data=nothing))
    assert (entry.kind, entry.reason) == (None, Reason.NO_ENTRIES)
    assert entry.raw == encode(postback(additional_data=nothing))


@pytest.mark.parametrize("member", ["text", 5, True, None, [], [deposit_entry()]])
def test_an_entry_that_is_no_object_is_kept_as_it_is(member: Json) -> None:
    entry = entry_of(postback(additional_data=[member]))
    assert (entry.reason, entry.raw) == (Reason.NOT_AN_OBJECT, encode(member))


def test_additional_data_that_is_a_single_value_is_no_entry() -> None:
    assert reasons(postback(additional_data="text")) == [Reason.NOT_AN_OBJECT]


def test_the_older_shape_is_recognised_and_waits() -> None:
    member: Json = {"amount": "10000", "currency_code": "MMK", "wallet_type": "wavepay", "transaction_id": "42"}
    older: Members = {"label": "player-42", "transactions": [member], "stockpiling": {"MMK": 10000}}
    document = verify(signed(older, over="transactions"), [KEYS], old_spelling=False).document
    (entry,) = read_postback(document).entries
    assert (entry.kind, entry.amount, entry.reason) == (EntryKind.DEPOSIT, 10000, Reason.OLD_SHAPE)


def test_what_tells_of_people_leaves_an_entry_and_what_it_is_booked_by_stays() -> None:
    member = encode({"transaction_id": "42", "exchanger_identifier": "09444595698", "comment": "Su Su", "amount": "1"})
    assert parse(without_people(member).encode()).value == {"transaction_id": "42", "amount": "1"}
    assert without_people(encode(["exchanger_identifier", "Su Su"])) == "null"


@pytest.mark.parametrize("label", [None, "", "p\n", ["player-42"], {}, True])
def test_a_label_that_no_row_can_hold_is_empty(label: Json) -> None:
    assert read(postback(deposit_entry(), label=label)).label == ""


def test_a_label_may_come_as_a_number() -> None:
    label = read(postback(deposit_entry(), label=1234)).label
    assert (label, type(label)) == ("1234", str)


@pytest.mark.parametrize("field", deposit_entry())
@pytest.mark.parametrize("value", [None, "", 0, [], {}, True, "odd", -1, "x" * 300])
def test_no_single_value_makes_reading_fail_or_changes_what_was_signed(field: str, value: Any) -> None:  # noqa: ANN401 - each JSON type in turn
    member = deposit_entry() | {field: value}
    assert entry_of(postback(member)).raw == encode(member)
    del member[field]
    assert entry_of(postback(member)).raw == encode(member)


FIELDS = [*deposit_entry(), *postback(), "transactions", "access_key"]
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
leaves = (
    st.none()
    | st.booleans()
    | texts
    | st.from_regex(r"-?(0|[1-9][0-9]{0,30})(\.[0-9]+)?(e[+-][0-9]{1,3})?", fullmatch=True).map(JsonNumber)
)
anything = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(FIELDS) | texts, inner, max_size=6),
    max_leaves=30,
)
near_misses = st.builds(
    lambda top, entries: postback() | top | {"additional_data": entries},
    st.dictionaries(st.sampled_from([*postback()]), anything, max_size=3),
    st.lists(st.dictionaries(st.sampled_from([*deposit_entry()]), anything).map(lambda odd: deposit_entry() | odd)),
)


@given(anything | near_misses)
def test_reading_never_fails_and_never_lets_an_unsound_entry_through(document: Json) -> None:
    for entry in read_postback(document).entries:
        parse(entry.raw.encode(), limit=10**9)
        if entry.reason is None:
            assert entry.kind is not None
            assert 0 < entry.amount <= LARGEST
            assert entry.currency == "MMK"
            assert entry.transaction_id if entry.kind is EntryKind.DEPOSIT else entry.withdrawal_id
