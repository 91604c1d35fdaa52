"""The provider as its users hold it: a script to set, books to read, payments to make, postbacks to send."""

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
    return time.time_ns() // 1_000_000  # noqa: TID251 - a simulator may not know the bot's clock


class PaykassmaSimulator:
    """The provider of one merchant; it works while its app is served.

    `clock` gives epoch milliseconds. `pauses` are the seconds between the sendings of a postback that was not taken.
    For tests: `creates`, `payments`, `claims`, `payouts` and `deliveries` are the books, oldest first; `script` holds
    the knobs.
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
        self.books = SimulatorLedger(clock)
        self.postman = PostbackDelivery(self.books, postback_url, pauses)
        self.desk = PostbackSender(self.books, self.postman, postback_keys)
        self.claiming = ClaimIntake(self.books, self.script, self.desk, self.postman)
        self.closed = False

    @property
    def postback_url(self) -> str:
        """Where postbacks go; may be set late, since a receiver's address is often known only after its start."""
        return self.postman.url

    @postback_url.setter
    def postback_url(self, url: str) -> None:
        self.postman.url = url

    @property
    def creates(self) -> list[Creation]:
        """The receiving numbers handed out."""
        return self.books.creates

    @property
    def payments(self) -> list[Payment]:
        """What players really paid."""
        return self.books.payments

    @property
    def claims(self) -> list[ReceivedClaim]:
        """Each request that claimed a payment."""
        return self.books.claims

    @property
    def payouts(self) -> list[ReceivedWithdrawal]:
        """Each request for a payout."""
        return self.books.payouts

    @property
    def deliveries(self) -> list[Delivery]:
        """The postbacks and how each was answered."""
        return self.books.deliveries

    def pay(self, wallet: str, number: str, amount: int, sender: str = "09790000001") -> Payment:
        """A player pays in his wallet app, to any number whatever; `wallet` is the provider's code for it."""
        return self.books.pay(wallet, number, amount, sender)

    async def until(self, condition: Callable[[], bool], seconds: float | None = 30.0) -> None:
        """Wait till the books make `condition` true; raises TimeoutError after `seconds`."""
        await self.books.bell.until(condition, seconds)

    async def postback(
        self,
        *,
        order_id: str,
        kind: CreditVariant = CreditVariant.CREDIT,
        amount: int | None = None,
        times: int | None = None,
    ) -> list[int]:
        """Credit the claim of an order; the HTTP statuses of the first sendings, 0 for no answer.

        One that is not taken goes out again by itself. Anything further is in `desk.credit` with a `Twist`.
        """
        claim = self.books.claim_of(order_id)
        if claim is None:
            raise LookupError(f"no claim for the order {order_id!r}")
        return await self.desk.credit(claim, changed(CREDIT_VARIANTS[kind], amount, times))

    async def end_payout(
        self,
        *,
        withdrawal_id: str,
        kind: WithdrawalVariant = WithdrawalVariant.PAY,
        amount: int | None = None,
        times: int | None = None,
    ) -> list[int]:
        """Tell how a payout ended; answers as `postback`. Anything further is in `desk.end_payout`."""
        payout = self.books.payout_of(withdrawal_id)
        if payout is None:
            raise LookupError(f"no payout {withdrawal_id!r}")
        twist = changed(WITHDRAWAL_VARIANTS.get(kind, PLAIN), amount, times)
        return await self.desk.end_payout(payout, status_of(kind, payout), twist)

    def leave(self, how: Away, minutes: float) -> None:
        """Be away for so long: every call of the API ends as `how` says; 0 minutes bring it back."""
        self.script.away, self.script.back_at = how, self.books.clock() + round(minutes * 60_000)

    def close(self) -> None:
        """Let go of everyone who listens to the console."""
        self.closed = True
        self.books.ring()
