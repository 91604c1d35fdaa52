"""Logging: structlog on the standard library, as JSON or as text, with secrets removed from each finished line."""

import json
import logging
import re
import sys
import warnings
from collections.abc import Iterable
from typing import TextIO
from urllib.parse import quote, quote_plus

import structlog
from structlog.typing import Processor

_MASK = "***"
_SHORTEST_SECRET = 4
"""Shorter secrets are not masked: they would match parts of ordinary words."""

_PATTERNS = (
    (re.compile(r"(?<=bot)[0-9]{3,}:[A-Za-z0-9_-]+"), _MASK),
    (re.compile(r"(?<![A-Za-z])(secret(?:=|%3[Dd]))[^&\s\"'<>\\]+"), rf"\1{_MASK}"),
)
"""Telegram's token and Paykassma's secret are parts of URLs, which libraries often log.

The masked part ends before a backslash: no URL has one, and in JSON it belongs to the quotation mark after it.
"""

_CHATTY = ("httpx", "httpcore", "aiohttp.access", "aiogram.event")
"""At INFO they log whole URLs, or a line for each update."""

_SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


class Redactor:
    """Masks secrets in a finished text, in each spelling in which they can occur."""

    def __init__(self, secrets: Iterable[str]) -> None:
        spellings = {spelling for secret in secrets if len(secret) >= _SHORTEST_SECRET for spelling in _spell(secret)}
        longest_first = sorted(spellings, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    def __call__(self, text: str) -> str:
        if self._known:
            text = self._known.sub(_MASK, text)
        for pattern, mask in _PATTERNS:
            text = pattern.sub(mask, text)
        return text


def _spell(secret: str) -> set[str]:
    """`secret` as it is, in a URL, in a Python literal, in JSON, and in JSON inside JSON."""
    in_json = json.dumps(secret)[1:-1]
    return {
        secret,
        quote(secret, safe=""),
        quote_plus(secret),
        repr(secret)[1:-1],
        in_json,
        json.dumps(in_json)[1:-1],
        json.dumps(repr(secret)[1:-1])[1:-1],
    }


class _Formatter(structlog.stdlib.ProcessorFormatter):
    """Masks secrets in the finished line, so that tracebacks are covered too."""

    def __init__(self, renderer: Processor, redact: Redactor) -> None:
        super().__init__(
            foreign_pre_chain=_SHARED,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                renderer,
            ],
        )
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        return _printable(self._redact(super().format(record)))


def _printable(text: str) -> str:
    """`text` without control and direction characters; further lines are indented, so that no line can be forged."""
    if text.isprintable():
        return text
    shown = (char if char.isprintable() or char == "\n" else _escaped(char) for char in text)
    return "".join(shown).replace("\n", "\n    ")


def _escaped(char: str) -> str:
    r"""The character as a Python escape, but `\u007f` instead of `\x7f`, which is not JSON."""
    return ascii(char)[1:-1].replace("\\x", "\\u00")


def build_handler(*, form: str, secrets: Iterable[str], stream: TextIO) -> logging.Handler:
    """A handler that writes to `stream` in `form` (`json` or `console`) and masks `secrets`."""
    renderer: Processor = structlog.processors.JSONRenderer()
    if form == "console":
        renderer = structlog.dev.ConsoleRenderer(colors=False)
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_Formatter(renderer, Redactor(secrets)))
    return handler


def configure(*, form: str, level: str, secrets: Iterable[str], stream: TextIO | None = None) -> None:
    """Send all logs, warnings and fatal errors of the process to `stream` (default: standard error)."""
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = build_handler(form=form, secrets=secrets, stream=stream or sys.stderr)
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.raiseExceptions = False  # a full disk of the log must not stop a deposit
    logging.captureWarnings(capture=True)
    warnings.simplefilter("default")
    sys.excepthook = lambda kind, error, trace: logging.getLogger("bot").critical(
        "program.crashed", exc_info=(kind, error, trace)
    )
