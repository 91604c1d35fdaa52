"""The books of the simulated provider and the wallet apps, and a bell that rings at each change of them."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.dev.simulators.paykassma.payload import Members
from bot.dev.simulators.paykassma.records import Attempt, Creation, Delivery, Payment, ReceivedClaim, ReceivedWithdrawal
from bot.dev.simulators.telegram.condition import Condition
from bot.domain.wallet import KBZPAY

Clock = Callable[[], int]
"""The present, in epoch milliseconds."""


class SimulatorLedger:
    """The records, and a bell that rings at each change of them."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.creates: list[Creation] = []
        self.payments: list[Payment] = []
        self.claims: list[ReceivedClaim] = []
        self.payouts: list[ReceivedWithdrawal] = []
        self.deliveries: list[Delivery] = []
        self._opened_at = clock()
        self.bell = Condition()
        self.version = 0

    def ring(self) -> None:
        """Tell everyone who waits or looks on that something has changed."""
        self.version += 1
        self.bell.ring()

    def hand_out(self, wallet: str, label: str) -> Creation:
        """A fresh receiving number."""
        number = "097" + self._digits(f"number-{len(self.creates)}", 8)
        return self.note_creation(wallet, label, number=number, answer="ok")

    def note_creation(self, wallet: str, label: str, *, number: str, answer: str) -> Creation:
        """Add what a call for a number was answered."""
        creation = Creation(wallet=wallet, label=label, number=number, answer=answer, at=self.clock())
        self.creates.append(creation)
        self.ring()
        return creation

    def pay(self, wallet: str, number: str, amount: int, sender: str) -> Payment:
        """Book a payment in a wallet app, to any number whatever."""
        count = len(self.payments)
        seed = f"payment-{count}"
        text = "0100" + self._digits(seed, 16) if wallet == KBZPAY.type else "1" + self._digits(seed, 9)
        payment = Payment(
            id=count,
            wallet=wallet,
            number=number,
            amount=amount,
            sender=sender,
            transaction_number=text,
            at=self.clock(),
        )
        self.payments.append(payment)
        self.ring()
        return payment

    def payment_of(self, claim: ReceivedClaim) -> Payment | None:
        """The payment that a claim speaks of, if it was made to a number of ours."""
        numbers = {creation.number for creation in self.creates if creation.wallet == claim.wallet}
        for payment in self.payments:
            same = (payment.wallet, payment.transaction_number) == (claim.wallet, claim.transaction_number)
            if same and payment.number in numbers:
                return payment
        return None

    def claim_of(self, order_id: str) -> ReceivedClaim | None:
        """The last claim for an order, an accepted one before a refused one."""
        found = [claim for claim in self.claims if claim.order_id == order_id]
        return max(found, key=lambda claim: (claim.accepted, claim.id), default=None)

    def payout_of(self, withdrawal_id: str) -> ReceivedWithdrawal | None:
        """The first request with this id."""
        return next((payout for payout in self.payouts if payout.withdrawal_id == withdrawal_id), None)

    def note_claim(self, claim: ReceivedClaim) -> ReceivedClaim:
        """Add a claim, or put a newer version in place of an older."""
        if claim.id == len(self.claims):
            self.claims.append(claim)
        self.claims[claim.id] = claim
        self.ring()
        return claim

    def note_payout(self, payout: ReceivedWithdrawal) -> ReceivedWithdrawal:
        """Add a payout, or put a newer version in place of an older."""
        if payout.id == len(self.payouts):
            self.payouts.append(payout)
        self.payouts[payout.id] = payout
        self.ring()
        return payout

    def note_delivery(self, about: str, body: bytes, entries: Sequence[Members], *, genuine: bool) -> Delivery:
        """Add a postback, before its first sending."""
        delivery = Delivery(id=len(self.deliveries), about=about, body=body, entries=tuple(entries), genuine=genuine)
        self.deliveries.append(delivery)
        self.ring()
        return delivery

    def note_attempt(self, delivery: Delivery, attempt: Attempt) -> Delivery:
        """Write down how a postback was answered."""
        current = self.deliveries[delivery.id]
        newer = replace(current, attempts=(*current.attempts, attempt))
        self.deliveries[delivery.id] = newer
        self.ring()
        return newer

    def _digits(self, seed: str, count: int) -> str:
        """Digits that look drawn by lot, differ from run to run, and are the same for the same clock."""
        drawn = int(hashlib.sha256(f"{self._opened_at}-{seed}".encode()).hexdigest(), 16)
        return f"{drawn % 10**count:0{count}d}"
