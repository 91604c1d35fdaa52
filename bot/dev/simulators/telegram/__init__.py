"""A Bot API server in memory, with persons who write to the bot: the sandbox's Telegram and the tests' bench."""

from bot.dev.simulators.telegram.chats import GENERAL, Chat, Event, Standing, Topic
from bot.dev.simulators.telegram.groups import Group, Sign
from bot.dev.simulators.telegram.keyboards import Button
from bot.dev.simulators.telegram.limits import Limits
from bot.dev.simulators.telegram.messages import Account, Message
from bot.dev.simulators.telegram.server import serve
from bot.dev.simulators.telegram.simulator import TelegramSimulator
from bot.dev.simulators.telegram.users import Person

__all__ = [
    "GENERAL",
    "Account",
    "Button",
    "Chat",
    "Event",
    "Group",
    "Limits",
    "Message",
    "Person",
    "Sign",
    "Standing",
    "TelegramSimulator",
    "Topic",
    "serve",
]
