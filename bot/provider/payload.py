"""Reads a verified postback into entries. An entry that must not be credited automatically gets a reason. Pure.

Only the entries are signed; the top level is only compared with them. Types vary in the provider's own samples (null,
"", number, text), so reading never raises.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from bot.domain.entry import Entry, EntryKind, Postback, Reason
from bot.domain.money import LARGEST
from bot.domain.transaction_number import normal_form
from bot.domain.wallet import CURRENCY, WALLETS
from bot.provider.outcome_words import DOCUMENTED, DOCUMENTED_TOP, affirms, denies, unknown_names
from bot.provider.phpjson import Json, JsonNumber, encode, parse
from bot.provider.text import one_line

Members = dict[str, Json]

# With at most four decimals the sum of all entries that fit into a body stays exact in a Decimal.
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,18})(?:\.[0-9]{1,4})?")
_TRANSACTION = re.compile(r"[A-Za-z0-9_-]{1,64}")
_DIGITS = re.compile(r"[0-9]{1,64}")
_PEOPLE = frozenset({"exchanger_identifier", "account_number", "comment"})
_DIRECTION = {EntryKind.DEPOSIT: "ingoing", EntryKind.WITHDRAWAL: "outgoing"}
_IDENTIFIERS = ("transaction_id", "plugin_custom_order_id", "withdrawal_id", "account_number")
# All members of a deposit except its comment are short. An MD5 collision would need long chosen bytes.
_MAX_MEMBER = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """An entry, and what it is checked against: its members, the unsigned top level, and the entries' total."""

    entry: Entry
    members: Members
    top: Members
    total: Decimal


def read_postback(document: Json) -> Postback:
    """Read any JSON value. A body without entries becomes one entry with the reason NO_ENTRIES."""
    top = document if isinstance(document, dict) else {}
    members = _members(top)
    total = sum((_number(_field(member, "amount")) or Decimal() for member in members), Decimal())
    entries = [_read(member, top, total) for member in members] or [_entry(document, Reason.NO_ENTRIES)]
    if "additional_data" not in top and members:
        entries = [replace(entry, reason=_in_old_shape(entry)) for entry in entries]
    return Postback(
        label=_text(top.get("label")),
        entries=tuple(_mark_repeated(entries)),
        unknown=tuple(dict.fromkeys(_unknown(top, members))),
    )


def _in_old_shape(entry: Entry) -> Reason | None:
    """The reason for an entry in the older shape: a fault in its signed part counts first, else OLD_SHAPE."""
    return Reason.OLD_SHAPE if entry.is_payment or entry.reason in _UNSIGNED or not entry.kind else entry.reason


def without_people(raw: str) -> str:
    """An entry's JSON without personal data; all members that a credit depends on stay as they were signed."""
    member = parse(raw.encode()).value
    if not isinstance(member, dict):
        return encode(None)  # it can never be credited, and a list could contain a name
    return encode({name: value for name, value in member.items() if name not in _PEOPLE})


def _unknown(top: Members, members: list[Json]) -> Iterator[str]:
    yield from unknown_names(top, DOCUMENTED_TOP)
    for member in members:
        if isinstance(member, dict):
            yield from unknown_names(member)
            if encode(member.get("transaction_type")) not in {"0", "null", '""'}:
                yield "transaction_type"  # a documented name with an undocumented value


def _members(top: Members) -> list[Json]:
    """The entries: a list, or an object, as PHP writes a list with gaps. The older shape has `transactions`."""
    signed = top["additional_data"] if "additional_data" in top else top.get("transactions")
    match signed:
        case None:
            return []
        case list():
            return signed
        case dict():
            return list(signed.values())
        case _:
            return [signed]


def _read(member: Json, top: Members, total: Decimal) -> Entry:
    if not isinstance(member, dict):
        return _entry(member, Reason.NOT_AN_OBJECT)
    entry = _entry(member, None)
    read = _Read(entry=entry, members=member, top=top, total=total)
    return replace(entry, reason=next((reason for reason, applies in _REASONS if applies(read)), None))


def _entry(member: Json, reason: Reason | None) -> Entry:
    return Entry(
        kind=_kind(member),
        wallet=_wallet(_field(member, "wallet_type")),
        currency=_text(_field(member, "currency_code")),
        amount=_kyat(_field(member, "amount")),
        transaction_id=_text(_field(member, "transaction_id")),
        order_id=_text(_field(member, "plugin_custom_order_id")),
        withdrawal_id=_text(_field(member, "withdrawal_id")),
        withdrawal_status=encode(_field(member, "withdrawal_status")),
        account_number=_text(_field(member, "account_number")),
        comment=one_line(_field(member, "comment")),
        payer=_text(_field(member, "exchanger_identifier")),
        raw=encode(member),
        reason=reason,
    )


