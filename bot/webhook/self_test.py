"""The self-test: sends a canary postback to the bot's own public address and checks that it arrives."""

import secrets

import httpx
import structlog

from bot.domain.alert import Alert
from bot.provider.canary import canary
from bot.provider.signing import PostbackKeys
from bot.runtime.clock import Clock
from bot.services.notifications.alerts import Alerts
from bot.services.postbacks.intake import CANARY
from bot.store import inbox
from bot.store.engine.database import Database, StoreUnavailable

PATH = "/paykassma/postback"
_FIRST = 30.0
"""Seconds after the start, because a proxy may wait until the server is healthy."""
_EVERY = 3_600.0
_AGAIN = 60.0
_log = structlog.get_logger()


def open_http(patience: float) -> httpx.AsyncClient:
    """A client that ignores the environment's proxies and follows no redirect; `patience` is a time-out in seconds."""
    return httpx.AsyncClient(timeout=patience, trust_env=False, follow_redirects=False)


class SelfTest:
    """Tests the path that postbacks take. Raises an alert after two failures and resolves it when a test passes."""

    def __init__(  # noqa: PLR0917 - wired once
        self, database: Database, clock: Clock, alerts: Alerts, http: httpx.AsyncClient, url: str, keys: PostbackKeys
    ) -> None:
        self._database = database
        self._clock = clock
        self._alerts = alerts
        self._http = http
        self._url = f"{url}{PATH}"
        self._keys = keys

    async def run(self) -> None:
        """Test at the start, then hourly, and after a failure every minute, until cancelled."""
        await self._clock.sleep(_FIRST)
        failures = 0
        while True:
            try:
                problem = await self.try_once()
                failures = failures + 1 if problem else 0
                await self._report(problem, failures)
            except StoreUnavailable as error:
                _log.warning("selftest.waits", reason=str(error))
            await self._clock.sleep(_AGAIN if failures else _EVERY)

    async def try_once(self) -> str | None:
        """Why the canary did not arrive; None if it did."""
        nonce = secrets.token_hex(16)
        try:
            answer = await self._http.post(self._url, content=canary(nonce, self._keys))
        except httpx.TimeoutException:
            return "no answer in time"
        except httpx.HTTPError:
            return "no connection, or it broke before the answer"
        if await inbox.was_received(self._database, CANARY, nonce):
            return None
        if answer.status_code == httpx.codes.OK:
            return "another server answers there"
        return f"HTTP {answer.status_code}"

    async def _report(self, problem: str | None, failures: int) -> None:
        now = self._clock.now_ms()
        if problem is None:
            _log.info("selftest.passed")
            await self._database.write(lambda tx: self._alerts.resolve(tx, Alert.PUBLIC_URL_DEAD, "", now))
            return
        _log.warning("selftest.failed", detail=problem)
        if failures > 1:
            await self._database.write(
                lambda tx: self._alerts.raise_(tx, Alert.PUBLIC_URL_DEAD, "", now, detail=problem)
            )
