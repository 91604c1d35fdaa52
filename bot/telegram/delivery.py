"""Carry outbox rows into chats: cards edited in place, everything else sent, Telegram's refusals understood."""

import json
import re
from html import unescape

import structlog
from aiogram import Bot
from aiogram.client.default import Default
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.types import BufferedInputFile, ForceReply, InputMediaPhoto, Message, ReplyParameters

from bot.clock import Clock
from bot.domain.alert import Alert
from bot.domain.deposit import Deposit
from bot.services import notices, operator_cards
from bot.services.deposits import Deposits
from bot.services.hands import is_fresh
from bot.services.notices import Notices
from bot.services.outbox import Dead, Delivery, Later, Sent, backoff
from bot.store import deposits as deposit_rows
from bot.store import operator_cards as card_rows
from bot.store import outbox
from bot.store.database import Database, StoreUnavailable, Transaction
from bot.store.outbox import OutboxRow
from bot.telegram.operators.alerts import kind_of
from bot.telegram.operators.answers import Question
from bot.telegram.operators.render import OperatorRender
from bot.telegram.pace import Pace
from bot.telegram.render import Render
from bot.telegram.screens import Screen

_UNCHANGED = "message is not modified"
_NO_CARD = re.compile(
    r"message to edit not found|message can't be edited|there is no text|MESSAGE_ID_INVALID|can't parse entities",
    re.IGNORECASE,
)
_BAD_MARKUP = "can't parse entities"
_REQUEST_TIMEOUT = 30
_ALERTS_AT_ONCE = 200
# After a time-out the message may be there already: once more soon, then in a minute at the earliest.
_UNSURE = (2.0, 60.0, 120.0)
_log = structlog.get_logger()


