"""Sends a screen to a chat, in a simpler form where Telegram refuses the full one."""

import re
from dataclasses import dataclass, replace
from html import unescape
from typing import Any

import structlog
from aiogram import Bot
from aiogram.client.default import Default
from aiogram.exceptions import TelegramAPIError
from aiogram.types import (
    BufferedInputFile,
    ForceReply,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    Message,
    ReplyParameters,
)

from bot.telegram.message import Question, Screen
from bot.telegram.transport.refusals import Meaning, meaning_of

_REQUEST_TIMEOUT = 30
_LONGEST = 4_000
"""UTF-16 units to which a too long text is cut; Telegram takes 4096 after parsing the formatting."""

_AS_A_NEW_ONE = frozenset({Meaning.NO_CARD, Meaning.MARKUP, Meaning.BUTTONS, Meaning.PICTURE, Meaning.LENGTH})
"""Reasons to refuse an edit that may not apply to a new message, which can be sent in a simpler form."""

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How a screen is sent. A message about money must arrive, even without its formatting."""

    text: str
    keyboard: InlineKeyboardMarkup | None = None
    photo: bytes | None = None
    reply_to: int = 0
    thread_id: int = 0
    is_html: bool = True


def form_of(screen: Screen) -> Form:
    """The full form of a screen."""
    reply_to = screen.reply_to if isinstance(screen, Question) else 0
    return Form(
        text=screen.text,
        keyboard=screen.keyboard,
        photo=screen.photo,
        reply_to=reply_to,
        thread_id=screen.thread_id,
    )


def plainer(form: Form, what: Meaning) -> Form | None:
    """The form without the refused part; None if it has no such part."""
    less = form
    match what:
        case Meaning.THREAD:
            less = replace(form, thread_id=0)
        case Meaning.REPLY:
            less = replace(form, reply_to=0)
        case Meaning.BUTTONS:
            less = replace(form, keyboard=None)
        case Meaning.PICTURE:
            less = replace(form, photo=None)
        case Meaning.MARKUP:
            less = _bare(form)
        case Meaning.LENGTH:
            bare = _bare(form)
            cut = bare.text.encode("utf-16-le", "surrogatepass")[: 2 * _LONGEST].decode("utf-16-le", "ignore")
            less = replace(bare, text=cut, photo=None)
        case _:
            pass
    return None if less == form else less


def _bare(form: Form) -> Form:
    text = unescape(re.sub(r"<[^>]*>", "", form.text)) if form.is_html else form.text
    return replace(form, text=text, is_html=False)


class Sender:
    """Sends, edits and deletes messages. Raises TelegramAPIError, for the simplest form that was tried."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def send(self, chat_id: int, screen: Screen) -> int:
        """The id of the new message; 0 if Telegram accepted it and its answer has no id."""
        form = form_of(screen)
        while True:
            try:
                return (await self._send(chat_id, form)).message_id
            except TelegramAPIError as error:
                what = meaning_of(error, in_thread=bool(form.thread_id))
                less = plainer(form, what)
                if less is None:
                    raise
                _log.warning(f"telegram.{what}_refused", reason=error.message)
                form = less

    async def edit(self, chat_id: int, message_id: int, screen: Screen) -> bool:
        """Whether the message was edited. False if it cannot be: then a new one may be sent."""
        try:
            await self._edit(chat_id, message_id, screen)
        except TelegramAPIError as error:
            what = meaning_of(error)
            if what is Meaning.UNCHANGED:
                return True
            if what in _AS_A_NEW_ONE:
                return False
            raise
        return True

    async def remove(self, chat_id: int, message_id: int) -> None:
        """Delete an old card. Never raises: if the card stays, its buttons still answer that it is outdated."""
        try:
            await self._bot.delete_message(chat_id, message_id, request_timeout=_REQUEST_TIMEOUT)
        except Exception as error:  # noqa: BLE001 - see above
            _log.info("telegram.old_card_stays", error=type(error).__name__)

    async def _send(self, chat_id: int, form: Form) -> Message:
        how: dict[str, Any] = {
            "parse_mode": Default("parse_mode") if form.is_html else None,
            "reply_markup": ForceReply(selective=True) if form.reply_to else form.keyboard,
            "request_timeout": _REQUEST_TIMEOUT,
        }
        if form.thread_id:
            how["message_thread_id"] = form.thread_id
        if form.reply_to:
            how["reply_parameters"] = ReplyParameters(message_id=form.reply_to, allow_sending_without_reply=True)
        if form.photo is None:
            return await self._bot.send_message(chat_id, form.text, **how)
        photo = BufferedInputFile(form.photo, "picture.png")
        return await self._bot.send_photo(chat_id, photo, caption=form.text, **how)

    async def _edit(self, chat_id: int, message_id: int, screen: Screen) -> None:
        at: dict[str, Any] = {
            "chat_id": chat_id,
            "message_id": message_id,
            "reply_markup": screen.keyboard,
            "request_timeout": _REQUEST_TIMEOUT,
        }
        if screen.photo is None:
            await self._bot.edit_message_text(screen.text, **at)
            return
        picture = InputMediaPhoto(media=BufferedInputFile(screen.photo, "picture.png"), caption=screen.text)
        await self._bot.edit_message_media(picture, **at)
