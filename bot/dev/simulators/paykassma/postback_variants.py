"""The variants of a postback, and their names in the console."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.dev.simulators.paykassma.payload import JsonSpelling
from bot.dev.simulators.paykassma.records import ReceivedWithdrawal
from bot.provider.phpjson import Json

PAID, FAILED, UNKNOWN_STATUS = 1, 5, 3
LATE_SECONDS = 20.0
BURST = 20
MORE = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class PostbackVariant:
    """How a postback differs from the plain one.

    `amount` replaces the entry's amount and its part of the total; `more` is added to it. `times` postbacks are sent at
    once, `after` so many seconds. `number` formats the transaction number. `signed` replaces members of the entry,
    `unsigned` members of the top level.
    """

    amount: int | None = None
    more: int = 0
    times: int = 1
    after: float = 0
    spelling: JsonSpelling = JsonSpelling.PLAIN
    broken: bool = False
    second_entry: bool = False
    number: str = "{}"
    signed: Mapping[str, Json] = field(default_factory=dict)
    unsigned: Mapping[str, Json] = field(default_factory=dict)


PLAIN = PostbackVariant()


class CreditVariant(StrEnum):
    """The console's acts for a deposit."""

    CREDIT = "credit"
    TWICE = "twice"
    BURST = "burst"
    LATE = "late"
    OTHER_AMOUNT = "other-amount"
    TWO_ENTRIES = "two-entries"
    BROKEN_SIGNATURE = "broken-signature"
    OTHER_LABEL = "other-label"
    UNKNOWN_ORDER = "unknown-order"
    RESPELLED = "respelled"
    SAYS_FAILED = "says-failed"
    RENUMBERED = "renumbered"
    PRETTY = "pretty"
    REORDERED = "reordered"


CREDIT_VARIANTS: Mapping[CreditVariant, PostbackVariant] = {
    CreditVariant.CREDIT: PLAIN,
    CreditVariant.TWICE: PostbackVariant(times=2),
    CreditVariant.BURST: PostbackVariant(times=BURST),
    CreditVariant.LATE: PostbackVariant(after=LATE_SECONDS),
    CreditVariant.OTHER_AMOUNT: PostbackVariant(more=MORE),
    CreditVariant.TWO_ENTRIES: PostbackVariant(second_entry=True),
    CreditVariant.BROKEN_SIGNATURE: PostbackVariant(broken=True),
    CreditVariant.OTHER_LABEL: PostbackVariant(unsigned={"label": "somebody-else"}),
    CreditVariant.UNKNOWN_ORDER: PostbackVariant(signed={"plugin_custom_order_id": "order-of-nobody"}),
    CreditVariant.RESPELLED: PostbackVariant(spelling=JsonSpelling.ESCAPED),
    CreditVariant.SAYS_FAILED: PostbackVariant(signed={"status": "Failed"}),
    CreditVariant.RENUMBERED: PostbackVariant(number="00{}"),
    CreditVariant.PRETTY: PostbackVariant(spelling=JsonSpelling.PRETTY),
    CreditVariant.REORDERED: PostbackVariant(spelling=JsonSpelling.REORDERED),
}


class WithdrawalVariant(StrEnum):
    """The console's acts for a payout."""

    PAY = "pay"
    FAIL = "fail"
    TWICE = "twice"
    CONTRADICT = "contradict"
    UNKNOWN_STATUS = "unknown-status"
    OTHER_AMOUNT = "other-amount"
    OTHER_ACCOUNT = "other-account"
    BROKEN_SIGNATURE = "broken-signature"
    RESPELLED = "respelled"


WITHDRAWAL_VARIANTS: Mapping[WithdrawalVariant, PostbackVariant] = {
    WithdrawalVariant.TWICE: PostbackVariant(times=2),
    WithdrawalVariant.OTHER_AMOUNT: PostbackVariant(more=MORE),
    WithdrawalVariant.OTHER_ACCOUNT: PostbackVariant(signed={"account_number": "09400009999"}),
    WithdrawalVariant.BROKEN_SIGNATURE: PostbackVariant(broken=True),
    WithdrawalVariant.RESPELLED: PostbackVariant(spelling=JsonSpelling.ESCAPED),
}


def status_of(kind: WithdrawalVariant, payout: ReceivedWithdrawal) -> Json:
    """The status that an act sends; CONTRADICT sends the outcome that was not sent before."""
    match kind:
        case WithdrawalVariant.FAIL:
            return FAILED
        case WithdrawalVariant.UNKNOWN_STATUS:
            return UNKNOWN_STATUS
        case WithdrawalVariant.CONTRADICT:
            return FAILED if PAID in payout.statuses else PAID
        case _:
            return PAID


def changed(variant: PostbackVariant, amount: int | None, times: int | None) -> PostbackVariant:
    """The variant with the amount and the number of postbacks that a caller has set."""
    return replace(
        variant,
        amount=variant.amount if amount is None else amount,
        more=variant.more if amount is None else 0,
        times=variant.times if times is None else times,
    )
