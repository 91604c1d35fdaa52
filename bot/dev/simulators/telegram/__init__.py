"""A simulated Bot API server in memory, with users who write to the bot; for the sandbox, the bench and tests."""

from bot.dev.simulators.telegram.chats import GENERAL, ChatEvent, MemberStatus, SimulatedChat, Topic
from bot.dev.simulators.telegram.groups import Group, MigrationSign
from bot.dev.simulators.telegram.keyboards import Button
from bot.dev.simulators.telegram.limits import SendingLimits
from bot.dev.simulators.telegram.messages import Account, Message
from bot.dev.simulators.telegram.server import serve
from bot.dev.simulators.telegram.simulator import TelegramSimulator
from bot.dev.simulators.telegram.users import SimulatedUser

__all__ = [
    "GENERAL",
    "Account",
    "Button",
    "ChatEvent",
    "Group",
    "MemberStatus",
    "Message",
    "MigrationSign",
    "SendingLimits",
    "SimulatedChat",
    "SimulatedUser",
    "TelegramSimulator",
    "Topic",
    "serve",
]
