"""A group of persons with the bot in it, such as the operators' chat."""

from bot.sandbox.telegram.chats import Chat, Event, Standing
from bot.sandbox.telegram.messages import Message
from bot.sandbox.telegram.people import Person, push_membership
from bot.sandbox.telegram.world import World


class Group:
    """A group in which the bot is a member. With `privacy` it gets commands and replies only, as bots do by default."""

    def __init__(self, world: World, chat: Chat) -> None:
        self._world = world
        self.chat = chat
        world.chats[chat.id] = chat

    @property
    def id(self) -> int:
        return self.chat.id

    @property
    def messages(self) -> list[Message]:
        return self.chat.messages

    async def text(self, person: Person, text: str, *, reply_to: Message | None = None) -> Message:
        return await person.text(text, chat=self.chat, reply_to=reply_to)

    async def press(
        self, person: Person, label_or_data: str, message: Message | None = None, *, wait: bool = False
    ) -> Event | None:
        return await person.press(label_or_data, message, chat=self.chat, wait=wait)

    async def kick_bot(self, by: Person) -> None:
        self.chat.standing = Standing.KICKED
        push_membership(self._world, self.chat, by.account, ("member", "kicked"))

    async def upgrade(self, by: Person) -> "Group":
        """Make the group a supergroup, which has another id; the old one refuses from now on and names the new."""
        new_id = -1_000_000_000_000 + self.chat.id
        chat = Chat(chat_id=new_id, kind="supergroup", title=self.chat.title, members=self.chat.members)
        chat.privacy = self.chat.privacy
        self.chat.standing, self.chat.upgraded_to = Standing.UPGRADED, new_id
        notice = self._world.post(self.chat, by.account, service={"migrate_to_chat_id": new_id})
        self._world.updates.push("message", self.chat.message_json(notice))
        return Group(self._world, chat)
