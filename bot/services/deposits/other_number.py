"""Applies the provider's answer to a request for another wallet number."""

from bot.domain import dead_number
from bot.domain.deposit import Deposit, DepositStatus
from bot.provider.base import NumberAnswer, Outcome
from bot.services.notifications import messages
from bot.store import dead_numbers, deposits
from bot.store.engine.database import Transaction


async def other_number_given(tx: Transaction, deposit: Deposit, answer: NumberAnswer, now: int, valid_ms: int) -> None:
    """Show the other number or say that there is none. Nothing happens if the deposit changed meanwhile."""
    fresh = await deposits.find(tx, deposit.id)
    if (
        fresh is None
        or fresh.status is not DepositStatus.AWAITING_PAYMENT
        or fresh.wallet_number != deposit.wallet_number
    ):
        return
    given = answer.number if answer.outcome is Outcome.DONE else ""
    if not given:
        shown = await deposits.edit(tx, fresh.id, fresh.status, refusal=dead_number.NONE)
        await deposits.note(tx, fresh.id, "no_other_number", answer.detail, now)
    elif given in await dead_numbers.of_deposit(tx, fresh.id):
        shown = await deposits.edit(tx, fresh.id, fresh.status, refusal=dead_number.SAME)
        await deposits.note(tx, fresh.id, "same_number", given, now)
    else:
        shown = await deposits.edit(
            tx, fresh.id, fresh.status, refusal="", wallet_number=given, number_expires_at=now + valid_ms
        )
        await deposits.note(tx, fresh.id, "other_number", f"{fresh.wallet_number} {given}", now)
    if shown is not None:
        await messages.card(tx, shown, now)
