"""Around every handler: who writes, what he is about, and what he is told when something is refused."""

from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiogram import BaseMiddleware, Bot
from aiogram.types import CallbackQuery, Message, TelegramObject, Update, User

from bot.domain.deposit import Step, expects
from bot.domain.errors import DomainError
from bot.i18n import Translator
from bot.services.deposits import Deposits
from bot.services.inbox import Turn
from bot.services.players import Players
from bot.telegram.screens import toast

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]
_ANSWER_TIMEOUT = 10
_log = structlog.get_logger()


class MeetPlayer(BaseMiddleware):
    """Loads the player and the deposit his message belongs to; only private chats with a person get past."""

    def __init__(self, players: Players, deposits: Deposits) -> None:
        self._players = players
        self._deposits = deposits

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> object:
        """Everything else (groups, channels, anonymous senders) is passed over."""
        user = _person(event)
        if user is None:
            return None
        player = await self._players.meet(user.id, user.language_code, user.username)
        deposit = await self._deposits.current(player)
        data |= {"player": player, "deposit": deposit, "step": expects(deposit) if deposit else Step.NOTHING}
        with structlog.contextvars.bound_contextvars(player_id=player.id):
            return await handler(event, data)


def _person(event: TelegramObject) -> User | None:
    match event:
        case Update(message=Message(chat=chat, from_user=User(is_bot=False) as user)) if chat.type == "private":
            return user
        case Update(callback_query=CallbackQuery(message=message, from_user=User(is_bot=False) as user)):
            return user if message is not None and message.chat.type == "private" else None
        case _:
            return None


class MessageDesk(BaseMiddleware):
    """A refusal becomes an answer."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> object:
        """The answer is written with the mark of the update, like any other effect."""
        try:
            return await handler(event, data)
        except DomainError as error:
            _log.info("message.refused", key=error.key)
            players: Players = data["players"]
            await players.refuse(data["turn"], data["player"], error)
            return None


class PressDesk(BaseMiddleware):
    """Every press is answered, so that its button stops spinning; a refusal is shown over the chat."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> object:
        """The answer is a courtesy: when Telegram does not take it, nothing is lost."""
        text = ""
        turn: Turn = data["turn"]
        try:
            await handler(event, data)
        except DomainError as error:
            _log.info("press.refused", key=error.key)
            text = toast(error, Translator(data["player"].language))
        await turn.finish()
        if isinstance(event, CallbackQuery):
            await _answer(data["bot"], event.id, text)
        return None


async def _answer(bot: Bot, query_id: str, text: str) -> None:
    try:
        await bot.answer_callback_query(
            query_id, text=text or None, show_alert=bool(text), request_timeout=_ANSWER_TIMEOUT
        )
    except Exception as error:  # noqa: BLE001 - too late, too slow, Telegram down: the press itself was handled
        _log.info("press.unanswered", error=type(error).__name__)
