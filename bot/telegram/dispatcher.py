"""The dispatcher: rooms of handlers behind the middlewares, fed from the inbox."""

from typing import TypedDict

from aiogram import Bot, Dispatcher, F, Router
from aiogram.types import Update

from bot.services.claims import Claims
from bot.services.deposits import Deposits
from bot.services.from_picture import FromPicture
from bot.services.inbox import Turn
from bot.services.notices import Notices, lane_of, screen
from bot.services.operators_chat import OperatorsChat
from bot.services.players import Players
from bot.store.database import Transaction
from bot.store.inbox import InboxRow
from bot.telegram.handlers import claim, deposit, menu, receipt
from bot.telegram.middlewares import MeetPlayer, MessageDesk, PressDesk
from bot.telegram.operators import router as operators
from bot.telegram.operators.desk import Desk
from bot.telegram.operators.staff import Staff


class Rooms(TypedDict):
    """What handlers may ask for by name."""

    players: Players
    deposits: Deposits
    claims: Claims
    pictures: FromPicture
    alarms: Notices
    desk: Desk
    staff: Staff
    operators_chat: OperatorsChat


def _rooms() -> Dispatcher:
    """Operators are listened to first: what is theirs reaches no player's room, and a group reaches theirs only."""
    house = Dispatcher(disable_fsm=True)
    house.update.outer_middleware(MeetPlayer())
    private = Router(name="players")
    private.message.filter(F.chat.type == "private")
    private.callback_query.filter(F.message.chat.type == "private")
    private.message.middleware(MessageDesk())
    private.callback_query.middleware(PressDesk())
    private.include_routers(menu.router, deposit.router, receipt.router, claim.router)
    house.include_routers(operators.router, private)
    return house


_HOUSE = _rooms()
"""Built once, since aiogram lets a router stand in one house only; the services come with each update."""


class Updates:
    """Applies Telegram's updates, one inbox row each. `services` are handed to handlers by their names."""

    def __init__(self, bot: Bot, services: Rooms) -> None:
        self._bot = bot
        self._services = services

    async def apply(self, turn: Turn) -> None:
        """Handle one update."""
        update = Update.model_validate_json(turn.row.body, context={"bot": self._bot})
        await _HOUSE.feed_update(self._bot, update, turn=turn, **self._services)

    async def give_up(self, tx: Transaction, row: InboxRow, now: int) -> None:
        """The handler failed again and again: the player gets a mark that he can quote."""
        chat = row.lane.partition(":")[2]
        if chat.isdecimal() and row.lane == lane_of(chat_id := int(chat)):
            await screen(tx, chat_id, "crashed", now, args={"incident": str(row.id)})
