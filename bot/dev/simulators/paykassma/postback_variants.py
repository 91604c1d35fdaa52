"""The ways in which a postback can depart from the plain one, and the console's names for them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.dev.simulators.paykassma.payload import Spelling
from bot.dev.simulators.paykassma.records import Payout
from bot.provider.phpjson import Json

PAID, FAILED, UNKNOWN_STATUS = 1, 5, 3
LATE_SECONDS = 20.0
BURST = 20
MORE = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class Twist:
    """How a postback departs from the plain one.

    `amount` stands for the entry's and goes into the total, `more` is added to it. `times` are sent at once, and that
    `after` so many seconds. `number` spells the transaction number. `signed` replaces members of the entry, `unsigned`
    members of the top level.
    """

    amount: int | None = None
    more: int = 0
    times: int = 1
    after: float = 0
    spelling: Spelling = Spelling.PLAIN
    broken: bool = False
    second_entry: bool = False
    number: str = "{}"
    signed: Mapping[str, Json] = field(default_factory=dict)
    unsigned: Mapping[str, Json] = field(default_factory=dict)


PLAIN = Twist()


class Kind(StrEnum):
    """The acts for a deposit."""

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


TWISTS: Mapping[Kind, Twist] = {
    Kind.CREDIT: PLAIN,
    Kind.TWICE: Twist(times=2),
    Kind.BURST: Twist(times=BURST),
    Kind.LATE: Twist(after=LATE_SECONDS),
    Kind.OTHER_AMOUNT: Twist(more=MORE),
    Kind.TWO_ENTRIES: Twist(second_entry=True),
    Kind.BROKEN_SIGNATURE: Twist(broken=True),
    Kind.OTHER_LABEL: Twist(unsigned={"label": "somebody-else"}),
    Kind.UNKNOWN_ORDER: Twist(signed={"plugin_custom_order_id": "order-of-nobody"}),
    Kind.RESPELLED: Twist(spelling=Spelling.ESCAPED),
    Kind.SAYS_FAILED: Twist(signed={"status": "Failed"}),
    Kind.RENUMBERED: Twist(number="00{}"),
    Kind.PRETTY: Twist(spelling=Spelling.PRETTY),
    Kind.REORDERED: Twist(spelling=Spelling.REORDERED),
}


class PayoutKind(StrEnum):
    """The acts for a payout."""

    PAY = "pay"
    FAIL = "fail"
    TWICE = "twice"
    CONTRADICT = "contradict"
    UNKNOWN_STATUS = "unknown-status"
    OTHER_AMOUNT = "other-amount"
    OTHER_ACCOUNT = "other-account"
    BROKEN_SIGNATURE = "broken-signature"
    RESPELLED = "respelled"


PAYOUT_TWISTS: Mapping[PayoutKind, Twist] = {
    PayoutKind.TWICE: Twist(times=2),
    PayoutKind.OTHER_AMOUNT: Twist(more=MORE),
    PayoutKind.OTHER_ACCOUNT: Twist(signed={"account_number": "09400009999"}),
    PayoutKind.BROKEN_SIGNATURE: Twist(broken=True),
    PayoutKind.RESPELLED: Twist(spelling=Spelling.ESCAPED),
}


def status_of(kind: PayoutKind, payout: Payout) -> Json:
    """The status an act tells; to contradict is to tell the end that was not told before."""
    match kind:
        case PayoutKind.FAIL:
            return FAILED
        case PayoutKind.UNKNOWN_STATUS:
            return UNKNOWN_STATUS
        case PayoutKind.CONTRADICT:
            return FAILED if PAID in payout.statuses else PAID
        case _:
            return PAID


def changed(twist: Twist, amount: int | None, times: int | None) -> Twist:
    """The twist with what a caller set himself."""
    return replace(
        twist,
        amount=twist.amount if amount is None else amount,
        more=twist.more if amount is None else 0,
        times=twist.times if times is None else times,
    )
