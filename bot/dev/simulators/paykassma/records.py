"""What the provider's books hold: numbers handed out, payments, claims, payouts and postbacks."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.dev.simulators.receipt_picture import ReceiptFacts, draw_receipt
from bot.domain.wallet import WALLETS
from bot.provider.phpjson import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Creation:
    """A receiving number handed out; empty when the call was answered with a fault."""

    wallet: str
    label: str
    number: str
    answer: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Money that really moved in a wallet app."""

    id: int
    wallet: str
    number: str
    amount: int
    sender: str
    transaction_number: str
    at: int

    @property
    def drawing(self) -> ReceiptFacts:
        """What stands on the wallet app's receipt."""
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
    """One request that claimed a payment, with all it carried. `call`: activate, possible_transaction or window."""

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
    """One request for a payout. `accepted` more than once for one `withdrawal_id` is money paid twice."""

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
    """One sending of a postback. `status` is 0 when no answer came; `answer` is the beginning of the body."""

    at: int
    status: int
    answer: str
    ok: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One postback and all its sendings. `genuine`: its signature fits."""

    id: int
    about: str
    body: bytes
    genuine: bool
    entries: tuple[Mapping[str, Json], ...]
    attempts: tuple[Attempt, ...] = ()

    @property
    def acknowledged(self) -> bool:
        """Whether the receiver has taken it."""
        return any(attempt.ok for attempt in self.attempts)
