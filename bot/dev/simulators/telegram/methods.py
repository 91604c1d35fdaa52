"""The table of the simulated Bot API methods, by name in lower case."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from bot.dev.simulators.telegram import methods_chat, methods_edit, methods_send, methods_updates
from bot.dev.simulators.telegram.answers import not_found
from bot.dev.simulators.telegram.request import ApiCall
from bot.dev.simulators.telegram.state import TelegramState

Method: TypeAlias = Callable[[TelegramState, ApiCall], Awaitable[object]]

_HARMLESS = (
    "setMyName", "setMyDescription", "setMyShortDescription", "setChatMenuButton", "setMyDefaultAdministratorRights",
    "pinChatMessage", "unpinChatMessage", "unpinAllChatMessages", "setMessageReaction", "logOut", "close",
)  # fmt: skip

METHODS: dict[str, Method] = {name.lower(): methods_chat.harmless for name in _HARMLESS} | {
    "getme": methods_chat.get_me,
    "getchat": methods_chat.get_chat,
    "getchatmember": methods_chat.get_chat_member,
    "getfile": methods_chat.get_file,
    "sendchataction": methods_chat.send_chat_action,
    "answercallbackquery": methods_chat.answer_callback_query,
    "setmycommands": methods_chat.set_my_commands,
    "getmycommands": methods_chat.get_my_commands,
    "deletemycommands": methods_chat.delete_my_commands,
    "sendmessage": methods_send.send_message,
    "sendphoto": methods_send.send_photo,
    "senddocument": methods_send.send_document,
    "sendmediagroup": methods_send.send_media_group,
    "editmessagetext": methods_edit.edit_message_text,
    "editmessagecaption": methods_edit.edit_message_caption,
    "editmessagereplymarkup": methods_edit.edit_message_reply_markup,
    "editmessagemedia": methods_edit.edit_message_media,
    "deletemessage": methods_edit.delete_message,
    "deletemessages": methods_edit.delete_messages,
    "getupdates": methods_updates.get_updates,
    "setwebhook": methods_updates.set_webhook,
    "deletewebhook": methods_updates.delete_webhook,
    "getwebhookinfo": methods_updates.get_webhook_info,
}


async def execute(state: TelegramState, call: ApiCall) -> object:
    """Execute a call and return its `result`. Raises ApiError."""
    method = METHODS.get(call.method)
    if method is None:
        raise not_found()
    state.calls[call.method] += 1
    return await method(state, call)
