"""Bot API methods that edit and delete messages."""

from dataclasses import replace

from bot.dev.simulators.telegram.answers import Json, bad_request
from bot.dev.simulators.telegram.chats import MemberStatus, SimulatedChat
from bot.dev.simulators.telegram.keyboards import Keyboard, read_rows
from bot.dev.simulators.telegram.messages import Message
from bot.dev.simulators.telegram.methods_send import read_caption, read_media, read_text
from bot.dev.simulators.telegram.request import ApiCall
from bot.dev.simulators.telegram.state import TelegramState

_NOT_HERE = (MemberStatus.KICKED, MemberStatus.MUTED, MemberStatus.UPGRADED, MemberStatus.UNKNOWN)
_DELETABLE_SECONDS = 48 * 3600
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


async def edit_message_text(state: TelegramState, call: ApiCall) -> Json:
    body = read_text(call)
    chat, message = _own_message(state, call)
    if message.media or message.service:
        raise bad_request("there is no text in the message to edit")
    return _change(state, chat, message, replace(message, body=body, keyboard=Keyboard(rows=read_rows(call))))


async def edit_message_caption(state: TelegramState, call: ApiCall) -> Json:
    body = read_caption(call.values | {"caption_entities": call.structure("caption_entities")})
    chat, message = _own_message(state, call)
    if not message.media:
        raise bad_request("there is no caption in the message to edit")
    return _change(state, chat, message, replace(message, body=body, keyboard=Keyboard(rows=read_rows(call))))


async def edit_message_reply_markup(state: TelegramState, call: ApiCall) -> Json:
    chat, message = _own_message(state, call)
    return _change(state, chat, message, replace(message, keyboard=Keyboard(rows=read_rows(call))))


async def edit_message_media(state: TelegramState, call: ApiCall) -> Json:
    item = call.structure("media")
    if not isinstance(item, dict):
        raise bad_request("can't parse input media JSON object")
    chat, message = _own_message(state, call)
    media = await read_media(state, call, item.get("media"), str(item.get("type")))
    changed = replace(message, media=media, body=read_caption(item), keyboard=Keyboard(rows=read_rows(call)))
    return _change(state, chat, message, changed)


async def delete_message(state: TelegramState, call: ApiCall) -> bool:
    chat = state.chat(call)
    message = chat.find(call.number("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    foreign = chat.kind != "private" and not message.from_bot
    if foreign or state.now() - message.date > _DELETABLE_SECONDS:
        raise bad_request("message can't be deleted")
    state.remove(message)
    return True


async def delete_messages(state: TelegramState, call: ApiCall) -> bool:
    """Delete those of the messages that exist; Telegram ignores the others."""
    chat = state.chat(call)
    for message_id in call.structure("message_ids") or []:
        if message := chat.find(int(message_id)):
            state.remove(message)
    return True


def _own_message(state: TelegramState, call: ApiCall) -> tuple[SimulatedChat, Message]:
    chat = state.chat(call)
    if chat.member_status in _NOT_HERE and (refusal := chat.refusal()):
        raise refusal
    message = chat.find(call.number("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if not message.from_bot:
        raise bad_request("message can't be edited")
    return chat, message


def _change(state: TelegramState, chat: SimulatedChat, before: Message, after: Message) -> Json:
    if before == after:
        raise bad_request(_NOT_MODIFIED)
    state.throttle.take(chat.id)
    return chat.message_json(state.rewrite(after))
