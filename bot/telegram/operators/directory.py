"""Tells who is an operator and in which chats, and which messages count as his own commands."""

from collections.abc import Mapping
from dataclasses import dataclass

from aiogram.types import Chat, Message

from bot.domain.operator import Operator, Role
from bot.telegram.operators.callbacks import PREFIXES
from bot.telegram.operators.commands import COMMANDS

_PLAYERS_TOO = frozenset({"help"})


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorDirectory:
    """The operators of the settings, looked up at each update; `chat_id` is the operators' chat, None for none."""

    roles: Mapping[int, Role]
    chat_id: int | None

    def operator_for(self, person_id: int, chat: Chat, home: int) -> Operator | None:
        """The operator who writes in his private chat or in the operators' chat; None for anybody else.

        `home` is the id that `chat` has in the settings. It differs once the group has become a supergroup.
        """
        role = self.roles.get(person_id)
        if role is None or (chat.type != "private" and home != self.chat_id):
            return None
        return Operator(id=person_id, role=role, chat_id=home)


def is_own(message: Message) -> bool:
    """Whether the sender wrote this himself: not forwarded, not through a bot, not in the name of a chat."""
    return not (message.forward_origin or message.via_bot or message.sender_chat or message.is_automatic_forward)


def command_in(message: Message) -> str:
    """The operators' command at the start of a message; empty if there is none, or if players have it too."""
    words = (message.text or message.caption or "").split(maxsplit=1)
    name = words[0].partition("@")[0].removeprefix("/").lower() if words and words[0].startswith("/") else ""
    return name if name in COMMANDS and name not in _PLAYERS_TOO else ""


def is_button(data: str | None) -> bool:
    """Whether this is the callback data of an operators' button."""
    return (data or "").startswith(PREFIXES)
