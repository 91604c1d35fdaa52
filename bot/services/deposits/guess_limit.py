"""Claims that wait because too many numbers of their player were refused; see `bot.domain.guess_limit`."""

from bot.domain.alert import Alert, End
from bot.domain.deposit import Deposit
from bot.domain.guess_limit import MOST, Tried, due_at, guesses, is_attack
from bot.services.notifications import messages
from bot.services.notifications.alerts import Alerts
from bot.store import tried_numbers
from bot.store.engine.database import Transaction

_LOOK_AGAIN_MS = 15 * 60_000
"""What waits for an operator is looked at again so often: the day of the refusals passes too."""


async def must_wait(tx: Transaction, deposit: Deposit, alerts: Alerts, now: int, *, is_let_go: bool) -> int:
    """For how many milliseconds the claim must not leave yet, 0 where it leaves now. Says so to its player, once.

    An order that left once is free, and so is one that an operator let go.
    """
    if is_let_go or await tried_numbers.is_tried(tx, deposit.order_id):
        return await _let_go(tx, deposit, alerts, now)
    tried = await tried_numbers.of_player(tx, deposit, now)
    if not is_attack(tried):
        await alerts.resolve_by(tx, End.NUMBER_LEFT, "", now)
    due = due_at(tried)
    if due is not None and due <= now:
        return await _let_go(tx, deposit, alerts, now)
    wait = due - now if due is not None else 0
    await _tell_player(tx, deposit, -(-wait // 60_000), now)
    if due is None:
        await _tell_operators(tx, deposit, tried, alerts, now)
    return wait or _LOOK_AGAIN_MS


async def _let_go(tx: Transaction, deposit: Deposit, alerts: Alerts, now: int) -> int:
    await alerts.resolve_by(tx, End.NUMBER_LEFT, deposit.label, now)
    await tried_numbers.add(tx, deposit, deposit.order_id, now)
    return 0


async def _tell_player(tx: Transaction, deposit: Deposit, minutes: int, now: int) -> None:
    """Once that he waits for some minutes, and once that he waits for our team (0)."""
    dedupe = f"waits:{deposit.order_id}:{bool(minutes)}"
    about = {"minutes": minutes}
    await messages.screen(tx, deposit.player_id, "claim_waits", now, subject=deposit.id, args=about, dedupe=dedupe)


async def _tell_operators(tx: Transaction, deposit: Deposit, tried: Tried, alerts: Alerts, now: int) -> None:
    if guesses(tried) >= MOST:
        await alerts.raise_(tx, Alert.TOO_MANY_NUMBERS, deposit.label, now, player=deposit.label, deposit=deposit.id)
    else:
        await alerts.raise_(tx, Alert.NUMBERS_GUESSED, "", now, times=tried.refused_by_all, deposit=deposit.id)
