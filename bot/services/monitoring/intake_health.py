"""Whether Telegram's updates come in; alerts operators and reports the problem for `/readyz`."""

import structlog

from bot.domain.alert import Alert
from bot.domain.intake_trouble import Cause, IntakeState, Trouble, after_success, after_trouble
from bot.runtime.clock import Clock
from bot.runtime.metrics import UPDATES_TROUBLE
from bot.services.notifications.alerts import Alerts
from bot.store.engine.database import Database, Transaction

_log = structlog.get_logger()
_VARIABLES = {Cause.TOKEN_REFUSED: "BOT_TOKEN"}


class IntakeHealth:
    """Told of every refusal and success of polling or the webhook. `refused` and `well` raise StoreUnavailable."""

    def __init__(self, database: Database, clock: Clock, alerts: Alerts) -> None:
        self._database = database
        self._clock = clock
        self._alerts = alerts
        self._state = IntakeState()

    @property
    def trouble(self) -> Trouble | None:
        """What is wrong, even before operators are told."""
        return self._state.trouble

    @property
    def is_token_refused(self) -> bool:
        """Whether Telegram refused our token last time; then nothing can be sent either."""
        trouble = self._state.trouble
        return trouble is not None and trouble.cause is Cause.TOKEN_REFUSED

    def problem(self) -> str | None:
        """The problem as a sentence, or None."""
        told = self._state.told
        return f"telegram: no updates come in ({told.cause.value})" if told else None

    async def refused(self, trouble: Trouble) -> None:
        """Telegram refused. Operators are told once per cause."""
        now = self._clock.now_ms()
        self._state = after_trouble(self._state, trouble, now)
        variable = _VARIABLES.get(trouble.cause, "BOT_UPDATES")
        _log.error("telegram.updates_refused", cause=trouble.cause.value, detail=trouble.detail, variable=variable)
        if told := self._state.told:
            _show(told.cause)
            await self._database.write(lambda tx: self._tell(tx, told, now))

    async def well(self) -> None:
        """Telegram answered normally; resolve the alert once the trouble is over."""
        before, now = self._state, self._clock.now_ms()
        after = after_success(before, now)
        if before.may_be_on and not after.may_be_on:
            await self._database.write(lambda tx: self._alerts.resolve(tx, Alert.UPDATES_REFUSED, "", now))
            _show(None)
        self._state = after

    async def _tell(self, tx: Transaction, trouble: Trouble, now: int) -> None:
        await self._alerts.remind(tx, Alert.UPDATES_REFUSED, "", now, cause=trouble.cause.value, detail=trouble.detail)


def _show(cause: Cause | None) -> None:
    for other in Cause:
        UPDATES_TROUBLE.labels(other.value).set(other is cause)
