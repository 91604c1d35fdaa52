"""The JSON of chats, messages and events for the web page; `phone_api` describes the shapes."""

from bot.dev.simulators.telegram.answers import Json
from bot.dev.simulators.telegram.chats import ChatEvent, SimulatedChat
from bot.dev.simulators.telegram.keyboards import Button, keys
from bot.dev.simulators.telegram.messages import Message


def message_json(message: Message) -> Json:
    media = message.media
    sender = message.sender
    return {
        "id": message.id,
        "chat_id": message.chat_id,
        "from": {"id": sender.id, "name": sender.name, "is_bot": sender.is_bot},
        "date": message.date,
        "text": message.text,
        "html": message.html,
        "caption": media is not None,
        "photo": media.file_id if media and media.kind == "photo" else None,
        "document": _document(message),
        "media": media.kind if media else None,
        "album": message.album or None,
        "reply_to": message.reply_to or None,
        "buttons": [[_button(button) for button in row] for row in message.keyboard.rows],
        "edited": message.edits > 0,
    }


def chat_json(chat: SimulatedChat) -> Json:
    return {
        "id": chat.id,
        "kind": chat.kind,
        "title": chat.title or ", ".join(account.name for account in chat.members.values()),
        "members": [{"id": account.id, "name": account.name} for account in chat.members.values()],
        "member_status": chat.member_status,
        "keyboard": chat.reply_keyboard,
        "messages": [message_json(message) for message in chat.messages],
    }


def event_json(event: ChatEvent) -> Json:
    content: Json = {"chat_id": event.chat_id, "kind": event.kind}
    if event.message:
        content["message"] = message_json(event.message)
        reply = event.message.keyboard.reply
        return content | ({"keyboard": keys(reply)} if reply is not None else {})
    return content | {"text": event.text, "alert": event.alert, "url": event.url}


def _button(button: Button) -> Json:
    if button.url:
        return {"text": button.text, "url": button.url}
    if button.copy:
        return {"text": button.text, "copy": button.copy}
    return {"text": button.text, "data": button.data}


def _document(message: Message) -> Json | None:
    media = message.media
    if media is None or media.kind != "document" or not isinstance(media.content, dict):
        return None
    wanted = {"file_id": "file_id", "name": "file_name", "mime_type": "mime_type", "size": "file_size"}
    return {key: media.content[name] for key, name in wanted.items()}
