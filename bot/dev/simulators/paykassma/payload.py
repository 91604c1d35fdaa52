"""Builds the signed body of a postback, with the members of the provider's pages, in several spellings."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum

from bot.domain.wallet import CURRENCY
from bot.provider import phpjson, signing
from bot.provider.phpjson import Json

PROVIDER_ZONE = timezone(timedelta(hours=8))

Members = Mapping[str, Json]


class JsonSpelling(StrEnum):
    """How the JSON is written. The signature fits each spelling."""

    PLAIN = "plain"
    ESCAPED = "escaped"
    PRETTY = "pretty"
    REORDERED = "reordered"


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositEntry:
    """The signed part of a deposit's postback. `amount` is written as given; it is a text in the provider's samples."""

    wallet: str
    order_id: str
    transaction_id: str
    amount: Json
    at: int
    stockpiling_id: int = 7001
    currency: str = CURRENCY


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalEntry:
    """The signed part of a payout's postback; `status` is 1 for paid and 5 for failed."""

    wallet: str
    withdrawal_id: str
    account: str
    amount: Json
    status: Json
    comment: str = ""
    currency: str = CURRENCY


def date_time(at: int) -> str:
    """A time as the provider writes it: in UTC+8, without a time zone."""
    return datetime.fromtimestamp(at / 1000, tz=UTC).astimezone(PROVIDER_ZONE).strftime("%Y-%m-%d %H:%M:%S")


def deposit_entry(deposit: DepositEntry) -> dict[str, Json]:
    """The 16 members of a deposit, as in the sample of the provider's page."""
    return {
        "activated_datetime": date_time(deposit.at),
        "exchanger_identifier": None,
        "comment": "",
        "amount": deposit.amount,
        "currency_code": deposit.currency,
        "wallet_type": deposit.wallet,
        "stockpiling_id": deposit.stockpiling_id,
        "transaction_id": deposit.transaction_id,
        "transaction_type": 0,
        "plugin_custom_order_id": deposit.order_id,
        "withdrawal_id": None,
        "withdrawal_status": None,
        "account_number": "",
        "account_name": "",
        "account_email": "",
        "bank_details": {"bank_code": "", "branch_code": ""},
    }


def withdrawal_entry(withdrawal: WithdrawalEntry) -> dict[str, Json]:
    """The 16 members of a payout, as in the sample of the provider's page."""
    return {
        "activated_datetime": "",
        "exchanger_identifier": "",
        "comment": withdrawal.comment,
        "amount": withdrawal.amount,
        "currency_code": withdrawal.currency,
        "wallet_type": withdrawal.wallet,
        "stockpiling_id": None,
        "transaction_id": "",
        "transaction_type": None,
        "plugin_custom_order_id": "",
        "withdrawal_id": withdrawal.withdrawal_id,
        "withdrawal_status": withdrawal.status,
        "account_number": withdrawal.account,
        "account_name": "",
        "account_email": "",
        "bank_details": {"bank_code": None, "branch_code": None},
    }


def top_level(wallet: str, label: str, direction: str, amount: int, at: int) -> dict[str, Json]:
    """The unsigned top level without keys and signature; `amount` is the total of the entries in whole kyat."""
    return {
        "wallet_type": wallet,
        "amount": amount,
        "currency_code": CURRENCY,
        "label": label,
        "direction": direction,
        "created_datetime": date_time(at),
    }


def signed_body(
    keys: signing.PostbackKeys,
    top: Members,
    entries: Sequence[Members],
    *,
    spelling: JsonSpelling = JsonSpelling.PLAIN,
    broken: bool = False,
) -> bytes:
    """The whole HTTP body; `broken` makes the signature wrong."""
    signed: list[Json] = [dict(entry) for entry in entries]
    signature = signing.sign_postback(keys, phpjson.encode(signed))
    body: dict[str, Json] = {
        "signature": signature[::-1] if broken else signature,
        **top,
        "access_key": keys.access_key,
        "additional_data": signed,
    }
    return _spell(body, spelling).encode()


def _spell(body: dict[str, Json], spelling: JsonSpelling) -> str:
    match spelling:
        case JsonSpelling.PLAIN:
            return phpjson.encode(body)
        case JsonSpelling.ESCAPED:
            return phpjson.encode(body, old_spelling=True)
        case JsonSpelling.PRETTY:
            return json.dumps(body, indent=4, ensure_ascii=False)
        case JsonSpelling.REORDERED:
            return phpjson.encode(dict(reversed(list(body.items()))))
