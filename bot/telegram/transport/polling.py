"""Long polling: gets updates from Telegram (`getUpdates`) and recovers from errors by itself."""

from collections.abc import Mapping
from typing import Any

import httpx
import structlog

from bot.domain.intake_trouble import Cause, trouble_of_poll
from bot.runtime.clock import Clock
from bot.services.monitoring.intake_health import IntakeHealth
from bot.store.engine.database import Database, StoreUnavailable
from bot.store.engine.membership import LeaderRole
from bot.telegram.transport.updates import ALLOWED_UPDATES, UpdateIntake, is_update

_POLL_SECONDS = 30
_PAUSE = 3.0
_PAUSES: Mapping[Cause, float] = {Cause.TOKEN_REFUSED: 60.0, Cause.OTHER_POLLER: 10.0}
_PATIENCE = httpx.Timeout(_POLL_SECONDS + 15, connect=10)
_log = structlog.get_logger()


class Polling:
    """Polls for updates. `url` ends with the token.

    The offset of the next request acknowledges the updates, after they are on disk. Only one of several instances
    polls, because Telegram answers only one at a time.
    """

    def __init__(
        self, http: httpx.AsyncClient, url: str, database: Database, clock: Clock, health: IntakeHealth
    ) -> None:
        self._http = http
        self._url = url
        self._database = database
        self._clock = clock
        self._health = health
        self._intake = UpdateIntake(database, clock)
        self._offset = 0

    async def run(self) -> None:
        """Poll until cancelled."""
        while True:
            try:
                if await self._database.membership.is_leader(LeaderRole.POLLING):
                    await self._round()
                else:
                    await self._clock.sleep(_PAUSE)
            except httpx.HTTPError as error:
                _log.warning("polling.failed", error=type(error).__name__)
                await self._clock.sleep(_PAUSE)
            except StoreUnavailable as error:
                _log.warning("polling.waits", reason=str(error))
                await self._clock.sleep(_PAUSE)

    async def _round(self) -> None:
        response = await self._http.post(
            f"{self._url}/getUpdates",
            json={
                "offset": self._offset,
                # While the token is refused, ask without waiting: the answer must not depend on a player's message.
                "timeout": 0 if self._health.is_token_refused else _POLL_SECONDS,
                "allowed_updates": list(ALLOWED_UPDATES),
            },
            timeout=_PATIENCE,
        )
        answer = _json(response)
        updates = _updates(answer)
        if updates is None:
            await self._refused(response.status_code, str(answer.get("description", "")))
            return
        await self._health.well()
        if updates:
            await self._intake.keep(updates)
            self._offset = max(update["update_id"] for update in updates) + 1

    async def _refused(self, status: int, description: str) -> None:
        trouble = trouble_of_poll(status, description)
        if trouble is None:
            _log.warning("polling.refused", status=status, reason=description)
            await self._clock.sleep(_PAUSE)
            return
        await self._health.refused(trouble)
        if trouble.cause is Cause.WEBHOOK_SET:
            await self._remove_webhook()
        await self._clock.sleep(_PAUSES.get(trouble.cause, _PAUSE))

    async def _remove_webhook(self) -> None:
        """Remove the webhook. Waiting updates stay at Telegram."""
        response = await self._http.post(f"{self._url}/deleteWebhook", timeout=_PATIENCE)
        _log.warning("polling.webhook_removed", status=response.status_code)


def _json(response: httpx.Response) -> dict[str, Any]:
    try:
        answer = response.json()
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}


def _updates(answer: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """The updates in an answer; None if it is not well-formed."""
    if answer.get("ok") is not True or not isinstance(answer.get("result"), list):
        return None
    return [update for update in answer["result"] if is_update(update)]
