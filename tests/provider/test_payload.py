"""What is read out of a verified postback, and which entries wait for a person."""

import pytest

from bot.domain.entry import Entry, EntryKind, Reason
from bot.domain.money import LARGEST
from bot.provider.payload import read_postback
from bot.provider.phpjson import Json, JsonNumber, encode
from bot.provider.signing import verify
from tests.provider.odd_values import BAD_AMOUNTS, BAD_TRANSACTIONS
from tests.provider.postback_bodies import Members, deposit_entry, postback, withdrawal_entry
from tests.provider.reading import entry_of, read, reasons
from tests.provider.vectors import KEYS, VECTORS

VERIFIED = {vector["name"]: vector["bodies"][0]["body"] for vector in VECTORS["postbacks"]} | {
    vector["name"]: vector["body"] for vector in VECTORS["negative_postbacks"] if vector["signature_valid"]
}
EXPECTED = {
    "numeric_amount_float_fraction": [Reason.AMOUNT_INVALID],
    "two_transactions": [None, None],
    "empty_additional_data": [Reason.NO_ENTRIES],
    "tampered_top_level_label": [None],  # unsigned, and compared with our own row by whoever knows it
    "tampered_top_level_amount": [Reason.TOTAL_DIFFERS],
    "tampered_direction": [Reason.DIRECTION_DIFFERS],
}


@pytest.mark.parametrize(("name", "body"), VERIFIED.items(), ids=VERIFIED)
def test_every_verified_vector_gets_its_reasons(name: str, body: str) -> None:
    document = verify(body.encode(), [KEYS], old_spelling=False).document
    assert [entry.reason for entry in read_postback(document).entries] == EXPECTED.get(name, [None])


def test_a_deposit_is_read_whole() -> None:
    member = deposit_entry(comment=" by\nhand ", wallet_type="KBZPay_Manual")
    read_back = read(postback(member))
    assert read_back.label == "player-42"
    assert read_back.entries == (
        Entry(
            kind=EntryKind.DEPOSIT,
            wallet="kbzpay_manual",
            currency="MMK",
            amount=10000,
            transaction_id="00123400000000000042",
            order_id="dep-000001",
            withdrawal_id="",
            withdrawal_status="null",
            account_number="",
            comment="by hand",
            payer="",
            raw=encode(member),
        ),
    )


def test_a_withdrawal_is_read_whole() -> None:
    entry = entry_of(postback(withdrawal_entry(withdrawal_status=5, comment="wrong account"), direction="outgoing"))
    assert (entry.kind, entry.reason, entry.amount) == (EntryKind.WITHDRAWAL, None, 10000)
    assert (entry.withdrawal_id, entry.withdrawal_status) == ("wd-000001", "5")
    assert (entry.account_number, entry.comment, entry.transaction_id) == ("09400000001", "wrong account", "")


@pytest.mark.parametrize(
    ("status", "literal"),
    [(1, "1"), ("1", '"1"'), (None, "null"), (True, "true"), (JsonNumber("1.0"), "1.0"), ([], "[]"), ("a\n", r'"a\n"')],
)
def test_a_withdrawal_status_keeps_its_literal(status: Json, literal: str) -> None:
    """Only the number 1 is success, and the text "1" must stay apart from it."""
    entry = entry_of(postback(withdrawal_entry(withdrawal_status=status), direction="outgoing"))
    assert (entry.withdrawal_status, entry.reason) == (literal, None)


@pytest.mark.parametrize(
    ("amount", "kyat"),
    [
        ("10000", 10000),
        (10000, 10000),
        (JsonNumber("10000.0"), 10000),
        ("10000.00", 10000),
        (1, 1),
        (LARGEST, LARGEST),
        (str(LARGEST), LARGEST),
    ],
)
def test_a_positive_whole_sum_is_an_amount_in_any_type(amount: Json, kyat: int) -> None:
    entry = entry_of(postback(deposit_entry(amount=amount), amount=amount))
    assert (entry.amount, entry.reason) == (kyat, None)


