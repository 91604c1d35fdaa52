"""A simulated group with the bot in it, such as the operators' chat."""

from collections.abc import Collection
from enum import StrEnum

from bot.dev.simulators.telegram.chats import ChatEvent, MemberStatus, SimulatedChat, Topic
from bot.dev.simulators.telegram.messages import Message
from bot.dev.simulators.telegram.state import TelegramState
from bot.dev.simulators.telegram.users import SimulatedUser, push_membership


class MigrationSign(StrEnum):
    """The service messages that tell that a group became a supergroup."""

    IN_OLD = "migrate_to_chat_id"
    IN_NEW = "migrate_from_chat_id"


class Group:
    """A group with the bot as a member. With privacy mode, the default of bots, it gets only commands and replies."""

    def __init__(self, state: TelegramState, chat: SimulatedChat) -> None:
        self._state = state
        self.chat = chat
        state.chats[chat.id] = chat

    @property
    def id(self) -> int:
        return self.chat.id

    @property
    def messages(self) -> list[Message]:
        return self.chat.messages

    async def text(self, person: SimulatedUser, text: str, *, reply_to: Message | None = None) -> Message:
        return await person.text(text, chat=self.chat, reply_to=reply_to)

    async def press(
        self, person: SimulatedUser, label_or_data: str, message: Message | None = None, *, wait: bool = False
    ) -> ChatEvent | None:
        return await person.press(label_or_data, message, chat=self.chat, wait=wait)

    async def kick_bot(self, by: SimulatedUser) -> None:
        self.chat.member_status = MemberStatus.KICKED
        push_membership(self._state, self.chat, by.account, ("member", "kicked"))

    def mute_bot(self) -> None:
        """From now on the bot may read but not write."""
        self.chat.member_status = MemberStatus.MUTED

    def let_bot_write(self) -> None:
        """From now on the bot may write again."""
        self.chat.member_status = MemberStatus.MEMBER

    def lose(self) -> None:
        """From now on Telegram answers that the chat does not exist."""
        self.chat.member_status = MemberStatus.UNKNOWN

    def topic(self, thread_id: int, state: Topic = Topic.OPEN) -> None:
        """Open, close or delete a topic, `GENERAL` too. The first topic makes the group one with topics."""
        self.chat.topics[thread_id] = state

    async def upgrade(self, by: SimulatedUser, *, signs: Collection[MigrationSign] = tuple(MigrationSign)) -> "Group":
        """Make the group a supergroup, which has a new id. The old chat refuses messages and names the new id.

        Each of the two chats gets a service message; the bot gets updates of those in `signs`.
        """
        old, new_id = self.chat, -1_000_000_000_000 + self.chat.id
        new = SimulatedChat(chat_id=new_id, kind="supergroup", title=old.title, members=old.members)
        new.privacy = old.privacy
        old.member_status, old.upgraded_to = MemberStatus.UPGRADED, new_id
        group = Group(self._state, new)
        for chat, sign, other in ((old, MigrationSign.IN_OLD, new_id), (new, MigrationSign.IN_NEW, old.id)):
            notice = self._state.post(chat, by.account, service={sign.value: other})
            if sign in signs:
                self._state.updates.push("message", chat.message_json(notice))
        return group
