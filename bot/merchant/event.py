"""The events for the merchant's platform: their JSON and their signature. Pure."""

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
    """money was credited, by a postback or by operators"""
    REVERSAL = "reversal"
    """operators reversed all credits of a deposit"""
    PAID = "withdrawal.paid"
    FAILED = "withdrawal.failed"
    """the provider accepted the payout, but it failed: no money was paid"""
    REFUSED = "withdrawal.refused"
    """the payout never began: no money was paid"""
    RECORDED = "withdrawal.recorded"
    """operators paid out by hand in the provider's cabinet"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A change of one player's money. It may be sent several times, always with the same id.

    `ref` identifies the change: a payment's ledger key, a deposit, a withdrawal, or an operators' approval. `amount` is
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
        """The event's id, by which the platform recognises a repetition."""
        return f"{self.kind}:{self.ref}"

    def body(self) -> str:
        """The JSON that is signed and sent; equal at each attempt."""
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
    """The signature: HMAC-SHA256 in hex over `timestamp` (epoch seconds), a full stop, and the body."""
    return hmac.digest(key.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hex()
