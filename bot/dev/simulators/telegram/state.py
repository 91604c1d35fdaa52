"""The simulator's state: the bot, chats, files, updates, limits and faults. Records each change in the event log."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.dev.simulators.telegram.answers import Json, bad_request
from bot.dev.simulators.telegram.chats import ChatEvent, SimulatedChat
from bot.dev.simulators.telegram.condition import Condition
from bot.dev.simulators.telegram.faults import Faults
from bot.dev.simulators.telegram.files import FileStore, Media
from bot.dev.simulators.telegram.keyboards import NO_KEYBOARD, Keyboard
from bot.dev.simulators.telegram.limits import SendingLimits, Throttle
from bot.dev.simulators.telegram.markup import EMPTY, Formatted
from bot.dev.simulators.telegram.messages import Account, Message
from bot.dev.simulators.telegram.request import ApiCall
from bot.dev.simulators.telegram.updates import UpdateQueue


@dataclass(slots=True, kw_only=True)
class Query:
    """A callback query (a button press): `answer` is set once; `asked_at` is in seconds of the simulator's clock."""

    chat_id: int
    asked_at: float
    answer: ChatEvent | None = None


class TelegramState:
    """The state behind the methods. `clock` returns seconds; dates, limits, links and queries follow it."""

    def __init__(
        self, *, token: str, bot_username: str, limits: SendingLimits | None, clock: Callable[[], float]
    ) -> None:
        self.token = token
        self.bot = Account(
            id=int(token.partition(":")[0]), first_name="Deposit bot", username=bot_username, is_bot=True
        )
        self.clock = clock
        self.updates = UpdateQueue()
        self.files = FileStore(clock)
        self.throttle = Throttle(limits, clock)
        self.faults = Faults(self.updates.condition.notify)
        self.chats: dict[int, SimulatedChat] = {}
        self.queries: dict[str, Query] = {}
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.calls: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.event_log: list[ChatEvent] = []
        self.event_condition = Condition()
        self.closed = False
        self._epoch = time.time() - clock()  # noqa: TID251 - another party's clock, not the bot's

    def now(self) -> int:
        """Epoch seconds."""
        return int(self._epoch + self.clock())

    def chat(self, call: ApiCall) -> SimulatedChat:
        """The chat that a call names. Raises ApiError."""
        if not call.text("chat_id"):
            raise bad_request("chat_id is empty")
        try:
            return self.chats[int(call.text("chat_id"))]
        except (ValueError, KeyError) as error:
            raise bad_request("chat not found") from error

    def post(  # noqa: PLR0913 - a message's content, all optional and by name
        self,
        chat: SimulatedChat,
        sender: Account,
        *,
        body: Formatted = EMPTY,
        media: Media | None = None,
        keyboard: Keyboard = NO_KEYBOARD,
        album: str = "",
        reply_to: int = 0,
        thread: int = 0,
        origin: Json | None = None,
        service: Json | None = None,
    ) -> Message:
        """Add a new message to `chat`."""
        message = Message(
            id=chat.next_id(),
            chat_id=chat.id,
            sender=sender,
            date=self.now(),
            body=body,
            media=media,
            keyboard=keyboard,
            album=album,
            reply_to=reply_to,
            thread=thread,
            origin=origin,
            service=service,
        )
        self.record(ChatEvent(kind="message", chat_id=chat.id, message=message))
        return message

    def rewrite(self, message: Message) -> Message:
        """Replace the message with the id of `message`, as an edit."""
        edited = replace(message, edit_date=self.now(), edits=message.edits + 1)
        self.record(ChatEvent(kind="edit", chat_id=message.chat_id, message=edited))
        return edited

    def remove(self, message: Message) -> None:
        self.record(ChatEvent(kind="delete", chat_id=message.chat_id, message=message))

    def record(self, event: ChatEvent) -> None:
        self.chats[event.chat_id].record(event)
        self.event_log.append(event)
        self.event_condition.notify()

    def close(self) -> None:
        """End all waits for updates and events, when the server ends."""
        self.closed = True
        self.updates.close()
        self.event_condition.notify()
