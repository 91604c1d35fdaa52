"""The ledger of the simulated provider and wallet apps: every number, payment, claim, payout and postback."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.dev.simulators.paykassma.payload import Members
from bot.dev.simulators.paykassma.records import Attempt, Creation, Delivery, Payment, ReceivedClaim, ReceivedWithdrawal
from bot.dev.simulators.telegram.condition import Condition
from bot.domain.wallet import KBZPAY

Clock = Callable[[], int]
"""Returns the time in epoch milliseconds."""


class SimulatorLedger:
    """The records, oldest first. `condition` is notified of each change, and `version` counts them."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.creates: list[Creation] = []
        self.payments: list[Payment] = []
        self.claims: list[ReceivedClaim] = []
        self.payouts: list[ReceivedWithdrawal] = []
        self.deliveries: list[Delivery] = []
        self._opened_at = clock()
        self.condition = Condition()
        self.version = 0

    def notify(self) -> None:
        """Count a change and wake everyone who waits for one."""
        self.version += 1
        self.condition.notify()

    def hand_out(self, wallet: str, label: str) -> Creation:
        """Create a new receiving number."""
        number = "097" + self._digits(f"number-{len(self.creates)}", 8)
        return self.add_creation(wallet, label, number=number, answer="ok")

    def add_creation(self, wallet: str, label: str, *, number: str, answer: str) -> Creation:
        """Add the answer to a call for a receiving number."""
        creation = Creation(wallet=wallet, label=label, number=number, answer=answer, at=self.clock())
        self.creates.append(creation)
        self.notify()
        return creation

    def pay(self, wallet: str, number: str, amount: int, sender: str) -> Payment:
        """Add a payment in a wallet app, to any number."""
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
        self.notify()
        return payment

    def payment_of(self, claim: ReceivedClaim) -> Payment | None:
        """The payment that a claim names, if it was made to a number of the provider."""
        numbers = {creation.number for creation in self.creates if creation.wallet == claim.wallet}
        for payment in self.payments:
            same = (payment.wallet, payment.transaction_number) == (claim.wallet, claim.transaction_number)
            if same and payment.number in numbers:
                return payment
        return None

    def claim_of(self, order_id: str) -> ReceivedClaim | None:
        """The latest claim for an order; accepted claims take precedence."""
        found = [claim for claim in self.claims if claim.order_id == order_id]
        return max(found, key=lambda claim: (claim.accepted, claim.id), default=None)

    def payout_of(self, withdrawal_id: str) -> ReceivedWithdrawal | None:
        """The first request with this id."""
        return next((payout for payout in self.payouts if payout.withdrawal_id == withdrawal_id), None)

    def save_claim(self, claim: ReceivedClaim) -> ReceivedClaim:
        """Add a claim, or replace it by a newer version."""
        if claim.id == len(self.claims):
            self.claims.append(claim)
        self.claims[claim.id] = claim
        self.notify()
        return claim

    def save_payout(self, payout: ReceivedWithdrawal) -> ReceivedWithdrawal:
        """Add a payout, or replace it by a newer version."""
        if payout.id == len(self.payouts):
            self.payouts.append(payout)
        self.payouts[payout.id] = payout
        self.notify()
        return payout

    def add_delivery(self, about: str, body: bytes, entries: Sequence[Members], *, genuine: bool) -> Delivery:
        """Add a postback, before its first sending."""
        delivery = Delivery(id=len(self.deliveries), about=about, body=body, entries=tuple(entries), genuine=genuine)
        self.deliveries.append(delivery)
        self.notify()
        return delivery

    def add_attempt(self, delivery: Delivery, attempt: Attempt) -> Delivery:
        """Add an attempt with its answer to a postback."""
        current = self.deliveries[delivery.id]
        newer = replace(current, attempts=(*current.attempts, attempt))
        self.deliveries[delivery.id] = newer
        self.notify()
        return newer

    def _digits(self, seed: str, count: int) -> str:
        """Random-looking digits that differ from run to run but are equal for an equal clock."""
        drawn = int(hashlib.sha256(f"{self._opened_at}-{seed}".encode()).hexdigest(), 16)
        return f"{drawn % 10**count:0{count}d}"
