"""The commands Telegram lists beside the keyboard, in each language."""

from aiogram import Bot
from aiogram.types import BotCommandScopeAllPrivateChats

from bot.domain.player import Language
from bot.i18n import Translator
from bot.telegram.screens import commands


async def publish_commands(bot: Bot) -> None:
    """Tell Telegram; English is what everyone else sees."""
    scope = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands(commands(Translator(Language.EN)), scope=scope)
    await bot.set_my_commands(commands(Translator(Language.MY)), scope=scope, language_code=Language.MY.value)
