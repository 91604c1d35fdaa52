"""Builds signed postbacks: the provider's samples with whatever a test changes in them."""

from bot.provider.phpjson import Json, encode, parse
from bot.provider.signing import PostbackKeys, sign_postback
from tests.provider.vectors import KEYS

Members = dict[str, Json]


def deposit_entry(**changes: Json) -> Members:
    entry: Members = {
        "activated_datetime": "2026-01-06 11:05:09",
        "exchanger_identifier": None,
        "comment": "",
        "amount": "10000",
        "currency_code": "MMK",
        "wallet_type": "kbzpay_manual",
        "stockpiling_id": 7001,
        "transaction_id": "00123400000000000042",
        "transaction_type": 0,
        "plugin_custom_order_id": "dep-000001",
        "withdrawal_id": None,
        "withdrawal_status": None,
        "account_number": "",
        "account_name": "",
        "account_email": "",
        "bank_details": {"bank_code": "", "branch_code": ""},
    }
    return entry | changes


def withdrawal_entry(**changes: Json) -> Members:
    blank: Members = {"transaction_id": "", "plugin_custom_order_id": "", "transaction_type": None}
    filled: Members = {"withdrawal_id": "wd-000001", "withdrawal_status": 1, "account_number": "09400000001"}
    return deposit_entry() | blank | filled | {"amount": "10000"} | changes


def postback(*entries: Json, **changes: Json) -> Members:
    """The top level over `entries`, unsigned."""
    top: Members = {
        "wallet_type": "kbzpay_manual",
        "amount": 10000 * len(entries),
        "currency_code": "MMK",
        "label": "player-42",
        "direction": "ingoing",
        "created_datetime": "2026-01-06 08:05:11",
        "additional_data": list(entries),
    }
    return top | changes


def signed(document: Members, *, over: str = "additional_data", keys: PostbackKeys = KEYS) -> bytes:
    """`document` as it arrives, signed over its part `over`."""
    seal: Members = {"signature": sign_postback(keys, encode(document[over])), "access_key": keys.access_key}
    return encode(seal | document).encode()


def as_received(document: Json) -> Json:
    """`document` after the wire: every number is a literal."""
    return parse(encode(document).encode()).value
