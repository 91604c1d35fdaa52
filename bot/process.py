"""Runs the bot as a process: logs, signals, event loop, and tuning of the garbage collector."""

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
"""The number of new objects that starts a garbage collection: about ten megabytes at most."""


def launch(settings: Settings, clock: Clock) -> None:
    """Run the bot on `clock` until SIGINT or SIGTERM. Raises what `bot.app.run` raises."""
    configure(form=settings.bot_log_format, level=settings.bot_log_level, secrets=settings.secrets())
    if settings.bot_sentry_dsn:
        from bot.runtime.sentry import report_errors  # noqa: PLC0415 - an optional extra

        report_errors(settings.bot_sentry_dsn.get_secret_value(), Redactor(settings.secrets()))

    async def until_stopped() -> None:
        stop = asyncio.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(name, stop.set)
        async with watched():
            await run(settings, clock=clock, stop=stop, on_complete=_freeze_imported_objects)

    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        _mark_sniffio_missing()
        gc.disable()  # until all is imported: imports leave no garbage
        runner.run(until_stopped())


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """The event loop of uvloop if the extra `fast` is installed, else None for asyncio's own."""
    if find_spec("uvloop") is None:
        return None
    import uvloop  # noqa: PLC0415 - an optional extra

    factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return factory


def _mark_sniffio_missing() -> None:
    """Mark sniffio as missing: httpcore tries to import it for each lock, which would search the disk each time."""
    if find_spec("sniffio") is None:
        sys.modules["sniffio"] = None  # type: ignore[assignment] # the import system's mark for a missing module


def _freeze_imported_objects() -> None:
    """Exclude all imported objects from garbage collection, since they live until the end.

    Collections can also be rarer than by default, since an update leaves few reference cycles.
    """
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(_NEW_OBJECTS, *gc.get_threshold()[1:])
