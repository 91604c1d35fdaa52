"""Signed entries of postbacks, and the reasons why one is quarantined."""

from dataclasses import dataclass
from enum import StrEnum


class EntryKind(StrEnum):
    """What a signed entry is about, decided from the signed part only."""

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
    SAYS_NO = "says_no"
    TOP_SAYS_NO = "top_says_no"
    DEPOSIT_REVERSED = "deposit_reversed"
    ABOVE_HOUR = "above_hour"
    ABOVE_PLAYER_DAY = "above_player_day"
    NOT_HANDLED = "not_handled"


CEILINGS = frozenset({Reason.ABOVE_AUTO_CREDIT, Reason.ABOVE_HOUR, Reason.ABOVE_PLAYER_DAY})
"""The payment is correct; it waits because its sum needs a person's approval."""

CURABLE = frozenset(
    {
        Reason.DIRECTION_DIFFERS,
        Reason.TOTAL_DIFFERS,
        Reason.CURRENCY_DIFFERS,
        Reason.WALLET_DIFFERS,
        Reason.LABEL_DIFFERS,
    }
)
"""Only the unsigned part is wrong: if the payment comes again with a correct one, it is credited."""

_PAYMENTS = frozenset({*CURABLE, Reason.OLD_SHAPE, Reason.REPEATED_IN_BODY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One member of `additional_data`, read leniently after its signature was verified.

    `reason` is set if the postback itself is wrong (shape, amounts, a contradiction to the unsigned part); such an
    entry is quarantined before any row is looked up. Texts are empty where the provider sent null, amounts are whole
    kyat and 0 where unreadable. `withdrawal_status` keeps the JSON literal (`1`, `"1"`, `null`), since only the number
    1 means success. `payer` is the other account (`exchanger_identifier`). `raw` is the entry's own JSON.
    """

    kind: EntryKind | None
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

    @property
    def is_payment(self) -> bool:
        """Whether the signed part reports money that came in under a transaction number. The label does not matter.

        Such money is booked at once: to its player, or to `unclaimed` until operators decide.
        """
        return self.kind is EntryKind.DEPOSIT and (self.reason is None or self.reason in _PAYMENTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Postback:
    """One verified call of the provider: its entries, and the label, which is unsigned and only compared.

    `unknown` are names of members that the provider's documents do not contain.
    """

    label: str
    entries: tuple[Entry, ...]
    unknown: tuple[str, ...] = ()
