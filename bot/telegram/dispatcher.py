"""The aiogram dispatcher: passes each inbox row through the middlewares to one handler."""

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
    """The services that a handler gets when it names them as parameters."""

    players: Players
    deposits: Deposits
    claims: Claims
    pictures: ReceiptFirst
    alerts: Alerts
    context: CommandContext
    directory: OperatorDirectory
    operators_chat: OperatorsChat


def _build_dispatcher() -> Dispatcher:
    """Operators' handlers come first, so that no player's handler sees their commands. Groups reach only operators'."""
    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher.update.outer_middleware(PlayerMiddleware())
    private = Router(name="players")
    private.message.filter(F.chat.type == "private")
    private.callback_query.filter(F.message.chat.type == "private")
    private.message.middleware(MessageErrors())
    private.callback_query.middleware(CallbackErrors())
    private.include_routers(menu.router, deposit.router, receipt.router, claim.router)
    dispatcher.include_routers(operators.router, private)
    return dispatcher


_ID_MAX = 2**63
_DISPATCHER = _build_dispatcher()
"""Built once, because aiogram allows a router only one parent. The services are passed with each update."""


class UpdateHandler:
    """Applies Telegram's updates, one inbox row at a time. Handlers get `services` by parameter name."""

    def __init__(self, bot: Bot, services: HandlerData) -> None:
        self._bot = bot
        self._services = services

    async def apply(self, turn: Turn) -> None:
        """Handle one update."""
        update = read_update(turn.row.body, self._bot)
        if update is None:
            await self._answer_unreadable(turn)
            return
        await _DISPATCHER.feed_update(self._bot, update, turn=turn, **self._services)

    async def _answer_unreadable(self, turn: Turn) -> None:
        """The update cannot be parsed. If it came from a private chat, tell the sender what to send instead."""
        raw = json.loads(turn.row.body)
        writer = _writer(raw)
        if writer is None:
            await turn.finish()
            return
        players = self._services["players"]
        await players.show(turn, await players.find_or_add(writer, None, None), "nonsense")

    async def on_failed(self, tx: Transaction, row: InboxRow, now: int) -> None:
        """The handler failed at every try: send the player a reference that he can quote."""
        chat = row.lane.partition(":")[2]
        if chat.isdecimal() and row.lane == lane_of(chat_id := int(chat)):
            await screen(tx, chat_id, "crashed", now, args={"incident": str(row.id)})


def _writer(raw: Mapping[str, Any]) -> int | None:
    """The sender's id of an unreadable message in a private chat; None if that is not certain."""
    message = raw.get("message")
    if not isinstance(message, dict):
        return None
    person, chat = message.get("from"), message.get("chat")
    if not isinstance(person, dict) or not isinstance(chat, dict) or person.get("is_bot") is not False:
        return None
    number = person.get("id")
    is_private = chat.get("type") == "private" and chat.get("id") == number
    return number if is_private and type(number) is int and 0 < number < _ID_MAX else None
