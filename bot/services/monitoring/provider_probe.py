"""Probes an absent provider with a harmless call, so that its return is noticed even if no claim is due."""

import structlog

from bot.provider.instrumented import ProviderConnection
from bot.runtime.clock import Clock
from bot.services.deposits.provider_answers import answers_again
from bot.services.deposits.wallets import OpenWallets
from bot.services.notifications.alerts import Alerts
from bot.store.engine.database import Database, StoreUnavailable

_GRACE_MS = 2_000
_PAUSE = 0.5
"""A due claim is the better probe, so the probe waits this long for one."""

_log = structlog.get_logger()


class Probe:
    """Asks for the open wallets while the provider is away."""

    def __init__(
        self, database: Database, clock: Clock, connection: ProviderConnection, wallets: OpenWallets, alerts: Alerts
    ) -> None:
        self._database = database
        self._clock = clock
        self._connection = connection
        self._wallets = wallets
        self._alerts = alerts

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            await self._connection.is_shut.wait()
            now = self._clock.now_ms()
            if (wait := self._connection.state.next_probe(now) + _GRACE_MS - now) > 0:
                await self._clock.sleep(wait / 1000)
            else:
                await self._ask()

    async def _ask(self) -> None:
        """Probe once; if the provider is back, make waiting claims due."""
        await self._wallets.refresh()
        now = self._clock.now_ms()
        while not self._connection.state.is_shut:
            try:
                await self._database.write(lambda tx: answers_again(tx, self._alerts, now, was_shut=True))
            except StoreUnavailable as error:
                _log.warning("probe.waits", reason=str(error))
                await self._clock.sleep(_PAUSE)
            else:
                return
