"""Registers the webhook with Telegram at the start, checks it regularly, and sets it again if it was removed."""

from collections.abc import Awaitable, Callable

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramNotFound,
    TelegramUnauthorizedError,
)

from bot.domain.intake_trouble import Cause, Trouble, trouble_of_webhook
from bot.runtime.clock import Clock
from bot.services.monitoring.intake_health import IntakeHealth
from bot.services.queue.delivery import backoff
from bot.store.engine.database import Database, StoreUnavailable
from bot.store.engine.membership import LeaderRole
from bot.telegram.transport.updates import ALLOWED_UPDATES

_EVERY = 600.0
"""Seconds between checks. The bot gets no updates from the time the webhook is removed until the next check."""
_AGAIN = 60.0
_FIRST_PAUSE, _LONGEST_PAUSE = 5.0, 300.0
_log = structlog.get_logger()


class Registration:
    """Keeps the webhook at `url` set, with its secret."""

    def __init__(  # noqa: PLR0917 - wired once
        self, bot: Bot, database: Database, clock: Clock, health: IntakeHealth, url: str, secret: str
    ) -> None:
        self._bot = bot
        self._database = database
        self._clock = clock
        self._health = health
        self._url = url
        self._secret = secret

    async def run(self) -> None:
        """Set the webhook, then check it until cancelled."""
        tries = 0
        while not await self._is_done(self._set):
            tries += 1
            await self._clock.sleep(backoff(tries, _FIRST_PAUSE, _LONGEST_PAUSE))
        while True:
            await self._clock.sleep(_AGAIN if self._health.trouble else _EVERY)
            if await self._database.membership.is_leader(LeaderRole.POLLING):
                await self._is_done(self._look)

    async def _is_done(self, ask: Callable[[], Awaitable[None]]) -> bool:
        """Whether Telegram did as asked. A definite refusal raises an alert; any other error is logged."""
        try:
            refusal = await _refusal(ask)
            if refusal is not None:
                await self._health.refused(refusal)
        except StoreUnavailable as error:
            _log.warning("webhook.waits", reason=str(error))
        except Exception as error:  # noqa: BLE001 - Telegram is unreachable: postbacks must still be accepted
            _log.warning("telegram.not_reached", error=type(error).__name__)
        else:
            return refusal is None
        return False

    async def _set(self) -> None:
        await self._bot.set_webhook(self._url, secret_token=self._secret, allowed_updates=list(ALLOWED_UPDATES))
        await self._health.well()

    async def _look(self) -> None:
        info = await self._bot.get_webhook_info()
        date = info.last_error_date
        seen = {
            "url": info.url,
            "pending_update_count": info.pending_update_count,
            "last_error_message": info.last_error_message,
            "last_error_date": round(date.timestamp()) if date else 0,
        }
        trouble = trouble_of_webhook(seen, self._url, self._clock.now_ms())
        if trouble is None:
            await self._health.well()
            return
        await self._health.refused(trouble)
        if trouble.cause is Cause.WEBHOOK_LOST:
            await self._set()


async def _refusal(ask: Callable[[], Awaitable[None]]) -> Trouble | None:
    """Telegram's definite refusal in its own words; None if it did as asked."""
    try:
        await ask()
    except (TelegramUnauthorizedError, TelegramNotFound) as error:
        return Trouble(cause=Cause.TOKEN_REFUSED, detail=error.message)
    except (TelegramBadRequest, TelegramForbiddenError, TelegramConflictError) as error:
        return Trouble(cause=Cause.WEBHOOK_REFUSED, detail=error.message)
    return None
