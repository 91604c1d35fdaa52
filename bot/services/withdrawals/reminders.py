"""Reminds operators of payouts without an outcome, at growing intervals."""

from collections.abc import Callable, Sequence

from bot.domain.alert import Alert
from bot.domain.withdrawal import Withdrawal, WithdrawalStatus
from bot.services.notifications.alerts import Alerts
from bot.store import withdrawals
from bot.store.engine.database import Database, Transaction

_MINUTE = 60_000
_BATCH = 200
_UNKNOWN = (15, 60, 240)
_SENT = (60, 360, 1440)
"""Minutes after which operators are reminded, for outcome unknown and for accepted but not ended."""


async def remind_of_awaited(database: Database, alerts: Alerts, now: int) -> None:
    """Remind of payouts whose outcome is unknown, and of payouts that the provider accepted but has not ended."""
    unknown = await withdrawals.awaited(database, WithdrawalStatus.UNKNOWN, _BATCH)
    sent = await withdrawals.awaited(database, WithdrawalStatus.SENT, _BATCH)
    due = [
        *_due(unknown, lambda withdrawal: withdrawal.tried_at, _UNKNOWN, now),
        *_due(sent, lambda withdrawal: withdrawal.sent_at or withdrawal.tried_at, _SENT, now),
    ]

    async def in_transaction(tx: Transaction) -> None:
        for withdrawal, minutes in due:
            fresh = await withdrawals.find(tx, withdrawal.id)
            if fresh is None or fresh.status is not withdrawal.status:
                continue  # its outcome came meanwhile: no event would resolve the alert
            await alerts.remind(
                tx,
                Alert.PAYOUT_STILL_UNKNOWN
                if withdrawal.status is WithdrawalStatus.UNKNOWN
                else Alert.PAYOUT_STILL_SENT,
                withdrawal.id,
                now,
                withdrawal=withdrawal.id,
                amount=withdrawal.amount,
                wallet=withdrawal.wallet,
                minutes=minutes,
            )

    if due:
        await database.write(in_transaction)


def _due(
    found: Sequence[Withdrawal], since: Callable[[Withdrawal], int], steps: Sequence[int], now: int
) -> list[tuple[Withdrawal, int]]:
    """Each overdue withdrawal with the last of `steps` (minutes) that it has passed."""
    ages = [(withdrawal, (now - since(withdrawal)) // _MINUTE) for withdrawal in found]
    return [(withdrawal, max(step for step in steps if step <= age)) for withdrawal, age in ages if age >= steps[0]]
