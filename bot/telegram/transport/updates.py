"""Stores incoming updates in the inbox before they are acknowledged, for polling and webhook alike."""

import hmac
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import structlog

from bot.runtime.clock import Clock
from bot.runtime.metrics import UPDATES_PASSED_OVER
from bot.services.notifications.messages import lane_of
from bot.store import inbox
from bot.store.engine.database import Database, Transaction
from bot.store.inbox import InboxRow
from bot.telegram.transport.flood_limit import FloodLimit

SOURCE = "telegram"
WEBHOOK_PATH = "/telegram/webhook"
ALLOWED_UPDATES = ("message", "callback_query", "edited_message")
"""An edited message changes nothing, in particular no claim; its sender is told so."""
_ID_MAX = 2**63 - 1
"""The largest id that a database column holds. Telegram's ids have 52 bits."""

_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")
"""The NUL character in JSON. It has no meaning in a text, and PostgreSQL cannot store it."""

_log = structlog.get_logger()


def _sender(update: Mapping[str, Any]) -> int | None:
    """The id of the update's sender, None if it has none."""
    for kind in ALLOWED_UPDATES:
        what = update.get(kind)
        person = what.get("from") if isinstance(what, dict) else None
        if isinstance(person, dict) and isinstance(person.get("id"), int):
            return int(person["id"])
    return None


def _lane(update: Mapping[str, Any]) -> str:
    """The ordering key: the updates of one sender are applied in order."""
    sender = _sender(update)
    return f"{SOURCE}:{update['update_id']}" if sender is None else lane_of(sender)


def _is_wanted(update: Mapping[str, Any]) -> bool:
    return not update.keys().isdisjoint(ALLOWED_UPDATES) and abs(_sender(update) or 0) <= _ID_MAX


def brings_picture(row: InboxRow) -> bool:
    """Whether applying this update may download a file first. A text cannot pretend it: its quotes are escaped."""
    return row.source == SOURCE and ('"photo": [' in row.body or '"document": {' in row.body)


async def keep(database: Database, clock: Clock, updates: Sequence[Mapping[str, Any]]) -> None:
    """Store updates in the inbox, once per update id. Raises StoreUnavailable.

    Skips kinds that were not asked for, and senders with an impossible id.
    """
    now, copy = clock.now_ms(), database.membership.instance_id
    wanted = [update for update in updates if _is_wanted(update)]

    async def unit(tx: Transaction) -> None:
        for update in wanted:
            key, body = str(update["update_id"]), _NUL.sub(r"\1", json.dumps(update))
            await inbox.add(tx, source=SOURCE, key=key, lane=_lane(update), body=body, now=now, owner=copy)

    if wanted:
        await database.write(unit)


class UpdateIntake:
    """Stores updates within each sender's flood limit, so that a flood costs neither rows nor answers."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._flood_limit = FloodLimit()

    async def keep(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """Store the updates that the flood limit allows. Raises StoreUnavailable."""
        now = self._clock.now_ms()
        allowed = [update for update in updates if self._flood_limit.allows(_sender(update) or 0, now)]
        if dropped := len(updates) - len(allowed):
            UPDATES_PASSED_OVER.inc(dropped)
            _log.warning("updates.passed_over", count=dropped)
        await keep(self._database, self._clock, allowed)


def is_secret(given: str, secret: str) -> bool:
    """Whether the header equals the webhook's secret; compared as bytes in constant time."""
    return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), secret.encode())


def is_update(update: object) -> bool:
    """Whether this has an integer `update_id`, which is all that the inbox needs."""
    return isinstance(update, dict) and type(update.get("update_id")) is int
