"""A chat as its persons see it: the messages that stand there now, and everything that ever happened."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from bot.dev.simulators.telegram.answers import ApiError, Json, bad_request
from bot.dev.simulators.telegram.condition import Condition
from bot.dev.simulators.telegram.keyboards import keys
from bot.dev.simulators.telegram.messages import Account, Message

PATIENCE = 30.0
"""Seconds until a wait is given up: enough on a loaded machine. A wait ends as soon as its condition holds."""

Found = TypeVar("Found")


class MemberStatus(StrEnum):
    """How the bot stands in a chat; everything but `MEMBER` makes its messages be refused."""

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
    """One thing that happened. `kind`: message, edit, delete, answer, action, standing.

    `message` is the message as it was then; `text` the words of a callback answer, the action, or the new standing;
    `alert` says that the answer was shown as a window.
    """

    kind: str
    chat_id: int
    message: Message | None = None
    text: str = ""
    alert: bool = False
    url: str = ""


class Topic(StrEnum):
    """How a topic stands. `GENERAL` is the id of the one that a group with topics always has."""

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
    """A private chat (its id is the person's) or a group (negative id)."""

    def __init__(self, *, chat_id: int, kind: str, title: str, members: dict[int, Account]) -> None:
        self.id = chat_id
        self.kind = kind
        self.title = title
        self.members = members
        self.standing = MemberStatus.STRANGER if kind == "private" else MemberStatus.MEMBER
        self.upgraded_to = 0
        self.privacy = False
        self.topics: dict[int, Topic] = {}
        self.topic = 0
        """The topic in which people write now; 0 where the chat has none."""
        self.history: list[ChatEvent] = []
        self._messages: dict[int, Message] = {}
        self._last_id = 0
        self._bell = Condition()

    @property
    def messages(self) -> list[Message]:
        """What stands in the chat now, oldest first."""
        return list(self._messages.values())

    @property
    def answers(self) -> list[ChatEvent]:
        """The answers to button presses, oldest first."""
        return [event for event in self.history if event.kind == "answer"]

    @property
    def reply_keyboard(self) -> list[list[str]]:
        """The keyboard under the input field, as the newest message that speaks of it left it."""
        for message in reversed(self.messages):
            if message.from_bot and message.keyboard.reply is not None:
                return keys(message.keyboard.reply)
        return []

    def hears(self, message: Message) -> bool:
        """Whether the bot gets a person's message: with privacy, in a group, only commands and replies to the bot."""
        original = self.find(message.reply_to)
        return not self.privacy or message.text.startswith("/") or (original is not None and original.from_bot)

    def find(self, message_id: int) -> Message | None:
        return self._messages.get(message_id)

    def next_id(self) -> int:
        self._last_id += 1
        return self._last_id

    def write_in(self, topic: int) -> None:
        """From now on people write in this topic, which is there from now on; 0 is what a chat without topics has."""
        self.topic = topic
        if topic != GENERAL:
            self.topics.setdefault(topic, Topic.OPEN)

    def jump(self, by: int) -> None:
        """Let the next id be higher by `by`, as in a chat where much was said before."""
        self._last_id += by

    def record(self, event: ChatEvent) -> None:
        """Apply `event` to the messages, remember it, and wake those who wait."""
        if event.message and event.kind in ("message", "edit"):
            self._messages[event.message.id] = event.message
        elif event.message and event.kind == "delete":
            self._messages.pop(event.message.id, None)
        self.history.append(event)
        self._bell.ring()

    async def until(self, condition: Callable[["SimulatedChat"], Found | None], timeout: float = PATIENCE) -> Found:  # noqa: ASYNC109 - the word tests expect; it only bounds the wait
        """Wait till `condition` of this chat is true and return its value; else TimeoutError with the chat's texts."""
        try:
            return await self._bell.until(lambda: condition(self), timeout)
        except TimeoutError as error:
            shown = "\n".join(f"#{message.id} {message.sender.name}: {message.text}" for message in self.messages)
            raise TimeoutError(f"waited {timeout} s in vain; chat {self.id} shows:\n{shown}") from error

    async def shows(self, words: str, timeout: float = PATIENCE) -> Message:  # noqa: ASYNC109 - as above
        """Wait till a message of the bot that stands in the chat has `words` in it, and return the newest such."""
        return await self.until(
            lambda chat: next((m for m in reversed(chat.messages) if m.from_bot and words in m.text), None),
            timeout,
        )

    def refusal(self, thread_id: int = GENERAL) -> ApiError | None:
        """Why the bot may not write here, or into this topic; None where it may."""
        if self.standing is MemberStatus.MEMBER:
            return self._closed(thread_id)
        if self.standing is MemberStatus.UPGRADED:
            return bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=self.upgraded_to)
        status, words = _REFUSALS[self.standing]
        return ApiError(status, words.format(kind=self.kind))

    def _closed(self, thread_id: int) -> ApiError | None:
        """Into a topic nobody ever opened nobody can write; General is there without having been opened."""
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
        """Telegram's JSON of `message`, with the one it replies to."""
        body = message.to_json(self.to_json())
        original = self.find(message.reply_to)
        return body | {"reply_to_message": original.to_json(self.to_json())} if original else body
