"""Payouts that the provider owes a word about: operators are reminded of each, ever more rarely."""

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
"""Minutes after which one comes back to the operators' minds."""


async def remind_of_awaited(database: Database, alerts: Alerts, now: int) -> None:
    """Remind of what nobody knows the outcome of, and of what the provider accepted and never ended."""
    unknown = await withdrawals.awaited(database, WithdrawalStatus.UNKNOWN, _BATCH)
    sent = await withdrawals.awaited(database, WithdrawalStatus.SENT, _BATCH)
    due = [
        *_due(unknown, lambda payout: payout.tried_at, _UNKNOWN, now),
        *_due(sent, lambda payout: payout.sent_at or payout.tried_at, _SENT, now),
    ]

    async def unit(tx: Transaction) -> None:
        for payout, minutes in due:
            fresh = await withdrawals.find(tx, payout.id)
            if fresh is None or fresh.status is not payout.status:
                continue  # its outcome came since it was looked for: nothing would end the reminder
            await alerts.remind(
                tx,
                Alert.PAYOUT_STILL_UNKNOWN if payout.status is WithdrawalStatus.UNKNOWN else Alert.PAYOUT_STILL_SENT,
                payout.id,
                now,
                withdrawal=payout.id,
                amount=payout.amount,
                wallet=payout.wallet,
                minutes=minutes,
            )

    if due:
        await database.write(unit)


def _due(
    payouts: Sequence[Withdrawal], since: Callable[[Withdrawal], int], ladder: Sequence[int], now: int
) -> list[tuple[Withdrawal, int]]:
    """Each with the last rung of the ladder that it has passed."""
    ages = [(payout, (now - since(payout)) // _MINUTE) for payout in payouts]
    return [(payout, max(rung for rung in ladder if rung <= age)) for payout, age in ages if age >= ladder[0]]
