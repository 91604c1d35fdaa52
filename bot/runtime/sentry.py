"""Optional error reports to Sentry: log lines of level ERROR and above, without secrets, and nothing else."""

import json
import logging
import sys
from typing import TYPE_CHECKING

from bot.config.errors import StartupError
from bot.runtime.logs import Redactor

if TYPE_CHECKING:
    from sentry_sdk.types import Event, Hint

_WAY_OUT_SECONDS = 2


def report_errors(dsn: str, redact: Redactor) -> None:
    """Send errors to `dsn` from now on. Raises StartupError if sentry-sdk is missing or `dsn` is malformed.

    Everything that Sentry collects by itself is off: breadcrumbs contain URLs with secrets, and local variables contain
    what players typed.
    """
    try:
        import sentry_sdk  # noqa: PLC0415 - imported only where it is used
        from sentry_sdk.integrations.atexit import AtexitIntegration  # noqa: PLC0415
        from sentry_sdk.integrations.logging import LoggingIntegration  # noqa: PLC0415
        from sentry_sdk.utils import BadDsn, event_from_exception  # noqa: PLC0415
    except ImportError:
        raise StartupError("BOT_SENTRY_DSN is set, but sentry-sdk is not installed: pip install sentry-sdk") from None

    def before_send(event: "Event", hint: "Hint") -> "Event":
        record = hint.get("log_record")
        if record is not None and isinstance(record.msg, dict):
            fields = dict(record.msg)
            if fields.pop("exc_info", None) and sys.exc_info()[0]:  # structlog resolves it only when it writes the line
                raised, _ = event_from_exception(sys.exc_info(), client_options=sentry_sdk.get_client().options)
                event["exception"] = raised["exception"]
            event["logentry"] = {"message": str(fields.pop("event", "")), "params": []}
            event["extra"] = {**event.get("extra", {}), **fields}
        clean: Event = json.loads(redact(json.dumps(event, default=str)))
        return clean

    try:
        sentry_sdk.init(
            dsn,
            before_send=before_send,
            default_integrations=False,
            integrations=[LoggingIntegration(level=None, event_level=logging.ERROR), AtexitIntegration(callback=_wait)],
            include_local_variables=False,
            max_breadcrumbs=0,
            send_default_pii=False,
            shutdown_timeout=_WAY_OUT_SECONDS,
        )
    except BadDsn:
        raise StartupError("BOT_SENTRY_DSN: is not a DSN; copy it from the project's settings in Sentry") from None


def _wait(_pending: int, _seconds: float) -> None:
    """Print nothing while the last errors are sent at exit; Sentry's default prints a message."""
