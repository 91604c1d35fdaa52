"""The methods around messages: the bot itself, chats and members, files, commands, answers to pressed buttons."""

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


async def get_me(world: TelegramState, _call: ApiCall) -> Json:
    return world.bot.to_json() | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": any(chat.topics for chat in world.chats.values() if chat.kind == "private"),
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
    }


async def get_chat(world: TelegramState, call: ApiCall) -> Json:
    gifts = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
    )
    chat = world.chat(call)
    if chat.standing in {MemberStatus.KICKED, MemberStatus.UPGRADED, MemberStatus.UNKNOWN} and (
        refusal := chat.refusal()
    ):
        raise refusal
    return chat.to_json() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": gifts,
    }


async def get_chat_member(world: TelegramState, call: ApiCall) -> Json:
    chat = world.chat(call)
    user_id = call.number("user_id")
    if user_id == world.bot.id:
        return _own_standing(chat.standing) | {"user": world.bot.to_json()}
    if user_id not in chat.members:
        raise bad_request("user not found")
    return {"status": "member", "user": chat.members[user_id].to_json()}


def _own_standing(standing: MemberStatus) -> Json:
    """How the bot itself stands in a group; a muted one may read and do nothing else."""
    if standing is not MemberStatus.MUTED:
        return {"status": "left" if standing is MemberStatus.KICKED else "member"}
    rights = dict.fromkeys(_RIGHTS, False)
    return {"status": "restricted", "is_member": True, "until_date": 0} | rights


async def send_chat_action(world: TelegramState, call: ApiCall) -> bool:
    chat = world.chat(call)
    if refusal := chat.refusal():
        raise refusal
    world.record(ChatEvent(kind="action", chat_id=chat.id, text=call.text("action")))
    return True


async def answer_callback_query(world: TelegramState, call: ApiCall) -> bool:
    query = world.queries.get(call.text("callback_query_id"))
    if query is None or query.answer or world.clock() - query.asked_at > ANSWER_SECONDS:
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
    world.record(query.answer)
    return True


async def get_file(world: TelegramState, call: ApiCall) -> Json:
    stored = world.files.link(call.text("file_id"))
    return {
        "file_id": stored.id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.data),
        "file_path": stored.path,
    }


async def set_my_commands(world: TelegramState, call: ApiCall) -> bool:
    commands = call.structure("commands")
    if not isinstance(commands, list) or len(commands) > _MAX_COMMANDS:
        raise bad_request("can't parse commands JSON object")
    for command in commands:
        _check_command(command)
    world.commands[_audience(call)] = commands
    return True


async def get_my_commands(world: TelegramState, call: ApiCall) -> list[Json]:
    return world.commands.get(_audience(call), [])


async def delete_my_commands(world: TelegramState, call: ApiCall) -> bool:
    world.commands.pop(_audience(call), None)
    return True


async def harmless(_world: TelegramState, _call: ApiCall) -> bool:
    """A method whose effect nobody here can see."""
    return True


def _check_command(command: Json) -> None:
    if not _COMMAND.fullmatch(str(command.get("command", "")).removeprefix("/")):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(str(command.get("description", ""))) <= 256:  # noqa: PLR2004 - Telegram's number
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")


def _audience(call: ApiCall) -> tuple[str, str]:
    scope = call.structure("scope") or {"type": "default"}
    return json.dumps(scope, sort_keys=True), call.text("language_code")
