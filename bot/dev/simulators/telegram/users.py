"""Simulated users: turns what a player or an operator does on his phone into updates."""

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
    """A Telegram user. He acts in his private chat with the bot, or in `chat`."""

    def __init__(self, state: TelegramState, account: Account) -> None:
        self._state = state
        self.account = account
        self.chat = SimulatedChat(chat_id=account.id, kind="private", title="", members={account.id: account})
        state.chats[account.id] = self.chat

    @property
    def id(self) -> int:
        return self.account.id

    @property
    def messages(self) -> list[Message]:
        return self.chat.messages

    async def start(self, payload: str = "") -> Message:
        """Press Start, or follow a deep link with `payload`; also unblocks the bot. Raises ValueError."""
        if not _PAYLOAD.fullmatch(payload):
            raise ValueError(f"no deep link has the payload {payload!r}")
        if self.chat.member_status is MemberStatus.BLOCKED:
            await self.unblock()
        return await self.text(f"/start {payload}".strip())

    async def text(self, text: str, *, chat: SimulatedChat | None = None, reply_to: Message | None = None) -> Message:
        """Write a message; any first message starts the bot."""
        if not text.strip():
            raise ValueError("a message needs words")
        return self._say(chat, body=plain(text), reply_to=reply_to)

    async def photo(
        self, data: bytes, caption: str | None = None, album: str | None = None, *, chat: SimulatedChat | None = None
    ) -> Message:
        """Send a photo, which Telegram re-encodes; photos with the same `album` form an album."""
        return self._say(chat, body=plain(caption or ""), media=await self._state.files.photo(data), album=album or "")

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
        """Send a file, which is not re-encoded."""
        media = self._state.files.document(Upload(name=file_name, mime_type=mime_type, data=data))
        return self._say(chat, body=plain(caption or ""), media=media, album=album or "")

    async def album(
        self, photos: Sequence[bytes], caption: str | None = None, *, shuffle: Random | None = None
    ) -> list[Message]:
        """Send photos as one album with the caption on the first; `shuffle` changes the order of their updates."""
        name = f"album-{len(self._state.event_log)}"
        sent = [
            self._post(
                None, body=plain("" if place else caption or ""), media=await self._state.files.photo(data), album=name
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
        return self._say(chat, media=self._state.files.other("sticker", shape))

    async def voice(self, *, chat: SimulatedChat | None = None) -> Message:
        return self._say(chat, media=self._state.files.other("voice", {"duration": 3, "mime_type": "audio/ogg"}))

    async def video(self, *, chat: SimulatedChat | None = None) -> Message:
        shape = {"width": 640, "height": 360, "duration": 5, "mime_type": "video/mp4"}
        return self._say(chat, media=self._state.files.other("video", shape))

    async def contact(self, *, chat: SimulatedChat | None = None) -> Message:
        content = {"phone_number": "+959123456789", "first_name": self.account.first_name, "user_id": self.id}
        return self._say(chat, media=Media(kind="contact", content=content))

    async def forward(self, message: Message, *, chat: SimulatedChat | None = None, hidden: bool = False) -> Message:
        """Forward a message; `hidden`: its author hides his account."""
        origin: Json = {"type": "user", "sender_user": message.sender.to_json(), "date": message.date}
        if hidden:
            origin = {"type": "hidden_user", "sender_user_name": message.sender.name, "date": message.date}
        return self._say(chat, body=message.body, media=message.media, origin=origin)

    async def edit(self, message: Message, text: str) -> Message:
        """Edit one's own message; the bot gets `edited_message`."""
        edited = self._state.rewrite(dataclasses.replace(message, body=plain(text)))
        chat = self._state.chats[message.chat_id]
        self._state.updates.push("edited_message", chat.message_json(edited))
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
        """Press the newest button with this text or data, or that of `message`, even if it is edited or deleted.

        A key of the keyboard under the input field is pressed by its text. With `wait` the bot's answer is returned.
        `inaccessible`: the bot gets the message as one that it cannot read any more. Raises LookupError.
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
        """Send any callback data as if a button of the message `under` had it, also forged data."""
        where = chat or self.chat
        query_id = str(4_000_000_000 + len(self._state.queries))
        query = Query(chat_id=where.id, asked_at=self._state.clock())
        self._state.queries[query_id] = query
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
        self._state.updates.push("callback_query", content)
        return await where.until(lambda _chat: query.answer, PATIENCE) if wait else None

    async def block(self) -> None:
        self._set_member_status(MemberStatus.BLOCKED, "member", "kicked")

    async def unblock(self) -> None:
        self._set_member_status(MemberStatus.MEMBER, "kicked", "member")

    async def delete_account(self) -> None:
        self.chat.member_status = MemberStatus.DEACTIVATED

    def speaks(self, language_code: str) -> None:
        """Change the language of the user's Telegram."""
        self.account = dataclasses.replace(self.account, language_code=language_code)
        self.chat.members[self.id] = self.account

    def raw_update(self, update: Json) -> int:
        """Queue an update of any shape for the bot; returns its id."""
        return self._state.updates.raw(update)

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
        if where.member_status in (MemberStatus.BLOCKED, MemberStatus.DEACTIVATED):
            raise PermissionError(f"{self.account.name} cannot write: {where.member_status}")
        if where.member_status is MemberStatus.STRANGER:
            where.member_status = MemberStatus.MEMBER
        reply = reply_to.id if reply_to else 0
        return self._state.post(
            where, self.account, body=body, media=media, album=album, reply_to=reply, thread=where.topic, origin=origin
        )

    def _announce(self, chat: SimulatedChat, message: Message) -> None:
        if chat.is_visible_to_bot(message):
            self._state.updates.push("message", chat.message_json(message))

    def _set_member_status(self, member_status: MemberStatus, old: str, new: str) -> None:
        self.chat.member_status = member_status
        self._state.record(ChatEvent(kind="member_status", chat_id=self.id, text=member_status))
        push_membership(self._state, self.chat, self.account, (old, new))


def newest_with(chat: SimulatedChat, label_or_data: str) -> Message:
    """The newest message in `chat` with such a button. Raises LookupError."""
    for message in reversed(chat.messages):
        if any(label_or_data in (button.text, button.data) for button in message.buttons):
            return message
    shown = [message.labels for message in chat.messages if message.buttons]
    raise LookupError(f"no button {label_or_data!r} in chat {chat.id}; there are {shown}")


def push_membership(state: TelegramState, chat: SimulatedChat, who: Account, change: tuple[str, str]) -> None:
    """Send the bot `my_chat_member`: its own status in `chat` has changed."""
    old, new = ({"status": status, "user": state.bot.to_json()} | _until(status) for status in change)
    content = {
        "chat": chat.to_json(),
        "from": who.to_json(),
        "date": state.now(),
        "old_chat_member": old,
        "new_chat_member": new,
    }
    state.updates.push("my_chat_member", content)


def _until(status: str) -> Json:
    return {"until_date": 0} if status == "kicked" else {}
