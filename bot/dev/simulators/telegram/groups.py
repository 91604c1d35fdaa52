"""A group of persons with the bot in it, such as the operators' chat."""

from collections.abc import Collection
from enum import StrEnum

from bot.dev.simulators.telegram.chats import ChatEvent, MemberStatus, SimulatedChat, Topic
from bot.dev.simulators.telegram.messages import Message
from bot.dev.simulators.telegram.state import TelegramState
from bot.dev.simulators.telegram.users import SimulatedUser, push_membership


class MigrationSign(StrEnum):
    """The service messages by which a group says that it became a supergroup."""

    IN_OLD = "migrate_to_chat_id"
    IN_NEW = "migrate_from_chat_id"


class Group:
    """A group in which the bot is a member. With `privacy` it gets commands and replies only, as bots do by default."""

    def __init__(self, world: TelegramState, chat: SimulatedChat) -> None:
        self._world = world
        self.chat = chat
        world.chats[chat.id] = chat

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
        self.chat.standing = MemberStatus.KICKED
        push_membership(self._world, self.chat, by.account, ("member", "kicked"))

    def mute_bot(self) -> None:
        """From now on the bot may read and not write."""
        self.chat.standing = MemberStatus.MUTED

    def let_bot_write(self) -> None:
        """The bot is a member like any other again."""
        self.chat.standing = MemberStatus.MEMBER

    def lose(self) -> None:
        """From now on Telegram says that there is no such chat."""
        self.chat.standing = MemberStatus.UNKNOWN

    def topic(self, thread_id: int, state: Topic = Topic.OPEN) -> None:
        """Open, close or delete a topic; with the first one the group has topics. `GENERAL` can be closed too."""
        self.chat.topics[thread_id] = state

    async def upgrade(self, by: SimulatedUser, *, signs: Collection[MigrationSign] = tuple(MigrationSign)) -> "Group":
        """Make the group a supergroup, which has another id; the old one refuses from now on and names the new.

        A service message tells of it in each of the two chats; `signs` are those of which the bot gets an update.
        """
        old, new_id = self.chat, -1_000_000_000_000 + self.chat.id
        new = SimulatedChat(chat_id=new_id, kind="supergroup", title=old.title, members=old.members)
        new.privacy = old.privacy
        old.standing, old.upgraded_to = MemberStatus.UPGRADED, new_id
        group = Group(self._world, new)
        for chat, sign, other in ((old, MigrationSign.IN_OLD, new_id), (new, MigrationSign.IN_NEW, old.id)):
            notice = self._world.post(chat, by.account, service={sign.value: other})
            if sign in signs:
                self._world.updates.push("message", chat.message_json(notice))
        return group
