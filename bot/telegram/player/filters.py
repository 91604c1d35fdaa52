"""Filters of handlers by what the player's deposit waits for."""

from aiogram.filters import Filter
from aiogram.types import TelegramObject

from bot.domain.deposit import BEING_CHECKED, Deposit, Step


class Expects(Filter):
    """Lets an update through when the player's deposit waits for one of these steps."""

    def __init__(self, *steps: Step) -> None:
        self._steps = frozenset(steps)

    async def __call__(self, _event: TelegramObject, step: Step) -> bool:
        """`step` is set by the middleware from the deposit's row."""
        return step in self._steps


class IsChecked(Filter):
    """Lets an update through when the player's claim is being checked."""

    async def __call__(self, _event: TelegramObject, deposit: Deposit | None) -> bool:
        """`deposit` is set by the middleware: the player's current deposit."""
        return deposit is not None and deposit.status in BEING_CHECKED