def _field(member: Json, name: str) -> Json:
    return member.get(name) if isinstance(member, dict) else None


def _is_filled(value: Json) -> bool:
    return value is not None and value != ""


def _kind(member: Json) -> EntryKind | None:
    deposit = _is_filled(_field(member, "transaction_id"))
    withdrawal = _is_filled(_field(member, "withdrawal_id"))
    if deposit == withdrawal:
        return None
    return EntryKind.DEPOSIT if deposit else EntryKind.WITHDRAWAL


def _text(value: Json) -> str:
    """The text, or the number as it is spelled; empty for other types and for unprintable text."""
    return str(value) if isinstance(value, str) and value.isprintable() else ""


def _wallet(value: Json) -> str:
    """The wallet's type in lower case. The samples differ in case, and it is part of the key against double credits."""
    return _text(value).lower()


def _number(value: Json) -> Decimal | None:
    text = _text(value)
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def _kyat(value: Json) -> int:
    number = _number(value)
    if number is None or number != int(number) or not 0 < number <= LARGEST:
        return 0
    return int(number)


def _is_both(read: _Read) -> bool:
    return _is_filled(read.members.get("transaction_id")) and read.entry.kind is None


def _is_neither(read: _Read) -> bool:
    return read.entry.kind is None


def _is_unreadable(read: _Read) -> bool:
    values = map(read.members.get, _IDENTIFIERS)
    return any(_is_filled(value) and not _text(value) for value in values) or _has_long_member(read)


def _has_long_member(read: _Read) -> bool:
    described = (value for name, value in read.members.items() if name != "comment")
    return read.entry.kind is EntryKind.DEPOSIT and any(len(encode(value)) > _MAX_MEMBER for value in described)


def _has_bad_transaction(read: _Read) -> bool:
    """Whether the transaction number is invalid. A JSON number must be plain digits: `1.0e+20` is a rounded id."""
    pattern = _DIGITS if isinstance(read.members.get("transaction_id"), JsonNumber) else _TRANSACTION
    number = read.entry.transaction_id
    return read.entry.kind is EntryKind.DEPOSIT and not (pattern.fullmatch(number) and normal_form(number))


def _says_no(read: _Read) -> bool:
    """Whether the entry says that nothing was paid or, for a failed payout, that it was paid."""
    if read.entry.kind is EntryKind.DEPOSIT and _is_filled(read.members.get("withdrawal_status")):
        return True
    return bool((affirms if _is_failure(read) else denies)(read.members, DOCUMENTED))


def _top_says_no(read: _Read) -> bool:
    return bool((affirms if _is_failure(read) else denies)(read.top, DOCUMENTED_TOP))


def _is_failure(read: _Read) -> bool:
    return read.entry.kind is EntryKind.WITHDRAWAL and read.entry.withdrawal_status != "1"


def _direction_differs(read: _Read) -> bool:
    return read.entry.kind is None or _text(read.top.get("direction")).lower() != _DIRECTION[read.entry.kind]


_REASONS: Final[tuple[tuple[Reason, Callable[[_Read], bool]], ...]] = (
    (Reason.BOTH_KINDS, _is_both),
    (Reason.NEITHER_KIND, _is_neither),
    (Reason.TRANSACTION_INVALID, _has_bad_transaction),
    (Reason.UNREADABLE, _is_unreadable),
    (Reason.AMOUNT_INVALID, lambda read: not read.entry.amount),
    (Reason.CURRENCY_UNKNOWN, lambda read: read.entry.currency != CURRENCY),
    (Reason.WALLET_UNKNOWN, lambda read: read.entry.wallet not in WALLETS),
    (Reason.SAYS_NO, _says_no),
    (Reason.TOP_SAYS_NO, _top_says_no),
    (Reason.DIRECTION_DIFFERS, _direction_differs),
    (Reason.CURRENCY_DIFFERS, lambda read: _text(read.top.get("currency_code")) != read.entry.currency),
    (Reason.WALLET_DIFFERS, lambda read: _wallet(read.top.get("wallet_type")) != read.entry.wallet),
    (Reason.TOTAL_DIFFERS, lambda read: _number(read.top.get("amount")) != read.total),
)
_UNSIGNED = frozenset(
    {Reason.DIRECTION_DIFFERS, Reason.CURRENCY_DIFFERS, Reason.WALLET_DIFFERS, Reason.TOTAL_DIFFERS, None}
)


def _mark_repeated(entries: list[Entry]) -> Iterator[Entry]:
    """Mark the second of two entries with the same id, so that a person checks it."""
    seen = set()
    for entry in entries:
        key = (entry.kind, entry.wallet, normal_form(entry.transaction_id), entry.withdrawal_id)
        repeated = entry.kind is not None and entry.reason is None and key in seen
        seen.add(key)
        yield replace(entry, reason=Reason.REPEATED_IN_BODY) if repeated else entry
