"""The simulator's application: the Bot API, and the phone API for its users."""

from aiohttp import web

from bot.dev.simulators.telegram.phone_api import PhoneApi
from bot.dev.simulators.telegram.server import build_app
from bot.dev.simulators.telegram.simulator import TelegramSimulator


def telegram_app(simulator: TelegramSimulator) -> web.Application:
    """The application of a simulator."""
    return build_app(simulator, PhoneApi(simulator).routes(), pause=simulator.webhook_pause)
