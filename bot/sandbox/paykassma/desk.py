"""The provider's desk: credits claims and ends payouts by signed postbacks, also in all the ways that go wrong."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.provider.phpjson import Json
from bot.provider.signing import PostbackKeys
from bot.sandbox.paykassma.books import Books
from bot.sandbox.paykassma.payload import (
    Deposit,
    Spelling,
    Withdrawal,
    deposit_entry,
    signed_body,
    top_level,
    withdrawal_entry,
)
from bot.sandbox.paykassma.postman import Postman
from bot.sandbox.paykassma.records import Claim, Payout

PAID, FAILED = 1, 5
LATE_SECONDS = 10.0
UNKNOWN_ORDER = "order-of-nobody"
OTHER_LABEL = "somebody-else"


class Kind(StrEnum):
    """The ways to send a deposit's postback that have a name."""

    ONCE = "once"
    TWICE = "twice"
    LATE = "late"
    OTHER_AMOUNT = "other_amount"
    BROKEN_SIGNATURE = "broken_signature"
    LABEL_SWAPPED = "label_swapped"
    TWO_ENTRIES = "two_entries"
    UNKNOWN_ORDER = "unknown_order"
    OTHER_BYTES = "other_bytes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Twist:
    """How a postback departs from the plain one.

    `amount` goes into the entry and the total. `times` are sent at once, all `after` seconds. `signed` replaces members
    of the entry, `unsigned` members of the top level.
    """

    amount: int | None = None
    times: int = 1
    after: float = 0
    spelling: Spelling = Spelling.PLAIN
    broken: bool = False
    second_entry: bool = False
    signed: Mapping[str, Json] = field(default_factory=dict)
    unsigned: Mapping[str, Json] = field(default_factory=dict)


PLAIN = Twist()
TWISTS = {
    Kind.ONCE: PLAIN,
    Kind.TWICE: Twist(times=2),
    Kind.LATE: Twist(after=LATE_SECONDS),
    Kind.OTHER_AMOUNT: PLAIN,
    Kind.BROKEN_SIGNATURE: Twist(broken=True),
    Kind.LABEL_SWAPPED: Twist(unsigned={"label": OTHER_LABEL}),
    Kind.TWO_ENTRIES: Twist(second_entry=True),
    Kind.UNKNOWN_ORDER: Twist(signed={"plugin_custom_order_id": UNKNOWN_ORDER}),
    Kind.OTHER_BYTES: Twist(spelling=Spelling.PRETTY),
}


class Desk:
    """Turns claims and payouts of the books into postbacks."""

    def __init__(self, books: Books, postman: Postman, keys: PostbackKeys) -> None:
        self.keys = keys
        self._books = books
        self._postman = postman

    def amount_of(self, claim: Claim) -> int:
        """What was really paid, or, for want of a payment, what is claimed."""
        payment = self._books.payment_of(claim)
        return payment.amount if payment else claim.amount

    async def credit(self, claim: Claim, twist: Twist = PLAIN) -> list[int]:
        """Send a deposit's postback; the HTTP statuses it was answered with, none yet if it goes out later."""
        amount = self.amount_of(claim) if twist.amount is None else twist.amount
        at = self._books.clock()
        deposit = Deposit(
            wallet=claim.wallet,
            order_id=claim.order_id,
            transaction_id=claim.transaction_number,
            amount=str(amount),
            at=at,
            stockpiling_id=7001 + claim.id,
        )
        entries = [deposit_entry(deposit) | dict(twist.signed)]
        if twist.second_entry:
            entries.append(entries[0] | {"transaction_id": _another(claim.transaction_number)})
        top = top_level(claim.wallet, claim.label, "ingoing", amount * len(entries), at)
        self._books.note_claim(replace(self._books.claims[claim.id], activated=True))
        return await self._send(claim.order_id, top, entries, twist)

    async def end_payout(self, payout: Payout, status: Json, comment: str = "", twist: Twist = PLAIN) -> list[int]:
        """Send a payout's postback with this status: 1 is paid, 5 failed, the pages know no other."""
        amount = payout.amount if twist.amount is None else twist.amount
        withdrawal = Withdrawal(
            wallet=payout.wallet,
            withdrawal_id=payout.withdrawal_id,
            account=payout.account,
            amount=str(amount),
            status=status,
            comment=comment,
        )
        top = top_level(payout.wallet, payout.label, "outgoing", amount, self._books.clock())
        current = self._books.payouts[payout.id]
        self._books.note_payout(replace(current, statuses=(*current.statuses, status)))
        return await self._send(payout.withdrawal_id, top, [withdrawal_entry(withdrawal) | dict(twist.signed)], twist)

    async def _send(
        self, about: str, top: Mapping[str, Json], entries: list[dict[str, Json]], twist: Twist
    ) -> list[int]:
        top = {**top, **twist.unsigned}
        body = signed_body(self.keys, top, entries, spelling=twist.spelling, broken=twist.broken)
        delivery = self._books.note_delivery(about, body, entries, genuine=not twist.broken)

        async def later() -> None:
            await asyncio.sleep(twist.after)
            await self._postman.deliver(delivery, twist.times)

        if twist.after:
            self._postman.start(later())
            return []
        return await self._postman.deliver(delivery, twist.times)


def _another(number: str) -> str:
    """A number of the same length with another last digit."""
    return f"{number[:-1]}{(int(number[-1:] or '0') + 1) % 10}"
