"""The bot's process: logs, signals, and a runtime tuned for a program that builds its models once and then runs on."""

import asyncio
import gc
import signal
import sys
from collections.abc import Callable
from importlib.util import find_spec

from bot.app import run
from bot.config.settings import Settings
from bot.runtime.clock import Clock
from bot.runtime.logs import Redactor, configure
from bot.runtime.loop_watchdog import watched

_NEW_OBJECTS = 20_000
"""So many more are there before a collection: some ten megabytes at most."""


def launch(settings: Settings, clock: Clock) -> None:
    """Run the bot on this clock until a signal ends it."""
    configure(form=settings.bot_log_format, level=settings.bot_log_level, secrets=settings.secrets())
    if settings.bot_sentry_dsn:
        from bot.runtime.sentry import report_errors  # noqa: PLC0415 - an optional extra

        report_errors(settings.bot_sentry_dsn.get_secret_value(), Redactor(settings.secrets()))

    async def until_stopped() -> None:
        stop = asyncio.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(name, stop.set)
        async with watched():
            await run(settings, clock=clock, stop=stop, on_complete=_spare_the_collector)

    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        _spare_the_search()
        gc.disable()  # until all is imported, which leaves no garbage
        runner.run(until_stopped())


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """The one of uvloop where the extra `fast` is installed."""
    if find_spec("uvloop") is None:
        return None
    import uvloop  # noqa: PLC0415 - an optional extra

    factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return factory


def _spare_the_search() -> None:
    """With each lock it makes, httpcore looks for sniffio on the disk: nothing remembers that a module is missing."""
    if find_spec("sniffio") is None:
        sys.modules["sniffio"] = None  # type: ignore[assignment] # "is not there", by the rules of import


def _spare_the_collector() -> None:
    """What stands after the imports stays for ever: a collection need not walk through all models each time.

    And it need not come with each update, which leaves few circles behind.
    """
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(_NEW_OBJECTS, *gc.get_threshold()[1:])
