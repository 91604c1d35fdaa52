"""What the house asks of a payment provider, and the four ways in which a call can end."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.domain.wallet import Wallet


class Outcome(StrEnum):
    """How a call ended, as far as we can know.

    `DONE` and `REFUSED` were read out of a well-formed answer. `NOT_SENT`: no byte of the request can have arrived
    (DNS, connect, pool). `UNKNOWN`: everything else; the provider may or may not have acted.
    """

    DONE = "done"
    REFUSED = "refused"
    NOT_SENT = "not_sent"
    UNKNOWN = "unknown"


class Verdict(StrEnum):
    """What the provider said of a claim it took."""

    SOON = "soon"
    BELOW_MINIMUM = "below_minimum"
    CHECKING = "checking"
    SEARCHING = "searching"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The end of any call. `detail` is one readable line for operators (at most 200 characters, no secret).

    `locked_out` marks an HTTP 404: the provider does not know our secret or our address, and operators must act.
    Without `asked` the provider was not called: we knew the answer.
    """

    outcome: Outcome
    detail: str = ""
    credentials_rejected: bool = False
    asked: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class WalletsAnswer(Answer):
    """The codes of the wallets on offer, best first; empty unless done."""

    wallets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberAnswer(Answer):
    """The receiving number, as text with its leading zeros; empty unless done."""

    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimAnswer(Answer):
    """What became of a claim; `verdict` is there when done."""

    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A player's claim as it goes to the provider. `amount` in whole kyat; `receipt` is a JPEG, or None."""

    wallet: Wallet
    order_id: str
    label: str
    transaction_number: str
    amount: int
    receipt: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalRequest:
    """A withdrawal as it goes to the provider. `amount` in whole kyat, `account` digits as text."""

    withdrawal_id: str
    wallet: Wallet
    amount: int
    label: str
    account: str
    is_test: bool


class PaymentProvider(Protocol):
    """Calls never raise for what the network or the provider does: they answer with an outcome."""

    async def wallets(self, label: str) -> WalletsAnswer:
        """Which wallets are open for this player right now."""
        ...

    async def request_number(self, wallet: Wallet, label: str) -> NumberAnswer:
        """Hand out a receiving number. Moves no money and may be repeated."""
        ...

    async def claim(self, claim: Claim) -> ClaimAnswer:
        """Hand in a claim. A repetition carries the same order id."""
        ...

    async def withdraw(self, payout: WithdrawalRequest) -> Answer:
        """Ask for a payout. Never call it twice for one `withdrawal_id` unless the first was NOT_SENT."""
        ...