@pytest.mark.parametrize("amount", BAD_AMOUNTS, ids=lambda amount: encode(amount)[:30])
def test_whatever_else_is_not_an_amount(amount: Json) -> None:
    entry = entry_of(postback(deposit_entry(amount=amount), amount=amount))
    assert entry.amount == 0
    assert entry.reason in {Reason.AMOUNT_INVALID, Reason.UNREADABLE}
    assert (entry.reason is Reason.UNREADABLE) == (len(encode(amount)) > 200)


@pytest.mark.parametrize("transaction", ["1200000034", 1200000034, "42", "a" * 64, "AB-12_x", "0" * 19 + "1"])
def test_a_transaction_number_is_taken_as_the_provider_writes_it(transaction: Json) -> None:
    """It may have lost its zeros: our own wallet's count of digits is not asked of it."""
    entry = entry_of(postback(deposit_entry(transaction_id=transaction)))
    assert (entry.transaction_id, entry.reason) == (str(transaction), None)


@pytest.mark.parametrize("transaction", BAD_TRANSACTIONS, ids=lambda value: encode(value)[:30])
def test_what_cannot_be_a_transaction_number_waits(transaction: Json) -> None:
    assert reasons(postback(deposit_entry(transaction_id=transaction))) == [Reason.TRANSACTION_INVALID]


@pytest.mark.parametrize("nothing", [None, ""])
def test_an_entry_without_either_id_is_neither_kind(nothing: Json) -> None:
    entry = entry_of(postback(deposit_entry(transaction_id=nothing, withdrawal_id=nothing)))
    assert (entry.kind, entry.reason) == (None, Reason.NEITHER_KIND)


@pytest.mark.parametrize("withdrawal", ["wd-1", 0, [], {}, False])
def test_an_entry_with_both_ids_is_both_kinds(withdrawal: Json) -> None:
    entry = entry_of(postback(deposit_entry(withdrawal_id=withdrawal)))
    assert (entry.kind, entry.reason) == (None, Reason.BOTH_KINDS)


@pytest.mark.parametrize(
    "member",
    [
        deposit_entry(plugin_custom_order_id=["dep-000001"]),
        deposit_entry(plugin_custom_order_id="dep\u0000"),
        deposit_entry(account_number={"a": 1}),
        deposit_entry(x_unknown="A" * 300),
        deposit_entry(exchanger_identifier=["A" * 300]),
    ],
)
def test_a_deposit_with_an_odd_id_or_a_long_unknown_member_is_unreadable(member: Members) -> None:
    assert reasons(postback(member)) == [Reason.UNREADABLE]


def test_a_withdrawal_with_an_odd_id_is_unreadable() -> None:
    assert reasons(postback(withdrawal_entry(withdrawal_id=["wd"]), direction="outgoing")) == [Reason.UNREADABLE]


def test_a_long_comment_is_cut_and_no_reason_to_wait() -> None:
    entry = entry_of(postback(deposit_entry(comment="<b>\x1b[31m" + "x" * 10_000)))
    assert (len(entry.comment), entry.reason) == (200, None)
    assert entry.comment.startswith("<b> [31mxxx")


@pytest.mark.parametrize("currency", ["mmk", "USD", "", None, " MMK", ["MMK"]])
def test_another_currency_than_kyat_is_unknown(currency: Json) -> None:
    document = postback(deposit_entry(currency_code=currency), currency_code=currency)
    assert reasons(document) == [Reason.CURRENCY_UNKNOWN]


@pytest.mark.parametrize("wallet", ["wavepay_l", "kbzpay_p2p", "", None, 5, "wave pay"])
def test_another_wallet_than_ours_is_unknown(wallet: Json) -> None:
    assert reasons(postback(deposit_entry(wallet_type=wallet), wallet_type=wallet)) == [Reason.WALLET_UNKNOWN]


@pytest.mark.parametrize("wallet", ["wavepay", "Wavepay", "WAVEPAY"])
def test_the_case_of_a_wallet_makes_no_second_wallet(wallet: str) -> None:
    """Else one transaction under two spellings would be credited twice."""
    entry = entry_of(postback(deposit_entry(wallet_type=wallet), wallet_type="wavepay"))
    assert (entry.wallet, entry.reason) == ("wavepay", None)


def test_a_known_member_with_a_value_that_no_page_has_is_named() -> None:
    body = postback(deposit_entry(transaction_type=7))
    assert "transaction_type" in read_postback(body).unknown
