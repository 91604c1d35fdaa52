"""Parses updates, also those that aiogram knows only in part: the unreadable parts are left out."""

import json
from collections.abc import Sequence
from typing import Any, TypeAlias

import structlog
from aiogram import Bot
from aiogram.types import Update
from pydantic import ValidationError

from bot.runtime.metrics import UPDATES_UNREADABLE

Path: TypeAlias = tuple[str | int, ...]
_MOST = 50
"""The most parts that are left out: after each, the whole update is parsed again."""

_JUDGED = frozenset(
    {"message_id", "date", "chat", "from", "sender_chat", "forward_origin", "via_bot", "is_automatic_forward"}
)
"""Members that tell who wrote a message and where. They are never left out: the message would seem another's."""

_OF_PRESS = frozenset({"id", "from", "message"})
_OF_PERSON = frozenset({"id", "is_bot", "type"})
_UPDATE_KINDS = ("message", "edited_message", "callback_query")
_log = structlog.get_logger()


def read_update(body: str, bot: Bot) -> Update | None:
    """The update in `body`; None if too much of it is unreadable."""
    context = {"bot": bot}
    try:
        return Update.model_validate_json(body, context=context)
    except ValidationError as error:
        wrong = error
    raw = json.loads(body)
    for _ in range(_MOST):
        path = _unreadable(raw, wrong)
        if path is None:
            break
        _log.warning("update.part_left_out", part=_named(path))
        UPDATES_UNREADABLE.labels("part").inc()
        _leave_out(raw, path)
        try:
            return Update.model_validate(raw, context=context)
        except ValidationError as error:
            wrong = error
    UPDATES_UNREADABLE.labels("whole").inc()
    _log.error("update.unreadable", part=_named(_place(raw, wrong.errors()[0]["loc"])))
    return None


def _unreadable(raw: Any, wrong: ValidationError) -> Path | None:  # noqa: ANN401 - JSON
    """The path of the smallest unreadable part; None if it may not be left out."""
    path = _place(raw, wrong.errors(include_url=False, include_context=False)[0]["loc"])
    return path if may_be_left_out(path) else None


def _place(raw: Any, loc: Sequence[str | int]) -> Path:  # noqa: ANN401 - JSON
    """The deepest existing part of `raw` on the path `loc`, which also names union types and missing members."""
    path: list[str | int] = []
    node = raw
    for step in loc:
        if _has(node, step):
            node = node[step]
            path.append(step)
    return tuple(path)


def _has(node: object, step: str | int) -> bool:
    if isinstance(node, list):
        return isinstance(step, int) and step < len(node)
    return isinstance(node, dict) and step in node


def may_be_left_out(path: Path) -> bool:
    """Whether a message without this part is still known to be the sender's own words."""
    kind, *rest = path or ("",)
    if kind not in _UPDATE_KINDS or not rest:
        return False
    if kind == "callback_query" and rest[0] == "message" and len(rest) > 1:
        rest = rest[1:]
    elif kind == "callback_query":
        return rest[-1] not in (_OF_PERSON if len(rest) > 1 else _OF_PRESS)
    if rest[0] not in _JUDGED:
        return True
    return len(rest) > 1 and rest[-1] not in _OF_PERSON


def _leave_out(raw: Any, path: Path) -> None:  # noqa: ANN401 - JSON
    for step in path[:-1]:
        raw = raw[step]
    del raw[path[-1]]


def _named(path: Path) -> str:
    """The path without list indexes: only Telegram's own names, nothing that a person wrote."""
    return ".".join(str(step) for step in path if isinstance(step, str))[:100]
