"""The dispatcher: rooms of handlers behind the middlewares, fed from the inbox."""

from aiogram import Bot, Dispatcher
from aiogram.types import Update

from bot.services.claims import Claims
from bot.services.deposits import Deposits
from bot.services.inbox import Turn
from bot.services.notices import lane_of, screen
from bot.services.players import Players
from bot.store.database import Transaction
from bot.store.inbox import InboxRow
from bot.telegram.handlers import claim, deposit, menu
from bot.telegram.middlewares import MeetPlayer, MessageDesk, PressDesk

ALLOWED_UPDATES = ("message", "callback_query")
"""Edited messages are not asked for: an edit must not change a claim that is on its way."""


class Updates:
    """Applies Telegram's updates, one inbox row each."""

    def __init__(self, bot: Bot, players: Players, deposits: Deposits, claims: Claims) -> None:
        self._bot = bot
        self._dispatcher = Dispatcher(disable_fsm=True, players=players, deposits=deposits, claims=claims)
        self._dispatcher.update.outer_middleware(MeetPlayer(players, deposits))
        self._dispatcher.message.middleware(MessageDesk())
        self._dispatcher.callback_query.middleware(PressDesk())
        for room in (menu, deposit, claim):
            self._dispatcher.include_router(room.router)

    async def apply(self, turn: Turn) -> None:
        """Handle one update."""
        update = Update.model_validate_json(turn.row.body, context={"bot": self._bot})
        await self._dispatcher.feed_update(self._bot, update, turn=turn)

    async def give_up(self, tx: Transaction, row: InboxRow, now: int) -> None:
        """The handler failed again and again: the player gets a mark that he can quote."""
        chat_id = int(row.lane.partition(":")[2])
        if row.lane == lane_of(chat_id) and chat_id > 0:
            await screen(tx, chat_id, "crashed", now, args={"incident": str(row.id)})
