"""Persons: what a player or an operator does with his phone, turned into updates."""

import dataclasses
import itertools
import re
from collections.abc import Sequence
from random import Random

from bot.dev.simulators.telegram.answers import Json
from bot.dev.simulators.telegram.chats import PATIENCE, ChatEvent, MemberStatus, SimulatedChat
from bot.dev.simulators.telegram.files import Media
from bot.dev.simulators.telegram.markup import EMPTY, Formatted, plain
from bot.dev.simulators.telegram.messages import Account, Message
from bot.dev.simulators.telegram.request import Upload
from bot.dev.simulators.telegram.state import Query, TelegramState

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}")


class SimulatedUser:
    """Someone with a Telegram account. What he does happens in his private chat with the bot, or in `chat`."""

    def __init__(self, world: TelegramState, account: Account) -> None:
        self._world = world
        self.account = account
        self.chat = SimulatedChat(chat_id=account.id, kind="private", title="", members={account.id: account})
        world.chats[account.id] = self.chat

    @property
    def id(self) -> int:
        return self.account.id

    @property
    def messages(self) -> list[Message]:
        return self.chat.messages

    async def start(self, payload: str = "") -> Message:
        """Press Start, or follow a deep link with `payload`, of the one shape Telegram follows; it ends a block."""
        if not _PAYLOAD.fullmatch(payload):
            raise ValueError(f"no deep link has the payload {payload!r}")
        if self.chat.standing is MemberStatus.BLOCKED:
            await self.unblock()
        return await self.text(f"/start {payload}".strip())

    async def text(self, text: str, *, chat: SimulatedChat | None = None, reply_to: Message | None = None) -> Message:
        """Write a message; the first one, whatever it says, starts the bot."""
        if not text.strip():
            raise ValueError("a message needs words")
        return self._say(chat, body=plain(text), reply_to=reply_to)

    async def photo(
        self, data: bytes, caption: str | None = None, album: str | None = None, *, chat: SimulatedChat | None = None
    ) -> Message:
        """Send a photo, which Telegram re-encodes; those with the same `album` arrive as one."""
        return self._say(chat, body=plain(caption or ""), media=await self._world.files.photo(data), album=album or "")

    async def document(
        self,
        data: bytes,
        file_name: str = "receipt.png",
        mime_type: str = "image/png",
        caption: str | None = None,
        album: str | None = None,
        *,
        chat: SimulatedChat | None = None,
    ) -> Message:
        """Send a file, which arrives untouched."""
        media = self._world.files.document(Upload(name=file_name, mime_type=mime_type, data=data))
        return self._say(chat, body=plain(caption or ""), media=media, album=album or "")

    async def album(
        self, photos: Sequence[bytes], caption: str | None = None, *, shuffle: Random | None = None
    ) -> list[Message]:
        """Send photos as one album, the caption on the first; their updates come in the order `shuffle` gives."""
        name = f"album-{len(self._world.journal)}"
        sent = [
            self._post(
                None, body=plain("" if place else caption or ""), media=await self._world.files.photo(data), album=name
            )
            for place, data in enumerate(photos)
        ]
        order = list(sent)
        if shuffle:
            shuffle.shuffle(order)
        for message in order:
            self._announce(self.chat, message)
        return sent

    async def sticker(self, *, chat: SimulatedChat | None = None) -> Message:
        shape = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return self._say(chat, media=self._world.files.other("sticker", shape))

    async def voice(self, *, chat: SimulatedChat | None = None) -> Message:
        return self._say(chat, media=self._world.files.other("voice", {"duration": 3, "mime_type": "audio/ogg"}))

    async def video(self, *, chat: SimulatedChat | None = None) -> Message:
        shape = {"width": 640, "height": 360, "duration": 5, "mime_type": "video/mp4"}
        return self._say(chat, media=self._world.files.other("video", shape))

    async def contact(self, *, chat: SimulatedChat | None = None) -> Message:
        content = {"phone_number": "+959123456789", "first_name": self.account.first_name, "user_id": self.id}
        return self._say(chat, media=Media(kind="contact", content=content))

    async def forward(self, message: Message, *, chat: SimulatedChat | None = None, hidden: bool = False) -> Message:
        """Pass a message on; `hidden` is an author who does not let his account be seen."""
        origin: Json = {"type": "user", "sender_user": message.sender.to_json(), "date": message.date}
        if hidden:
            origin = {"type": "hidden_user", "sender_user_name": message.sender.name, "date": message.date}
        return self._say(chat, body=message.body, media=message.media, origin=origin)

    async def edit(self, message: Message, text: str) -> Message:
        """Change an own message; the bot gets `edited_message`."""
        edited = self._world.rewrite(dataclasses.replace(message, body=plain(text)))
        chat = self._world.chats[message.chat_id]
        self._world.updates.push("edited_message", chat.message_json(edited))
        return edited

    async def press(
        self,
        label_or_data: str,
        message: Message | None = None,
        *,
        chat: SimulatedChat | None = None,
        wait: bool = False,
        inaccessible: bool = False,
    ) -> ChatEvent | None:
        """Press the newest button with this text or data, or the one under `message`, though it be edited or deleted.

        A key of the keyboard under the input field is pressed too, by its text. With `wait` the answer is awaited and
        returned. `inaccessible` makes the message under the button one the bot cannot see any more.
        """
        where = chat or self.chat
        if message is None and label_or_data in itertools.chain(*where.reply_keyboard):
            await self.text(label_or_data, chat=chat)
            return None
        under = message or newest_with(where, label_or_data)
        data = under.button(label_or_data).data
        if not data:
            raise LookupError(f"button {label_or_data!r} sends nothing: it opens a link or copies")
        return await self.send_data(data, under, chat=where, wait=wait, inaccessible=inaccessible)

    async def send_data(
        self,
        data: str,
        under: Message,
        *,
        chat: SimulatedChat | None = None,
        wait: bool = False,
        inaccessible: bool = False,
    ) -> ChatEvent | None:
        """Send any callback data as if a button under `under` had it, as a forger would."""
        where = chat or self.chat
        query_id = str(4_000_000_000 + len(self._world.queries))
        query = Query(chat_id=where.id, asked_at=self._world.clock())
        self._world.queries[query_id] = query
        shown = where.message_json(under)
        if inaccessible or where.find(under.id) is None:
            shown = {"chat": where.to_json(), "message_id": under.id, "date": 0}
        content = {
            "id": query_id,
            "from": self.account.to_json(),
            "chat_instance": str(where.id),
            "message": shown,
            "data": data,
        }
        self._world.updates.push("callback_query", content)
        return await where.until(lambda _chat: query.answer, PATIENCE) if wait else None

    async def block(self) -> None:
        self._stand(MemberStatus.BLOCKED, "member", "kicked")

    async def unblock(self) -> None:
        self._stand(MemberStatus.MEMBER, "kicked", "member")

    async def delete_account(self) -> None:
        self.chat.standing = MemberStatus.DEACTIVATED

    def speaks(self, language_code: str) -> None:
        """Change the language of his Telegram."""
        self.account = dataclasses.replace(self.account, language_code=language_code)
        self.chat.members[self.id] = self.account

    def raw_update(self, update: Json) -> int:
        """Hand an update of any shape to the bot; it gets an id where it has none."""
        return self._world.updates.raw(update)

    def _say(
        self,
        chat: SimulatedChat | None,
        *,
        body: Formatted = EMPTY,
        media: Media | None = None,
        album: str = "",
        reply_to: Message | None = None,
        origin: Json | None = None,
    ) -> Message:
        message = self._post(chat, body=body, media=media, album=album, reply_to=reply_to, origin=origin)
        self._announce(chat or self.chat, message)
        return message

    def _post(
        self,
        chat: SimulatedChat | None,
        *,
        body: Formatted,
        media: Media | None = None,
        album: str = "",
        reply_to: Message | None = None,
        origin: Json | None = None,
    ) -> Message:
        where = chat or self.chat
        if where.standing in (MemberStatus.BLOCKED, MemberStatus.DEACTIVATED):
            raise PermissionError(f"{self.account.name} cannot write: {where.standing}")
        if where.standing is MemberStatus.STRANGER:
            where.standing = MemberStatus.MEMBER
        reply = reply_to.id if reply_to else 0
        return self._world.post(
            where, self.account, body=body, media=media, album=album, reply_to=reply, thread=where.topic, origin=origin
        )

    def _announce(self, chat: SimulatedChat, message: Message) -> None:
        if chat.hears(message):
            self._world.updates.push("message", chat.message_json(message))

    def _stand(self, standing: MemberStatus, old: str, new: str) -> None:
        self.chat.standing = standing
        self._world.record(ChatEvent(kind="standing", chat_id=self.id, text=standing))
        push_membership(self._world, self.chat, self.account, (old, new))


def newest_with(chat: SimulatedChat, label_or_data: str) -> Message:
    """The newest message in `chat` with such a button."""
    for message in reversed(chat.messages):
        if any(label_or_data in (button.text, button.data) for button in message.buttons):
            return message
    shown = [message.labels for message in chat.messages if message.buttons]
    raise LookupError(f"no button {label_or_data!r} in chat {chat.id}; there are {shown}")


def push_membership(world: TelegramState, chat: SimulatedChat, who: Account, change: tuple[str, str]) -> None:
    """Tell the bot by `my_chat_member` that its own standing in `chat` changed."""
    old, new = ({"status": status, "user": world.bot.to_json()} | _until(status) for status in change)
    content = {
        "chat": chat.to_json(),
        "from": who.to_json(),
        "date": world.now(),
        "old_chat_member": old,
        "new_chat_member": new,
    }
    world.updates.push("my_chat_member", content)


def _until(status: str) -> Json:
    return {"until_date": 0} if status == "kicked" else {}
