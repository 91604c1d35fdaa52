"""Delivers outbox rows to chats: renders each row, sends it, and decides by Telegram's answer what happens next."""

from functools import partial

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramMigrateToChat, TelegramRetryAfter, TelegramUnauthorizedError

from bot.domain.alert import Alert
from bot.domain.errors import Value
from bot.runtime.clock import Clock
from bot.services.deposits.drafts import Deposits
from bot.services.notifications import messages
from bot.services.notifications.alerts import Alerts
from bot.services.notifications.operators_chat import OperatorsChat
from bot.services.queue.delivery import DeadLetter, Delivered, Delivery, Retry, backoff, is_fresh
from bot.store import chats
from bot.store.engine.database import Database, StoreUnavailable, Transaction, Unit
from bot.store.outbox import OutboxRow
from bot.telegram.operators.renderer import OperatorRenderer
from bot.telegram.player.renderer import PlayerRenderer
from bot.telegram.renderer import RenderedMessage, Renderer
from bot.telegram.transport.rate_limiter import RateLimiter
from bot.telegram.transport.refusals import Meaning, RefusalAction, action_for, meaning_of
from bot.telegram.transport.send_message import Sender

_RENDER_TRIES = 3
_REMEMBERED = 10_000
_RENDER_PAUSES = (1.0, 5.0)
# After a time-out the message may have arrived already: retry once soon, then after a minute or more.
_UNKNOWN_PAUSES = (2.0, 60.0, 120.0)
_CLOSED_PAUSE, _CLOSED_LONGEST = 30.0, 300.0
_LONGEST_WAIT = 3_600
_log = structlog.get_logger()


