"""A simulator of the payment provider with real HTTP. Its own ledger tells tests what was really paid and claimed."""

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
