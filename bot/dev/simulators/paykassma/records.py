"""The records of the simulated provider's ledger: receiving numbers, payments, claims, payouts and postbacks."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.dev.simulators.receipt_picture import ReceiptFacts, draw_receipt
from bot.domain.wallet import WALLETS
from bot.provider.phpjson import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Creation:
    """A call for a receiving number; `number` is empty if it was answered with a fault. `at` is epoch milliseconds."""

    wallet: str
    label: str
    number: str
    answer: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """A real payment in a wallet app. `amount` is whole kyat, `at` epoch milliseconds."""

    id: int
    wallet: str
    number: str
    amount: int
    sender: str
    transaction_number: str
    at: int

    @property
    def drawing(self) -> ReceiptFacts:
        """The contents of the wallet app's receipt."""
        return ReceiptFacts(
            wallet=WALLETS[self.wallet].name,
            transaction_number=self.transaction_number,
            amount=self.amount,
            number=self.number,
            at=self.at,
        )

    @property
    def receipt(self) -> bytes:
        """The wallet app's picture of this payment, a PNG."""
        return draw_receipt(self.drawing)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedClaim:
    """One request that claimed a payment, with all its fields. `call`: activate, possible_transaction or window."""

    id: int
    call: str
    wallet: str
    label: str
    order_id: str
    transaction_number: str
    amount: int
    fields: Mapping[str, Json]
    screenshot: bytes
    at: int
    answer: str = ""
    accepted: bool = False
    activated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedWithdrawal:
    """One request for a payout. Two accepted ones with the same `withdrawal_id` are money paid twice."""

    id: int
    withdrawal_id: str
    wallet: str
    label: str
    account: str
    amount: int
    is_test: bool
    fields: Mapping[str, Json]
    at: int
    answer: str = ""
    accepted: bool = False
    statuses: tuple[Json, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One sending of a postback. `status` is 0 without an answer; `answer` is the start of its body."""

    at: int
    status: int
    answer: str
    ok: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One postback with all its sendings. `genuine`: its signature is right."""

    id: int
    about: str
    body: bytes
    genuine: bool
    entries: tuple[Mapping[str, Json], ...]
    attempts: tuple[Attempt, ...] = ()

    @property
    def acknowledged(self) -> bool:
        """Whether the receiver has accepted it."""
        return any(attempt.ok for attempt in self.attempts)
