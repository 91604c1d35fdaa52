"""Updates on their way in: into the inbox first, acknowledged after that, by polling and by webhook alike."""

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
"""An edited message changes nothing, least of all a claim that is on its way; its writer is told so."""
_ID_MAX = 2**63 - 1
"""Telegram's ids have 52 bits; beyond this one no database has a column for it."""

_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")
"""As JSON spells it. It means nothing to anybody, and PostgreSQL has no text with it: no name may bring it so far."""

_log = structlog.get_logger()


def _sender(update: Mapping[str, Any]) -> int | None:
    """Whose update it is, if anybody's."""
    for kind in ALLOWED_UPDATES:
        what = update.get(kind)
        person = what.get("from") if isinstance(what, dict) else None
        if isinstance(person, dict) and isinstance(person.get("id"), int):
            return int(person["id"])
    return None


def _lane(update: Mapping[str, Any]) -> str:
    """One person's updates are applied in order."""
    sender = _sender(update)
    return f"{SOURCE}:{update['update_id']}" if sender is None else lane_of(sender)


def _is_wanted(update: Mapping[str, Any]) -> bool:
    return not update.keys().isdisjoint(ALLOWED_UPDATES) and abs(_sender(update) or 0) <= _ID_MAX


def brings_picture(row: InboxRow) -> bool:
    """Whether applying this update may mean to fetch a file first. A text cannot say so: its quotes are escaped."""
    return row.source == SOURCE and ('"photo": [' in row.body or '"document": {' in row.body)


async def keep(database: Database, clock: Clock, updates: Sequence[Mapping[str, Any]]) -> None:
    """Put updates into the inbox, once per update id. Raises StoreUnavailable.

    A kind that was not asked for may have any shape, and nobody waits for an answer to it: it is passed over. So is
    what comes from an id that nobody can have.
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
    """Where updates come in: of one person no more than a person sends, so that a flood costs no row and no answer."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._flood_limit = FloodLimit()

    async def keep(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """See `keep`."""
        now = self._clock.now_ms()
        heard = [update for update in updates if self._flood_limit.allows(_sender(update) or 0, now)]
        if unheard := len(updates) - len(heard):
            UPDATES_PASSED_OVER.inc(unheard)
            _log.warning("updates.passed_over", count=unheard)
        await keep(self._database, self._clock, heard)


def is_secret(given: str, secret: str) -> bool:
    """Whether the header is Telegram's secret; compared as bytes and in constant time."""
    return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), secret.encode())


def is_update(update: object) -> bool:
    """Whether this has the shape of an update, as far as the inbox needs it."""
    return isinstance(update, dict) and type(update.get("update_id")) is int
