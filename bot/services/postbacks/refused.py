"""Postbacks that are refused: every one is counted, a few are stored, operators are told once an hour.

Anybody on the internet can call the endpoint, so the work here is bounded however often it is called.
"""

from collections import Counter

import structlog

from bot.domain.alert import Alert
from bot.domain.postback_refusal import Refused, Shape
from bot.runtime.clock import Clock
from bot.runtime.metrics import POSTBACKS
from bot.services.notifications.alerts import Alerts
from bot.store import refusals
from bot.store.engine.database import Database, StoreUnavailable, Transaction

_SAMPLES = 30
_PAUSE_MS = 60_000
_HOUR_MS = 3_600_000
_log = structlog.get_logger()


class RefusedPostbacks:
    """Stores at most one refused call per minute and reason, with the number of calls since the last one."""

    def __init__(self, database: Database, clock: Clock, alerts: Alerts) -> None:
        self._database = database
        self._clock = clock
        self._alerts = alerts
        self._untold: Counter[Refused] = Counter()
        self._told_at: dict[Refused, int] = {}

    async def note(self, reason: Refused, shape: Shape) -> None:
        """Note a refused call. If the store is unavailable the count is kept for the next one."""
        POSTBACKS.labels(reason.value).inc()
        _log.warning("postback.refused", reason=reason.value, size=shape.size, content_type=shape.content_type)
        self._untold[reason] += 1
        now = self._clock.now_ms()
        if 0 <= now - self._told_at.get(reason, -_PAUSE_MS) < _PAUSE_MS:
            return
        self._told_at[reason] = now
        count, self._untold[reason] = self._untold[reason], 0

        async def in_transaction(tx: Transaction) -> None:
            await refusals.add(tx, reason, shape, count, now, at_most=_SAMPLES)
            if reason is Refused.SIGNATURE_BAD:
                return  # BAD_SIGNATURE is its own alert, and whole bodies are stored for it
            await self._alerts.announce(
                tx,
                Alert.POSTBACKS_REFUSED,
                f"{reason}/{now // _HOUR_MS}",
                now,
                refused=reason.value,
                size=shape.size,
                content_type=shape.content_type,
                members=shape.members,
            )

        try:
            await self._database.write(in_transaction)
        except StoreUnavailable as error:
            self._untold[reason] += count
            _log.warning("postback.refusal_not_kept", reason=str(error))
