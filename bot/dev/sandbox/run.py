"""`python -m bot sandbox`: runs the page, the simulators, and the real bot as a child process, until Ctrl-C."""

import asyncio
import logging
import os
import secrets
import signal
import socket
import sys
import webbrowser
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.config.errors import StartupError
from bot.dev.sandbox.bot_process import BotProcess
from bot.dev.sandbox.page_server import sandbox_app
from bot.dev.simulators.merchant import MerchantSimulator
from bot.dev.simulators.paykassma import PaykassmaSimulator
from bot.dev.simulators.paykassma.app import paykassma_app
from bot.dev.simulators.telegram import TelegramSimulator, serve
from bot.dev.simulators.telegram.app import telegram_app
from bot.provider.signing import PostbackKeys

_HOST = "127.0.0.1"
_PLAYERS = ((1001, "Mg Mg", "my"), (1002, "Su Su", "en"))
_OPERATORS = ((9001, "Daw Hla", "owner"), (9002, "Ko Zaw", "checker"), (9003, "U Ba", "owner"))
_GROUP = -5001
_USUAL = {
    "BOT_OPERATORS": ",".join(f"{person}:{role}" for person, _, role in _OPERATORS),
    "BOT_OPERATORS_CHAT": str(_GROUP),
    "BOT_LOG_FORMAT": "console",
    "PAYKASSMA_TEST_WITHDRAWALS": "false",  # a player gets no message about a test payout
}


def run_sandbox(*, port: int, data: Path | None, open_browser: bool) -> None:
    """Serve the page on `port` until SIGINT or SIGTERM. The database is kept in `data`, or deleted without it."""
    asyncio.run(_until_stopped(port, data, open_browser=open_browser))


async def _until_stopped(port: int, data: Path | None, *, open_browser: bool) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with AsyncExitStack() as stack:
        folder = data or Path(stack.enter_context(TemporaryDirectory(prefix="deposit-bot-")))
        folder.mkdir(parents=True, exist_ok=True)
        # A killed bot leaves unfinished requests; the simulators' errors about them go to a file, not to the terminal.
        logging.basicConfig(filename=folder / "simulators.log")
        child, address = await _build(stack, port, folder.resolve())
        _say(f"The sandbox is open at {address} (stop with Ctrl-C). The bot is starting; its log: {child.log}")
        if open_browser and sys.stdout.isatty():
            webbrowser.open(address)
        if await _started(child, stop):
            _say("The bot is ready.")
        await stop.wait()
        _say("The sandbox is closed.")


async def _build(stack: AsyncExitStack, port: int, folder: Path) -> tuple[BotProcess, str]:
    """Open the simulators and the page in `stack`; return the bot and the page's URL. Raises StartupError."""
    bot = f"http://{_HOST}:{_free_port()}"
    keys = PostbackKeys(access_key=secrets.token_hex(), private_key=secrets.token_hex())
    secret, withdrawal_key = secrets.token_hex(), secrets.token_hex()
    telegram, merchant = _telegram(), MerchantSimulator(key=secrets.token_hex())
    paykassma = PaykassmaSimulator(
        secret=secret,
        postback_keys=keys,
        withdrawal_key=withdrawal_key,
        postback_url=f"{bot}/paykassma/postback",
    )
    provider = await stack.enter_async_context(serve(paykassma_app(paykassma)))
    settings = _USUAL | {
        "BOT_TOKEN": telegram.token,
        "BOT_API_URL": await stack.enter_async_context(serve(telegram_app(telegram))),
        "BOT_PORT": bot.rpartition(":")[2],
        "BOT_DATABASE_URL": f"sqlite:///{folder / 'bot.db'}",
        "BOT_LINK_SECRET": secrets.token_hex(),
        "MERCHANT_EVENTS_URL": f"{await stack.enter_async_context(serve(merchant.app()))}/events",
        "MERCHANT_EVENTS_KEY": merchant.key,
        "PAYKASSMA_API_URL": provider,
        "PAYKASSMA_PLUGIN_URL": provider,
        "PAYKASSMA_SECRET": secret,
        "PAYKASSMA_ACCESS_KEY": keys.access_key,
        "PAYKASSMA_POSTBACK_KEY": keys.private_key,
        "PAYKASSMA_WITHDRAWAL_KEY": withdrawal_key,
    }
    child = BotProcess(settings=settings, ready_url=f"{bot}/readyz", folder=folder)
    stack.push_async_callback(child.stop)
    page = sandbox_app(telegram, paykassma, merchant, start=child.start, kill=child.kill, state=child.state)
    try:
        return child, await stack.enter_async_context(serve(page, _HOST, port))
    except OSError as error:
        what = f"Port {port} cannot be used ({os.strerror(error.errno or 0)})"
        raise StartupError(f"{what}. Choose another: python -m bot sandbox --port {port + 1}") from None


def _telegram() -> TelegramSimulator:
    telegram = TelegramSimulator(f"{10**9 + secrets.randbelow(10**9)}:{secrets.token_hex()}")
    _people(telegram)
    telegram.updates.skip_ids(secrets.randbelow(10**9))  # a kept database knows the ids of earlier runs
    for chat in telegram.chats.values():
        chat.skip_ids(secrets.randbelow(10**9))  # and must not edit a message of this run by an old id
    return telegram


def _people(telegram: TelegramSimulator) -> None:
    for person, name, language in _PLAYERS:
        telegram.person(person, first_name=name, language_code=language)
    operators = [telegram.person(person, first_name=name, last_name=f"({role})") for person, name, role in _OPERATORS]
    telegram.group(_GROUP, "Operators", operators)


async def _started(child: BotProcess, stop: asyncio.Event) -> bool:
    """Wait until the bot is ready; False if the sandbox is closed first."""
    async with asyncio.TaskGroup() as group:
        stopping = group.create_task(stop.wait())
        starting = group.create_task(child.start())
        starting.add_done_callback(lambda _: stopping.cancel())
        stopping.add_done_callback(lambda _: starting.cancel())
    return not stop.is_set()


def _free_port() -> int:
    with socket.create_server((_HOST, 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()
