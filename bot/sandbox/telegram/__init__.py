"""A Bot API server in memory, with persons who write to the bot: the sandbox's Telegram and the tests' bench."""

from bot.sandbox.telegram.chats import GENERAL, Chat, Event, Standing, Topic
from bot.sandbox.telegram.groups import Group, Sign
from bot.sandbox.telegram.keyboards import Button
from bot.sandbox.telegram.limits import Limits
from bot.sandbox.telegram.messages import Account, Message
from bot.sandbox.telegram.people import Person
from bot.sandbox.telegram.server import serve
from bot.sandbox.telegram.simulator import TelegramSimulator

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
