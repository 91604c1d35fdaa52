"""A signed transaction out of a postback, and the reasons for which one waits for a person."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a signed entry tells of, decided by the signed part alone."""

    DEPOSIT = "deposit"
    WITHDRAWAL = "withdrawal"


class Reason(StrEnum):
    """Why an entry is in quarantine. Each has a text for operators in `operator.ftl`."""

    OLD_SHAPE = "old_shape"
    NO_ENTRIES = "no_entries"
    NOT_AN_OBJECT = "not_an_object"
    BOTH_KINDS = "both_kinds"
    NEITHER_KIND = "neither_kind"
    AMOUNT_INVALID = "amount_invalid"
    TRANSACTION_INVALID = "transaction_invalid"
    DIRECTION_DIFFERS = "direction_differs"
    TOTAL_DIFFERS = "total_differs"
    CURRENCY_DIFFERS = "currency_differs"
    CURRENCY_UNKNOWN = "currency_unknown"
    WALLET_DIFFERS = "wallet_differs"
    WALLET_UNKNOWN = "wallet_unknown"
    REPEATED_IN_BODY = "repeated_in_body"
    LABEL_DIFFERS = "label_differs"
    ORDER_UNKNOWN = "order_unknown"
    ORDER_DIFFERS = "order_differs"
    CONFLICT = "conflict"
    ABOVE_AUTO_CREDIT = "above_auto_credit"
    WITHDRAWAL_UNKNOWN = "withdrawal_unknown"
    WITHDRAWAL_DIFFERS = "withdrawal_differs"
    WITHDRAWAL_STATUS = "withdrawal_status"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One member of `additional_data`, read leniently after its signature was verified.

    `reason` is set when the entry cannot stand by the postback alone (shape, amounts, agreement with the
    unsigned part); such an entry is quarantined before any row is looked up. Text fields are empty where the
    provider sent null, amounts are whole kyat and 0 where unreadable. `withdrawal_status` keeps the JSON
    literal (`1`, `"1"`, `null`), since only the number 1 means success. `payer` is the other side as the provider
    names it (`exchanger_identifier`). `raw` is the entry's own JSON.
    """

    kind: Kind | None
    wallet: str
    currency: str
    amount: int
    transaction_id: str
    order_id: str
    withdrawal_id: str
    withdrawal_status: str
    account_number: str
    comment: str
    payer: str
    raw: str
    reason: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Postback:
    """One verified HTTP call of the provider: its entries, and the label, which is unsigned and only compared."""

    label: str
    entries: tuple[Entry, ...]
