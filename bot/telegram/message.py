"""What a message shows: text, buttons and a picture."""

from dataclasses import dataclass

from aiogram.types import InlineKeyboardMarkup


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """A message: HTML text, buttons, and optionally a JPEG or PNG, whose caption the text then is.

    `thread_id` is the forum topic in which it is sent, 0 for none.
    """

    text: str
    keyboard: InlineKeyboardMarkup | None = None
    photo: bytes | None = None
    thread_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Screen):
    """A message that asks the author of the message `reply_to` for a reply (Bot API: `ForceReply`)."""

    reply_to: int
