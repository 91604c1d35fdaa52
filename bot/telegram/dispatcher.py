"""The dispatcher: rooms of handlers behind the middlewares, fed from the inbox."""

import json
from collections.abc import Mapping
from typing import Any, TypedDict

from aiogram import Bot, Dispatcher, F, Router

from bot.services.deposits.claims import Claims
from bot.services.deposits.drafts import Deposits
from bot.services.deposits.receipt_first import ReceiptFirst
from bot.services.notifications.alerts import Alerts
from bot.services.notifications.messages import lane_of, screen
from bot.services.notifications.operators_chat import OperatorsChat
from bot.services.players import Players
from bot.services.queue.inbox_worker import Turn
from bot.store.engine.database import Transaction
from bot.store.inbox import InboxRow
from bot.telegram.middlewares import CallbackErrors, MessageErrors, PlayerMiddleware
from bot.telegram.operators import router as operators
from bot.telegram.operators.context import CommandContext
from bot.telegram.operators.directory import OperatorDirectory
from bot.telegram.player.handlers import claim, deposit, menu, receipt
from bot.telegram.transport.update_parsing import read_update


class HandlerData(TypedDict):
    """What handlers may ask for by name."""

    players: Players
    deposits: Deposits
    claims: Claims
    pictures: ReceiptFirst
    alerts: Alerts
    desk: CommandContext
    staff: OperatorDirectory
    operators_chat: OperatorsChat


def _rooms() -> Dispatcher:
    """Operators are listened to first: what is theirs reaches no player's room, and a group reaches theirs only."""
    house = Dispatcher(disable_fsm=True)
    house.update.outer_middleware(PlayerMiddleware())
    private = Router(name="players")
    private.message.filter(F.chat.type == "private")
    private.callback_query.filter(F.message.chat.type == "private")
    private.message.middleware(MessageErrors())
    private.callback_query.middleware(CallbackErrors())
    private.include_routers(menu.router, deposit.router, receipt.router, claim.router)
    house.include_routers(operators.router, private)
    return house


_ID_MAX = 2**63
_HOUSE = _rooms()
"""Built once, since aiogram lets a router stand in one house only; the services come with each update."""


class UpdateHandler:
    """Applies Telegram's updates, one inbox row each. `services` are handed to handlers by their names."""

    def __init__(self, bot: Bot, services: HandlerData) -> None:
        self._bot = bot
        self._services = services

    async def apply(self, turn: Turn) -> None:
        """Handle one update."""
        update = read_update(turn.row.body, self._bot)
        if update is None:
            await self._answer_unread(turn)
            return
        await _HOUSE.feed_update(self._bot, update, turn=turn, **self._services)

    async def _answer_unread(self, turn: Turn) -> None:
        """Nobody can say what it is; whoever wrote it in his private chat is told what to send instead."""
        raw = json.loads(turn.row.body)
        writer = _writer(raw)
        if writer is None:
            await turn.finish()
            return
        players = self._services["players"]
        await players.show(turn, await players.find_or_add(writer, None, None), "nonsense")

    async def on_failed(self, tx: Transaction, row: InboxRow, now: int) -> None:
        """The handler failed again and again: the player gets a mark that he can quote."""
        chat = row.lane.partition(":")[2]
        if chat.isdecimal() and row.lane == lane_of(chat_id := int(chat)):
            await screen(tx, chat_id, "crashed", now, args={"incident": str(row.id)})


def _writer(raw: Mapping[str, Any]) -> int | None:
    """Whose private chat a message that cannot be read was written in; None where that is not beyond doubt."""
    message = raw.get("message")
    if not isinstance(message, dict):
        return None
    person, chat = message.get("from"), message.get("chat")
    if not isinstance(person, dict) or not isinstance(chat, dict) or person.get("is_bot") is not False:
        return None
    number = person.get("id")
    is_private = chat.get("type") == "private" and chat.get("id") == number
    return number if is_private and type(number) is int and 0 < number < _ID_MAX else None