class TelegramChannel:
    """Delivers rows whose lane is a chat."""

    def __init__(  # noqa: PLR0917 - wired once
        self,
        bot: Bot,
        database: Database,
        render: Render,
        operators: OperatorRender,
        deposits: Deposits,
        alarms: Notices,
        clock: Clock,
    ) -> None:
        self._bot = bot
        self._database = database
        self._render = render
        self._operators = operators
        self._deposits = deposits
        self._alarms = alarms
        self._clock = clock
        self._pace = Pace(database, clock)
        self._moved: dict[int, int] = {}

    async def deliver(self, row: OutboxRow) -> Delivery:
        """Deliver one row; what Telegram answers decides whether it left, waits, or never will."""
        chat_id = int(row.lane.partition(":")[2])
        chat_id = self._moved.get(chat_id, chat_id)
        await self._pace.turn(chat_id, in_line=not is_fresh(row, self._clock.now_ms()))
        try:
            return await self._carry(row, chat_id)
        except (TelegramForbiddenError, TelegramBadRequest, TelegramNotFound) as error:
            reason = "blocked" if isinstance(error, TelegramForbiddenError) else error.message
            return Dead(reason, self._undelivered(row, chat_id, error.message))
        except StoreUnavailable:
            raise  # no trouble of Telegram's: nothing was sent
        except Exception as error:  # noqa: BLE001 - whatever is no definite answer of Telegram means later (T6)
            return self._later(row, chat_id, error)

    def _later(self, row: OutboxRow, chat_id: int, error: Exception) -> Later:
        match error:
            case TelegramRetryAfter():
                return Later(error.retry_after, "429", self._pace.refused(chat_id, error.retry_after))
            case TelegramMigrateToChat():
                self._moved[chat_id] = error.migrate_to_chat_id
                _log.error("telegram.chat_moved", variable="BOT_OPERATORS_CHAT", new=error.migrate_to_chat_id)
                return Later(0.1, "moved")
            case TelegramUnauthorizedError():
                _log.error("telegram.token_refused", variable="BOT_TOKEN")
                return Later(60, "token refused")
            case _:
                _log.warning("telegram.unreachable", kind=row.kind, error=type(error).__name__, tries=row.attempts)
                return Later(self._pause(row), type(error).__name__)

    def _pause(self, row: OutboxRow) -> float:
        return _UNSURE[row.attempts - 1] if row.attempts <= len(_UNSURE) else 60 + backoff(row.attempts, 60, 240)

    def _undelivered(self, row: OutboxRow, chat_id: int, reason: str) -> "Undelivered":
        return Undelivered(self._alarms, self._clock, row, chat_id, reason)

    async def _carry(self, row: OutboxRow, chat_id: int) -> Delivery:
        match row.kind:
            case notices.ALERT:
                return await self._carry_alerts(row, chat_id)
            case operator_cards.ANSWER:
                return await self._answer_operator(row, chat_id)
            case operator_cards.CARD:
                return await self._draw_operator_card(row, chat_id)
            case notices.SCREEN:
                screen = await self._render.screen(row, chat_id)
            case notices.HAND_RING:
                screen = await self._render.hand_ring(row, chat_id)
            case notices.PAYOUT_RING:
                screen = await self._render.payout_ring(row)
            case _:
                return await self._carry_deposit(row, chat_id)
        await self._send(chat_id, screen)
        return Sent()

    async def _carry_deposit(self, row: OutboxRow, chat_id: int) -> Delivery:
        deposit = await self._deposits.find(row.subject)
        if deposit is None:
            return Dead("no such deposit")
        if row.kind == notices.RING:
            await self._send(chat_id, await self._render.ring(row, deposit))
            return Sent()
        return await self._draw_card(row, deposit, chat_id)

    async def _draw_card(self, row: OutboxRow, deposit: Deposit, chat_id: int) -> Delivery:
        """Edit the card where it stands; put a new one where there is none, or where it was asked for."""
        screen = await self._render.card(deposit)
        anew = json.loads(row.payload).get("anew", False)
        if deposit.card_message_id and not anew and await self._edit(chat_id, deposit.card_message_id, screen):
            return Sent()
        message = await self._send(chat_id, screen)
        if deposit.card_message_id:
            await self._remove(chat_id, deposit.card_message_id)

        async def remember(tx: Transaction) -> None:
            await deposit_rows.set_card(tx, deposit.id, message.message_id)

        return Sent(remember)

    async def _carry_alerts(self, row: OutboxRow, chat_id: int) -> Delivery:
        """Alerts of one kind that wait leave together: a storm is one message."""
        behind = await outbox.waiting_behind(self._database, row, _ALERTS_AT_ONCE)
        alike = [other for other in behind if kind_of(other) == kind_of(row)]
        await self._send(chat_id, self._operators.alerts([row, *alike]))

        async def take_along(tx: Transaction) -> None:
            for other in alike:
                await outbox.mark_sent(tx, other, self._clock.now_ms())

        return Sent(take_along)

    async def _answer_operator(self, row: OutboxRow, chat_id: int) -> Delivery:
        """A command is answered by a new message, a press by an edit of the message it came from."""
        screen = await self._operators.answer(row)
        message_id = json.loads(row.payload)["edit"]
        if not message_id or not await self._edit(chat_id, message_id, screen):
            await self._send(chat_id, screen)
        return Sent()

    async def _draw_operator_card(self, row: OutboxRow, chat_id: int) -> Delivery:
        """The same as a deposit's card, but it may stand in several chats, each with a message of its own."""
        payload, home = json.loads(row.payload), int(row.lane.partition(":")[2])
        screen = await self._operators.card(row.subject, home, asks_reason=payload.get("asks_reason", False))
        if screen is None:
            return Dead("no such proposal")
        message_id = await card_rows.message_in(self._database, row.subject, home)
        if message_id and not payload.get("anew") and await self._edit(chat_id, message_id, screen):
            return Sent()
        message = await self._send(chat_id, screen)
        if message_id:
            await self._remove(chat_id, message_id)

        async def remember(tx: Transaction) -> None:
            await card_rows.set_message(tx, row.subject, home, message.message_id)

        return Sent(remember)

    async def _edit(self, chat_id: int, message_id: int, screen: Screen) -> bool:
        """False when the message cannot be edited to this: it is gone, or only sending can go on without markup."""
        try:
            await self._edit_as(chat_id, message_id, screen)
        except TelegramBadRequest as error:
            if _UNCHANGED in error.message:
                return True
            if _NO_CARD.search(error.message):
                return False
            raise
        return True

    async def _edit_as(self, chat_id: int, message_id: int, screen: Screen) -> None:
        if screen.photo is None:
            await self._bot.edit_message_text(
                screen.text,
                chat_id=chat_id,
                message_id=message_id,
                reply_markup=screen.keyboard,
                request_timeout=_REQUEST_TIMEOUT,
            )
            return
        await self._bot.edit_message_media(
            InputMediaPhoto(media=BufferedInputFile(screen.photo, "picture.png"), caption=screen.text),
            chat_id=chat_id,
            message_id=message_id,
            reply_markup=screen.keyboard,
            request_timeout=_REQUEST_TIMEOUT,
        )

    async def _send(self, chat_id: int, screen: Screen) -> Message:
        try:
            return await self._send_as(chat_id, screen, screen.text, Default("parse_mode"))
        except TelegramBadRequest as error:
            if _BAD_MARKUP not in error.message:
                raise
            # Markup can never block a message about money.
            _log.exception("telegram.markup_refused", text=screen.text)
            return await self._send_as(chat_id, screen, unescape(re.sub(r"<[^>]*>", "", screen.text)), None)

    async def _send_as(self, chat_id: int, screen: Screen, text: str, mode: Default | None) -> Message:
        if isinstance(screen, Question):
            return await self._bot.send_message(
                chat_id,
                text,
                parse_mode=mode,
                reply_markup=ForceReply(selective=True),
                reply_parameters=ReplyParameters(message_id=screen.reply_to, allow_sending_without_reply=True),
                request_timeout=_REQUEST_TIMEOUT,
            )
        if screen.photo is None:
            return await self._bot.send_message(
                chat_id, text, parse_mode=mode, reply_markup=screen.keyboard, request_timeout=_REQUEST_TIMEOUT
            )
        photo = BufferedInputFile(screen.photo, "picture.png")
        return await self._bot.send_photo(
            chat_id,
            photo,
            caption=text,
            parse_mode=mode,
            reply_markup=screen.keyboard,
            request_timeout=_REQUEST_TIMEOUT,
        )

    async def _remove(self, chat_id: int, message_id: int) -> None:
        try:
            await self._bot.delete_message(chat_id, message_id, request_timeout=_REQUEST_TIMEOUT)
        except Exception as error:  # noqa: BLE001 - the old card is a nuisance at worst: its buttons answer politely
            _log.info("telegram.old_card_stays", error=type(error).__name__)


class Undelivered:
    """The effect of a message that can never arrive: operators hear of it when it was about money."""

    def __init__(self, alarms: Notices, clock: Clock, row: OutboxRow, chat_id: int, reason: str) -> None:
        self._alarms = alarms
        self._clock = clock
        self._row = row
        self._chat_id = chat_id
        self._reason = reason

    async def __call__(self, tx: Transaction) -> None:
        if self._row.kind not in notices.RINGS:
            return
        now = self._clock.now_ms()
        await self._alarms.alarm(
            tx, Alert.DELIVERY_DEAD, self._row.subject, now, recipient=self._chat_id, detail=self._reason
        )
