"""Publishes the command menus: players' commands for everyone, and each operator's commands in his own chat."""

from collections.abc import Callable

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramMigrateToChat
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat

from bot.domain.operator import Role
from bot.domain.player import Language
from bot.i18n import Translator
from bot.telegram.operators.commands import commands_of
from bot.telegram.operators.directory import OperatorDirectory
from bot.telegram.player.screens import commands

_log = structlog.get_logger()
Scope = BotCommandScopeAllPrivateChats | BotCommandScopeChat


async def publish_commands(bot: Bot, directory: OperatorDirectory) -> None:
    """Publish the menus in English (the default) and Burmese. Raises TelegramAPIError.

    A chat that Telegram refuses is logged and skipped: an operator who never wrote to the bot has no chat yet.
    """
    await _publish(bot, BotCommandScopeAllPrivateChats(), commands)
    for person, role in directory.roles.items():
        await _publish_chat(bot, person, role, with_players=True)
    if directory.chat_id is not None:
        await _publish_chat(bot, directory.chat_id, Role.OWNER, with_players=False)


async def _publish_chat(bot: Bot, chat_id: int, role: Role, *, with_players: bool) -> None:
    def listed(t: Translator) -> list[BotCommand]:
        own = operator_commands(t, role)
        names = {command.command for command in own}
        return own + [command for command in commands(t) if with_players and command.command not in names]

    try:
        await _publish(bot, BotCommandScopeChat(chat_id=chat_id), listed)
    except (TelegramBadRequest, TelegramForbiddenError, TelegramMigrateToChat) as error:
        _log.info("commands.chat_unknown", chat_id=chat_id, reason=error.message)


async def _publish(bot: Bot, scope: Scope, listed: Callable[[Translator], list[BotCommand]]) -> None:
    await bot.set_my_commands(listed(Translator(Language.EN)), scope=scope)
    await bot.set_my_commands(listed(Translator(Language.MY)), scope=scope, language_code=Language.MY.value)


def operator_commands(t: Translator, role: Role) -> list[BotCommand]:
    """The commands that `role` may use, with descriptions in the language of `t`."""
    return [BotCommand(command=name, description=t.plain(f"command-op-{name}")) for name in commands_of(role)]
