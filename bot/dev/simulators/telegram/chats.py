"""A simulated chat: its current messages, and everything that happened in it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from bot.dev.simulators.telegram.answers import ApiError, Json, bad_request
from bot.dev.simulators.telegram.condition import Condition
from bot.dev.simulators.telegram.keyboards import keys
from bot.dev.simulators.telegram.messages import Account, Message

PATIENCE = 30.0
"""The time-out of a wait in seconds, enough on a busy machine. A wait ends as soon as its condition is true."""

Found = TypeVar("Found")


class MemberStatus(StrEnum):
    """The bot's status in a chat. Its messages are accepted only as `MEMBER`."""

    STRANGER = "stranger"
    MEMBER = "member"
    BLOCKED = "blocked"
    DEACTIVATED = "deactivated"
    KICKED = "kicked"
    MUTED = "muted"
    UPGRADED = "upgraded"
    UNKNOWN = "unknown"
    """as if there were no such chat"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatEvent:
    """An event in a chat. `kind`: message, edit, delete, answer, action, member_status.

    `message` is the message at that time; `text` is that of a callback answer, the action, or the new member status;
    `alert` says that the answer was shown as a window.
    """

    kind: str
    chat_id: int
    message: Message | None = None
    text: str = ""
    alert: bool = False
    url: str = ""


class Topic(StrEnum):
    """The state of a topic. `GENERAL` is the id of the topic that every group with topics has."""

    OPEN = "open"
    CLOSED = "closed"
    DELETED = "deleted"


GENERAL = 0
_REFUSALS = {
    MemberStatus.STRANGER: (403, "Forbidden: bot can't initiate conversation with a user"),
    MemberStatus.BLOCKED: (403, "Forbidden: bot was blocked by the user"),
    MemberStatus.DEACTIVATED: (403, "Forbidden: user is deactivated"),
    MemberStatus.KICKED: (403, "Forbidden: bot was kicked from the {kind} chat"),
    MemberStatus.MUTED: (400, "Bad Request: not enough rights to send text messages to the chat"),
    MemberStatus.UNKNOWN: (400, "Bad Request: chat not found"),
}


class SimulatedChat:
    """A private chat (with its user's id) or a group (with a negative id)."""

    def __init__(self, *, chat_id: int, kind: str, title: str, members: dict[int, Account]) -> None:
        self.id = chat_id
        self.kind = kind
        self.title = title
        self.members = members
        self.member_status = MemberStatus.STRANGER if kind == "private" else MemberStatus.MEMBER
        self.upgraded_to = 0
        self.privacy = False
        self.topics: dict[int, Topic] = {}
        self.topic = 0
        """The topic in which users write now; 0 if the chat has none."""
        self.history: list[ChatEvent] = []
        self._messages: dict[int, Message] = {}
        self._last_id = 0
        self._condition = Condition()

    @property
    def messages(self) -> list[Message]:
        """The current messages, oldest first."""
        return list(self._messages.values())

    @property
    def answers(self) -> list[ChatEvent]:
        """The answers to button presses, oldest first."""
        return [event for event in self.history if event.kind == "answer"]

    @property
    def reply_keyboard(self) -> list[list[str]]:
        """The keyboard under the input field, by the newest message that sets or removes one."""
        for message in reversed(self.messages):
            if message.from_bot and message.keyboard.reply is not None:
                return keys(message.keyboard.reply)
        return []

    def is_visible_to_bot(self, message: Message) -> bool:
        """Whether the bot gets this message: in a group with privacy mode only commands and replies to the bot."""
        original = self.find(message.reply_to)
        return not self.privacy or message.text.startswith("/") or (original is not None and original.from_bot)

    def find(self, message_id: int) -> Message | None:
        return self._messages.get(message_id)

    def next_id(self) -> int:
        self._last_id += 1
        return self._last_id

    def write_in(self, topic: int) -> None:
        """From now on users write in this topic, which is created if needed; 0 for none."""
        self.topic = topic
        if topic != GENERAL:
            self.topics.setdefault(topic, Topic.OPEN)

    def skip_ids(self, by: int) -> None:
        """Make the next message id higher by `by`, as in a chat with many earlier messages."""
        self._last_id += by

    def record(self, event: ChatEvent) -> None:
        """Apply `event` to the messages, add it to the history, and wake everyone who waits."""
        if event.message and event.kind in ("message", "edit"):
            self._messages[event.message.id] = event.message
        elif event.message and event.kind == "delete":
            self._messages.pop(event.message.id, None)
        self.history.append(event)
        self._condition.notify()

    async def until(self, condition: Callable[["SimulatedChat"], Found | None], timeout: float = PATIENCE) -> Found:  # noqa: ASYNC109 - the name that tests use
        """Wait until `condition` is true and return its value. Raises TimeoutError with the chat's texts."""
        try:
            return await self._condition.until(lambda: condition(self), timeout)
        except TimeoutError as error:
            shown = "\n".join(f"#{message.id} {message.sender.name}: {message.text}" for message in self.messages)
            raise TimeoutError(f"waited {timeout} s in vain; chat {self.id} shows:\n{shown}") from error

    async def shows(self, words: str, timeout: float = PATIENCE) -> Message:  # noqa: ASYNC109 - as above
        """Wait until a current message of the bot contains `words`; return the newest. Raises TimeoutError."""
        return await self.until(
            lambda chat: next((m for m in reversed(chat.messages) if m.from_bot and words in m.text), None),
            timeout,
        )

    def refusal(self, thread_id: int = GENERAL) -> ApiError | None:
        """Telegram's refusal if the bot may not write here or in this topic; None if it may."""
        if self.member_status is MemberStatus.MEMBER:
            return self._closed(thread_id)
        if self.member_status is MemberStatus.UPGRADED:
            return bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=self.upgraded_to)
        status, words = _REFUSALS[self.member_status]
        return ApiError(status, words.format(kind=self.kind))

    def _closed(self, thread_id: int) -> ApiError | None:
        """The refusal for a topic that is closed, deleted or unknown. The General topic always exists."""
        match self.topics.get(thread_id, Topic.OPEN if thread_id == GENERAL else None):
            case Topic.OPEN:
                return None
            case Topic.CLOSED:
                return bad_request("TOPIC_CLOSED")
            case Topic.DELETED:
                return bad_request("TOPIC_DELETED")
            case None:
                return bad_request("message thread not found")

    def to_json(self) -> Json:
        if self.kind != "private":
            forum = {"is_forum": True} if self.topics else {}
            return {"id": self.id, "type": self.kind, "title": self.title} | forum
        person = self.members[self.id].to_json()
        return {"id": self.id, "type": "private"} | {
            key: person[key] for key in ("first_name", "last_name", "username") if key in person
        }

    def message_json(self, message: Message) -> Json:
        """Telegram's JSON of `message`, with the message that it replies to."""
        body = message.to_json(self.to_json())
        original = self.find(message.reply_to)
        return body | {"reply_to_message": original.to_json(self.to_json())} if original else body
