"""Sends the postbacks that credit claims and end payouts, also wrong ones."""

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
    """Turns claims and payouts of the ledger into postbacks. `keys` may change at any time, as in a key rotation."""

    def __init__(self, ledger: SimulatorLedger, postback_delivery: PostbackDelivery, keys: PostbackKeys) -> None:
        self.keys = keys
        self._ledger = ledger
        self._postback_delivery = postback_delivery

    async def credit(self, claim: ReceivedClaim, variant: PostbackVariant = PLAIN) -> list[int]:
        """Send a deposit's postback, for the amount that was paid or, without a payment, claimed.

        Returns the HTTP statuses of the first sendings, 0 for no answer; empty if it is sent later.
        """
        payment = self._ledger.payment_of(claim)
        amount = _amount(payment.amount if payment else claim.amount, variant)
        deposit = DepositEntry(
            wallet=claim.wallet,
            order_id=claim.order_id,
            transaction_id=variant.number.format(claim.transaction_number),
            amount=str(amount),
            at=self._ledger.clock(),
            stockpiling_id=FIRST_STOCKPILING + claim.id,
        )
        entries = [deposit_entry(deposit) | dict(variant.signed)]
        if variant.second_entry:
            entries.append(entries[0] | {"transaction_id": _another(claim.transaction_number)})
        top = top_level(claim.wallet, claim.label, "ingoing", amount * len(entries), self._ledger.clock())
        if not variant.broken:
            self._ledger.save_claim(replace(self._ledger.claims[claim.id], activated=True))
        return await self.send(claim.order_id, top, entries, variant)

    async def end_payout(self, payout: ReceivedWithdrawal, status: Json, variant: PostbackVariant = PLAIN) -> list[int]:
        """Send a payout's postback with this status: 1 is paid, 5 failed; the provider's pages have no other."""
        amount = _amount(payout.amount, variant)
        withdrawal = WithdrawalEntry(
            wallet=payout.wallet,
            withdrawal_id=payout.withdrawal_id,
            account=payout.account,
            amount=str(amount),
            status=status,
            comment="Declined by the operator" if status == FAILED else "",
        )
        top = top_level(payout.wallet, payout.label, "outgoing", amount, self._ledger.clock())
        if not variant.broken:
            current = self._ledger.payouts[payout.id]
            self._ledger.save_payout(replace(current, statuses=(*current.statuses, status)))
        return await self.send(
            payout.withdrawal_id, top, [withdrawal_entry(withdrawal) | dict(variant.signed)], variant
        )

    async def send(
        self, about: str, top: Mapping[str, Json], entries: list[dict[str, Json]], variant: PostbackVariant = PLAIN
    ) -> list[int]:
        """Sign and send any entries under any top level; returns the same as `credit`."""
        body = signed_body(
            self.keys, {**top, **variant.unsigned}, entries, spelling=variant.spelling, broken=variant.broken
        )
        delivery = self._ledger.add_delivery(about, body, entries, genuine=not variant.broken)
        if variant.after:
            self._postback_delivery.start(self._send_later(delivery, variant))
            return []
        return await self._postback_delivery.deliver(delivery, variant.times)

    async def _send_later(self, delivery: Delivery, variant: PostbackVariant) -> None:
        await asyncio.sleep(variant.after)
        await self._postback_delivery.deliver(delivery, variant.times)


def _amount(plain: int, variant: PostbackVariant) -> int:
    return (plain if variant.amount is None else variant.amount) + variant.more


def _another(number: str) -> str:
    """A number of the same length with another last digit."""
    return f"{number[:-1]}{(int(number[-1:] or '0') + 1) % 10}"
