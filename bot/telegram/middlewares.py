"""Middlewares of every handler: they load the player, check who may write, and answer refusals."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Any

import structlog
from aiogram import BaseMiddleware
from aiogram.types import CallbackQuery, Chat, Message, TelegramObject, Update, User

from bot.domain.alert import Alert
from bot.domain.deposit import Step, expects
from bot.domain.errors import DomainError
from bot.domain.player import Player
from bot.i18n import Translator
from bot.services.deposits.drafts import Deposits
from bot.services.notifications.alerts import Alerts
from bot.services.notifications.operators_chat import OperatorsChat
from bot.services.players import Players
from bot.services.queue.inbox_worker import Turn
from bot.store.engine.database import Transaction
from bot.telegram.edited_messages import answer_edit
from bot.telegram.operators.commands import COMMANDS
from bot.telegram.operators.context import CommandContext
from bot.telegram.operators.directory import OperatorDirectory, command_in, is_button, is_own
from bot.telegram.player.screens import toast
from bot.telegram.transport.press import answer_press

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]
_log = structlog.get_logger()


class PlayerMiddleware(BaseMiddleware):
    """Loads the sender and his deposit. Lets through private chats, and operators in the operators' chat."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> object:
        """Ignore everything else: other groups, channels, anonymous senders, forged buttons."""
        if isinstance(event, Update) and event.edited_message:
            await answer_edit(event.edited_message, data)
            return None
        directory: OperatorDirectory = data["directory"]
        what = _content(event)
        if what is None or await _is_migration(what, data) or await _is_ignored(what, data):
            return None
        user, chat = what.from_user, _chat(what)
        if not isinstance(user, User) or user.is_bot or chat is None:
            return None
        operators_chat: OperatorsChat = data["operators_chat"]
        home = await operators_chat.configured_id(chat.id)
        operator = (
            directory.operator_for(user.id, chat, home) if isinstance(what, CallbackQuery) or is_own(what) else None
        )
        if operator is None and _forges(what, user.id):
            return None
        if operator is None and chat.type != "private":
            return None
        deposits: Deposits = data["deposits"]
        player = await _meet(user, data, what if chat.type == "private" else None)
        deposit = await deposits.current(player)
        step = expects(deposit) if deposit else Step.NOTHING
        if operator is not None:
            operator = replace(operator, thread_id=thread_of(what) or 0)
        data |= {"player": player, "operator": operator, "deposit": deposit, "step": step}
        with structlog.contextvars.bound_contextvars(player_id=player.id):
            return await handler(event, data)


async def _meet(user: User, data: dict[str, Any], in_private: Message | CallbackQuery | None) -> Player:
    """The sender as a player. An update from his private chat shows that the chat is open, and in which topic."""
    players: Players = data["players"]
    player = await players.find_or_add(user.id, user.language_code, user.username)
    if in_private is None:
        return player
    if await players.is_owed(player):
        data["turn"].along(partial(players.resend_owed, player.id))
    thread = thread_of(in_private)
    return player if thread is None else await players.set_thread(player, thread)


def thread_of(what: Message | CallbackQuery) -> int | None:
    """The id of the forum topic, 0 for none; None where Telegram does not say."""
    under = what if isinstance(what, Message) else what.message
    if not isinstance(under, Message):
        return None
    # In a group without topics `message_thread_id` is a reply thread, to which the bot cannot send.
    return (under.message_thread_id or 0) if under.is_topic_message else 0


def _content(event: TelegramObject) -> Message | CallbackQuery | None:
    return (event.message or event.callback_query) if isinstance(event, Update) else None


def _chat(what: Message | CallbackQuery) -> Chat | None:
    under = what if isinstance(what, Message) else what.message
    return under.chat if under is not None else None


async def _is_migration(what: Message | CallbackQuery, data: dict[str, Any]) -> bool:
    """Whether this tells that a group became a supergroup. If it is the operators' chat, its new id is stored."""
    if not isinstance(what, Message) or not (what.migrate_to_chat_id or what.migrate_from_chat_id):
        return False
    operators_chat: OperatorsChat = data["operators_chat"]
    old = what.migrate_from_chat_id or what.chat.id
    new = what.migrate_to_chat_id or what.chat.id
    if await operators_chat.is_ours(old):
        context: CommandContext = data["context"]
        await data["turn"].write(operators_chat.moving(old, new, context.clock.now_ms()))
    return True


async def _is_ignored(what: Message | CallbackQuery, data: dict[str, Any]) -> bool:
    """Whether this is a command that its sender did not write himself. One about money raises an alert."""
    if isinstance(what, CallbackQuery) or is_own(what) or not (name := command_in(what)):
        return False
    directory: OperatorDirectory = data["directory"]
    sender = what.from_user.id if what.from_user else 0
    operators_chat: OperatorsChat = data["operators_chat"]
    if sender not in directory.roles and not await operators_chat.is_ours(what.chat.id):
        return False
    _log.warning("operator.command_ignored", command=name, sender=sender)
    if COMMANDS[name].names_money:
        await _alert_ignored(what, name, data)
    return True


async def _alert_ignored(message: Message, command: str, data: dict[str, Any]) -> None:
    turn: Turn = data["turn"]
    alerts: Alerts = data["alerts"]
    context: CommandContext = data["context"]
    subject = f"{message.chat.id}:{message.message_id}"

    async def unit(tx: Transaction) -> None:
        await alerts.announce(tx, Alert.COMMAND_IGNORED, subject, context.clock.now_ms(), command=f"/{command}")

    await turn.write(unit)


def _forges(what: Message | CallbackQuery, sender: int) -> bool:
    """Log an operators' button or command sent by somebody else.

    True for a button, which gets no answer. A command is answered like any other unknown text.
    """
    if isinstance(what, CallbackQuery):
        forged = is_button(what.data)
        if forged:
            _log.warning("operator.forged", player_id=sender, what="button")
        return forged
    if name := command_in(what):
        _log.warning("operator.forged", player_id=sender, what=name)
    return False


class MessageErrors(BaseMiddleware):
    """Answers a message whose handler raised a DomainError."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> object:
        """The answer is written in the transaction that marks the update as done."""
        try:
            return await handler(event, data)
        except DomainError as error:
            _log.info("message.refused", key=error.key)
            players: Players = data["players"]
            await players.refuse(data["turn"], data["player"], error)
            return None


class CallbackErrors(BaseMiddleware):
    """Answers every button press, so that the button stops spinning. A refusal is shown as a toast."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> object:
        """If Telegram does not accept the answer, nothing is lost: the press itself was handled."""
        text = ""
        turn: Turn = data["turn"]
        try:
            await handler(event, data)
        except DomainError as error:
            _log.info("press.refused", key=error.key)
            text = toast(error, Translator(data["player"].language))
        await turn.finish()
        if isinstance(event, CallbackQuery):
            await answer_press(data["bot"], event.id, text)
        return None
