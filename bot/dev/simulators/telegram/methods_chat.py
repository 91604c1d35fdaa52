"""Bot API methods about the bot, chats, members, files, commands and callback queries."""

import json
import re

from bot.dev.simulators.telegram.answers import Json, bad_request
from bot.dev.simulators.telegram.chats import ChatEvent, MemberStatus
from bot.dev.simulators.telegram.request import ApiCall
from bot.dev.simulators.telegram.state import TelegramState

ANSWER_SECONDS = 30.0
_MAX_ANSWER = 200
_RIGHTS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
    "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
    "can_add_web_page_previews", "can_change_info", "can_invite_users", "can_pin_messages", "can_manage_topics",
    "can_edit_tag", "can_react_to_messages",
)  # fmt: skip
_MAX_COMMANDS = 100
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")


async def get_me(state: TelegramState, _call: ApiCall) -> Json:
    return state.bot.to_json() | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": any(chat.topics for chat in state.chats.values() if chat.kind == "private"),
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
    }


async def get_chat(state: TelegramState, call: ApiCall) -> Json:
    gifts = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
    )
    chat = state.chat(call)
    if chat.member_status in {MemberStatus.KICKED, MemberStatus.UPGRADED, MemberStatus.UNKNOWN} and (
        refusal := chat.refusal()
    ):
        raise refusal
    return chat.to_json() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": gifts,
    }


async def get_chat_member(state: TelegramState, call: ApiCall) -> Json:
    chat = state.chat(call)
    user_id = call.number("user_id")
    if user_id == state.bot.id:
        return _own_member_status(chat.member_status) | {"user": state.bot.to_json()}
    if user_id not in chat.members:
        raise bad_request("user not found")
    return {"status": "member", "user": chat.members[user_id].to_json()}


def _own_member_status(member_status: MemberStatus) -> Json:
    """The `ChatMember` of the bot itself, without `user`; a muted bot has no rights."""
    if member_status is not MemberStatus.MUTED:
        return {"status": "left" if member_status is MemberStatus.KICKED else "member"}
    rights = dict.fromkeys(_RIGHTS, False)
    return {"status": "restricted", "is_member": True, "until_date": 0} | rights


async def send_chat_action(state: TelegramState, call: ApiCall) -> bool:
    chat = state.chat(call)
    if refusal := chat.refusal():
        raise refusal
    state.record(ChatEvent(kind="action", chat_id=chat.id, text=call.text("action")))
    return True


async def answer_callback_query(state: TelegramState, call: ApiCall) -> bool:
    query = state.queries.get(call.text("callback_query_id"))
    if query is None or query.answer or state.clock() - query.asked_at > ANSWER_SECONDS:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if len(call.text("text")) > _MAX_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    query.answer = ChatEvent(
        kind="answer",
        chat_id=query.chat_id,
        text=call.text("text"),
        alert=call.flag("show_alert"),
        url=call.text("url"),
    )
    state.record(query.answer)
    return True


async def get_file(state: TelegramState, call: ApiCall) -> Json:
    stored = state.files.link(call.text("file_id"))
    return {
        "file_id": stored.id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.data),
        "file_path": stored.path,
    }


async def set_my_commands(state: TelegramState, call: ApiCall) -> bool:
    commands = call.structure("commands")
    if not isinstance(commands, list) or len(commands) > _MAX_COMMANDS:
        raise bad_request("can't parse commands JSON object")
    for command in commands:
        _check_command(command)
    state.commands[_audience(call)] = commands
    return True


async def get_my_commands(state: TelegramState, call: ApiCall) -> list[Json]:
    return state.commands.get(_audience(call), [])


async def delete_my_commands(state: TelegramState, call: ApiCall) -> bool:
    state.commands.pop(_audience(call), None)
    return True


async def harmless(_state: TelegramState, _call: ApiCall) -> bool:
    """A method without an effect in the simulator."""
    return True


def _check_command(command: Json) -> None:
    if not _COMMAND.fullmatch(str(command.get("command", "")).removeprefix("/")):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(str(command.get("description", ""))) <= 256:  # noqa: PLR2004 - Telegram's number
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")


def _audience(call: ApiCall) -> tuple[str, str]:
    scope = call.structure("scope") or {"type": "default"}
    return json.dumps(scope, sort_keys=True), call.text("language_code")
