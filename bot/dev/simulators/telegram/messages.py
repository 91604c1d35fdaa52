"""Accounts and messages, each with its JSON of the Bot API."""

from dataclasses import dataclass

from bot.dev.simulators.telegram.answers import Json
from bot.dev.simulators.telegram.files import Media
from bot.dev.simulators.telegram.keyboards import NO_KEYBOARD, Button, Keyboard
from bot.dev.simulators.telegram.markup import EMPTY, Formatted


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person or a bot."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = ""
    is_bot: bool = False

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def to_json(self) -> Json:
        optional = {"last_name": self.last_name, "username": self.username, "language_code": self.language_code}
        return {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name} | _without_empty(optional)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message; an edit replaces it by a new one. `body` is its text or caption.

    `date` and `edit_date` are epoch seconds, `edits` counts the edits, `reply_to` is a message id or 0, `thread` the
    topic's id or 0.
    """

    id: int
    chat_id: int
    sender: Account
    date: int
    body: Formatted = EMPTY
    media: Media | None = None
    keyboard: Keyboard = NO_KEYBOARD
    album: str = ""
    reply_to: int = 0
    thread: int = 0
    origin: Json | None = None
    service: Json | None = None
    edit_date: int = 0
    edits: int = 0

    @property
    def text(self) -> str:
        """The text, or the caption of a picture or document."""
        return self.body.text

    @property
    def html(self) -> str:
        return self.body.html

    @property
    def from_bot(self) -> bool:
        return self.sender.is_bot

    @property
    def buttons(self) -> tuple[Button, ...]:
        """All inline buttons, row by row."""
        return tuple(button for row in self.keyboard.rows for button in row)

    @property
    def labels(self) -> list[str]:
        return [button.text for button in self.buttons]

    @property
    def photo(self) -> bytes | None:
        """The bytes of the largest size; None if the message is not a photo."""
        return self.media.data if self.media and self.media.kind == "photo" else None

    @property
    def document(self) -> bytes | None:
        return self.media.data if self.media and self.media.kind == "document" else None

    def button(self, label_or_data: str) -> Button:
        """The button with this text or data. Raises LookupError if there is none."""
        for button in self.buttons:
            if label_or_data in (button.text, button.data):
                return button
        raise LookupError(f"no button {label_or_data!r} among {self.labels}")

    def to_json(self, chat: Json) -> Json:
        """Telegram's JSON without `reply_to_message`, which only the chat knows."""
        content: Json = {"message_id": self.id, "date": self.date, "chat": chat, "from": self.sender.to_json()}
        if self.media:
            content[self.media.kind] = self.media.content
        names = ("caption", "caption_entities") if self.media else ("text", "entities")
        optional = {
            names[0]: self.text,
            names[1]: list(self.body.entities),
            "media_group_id": self.album,
            "edit_date": self.edit_date,
            "forward_origin": self.origin,
            "reply_markup": self._markup(),
            "message_thread_id": self.thread,
            "is_topic_message": bool(self.thread),
        }
        return content | _without_empty(optional) | (self.service or {})

    def _markup(self) -> Json | None:
        rows = self.keyboard.rows
        return {"inline_keyboard": [[button.raw for button in row] for row in rows]} if rows else None


def _without_empty(values: Json) -> Json:
    return {key: value for key, value in values.items() if value}
