"""The payment provider as a simulator on real HTTP, with its own books that tests may trust."""

from bot.dev.simulators.paykassma.payload import JsonSpelling
from bot.dev.simulators.paykassma.postback_variants import (
    FAILED,
    PAID,
    CreditVariant,
    PostbackVariant,
    WithdrawalVariant,
)
from bot.dev.simulators.paykassma.records import Creation, Delivery, Payment, ReceivedClaim, ReceivedWithdrawal
from bot.dev.simulators.paykassma.script import Away, Raw, Repeat, Script, ScriptedAnswer
from bot.dev.simulators.paykassma.simulator import PaykassmaSimulator

__all__ = [
    "FAILED",
    "PAID",
    "Away",
    "Creation",
    "CreditVariant",
    "Delivery",
    "JsonSpelling",
    "PaykassmaSimulator",
    "Payment",
    "PostbackVariant",
    "Raw",
    "ReceivedClaim",
    "ReceivedWithdrawal",
    "Repeat",
    "Script",
    "ScriptedAnswer",
    "WithdrawalVariant",
]
