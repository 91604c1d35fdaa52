"""Whether the bot can write in the operators' chat, from what Telegram says about the chat and the bot."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_GROUPS = frozenset({"group", "supergroup"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """A sentence about the chat; `is_wrong` if alerts would not arrive."""

    is_wrong: bool
    words: str


def opinion_of(chat: Mapping[str, Any], own: Mapping[str, Any]) -> Opinion:
    """The opinion from the results of `getChat` (`chat`) and of `getChatMember` for the bot (`own`)."""
    status, kind = own.get("status"), chat.get("type")
    if status in {"left", "kicked"}:
        return _wrong("the bot is not in it; add it to the group again")
    if kind == "channel":
        return _wrong("it is a channel, where nobody can send commands; use a group")
    if not _can_write(chat, own):
        return _wrong("the bot may not write in it; allow members to send messages, or make the bot an administrator")
    if kind in _GROUPS and chat.get("is_forum"):
        return _well("the bot can write in it; it has topics, and a command is answered in its own topic")
    if kind == "group":
        return _well("the bot can write in it; if it becomes a supergroup, the bot uses the new id")
    return _well("the bot can write in it")


def opinion_of_refusal(description: str, parameters: Mapping[str, Any]) -> Opinion:
    """The opinion from Telegram's error about the chat."""
    if new := parameters.get("migrate_to_chat_id"):
        return _wrong(f"it is now a supergroup with another id; set BOT_OPERATORS_CHAT={new}")
    if "not found" in description:
        return _wrong("the bot does not know it; check BOT_OPERATORS_CHAT, add the bot to the group, and write there")
    return _wrong(f"Telegram refuses it: {description}")


def _can_write(chat: Mapping[str, Any], own: Mapping[str, Any]) -> bool:
    match own.get("status"):
        case "creator" | "administrator":
            return True
        case "restricted":
            return own.get("can_send_messages") is True
        case _:
            permissions = chat.get("permissions")
            return not isinstance(permissions, dict) or permissions.get("can_send_messages") is not False


def _well(words: str) -> Opinion:
    return Opinion(is_wrong=False, words=words)


def _wrong(words: str) -> Opinion:
    return Opinion(is_wrong=True, words=words)
