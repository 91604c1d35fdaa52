"""Delays claims of players whose transaction numbers were refused too often; see `bot.domain.guess_limit`."""

from bot.domain.alert import Alert, End
from bot.domain.deposit import Deposit
from bot.domain.guess_limit import MOST, Tried, due_at, guesses, is_attack
from bot.services.notifications import messages
from bot.services.notifications.alerts import Alerts
from bot.store import tried_numbers
from bot.store.engine.database import Transaction

_RECHECK_MS = 15 * 60_000
"""A claim that waits for an operator is checked again after this time, because old refusals stop counting."""


async def must_wait(tx: Transaction, deposit: Deposit, alerts: Alerts, now: int, *, is_released: bool) -> int:
    """How many milliseconds the claim must wait, 0 if it may leave now. The player is told once.

    An order that was sent before may leave, and so may one that an operator released (`is_released`).
    """
    if is_released or await tried_numbers.is_tried(tx, deposit.order_id):
        return await _release(tx, deposit, alerts, now)
    tried = await tried_numbers.of_player(tx, deposit, now)
    if not is_attack(tried):
        await alerts.resolve_by(tx, End.NUMBER_LEFT, "", now)
    due = due_at(tried)
    if due is not None and due <= now:
        return await _release(tx, deposit, alerts, now)
    wait = due - now if due is not None else 0
    await _tell_player(tx, deposit, -(-wait // 60_000), now)
    if due is None:
        await _tell_operators(tx, deposit, tried, alerts, now)
    return wait or _RECHECK_MS


async def _release(tx: Transaction, deposit: Deposit, alerts: Alerts, now: int) -> int:
    await alerts.resolve_by(tx, End.NUMBER_LEFT, deposit.label, now)
    await tried_numbers.add(tx, deposit, deposit.order_id, now)
    return 0


async def _tell_player(tx: Transaction, deposit: Deposit, minutes: int, now: int) -> None:
    """Tell the player once that he waits for minutes, and once that he waits for an operator (0)."""
    dedupe = f"waits:{deposit.order_id}:{bool(minutes)}"
    about = {"minutes": minutes}
    await messages.screen(tx, deposit.player_id, "claim_waits", now, subject=deposit.id, args=about, dedupe=dedupe)


async def _tell_operators(tx: Transaction, deposit: Deposit, tried: Tried, alerts: Alerts, now: int) -> None:
    if guesses(tried) >= MOST:
        await alerts.raise_(tx, Alert.TOO_MANY_NUMBERS, deposit.label, now, player=deposit.label, deposit=deposit.id)
    else:
        await alerts.raise_(tx, Alert.NUMBERS_GUESSED, "", now, times=tried.refused_by_all, deposit=deposit.id)