class TelegramSender:
    """Delivers rows whose ordering key is a chat."""

    def __init__(  # noqa: PLR0917 - wired once
        self,
        bot: Bot,
        database: Database,
        player_renderer: PlayerRenderer,
        operators: OperatorRenderer,
        deposits: Deposits,
        alerts: Alerts,
        clock: Clock,
    ) -> None:
        self._database = database
        self._renderer = Renderer(database, player_renderer, operators, deposits, clock)
        self._sender = Sender(bot)
        self._alerts = alerts
        self._chat = OperatorsChat(database, alerts)
        self._clock = clock
        self._rate_limiter = RateLimiter(database, clock)
        self._render_failures: dict[int, int] = {}

    async def deliver(self, row: OutboxRow) -> Delivery:
        """Deliver one row. A row that cannot be rendered is a dead letter after three tries: others must not wait."""
        try:
            home = int(row.lane.partition(":")[2])
            chat_id = await chats.newest(self._database, home) if home < 0 else home
            if (wait := await self._rate_limiter.rest(chat_id, row.priority)) > 0:
                return Retry(wait, "its chat has had enough", is_try=False)
            rendered = await self._renderer.render(row, home)
        except StoreUnavailable:
            raise  # not the row's fault
        except Exception as error:  # noqa: BLE001 - a bug of ours, or a row of a newer version
            _log.exception("telegram.not_drawn", kind=row.kind, subject=row.subject)
            return self._not_rendered(row, error)
        self._render_failures.pop(row.id, None)
        if not isinstance(rendered, RenderedMessage):
            return rendered
        await self._rate_limiter.acquire(chat_id, is_backlog=not is_fresh(row, self._clock.now_ms()))
        return await self._send(row, chat_id, rendered)

    def _not_rendered(self, row: OutboxRow, error: Exception) -> Delivery:
        tries = self._render_failures.pop(row.id, 0) + 1
        reason = f"cannot be drawn: {type(error).__name__}"
        if tries >= _RENDER_TRIES:
            return DeadLetter(reason, self._alert_broken(row, reason))
        if len(self._render_failures) < _REMEMBERED:
            self._render_failures[row.id] = tries
        return Retry(_RENDER_PAUSES[tries - 1], reason)

    async def _send(self, row: OutboxRow, chat_id: int, rendered: RenderedMessage) -> Delivery:
        try:
            message_id = await self._put(chat_id, rendered)
        except StoreUnavailable:
            raise  # not Telegram's fault: nothing was sent
        except Exception as error:  # noqa: BLE001 - without a definite answer from Telegram the message is retried
            return self._refused(row, chat_id, rendered, error)
        return Delivered(partial(rendered.remember, message_id) if rendered.remember else None)

    async def _put(self, chat_id: int, rendered: RenderedMessage) -> int:
        if rendered.edits and await self._sender.edit(chat_id, rendered.edits, rendered.screen):
            return rendered.edits
        message_id = await self._sender.send(chat_id, rendered.screen)
        if rendered.replaces:
            await self._sender.remove(chat_id, rendered.replaces)
        return message_id

    def _refused(self, row: OutboxRow, chat_id: int, rendered: RenderedMessage, error: Exception) -> Delivery:
        match error:
            case TelegramRetryAfter():
                seconds = min(error.retry_after, _LONGEST_WAIT)
                return Retry(seconds, "429", self._rate_limiter.refused(chat_id, seconds))
            case TelegramMigrateToChat():
                _log.error("telegram.chat_moved", variable="BOT_OPERATORS_CHAT", new=error.migrate_to_chat_id)
                return Retry(0.1, "moved", self._chat.moving(chat_id, error.migrate_to_chat_id, self._clock.now_ms()))
            case TelegramUnauthorizedError():
                _log.error("telegram.token_refused", variable="BOT_TOKEN")
                return Retry(60, "token refused")
            case _:
                return self._by_action(row, chat_id, rendered, error)

    def _by_action(self, row: OutboxRow, chat_id: int, rendered: RenderedMessage, error: Exception) -> Delivery:
        what = meaning_of(error)
        words = str(getattr(error, "message", "")) or type(error).__name__
        match action_for(what, for_operators=self._is_for_operators(row), tries=row.attempts):
            case RefusalAction.RETRY:
                _log.warning("telegram.unreachable", kind=row.kind, error=type(error).__name__, tries=row.attempts)
                return Retry(self._pause(row), words, rendered.on_unknown)
            case RefusalAction.WAIT:
                return self._waits(row, words)
            case RefusalAction.DEAD_LETTER if what is Meaning.CLOSED:
                return DeadLetter(f"closed: {words}", Undelivered(self._alerts, self._clock, row, chat_id, words))
            case RefusalAction.DEAD_LETTER:
                return DeadLetter(words, self._alert_broken(row, words))

    def _is_for_operators(self, row: OutboxRow) -> bool:
        chat = self._alerts.operators_chat
        return chat is not None and row.lane == messages.lane_of(chat)

    def _pause(self, row: OutboxRow) -> float:
        return (
            _UNKNOWN_PAUSES[row.attempts - 1]
            if row.attempts <= len(_UNKNOWN_PAUSES)
            else 60 + backoff(row.attempts, 60, 240)
        )

    def _waits(self, row: OutboxRow, words: str) -> Retry:
        """The operators' chat accepts nothing now: copy what waits for it to the owners' private chats."""
        _log.error("telegram.operators_chat_closed", variable="BOT_OPERATORS_CHAT", reason=words, tries=row.attempts)

        async def on_commit(tx: Transaction) -> None:
            await self._alerts.copy_to_owners(tx, words, self._clock.now_ms())

        return Retry(min(_CLOSED_PAUSE * row.attempts, _CLOSED_LONGEST), f"closed: {words}", on_commit)

    def _alert_broken(self, row: OutboxRow, reason: str) -> Unit[None]:
        """Alert operators that a message failed by our own fault, unless it was this very alert."""

        async def on_commit(tx: Transaction) -> None:
            if Alert.MESSAGE_BROKEN.value not in row.payload:
                values: dict[str, Value] = {"row": row.id, "sort": row.kind, "about": row.subject, "detail": reason}
                await self._alerts.announce(tx, Alert.MESSAGE_BROKEN, str(row.id), self._clock.now_ms(), **values)

        return on_commit


class Undelivered:
    """Runs when a chat accepts no messages: alerts operators if the message was about money."""

    def __init__(self, alerts: Alerts, clock: Clock, row: OutboxRow, chat_id: int, reason: str) -> None:
        self._alerts = alerts
        self._clock = clock
        self._row = row
        self._chat_id = chat_id
        self._reason = reason

    async def __call__(self, tx: Transaction) -> None:
        if self._row.kind not in messages.NOTIFICATIONS:
            return
        now = self._clock.now_ms()
        await self._alerts.raise_(
            tx, Alert.DELIVERY_DEAD, self._row.subject, now, recipient=self._chat_id, detail=self._reason
        )
