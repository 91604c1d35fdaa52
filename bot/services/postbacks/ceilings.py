"""Ceilings of automatic credit: per payment, per hour for all players, and per player and day.

A thief of the postback key can sign any payment. The ceilings limit the loss until a person looks.
"""

from bot.domain.day import day_start
from bot.domain.entry import Reason
from bot.services.policy import Policy
from bot.store import ledger
from bot.store.engine.database import Transaction

_HOUR_MS = 3_600_000
_AHEAD_MS = _HOUR_MS
"""Another instance's clock may be ahead by this much. Later lines come from a wrong clock and do not count."""


async def passed_ceiling(tx: Transaction, policy: Policy, label: str, amount: int, now: int) -> Reason | None:
    """The ceiling that one more automatic credit of `amount` (whole kyat) to `label` would pass, or None.

    It reads the ledger in the transaction that credits, so two instances cannot pass a ceiling together.
    """
    if 0 < policy.auto_credit_max < amount:
        return Reason.ABOVE_AUTO_CREDIT
    if policy.auto_credit_hour_max:
        of_all = await ledger.credited_automatically(tx, now - _HOUR_MS, now + _AHEAD_MS)
        if of_all + amount > policy.auto_credit_hour_max:
            return Reason.ABOVE_HOUR
    if policy.auto_credit_player_day_max:
        of_player = await ledger.credited_automatically(tx, day_start(now), now + _AHEAD_MS, label)
        if of_player + amount > policy.auto_credit_player_day_max:
            return Reason.ABOVE_PLAYER_DAY
    return None
