"""Checks the undocumented members of an entry for any sign that it was not paid. Pure.

The provider documents no status on a deposit: a postback means that it is paid. A related product of the provider sends
entries with a status, also failed ones. So every member whose name can tell an outcome is checked. Absent, null and
empty values say nothing; words and codes for success agree; any other value means that it was not paid.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from bot.provider.phpjson import Json, JsonNumber

DOCUMENTED: Final = frozenset(
    {"activated_datetime", "exchanger_identifier", "comment", "amount", "currency_code", "wallet_type"}
    | {"stockpiling_id", "transaction_id", "transaction_type", "plugin_custom_order_id", "withdrawal_id"}
    | {"withdrawal_status", "account_number", "account_name", "account_email", "bank_details"}
)
"""The documented members of an entry. Only `withdrawal_status` tells an outcome, and only on a payout."""

DOCUMENTED_TOP: Final = frozenset(
    {"signature", "wallet_type", "amount", "currency_code", "label", "direction", "created_datetime", "access_key"}
    | {"converted_amount", "additional_data", "stockpiling", "stockpiling_id", "transactions", "custom_id"}
)

_AFFIRMING = frozenset(
    {"status", "state", "stage", "phase", "result", "outcome", "verdict", "success", "successful", "ok", "valid"}
    | {"approved", "confirmed", "completed", "paid"}
)
"""Parts of the names of members whose value tells success by a word, a code or true."""

_BESIDE_CODE = frozenset({"code", "response", "return", "http"})
"""The other name parts that `code` may have: `response_code` tells an outcome, `country_code` does not."""

_ABOUT = frozenset({"at", "on", "by", "date", "datetime", "time", "timestamp", "until", "url", "id", "name", "amount"})
"""A member with one of these in its name is about something else: `paid_at`, `success_url`."""

_DENYING = frozenset(
    {"error", "errors", "fail", "failed", "failure", "reject", "rejected", "rejection", "decline", "declined"}
    | {"cancel", "cancelled", "canceled", "cancellation", "refund", "refunded", "chargeback", "reverse", "reversed"}
    | {"reversal", "void", "voided", "expired", "test", "sandbox", "demo", "fraud", "blocked", "duplicate"}
)
"""Parts of the names of members that tell failure unless the value is false, zero or empty."""

_YES = frozenset(
    {"success", "succeeded", "successful", "successfully", "ok", "paid", "complete", "completed", "done", "finished"}
    | {"approved", "confirmed", "activated", "accepted", "credited", "processed", "settled", "valid", "yes", "true"}
    | {"1", "200", "20000"}
)
_NO = frozenset({"false", "no", "none", "0", "null"})
_NO_WORDS = frozenset(
    {"fail", "failed", "failure", "error", "reject", "rejected", "decline", "declined", "cancel", "cancelled"}
    | {"canceled", "refund", "refunded", "chargeback", "reversed", "void", "voided", "expired", "pending", "denied"}
    | {"unpaid", "invalid", "fraud", "blocked", "unsuccessful", "in progress", "in_progress", "processing"}
)
_FAILED = (_NO_WORDS - {"pending", "in progress", "in_progress", "processing"}) | _NO | {"5"}
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def denies(members: Mapping[str, Json], known: frozenset[str] = DOCUMENTED) -> str:
    """The name of the first member outside `known` whose value is not a success; empty for none."""
    return next((name for name, value in _beside(members, known) if not _agrees(name, value, _YES)), "")


def affirms(members: Mapping[str, Json], known: frozenset[str] = DOCUMENTED) -> str:
    """The name of the first member whose value is not a failure, in an entry that reports a failure; empty for none."""
    return next((name for name, value in _beside(members, known) if not _agrees(name, value, _FAILED)), "")


def unknown_names(members: Mapping[str, Json], known: frozenset[str] = DOCUMENTED) -> list[str]:
    """The names of members that the provider's pages do not document."""
    return [name for name in members if name not in known]


def _beside(members: Mapping[str, Json], known: frozenset[str]) -> Iterator[tuple[str, Json]]:
    """The unknown members with their names, also those nested in them."""
    for name, value in members.items():
        if name not in known:
            yield from _within(name, value)


def _within(name: str, value: Json) -> Iterator[tuple[str, Json]]:
    match value:
        case dict():
            for inner, one in value.items():
                yield from _within(inner, one)
        case list():
            for one in value:
                yield from _within(name, one)
        case _:
            yield name, value


def _agrees(name: str, value: Json, words: frozenset[str]) -> bool:
    said = _said(value)
    parts = {part.lower() for part in _PARTS.findall(name)}
    if not said:
        return True
    if parts & _DENYING:
        return said in _NO or (words is _FAILED and not _is_test(parts))
    if _is_affirming(parts):
        return said in words
    return words is _FAILED or said not in _NO_WORDS


def _is_affirming(parts: set[str]) -> bool:
    return bool(parts & _AFFIRMING and not parts & _ABOUT) or ("code" in parts and parts <= _BESIDE_CODE)


def _is_test(parts: set[str]) -> bool:
    return bool(parts & {"test", "sandbox", "demo"})


def _said(value: Json) -> str:
    """The value as a word in lower case; empty for null and empty values."""
    match value:
        case None | "":
            return ""
        case bool():
            return str(value).lower()
        case JsonNumber() | int() | float():
            return str(value).removesuffix(".0")
        case str():
            return " ".join(value.lower().split())
        case _:  # pragma: no cover - lists and objects were taken apart before
            return ""
