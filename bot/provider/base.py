"""The interface of a payment provider, and the four outcomes of a call."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.domain.wallet import Wallet


class Outcome(StrEnum):
    """How a call ended.

    `DONE` and `REFUSED` come from a well-formed answer. `NOT_SENT`: no byte of the request can have arrived (DNS,
    connect, pool). `UNKNOWN`: everything else; the provider may or may not have acted.
    """

    DONE = "done"
    REFUSED = "refused"
    NOT_SENT = "not_sent"
    UNKNOWN = "unknown"


class Verdict(StrEnum):
    """The provider's answer to a claim that it accepted."""

    SOON = "soon"
    BELOW_MINIMUM = "below_minimum"
    CHECKING = "checking"
    SEARCHING = "searching"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The result of a call. `detail` is one readable line for operators (at most 200 characters, no secret).

    `credentials_rejected` marks an HTTP 404: the provider does not know our secret or our address, and operators must
    act. `asked` is False if the provider was not called.
    """

    outcome: Outcome
    detail: str = ""
    credentials_rejected: bool = False
    asked: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class WalletsAnswer(Answer):
    """The provider's types of the open wallets, in its order; empty unless done."""

    wallets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberAnswer(Answer):
    """The receiving number, as text with its leading zeros; empty unless done."""

    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimAnswer(Answer):
    """The result of a claim; `verdict` is set if done."""

    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A player's claim for the provider. `amount` is whole kyat; `receipt` is a JPEG or None."""

    wallet: Wallet
    order_id: str
    label: str
    transaction_number: str
    amount: int
    receipt: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalRequest:
    """A withdrawal for the provider. `amount` is whole kyat, `account` digits as text."""

    withdrawal_id: str
    wallet: Wallet
    amount: int
    label: str
    account: str
    is_test: bool


class PaymentProvider(Protocol):
    """A payment provider. Its calls never raise for the network or the provider: they return an outcome."""

    async def wallets(self, label: str) -> WalletsAnswer:
        """The wallets that are open for this player now."""
        ...

    async def request_number(self, wallet: Wallet, label: str) -> NumberAnswer:
        """Get a receiving number for the player. Moves no money and may be repeated."""
        ...

    async def claim(self, claim: Claim) -> ClaimAnswer:
        """Submit a claim. A repetition must have the same order id."""
        ...

    async def withdraw(self, payout: WithdrawalRequest) -> Answer:
        """Request a payout. Never call it twice for one `withdrawal_id` unless the first call was NOT_SENT."""
        ...
