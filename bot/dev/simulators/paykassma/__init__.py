"""The payment provider as a simulator on real HTTP, with its own books that tests may trust."""

from bot.dev.simulators.paykassma.payload import Spelling
from bot.dev.simulators.paykassma.postback_variants import FAILED, PAID, Kind, PayoutKind, Twist
from bot.dev.simulators.paykassma.records import Claim, Creation, Delivery, Payment, Payout
from bot.dev.simulators.paykassma.script import Answer, Away, Raw, Repeat, Script
from bot.dev.simulators.paykassma.simulator import PaykassmaSimulator

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
