"""Asks an absent provider a harmless question now and then, so that its return is noticed where no claim is due."""

import structlog

from bot.clock import Clock
from bot.services.heard import ProviderLine
from bot.services.notices import Notices
from bot.services.provider_news import answers_again
from bot.services.wallets import OpenWallets
from bot.store.database import Database, StoreUnavailable

_TICK = 2.0
_GRACE_MS = 2_000
"""A claim that is due is the better probe: it has so long to leave first."""

_log = structlog.get_logger()


class Probe:
    """Works while the provider is away; which wallets are open is what it asks."""

    def __init__(
        self, database: Database, clock: Clock, line: ProviderLine, wallets: OpenWallets, alarms: Notices
    ) -> None:
        self._database = database
        self._clock = clock
        self._line = line
        self._wallets = wallets
        self._alarms = alarms

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            await self._clock.sleep(_TICK)
            try:
                await self.tick()
            except StoreUnavailable as error:
                _log.warning("probe.waits", reason=str(error))

    async def tick(self) -> None:
        """Ask, if it is time; where the provider is back, tell those who wait for it."""
        if not self._line.state.may_probe(self._clock.now_ms() - _GRACE_MS):
            return
        await self._wallets.refresh()
        if not self._line.state.is_shut:
            now = self._clock.now_ms()
            await self._database.write(lambda tx: answers_again(tx, self._alarms, now, was_shut=True))
