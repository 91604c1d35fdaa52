"""The simulator's main object: its script, its ledger, payments and postbacks."""

import time
from collections.abc import Callable, Sequence

from bot.dev.simulators.paykassma.claim_intake import ClaimIntake
from bot.dev.simulators.paykassma.ledger import Clock, SimulatorLedger
from bot.dev.simulators.paykassma.postback_delivery import PAUSES, PostbackDelivery
from bot.dev.simulators.paykassma.postback_sender import PostbackSender
from bot.dev.simulators.paykassma.postback_variants import (
    CREDIT_VARIANTS,
    PLAIN,
    WITHDRAWAL_VARIANTS,
    CreditVariant,
    WithdrawalVariant,
    changed,
    status_of,
)
from bot.dev.simulators.paykassma.records import Creation, Delivery, Payment, ReceivedClaim, ReceivedWithdrawal
from bot.dev.simulators.paykassma.script import Away, Script
from bot.provider.signing import PostbackKeys


def _now() -> int:
    return time.time_ns() // 1_000_000  # noqa: TID251 - a simulator has its own clock


class PaykassmaSimulator:
    """The provider of one merchant. Postbacks are sent while its app is served.

    `clock` returns epoch milliseconds. `pauses` are the seconds between the sendings of a postback until it is taken.
    `creates`, `payments`, `claims`, `payouts` and `deliveries` are the ledger's records, oldest first; `script` has the
    options.
    """

    def __init__(
        self,
        *,
        secret: str,
        postback_keys: PostbackKeys,
        withdrawal_key: str,
        postback_url: str = "",
        clock: Clock = _now,
        pauses: Sequence[float] = PAUSES,
    ) -> None:
        self.secret = secret
        self.withdrawal_key = withdrawal_key
        self.script = Script()
        self.ledger = SimulatorLedger(clock)
        self.postback_delivery = PostbackDelivery(self.ledger, postback_url, pauses)
        self.postback_sender = PostbackSender(self.ledger, self.postback_delivery, postback_keys)
        self.claim_intake = ClaimIntake(self.ledger, self.script, self.postback_sender, self.postback_delivery)
        self.closed = False

    @property
    def postback_url(self) -> str:
        """The URL for postbacks; may be set late, since a receiver's address is often known only after its start."""
        return self.postback_delivery.url

    @postback_url.setter
    def postback_url(self, url: str) -> None:
        self.postback_delivery.url = url

    @property
    def creates(self) -> list[Creation]:
        """Each call for a receiving number."""
        return self.ledger.creates

    @property
    def payments(self) -> list[Payment]:
        """Each real payment."""
        return self.ledger.payments

    @property
    def claims(self) -> list[ReceivedClaim]:
        """Each request that claimed a payment."""
        return self.ledger.claims

    @property
    def payouts(self) -> list[ReceivedWithdrawal]:
        """Each request for a payout."""
        return self.ledger.payouts

    @property
    def deliveries(self) -> list[Delivery]:
        """The postbacks with all their sendings."""
        return self.ledger.deliveries

    def pay(self, wallet: str, number: str, amount: int, sender: str = "09790000001") -> Payment:
        """Pay in a wallet app, to any number; `wallet` is the provider's type, `amount` whole kyat."""
        return self.ledger.pay(wallet, number, amount, sender)

    async def until(self, condition: Callable[[], bool], seconds: float | None = 30.0) -> None:
        """Wait until the ledger makes `condition` true. Raises TimeoutError after `seconds`."""
        await self.ledger.condition.until(condition, seconds)

    async def postback(
        self,
        *,
        order_id: str,
        kind: CreditVariant = CreditVariant.CREDIT,
        amount: int | None = None,
        times: int | None = None,
    ) -> list[int]:
        """Credit the claim of an order; returns the HTTP statuses of the first sendings, 0 for no answer.

        Raises LookupError without a claim. A postback that is not accepted is sent again. For further variants call
        `postback_sender.credit` with a `PostbackVariant`.
        """
        claim = self.ledger.claim_of(order_id)
        if claim is None:
            raise LookupError(f"no claim for the order {order_id!r}")
        return await self.postback_sender.credit(claim, changed(CREDIT_VARIANTS[kind], amount, times))

    async def end_payout(
        self,
        *,
        withdrawal_id: str,
        kind: WithdrawalVariant = WithdrawalVariant.PAY,
        amount: int | None = None,
        times: int | None = None,
    ) -> list[int]:
        """Send the outcome of a payout; returns the same as `postback`. Raises LookupError without such a payout."""
        payout = self.ledger.payout_of(withdrawal_id)
        if payout is None:
            raise LookupError(f"no payout {withdrawal_id!r}")
        variant = changed(WITHDRAWAL_VARIANTS.get(kind, PLAIN), amount, times)
        return await self.postback_sender.end_payout(payout, status_of(kind, payout), variant)

    def go_away(self, how: Away, minutes: float) -> None:
        """Be away for `minutes`: every API call ends as `how` says; 0 minutes end it."""
        self.script.away, self.script.back_at = how, self.ledger.clock() + round(minutes * 60_000)

    def close(self) -> None:
        """End the console's event streams."""
        self.closed = True
        self.ledger.notify()
