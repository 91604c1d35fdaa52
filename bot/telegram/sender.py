"""Carry outbox rows into chats: first each is drawn, then it is sent, and Telegram's answer says what becomes of it."""

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
from bot.telegram.transport.refusals import Fate, Meaning, fate, meaning_of
from bot.telegram.transport.send_message import Sender

_DRAWINGS = 3
_REMEMBERED = 10_000
_REDRAWN_AFTER = (1.0, 5.0)
# After a time-out the message may be there already: once more soon, then in a minute at the earliest.
_UNSURE = (2.0, 60.0, 120.0)
_CLOSED_PAUSE, _CLOSED_LONGEST = 30.0, 300.0
_LONGEST_WAIT = 3_600
_log = structlog.get_logger()


class TelegramSender:
    """Delivers rows whose lane is a chat."""

    def __init__(  # noqa: PLR0917 - wired once
        self,
        bot: Bot,
        database: Database,
        render: PlayerRenderer,
        operators: OperatorRenderer,
        deposits: Deposits,
        alerts: Alerts,
        clock: Clock,
    ) -> None:
        self._database = database
        self._drawer = Renderer(database, render, operators, deposits, clock)
        self._sender = Sender(bot)
        self._alerts = alerts
        self._chat = OperatorsChat(database, alerts)
        self._clock = clock
        self._rate_limiter = RateLimiter(database, clock)
        self._undrawn: dict[int, int] = {}

    async def deliver(self, row: OutboxRow) -> Delivery:
        """Deliver one row. What fails in drawing is dead after three tries: the rest of its chat need not wait."""
        try:
            home = int(row.lane.partition(":")[2])
            chat_id = await chats.newest(self._database, home) if home < 0 else home
            if (wait := await self._rate_limiter.rest(chat_id, row.priority)) > 0:
                return Retry(wait, "its chat has had enough", is_try=False)
            drawn = await self._drawer.draw(row, home)
        except StoreUnavailable:
            raise  # no fault of the row
        except Exception as error:  # noqa: BLE001 - an error of ours, or a row of a newer version
            _log.exception("telegram.not_drawn", kind=row.kind, subject=row.subject)
            return self._not_drawn(row, error)
        self._undrawn.pop(row.id, None)
        if not isinstance(drawn, RenderedMessage):
            return drawn
        await self._rate_limiter.acquire(chat_id, in_line=not is_fresh(row, self._clock.now_ms()))
        return await self._sent(row, chat_id, drawn)

    def _not_drawn(self, row: OutboxRow, error: Exception) -> Delivery:
        tries = self._undrawn.pop(row.id, 0) + 1
        reason = f"cannot be drawn: {type(error).__name__}"
        if tries >= _DRAWINGS:
            return DeadLetter(reason, self._told(row, reason))
        if len(self._undrawn) < _REMEMBERED:
            self._undrawn[row.id] = tries
        return Retry(_REDRAWN_AFTER[tries - 1], reason)

    async def _sent(self, row: OutboxRow, chat_id: int, drawn: RenderedMessage) -> Delivery:
        try:
            message_id = await self._put(chat_id, drawn)
        except StoreUnavailable:
            raise  # no trouble of Telegram's: nothing was sent
        except Exception as error:  # noqa: BLE001 - whatever is no definite answer of Telegram means later (T6)
            return self._refused(row, chat_id, drawn, error)
        return Delivered(partial(drawn.remember, message_id) if drawn.remember else None)

    async def _put(self, chat_id: int, drawn: RenderedMessage) -> int:
        if drawn.edits and await self._sender.edit(chat_id, drawn.edits, drawn.screen):
            return drawn.edits
        message_id = await self._sender.send(chat_id, drawn.screen)
        if drawn.replaces:
            await self._sender.remove(chat_id, drawn.replaces)
        return message_id

    def _refused(self, row: OutboxRow, chat_id: int, drawn: RenderedMessage, error: Exception) -> Delivery:
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
                return self._by_fate(row, chat_id, drawn, error)

    def _by_fate(self, row: OutboxRow, chat_id: int, drawn: RenderedMessage, error: Exception) -> Delivery:
        what = meaning_of(error)
        words = str(getattr(error, "message", "")) or type(error).__name__
        match fate(what, for_operators=self._is_for_operators(row), tries=row.attempts):
            case Fate.AGAIN:
                _log.warning("telegram.unreachable", kind=row.kind, error=type(error).__name__, tries=row.attempts)
                return Retry(self._pause(row), words, drawn.doubt)
            case Fate.WAITS:
                return self._waits(row, words)
            case Fate.DEAD if what is Meaning.CLOSED:
                return DeadLetter(f"closed: {words}", Undelivered(self._alerts, self._clock, row, chat_id, words))
            case Fate.DEAD:
                return DeadLetter(words, self._told(row, words))

    def _is_for_operators(self, row: OutboxRow) -> bool:
        chat = self._alerts.operators_chat
        return chat is not None and row.lane == messages.lane_of(chat)

    def _pause(self, row: OutboxRow) -> float:
        return _UNSURE[row.attempts - 1] if row.attempts <= len(_UNSURE) else 60 + backoff(row.attempts, 60, 240)

    def _waits(self, row: OutboxRow, words: str) -> Retry:
        """The operators' chat takes nothing now: owners read in private what stands before its door."""
        _log.error("telegram.operators_chat_closed", variable="BOT_OPERATORS_CHAT", reason=words, tries=row.attempts)

        async def effect(tx: Transaction) -> None:
            await self._alerts.copy_to_owners(tx, words, self._clock.now_ms())

        return Retry(min(_CLOSED_PAUSE * row.attempts, _CLOSED_LONGEST), f"closed: {words}", effect)

    def _told(self, row: OutboxRow, reason: str) -> Unit[None]:
        """Operators hear of a message that is our own fault; not of one that would have told them just that."""

        async def effect(tx: Transaction) -> None:
            if Alert.MESSAGE_BROKEN.value not in row.payload:
                values: dict[str, Value] = {"row": row.id, "sort": row.kind, "about": row.subject, "detail": reason}
                await self._alerts.announce(tx, Alert.MESSAGE_BROKEN, str(row.id), self._clock.now_ms(), **values)

        return effect


class Undelivered:
    """The effect of a message whose chat is closed: operators hear of it when it was about money."""

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
