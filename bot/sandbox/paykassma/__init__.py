"""The payment provider as a simulator on real HTTP, with its own books that tests may trust."""

from bot.sandbox.paykassma.payload import Spelling
from bot.sandbox.paykassma.records import Claim, Creation, Delivery, Payment, Payout
from bot.sandbox.paykassma.script import Answer, Away, Raw, Repeat, Script
from bot.sandbox.paykassma.simulator import PaykassmaSimulator
from bot.sandbox.paykassma.twists import FAILED, PAID, Kind, PayoutKind, Twist

__all__ = [
    "FAILED",
    "PAID",
    "Answer",
    "Away",
    "Claim",
    "Creation",
    "Delivery",
    "Kind",
    "PaykassmaSimulator",
    "Payment",
    "Payout",
    "PayoutKind",
    "Raw",
    "Repeat",
    "Script",
    "Spelling",
    "Twist",
]
