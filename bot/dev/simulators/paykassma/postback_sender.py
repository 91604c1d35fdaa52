"""The provider's desk: credits claims and ends payouts by signed postbacks, also in all the ways that go wrong."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace

from bot.dev.simulators.paykassma.ledger import SimulatorLedger
from bot.dev.simulators.paykassma.payload import (
    DepositEntry,
    WithdrawalEntry,
    deposit_entry,
    signed_body,
    top_level,
    withdrawal_entry,
)
from bot.dev.simulators.paykassma.postback_delivery import PostbackDelivery
from bot.dev.simulators.paykassma.postback_variants import FAILED, PLAIN, PostbackVariant
from bot.dev.simulators.paykassma.records import Delivery, ReceivedClaim, ReceivedWithdrawal
from bot.provider.phpjson import Json
from bot.provider.signing import PostbackKeys

FIRST_STOCKPILING = 7001


class PostbackSender:
    """Turns claims and payouts of the books into postbacks. `keys` may be changed at any time, as a rotation does."""

    def __init__(self, books: SimulatorLedger, postman: PostbackDelivery, keys: PostbackKeys) -> None:
        self.keys = keys
        self._books = books
        self._postman = postman

    async def credit(self, claim: ReceivedClaim, twist: PostbackVariant = PLAIN) -> list[int]:
        """Send a deposit's postback, of the sum that was really paid or, for want of a payment, is claimed.

        The HTTP statuses of the first sendings, 0 for no answer; none yet if it goes out later.
        """
        payment = self._books.payment_of(claim)
        amount = _amount(payment.amount if payment else claim.amount, twist)
        deposit = DepositEntry(
            wallet=claim.wallet,
            order_id=claim.order_id,
            transaction_id=twist.number.format(claim.transaction_number),
            amount=str(amount),
            at=self._books.clock(),
            stockpiling_id=FIRST_STOCKPILING + claim.id,
        )
        entries = [deposit_entry(deposit) | dict(twist.signed)]
        if twist.second_entry:
            entries.append(entries[0] | {"transaction_id": _another(claim.transaction_number)})
        top = top_level(claim.wallet, claim.label, "ingoing", amount * len(entries), self._books.clock())
        if not twist.broken:
            self._books.note_claim(replace(self._books.claims[claim.id], activated=True))
        return await self.send(claim.order_id, top, entries, twist)

    async def end_payout(self, payout: ReceivedWithdrawal, status: Json, twist: PostbackVariant = PLAIN) -> list[int]:
        """Send a payout's postback with this status: 1 is paid, 5 failed, the provider's pages know no other."""
        amount = _amount(payout.amount, twist)
        withdrawal = WithdrawalEntry(
            wallet=payout.wallet,
            withdrawal_id=payout.withdrawal_id,
            account=payout.account,
            amount=str(amount),
            status=status,
            comment="Declined by the operator" if status == FAILED else "",
        )
        top = top_level(payout.wallet, payout.label, "outgoing", amount, self._books.clock())
        if not twist.broken:
            current = self._books.payouts[payout.id]
            self._books.note_payout(replace(current, statuses=(*current.statuses, status)))
        return await self.send(payout.withdrawal_id, top, [withdrawal_entry(withdrawal) | dict(twist.signed)], twist)

    async def send(
        self, about: str, top: Mapping[str, Json], entries: list[dict[str, Json]], twist: PostbackVariant = PLAIN
    ) -> list[int]:
        """Sign and send entries of any shape under a top level of any shape; answers as `credit`."""
        body = signed_body(self.keys, {**top, **twist.unsigned}, entries, spelling=twist.spelling, broken=twist.broken)
        delivery = self._books.note_delivery(about, body, entries, genuine=not twist.broken)
        if twist.after:
            self._postman.start(self._send_later(delivery, twist))
            return []
        return await self._postman.deliver(delivery, twist.times)

    async def _send_later(self, delivery: Delivery, twist: PostbackVariant) -> None:
        await asyncio.sleep(twist.after)
        await self._postman.deliver(delivery, twist.times)


def _amount(plain: int, twist: PostbackVariant) -> int:
    return (plain if twist.amount is None else twist.amount) + twist.more


def _another(number: str) -> str:
    """A number of the same length with another last digit."""
    return f"{number[:-1]}{(int(number[-1:] or '0') + 1) % 10}"
