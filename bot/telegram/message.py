"""One message as it is to stand in a chat."""

from dataclasses import dataclass

from aiogram.types import InlineKeyboardMarkup


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """One message as it is to stand in the chat: HTML, buttons, and a JPEG or PNG whose caption the text is.

    `thread_id` is the topic of the chat in which it is to stand, 0 where it has none.
    """

    text: str
    keyboard: InlineKeyboardMarkup | None = None
    photo: bytes | None = None
    thread_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Screen):
    """Asks for a reply of the one who wrote the message `reply_to`."""

    reply_to: int
