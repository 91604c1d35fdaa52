"""What the merchant's platform is told of, as bytes, and the signature over them; pure."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.wallet import CURRENCY

HEADER_ID, HEADER_TIMESTAMP, HEADER_SIGNATURE = "X-Event-Id", "X-Event-Timestamp", "X-Event-Signature"


class EventKind(StrEnum):
    """What happened to a player's money."""

    CREDIT = "credit"
    """money came in, or operators credited it by hand"""
    REVERSAL = "reversal"
    """operators took back all that a deposit had brought"""
    PAID = "withdrawal.paid"
    FAILED = "withdrawal.failed"
    """the provider took the payout, and it did not arrive: nothing went out"""
    REFUSED = "withdrawal.refused"
    """the payout never began: nothing went out"""
    RECORDED = "withdrawal.recorded"
    """operators paid out by hand in the provider's cabinet"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One fact about one player's money, told once however often it is sent.

    `ref` is the fact's own key: a payment's ledger key, a deposit, a withdrawal, or an act of operators. `amount` is
    whole kyat and never negative, `at` epoch milliseconds; texts are empty where they do not apply.
    """

    kind: EventKind
    ref: str
    player: str
    amount: int
    at: int
    wallet: str = ""
    transaction: str = ""
    deposit: str = ""
    withdrawal: str = ""

    @property
    def id(self) -> str:
        """What the platform knows a repetition by."""
        return f"{self.kind}:{self.ref}"

    def body(self) -> str:
        """The JSON that is sent and signed; the same at each attempt."""
        told = {
            "id": self.id,
            "type": self.kind.value,
            "at": self.at,
            "player": self.player,
            "amount": self.amount,
            "currency": CURRENCY,
        }
        extra = {name: getattr(self, name) for name in ("wallet", "transaction", "deposit", "withdrawal")}
        return json.dumps(told | {name: value for name, value in extra.items() if value})


def sign(key: str, timestamp: int, body: bytes) -> str:
    """HMAC-SHA256 in hex over the time of sending (epoch seconds), a full stop, and the body as it is sent."""
    return hmac.digest(key.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hex()
