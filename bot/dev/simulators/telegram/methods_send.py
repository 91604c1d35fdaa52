"""Bot API methods that send text, photos, documents and albums, with checks in Telegram's order."""

import re
from typing import Any

from bot.dev.simulators.telegram.answers import Json, bad_request
from bot.dev.simulators.telegram.chats import SimulatedChat
from bot.dev.simulators.telegram.files import Media
from bot.dev.simulators.telegram.keyboards import Keyboard, read_keyboard
from bot.dev.simulators.telegram.markup import Formatted, parse_html, plain, trimmed, utf16
from bot.dev.simulators.telegram.request import ApiCall, Upload
from bot.dev.simulators.telegram.state import TelegramState

MAX_TEXT = 4096
MAX_CAPTION = 1024
_MIME_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+")


async def send_message(state: TelegramState, call: ApiCall) -> Json:
    body = read_text(call)
    keyboard = read_keyboard(call)
    chat = _open_chat(state, call)
    return _post(state, call, chat, body=body, keyboard=keyboard)


async def send_photo(state: TelegramState, call: ApiCall) -> Json:
    return await _send_file(state, call, "photo")


async def send_document(state: TelegramState, call: ApiCall) -> Json:
    return await _send_file(state, call, "document")


async def send_media_group(state: TelegramState, call: ApiCall) -> list[Json]:
    items = call.structure("media")
    if not isinstance(items, list) or not 1 <= len(items) <= 10:  # noqa: PLR2004 - Telegram's number
        raise bad_request("number of media in an album must be from 2 to 10")
    bodies = [read_caption(item) for item in items]
    chat = _open_chat(state, call)
    media = [await read_media(state, call, item.get("media"), str(item.get("type"))) for item in items]
    album = str(len(state.event_log) + 1)
    return [
        _post(state, call, chat, body=body, keyboard=Keyboard(), media=one, album=album)
        for body, one in zip(bodies, media, strict=True)
    ]


def read_text(call: ApiCall) -> Formatted:
    """The text of a message: 1 to 4096 units after its entities are parsed. Raises ApiError."""
    body = formatted(call.text("text"), call.text("parse_mode"), call.structure("entities"))
    if not body.text:
        raise bad_request("message text is empty")
    if utf16(body.text) > MAX_TEXT:
        raise bad_request("message is too long")
    return body


def read_caption(values: Json) -> Formatted:
    """The caption of a file, up to 1024 units; `values` are a call's or an `InputMedia`'s. Raises ApiError."""
    entities = values.get("caption_entities")
    body = formatted(str(values.get("caption") or ""), str(values.get("parse_mode") or ""), entities)
    if utf16(body.text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return body


def formatted(text: str, parse_mode: str, entities: Any) -> Formatted:  # noqa: ANN401 - whatever the bot sent
    """Parse a text by its parse mode; the simulator knows only HTML. Raises ApiError."""
    if parse_mode.lower() == "html":
        return parse_html(text)
    if parse_mode:
        raise bad_request("unsupported parse_mode")
    return trimmed(text, entities) if isinstance(entities, list) and entities else plain(text)


async def read_media(state: TelegramState, call: ApiCall, reference: object, kind: str) -> Media:
    """The file that `reference` names: an upload by field or `attach://name`, or the id of an earlier file."""
    if kind not in ("photo", "document"):
        raise bad_request(f"type {kind} is not played by the simulator")
    name = str(reference or "")
    upload = call.uploads.get(name.removeprefix("attach://"))
    if upload is None:
        return state.files.sent_before(name, kind)
    if not upload.data:
        raise bad_request("file must be non-empty")
    if kind == "photo":
        return await state.files.photo(upload.data)
    return state.files.document(_honest(upload))


async def _send_file(state: TelegramState, call: ApiCall, kind: str) -> Json:
    body = read_caption(call.values | {"caption_entities": call.structure("caption_entities")})
    keyboard = read_keyboard(call)
    chat = _open_chat(state, call)
    media = await read_media(state, call, kind if kind in call.uploads else call.text(kind), kind)
    return _post(state, call, chat, body=body, keyboard=keyboard, media=media)


def _open_chat(state: TelegramState, call: ApiCall) -> SimulatedChat:
    chat = state.chat(call)
    if refusal := chat.refusal(call.number("message_thread_id")):
        raise refusal
    return chat


def _post(
    state: TelegramState,
    call: ApiCall,
    chat: SimulatedChat,
    *,
    body: Formatted,
    keyboard: Keyboard,
    media: Media | None = None,
    album: str = "",
) -> Json:
    reply_to = _reply_to(call, chat)
    thread = call.number("message_thread_id")
    state.throttle.take(chat.id)
    message = state.post(
        chat, state.bot, body=body, keyboard=keyboard, media=media, album=album, reply_to=reply_to, thread=thread
    )
    return chat.message_json(message)


def _reply_to(call: ApiCall, chat: SimulatedChat) -> int:
    wanted = call.structure("reply_parameters") or {}
    message_id = int(wanted.get("message_id") or call.number("reply_to_message_id"))
    if not message_id or chat.find(message_id):
        return message_id
    if wanted.get("allow_sending_without_reply") or call.flag("allow_sending_without_reply"):
        return 0
    raise bad_request("message to be replied not found")


def _honest(upload: Upload) -> Upload:
    """The upload with a valid mime type."""
    mime_type = upload.mime_type if _MIME_TYPE.fullmatch(upload.mime_type) else "application/octet-stream"
    return Upload(name=upload.name, mime_type=mime_type, data=upload.data)
