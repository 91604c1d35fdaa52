"""How much may be credited without a person: per payment, per hour over all, and per player and day.

A postback key that leaked signs whatever its thief likes: these sums bound what he can do before somebody looks.
"""

from bot.domain.day import day_start
from bot.domain.entry import Reason
from bot.services.policy import Policy
from bot.store import ledger
from bot.store.engine.database import Transaction

_HOUR_MS = 3_600_000
_AHEAD_MS = _HOUR_MS
"""Another instance's clock may be ahead. What lies further off was booked while a clock was wrong, and binds nobody."""


async def passed_ceiling(tx: Transaction, policy: Policy, label: str, amount: int, now: int) -> Reason | None:
    """Which ceiling one more automatic credit of `amount` to `label` would pass, if any.

    Read off the ledger in the transaction that credits: two instances at once cannot pass it together.
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
