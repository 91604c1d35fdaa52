"""Telegram with a memory: what each chat would have seen, the refusals it can answer with, and updates on their way."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import SendMessage
from typing_extensions import override

from bot.domain.deposit import Deposit
from bot.runtime.clock import Clock
from bot.store.outbox import OutboxRow
from bot.telegram.message import Screen
from bot.telegram.operators.renderer import OperatorRenderer
from bot.telegram.player.renderer import PlayerRenderer
from bot.telegram.sender import TelegramSender
from bot.wiring import Services
from tests.sim.schedule import Schedule


class SendOutcome(StrEnum):
    """How a message ends."""

    FINE = "fine"
    SLOW_DOWN = "slow_down"
    BLOCKED = "blocked"
    BROKEN = "broken"
    HTML = "html"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Message:
    message_id: int


@dataclass(slots=True)
class Chats:
    """Stands where the product's `Bot` stands. `blocked` are the chats that refuse everything."""

    schedule: Schedule
    call_outcome: Callable[[int], SendOutcome] = lambda _chat: SendOutcome.FINE
    shown: dict[tuple[int, int], str] = field(default_factory=dict)
    delivered: set[int] = field(default_factory=set)
    refused: set[int] = field(default_factory=set)
    sendings: dict[int, int] = field(default_factory=dict)
    """By row of the outbox: how often its message arrived."""
    first_heads: dict[int, list[int]] = field(default_factory=dict)
    """By chat: the rows whose messages arrived, in the order of their first arrival; of merged ones the first row.

    Without those that the chat refused before: they are said when it is open again, after what came meanwhile.
    """
    blocked: set[int] = field(default_factory=set)
    closed: set[int] = field(default_factory=set)
    """Groups in which the bot may not write now."""
    _numbers: int = 0

    async def send_message(self, chat_id: int, text: str, **_: object) -> Message:
        call_outcome = await self._pass(chat_id, text)
        self._numbers += 1
        message = Message(self._numbers)
        await self._arrive(chat_id, message.message_id, text, call_outcome)
        return message

    async def edit_message_text(self, text: str, *, chat_id: int, message_id: int, **_: object) -> None:
        call_outcome = await self._pass(chat_id, text)
        if (chat_id, message_id) not in self.shown:
            raise TelegramBadRequest(_METHOD, "Bad Request: message to edit not found")
        if self.shown[chat_id, message_id] == text:
            raise TelegramBadRequest(_METHOD, "Bad Request: message is not modified")
        await self._arrive(chat_id, message_id, text, call_outcome)

    async def delete_message(self, chat_id: int, message_id: int, **_: object) -> None:
        self.shown.pop((chat_id, message_id), None)

    def forget(self, last: int) -> None:
        """The rows after `last` are lost with their database, and others will have their ids."""
        self.delivered = {row for row in self.delivered if row <= last}
        self.refused = {row for row in self.refused if row <= last}
        self.sendings = {row: count for row, count in self.sendings.items() if row <= last}
        self.first_heads.clear()
        self.shown.clear()

    async def _pass(self, chat_id: int, text: str) -> SendOutcome:
        """What keeps a message from arriving."""
        await self.schedule.point("send")
        call_outcome = self.call_outcome(chat_id)
        if chat_id in self.blocked or call_outcome is SendOutcome.BLOCKED:
            self.refused |= set(json.loads(text)["rows"])
            raise TelegramForbiddenError(_METHOD, "Forbidden: bot was blocked by the user")
        if chat_id in self.closed:
            self.refused |= set(json.loads(text)["rows"])
            raise TelegramBadRequest(_METHOD, "Bad Request: not enough rights to send text messages to the chat")
        match call_outcome:
            case SendOutcome.SLOW_DOWN:
                raise TelegramRetryAfter(_METHOD, "Too Many Requests", 7)
            case SendOutcome.BROKEN:
                raise TelegramServerError(_METHOD, "Bad Gateway")
            case SendOutcome.HTML:
                raise ClientDecodeError("Failed to decode object", ValueError(), "<html>")
            case SendOutcome.BEFORE:
                raise TelegramNetworkError(_METHOD, "Request timeout error")
            case _:
                return call_outcome

    async def _arrive(self, chat_id: int, message_id: int, text: str, call_outcome: SendOutcome) -> None:
        self.shown[chat_id, message_id] = text
        rows = json.loads(text)["rows"]
        if rows and rows[0] not in self.delivered | self.refused:
            self.first_heads.setdefault(chat_id, []).append(rows[0])
        for row in rows:
            self.delivered.add(row)
            self.sendings[row] = self.sendings.get(row, 0) + 1
        await self.schedule.point("sent")
        if call_outcome is SendOutcome.AFTER:
            raise TelegramNetworkError(_METHOD, "Request timeout error")


_METHOD = SendMessage(chat_id=1, text="simulated")


def _screen(*rows: OutboxRow, **facts: Any) -> Screen:  # noqa: ANN401 - whatever JSON can hold
    return Screen(text=json.dumps({"rows": [row.id for row in rows], **facts}))


class PlainRender(PlayerRenderer):
    """Says in JSON what the product says in words, so that the checker can read the chats."""

    def __init__(self) -> None:
        """There is nothing it needs."""

    @override
    async def card(self, deposit: Deposit) -> Screen:
        return _screen(card=deposit.id, status=deposit.status.value, credited=deposit.credited_amount)

    @override
    async def money_message(self, row: OutboxRow, deposit: Deposit) -> Screen:
        return _screen(row, ring=deposit.id, told=json.loads(row.payload))

    @override
    async def manual_credit(self, row: OutboxRow, chat_id: int) -> Screen:
        return _screen(row, told=json.loads(row.payload))

    @override
    async def withdrawal_message(self, row: OutboxRow) -> Screen:
        return _screen(row, payout=row.subject, told=json.loads(row.payload))

    @override
    async def screen(self, row: OutboxRow, chat_id: int) -> Screen:
        return _screen(row, told=json.loads(row.payload))


class PlainOperatorRender(OperatorRenderer):
    """The same for operators."""

    def __init__(self) -> None:
        """There is nothing it needs."""

    @override
    def alerts(self, rows: Sequence[OutboxRow]) -> Screen:
        return _screen(*rows, alerts=[json.loads(row.payload)["kind"] for row in rows])

    @override
    async def answer(self, row: OutboxRow) -> Screen:
        return _screen(row, told=json.loads(row.payload))

    @override
    async def card(self, subject: str, chat_id: int, *, asks_reason: bool) -> Screen | None:
        return _screen(subject=subject, asks_reason=asks_reason)


def plain_sender(bot: Bot, services: Services, clock: Clock) -> TelegramSender:
    """The program's own sender, with texts that a checker can read."""
    return TelegramSender(
        bot,
        services.database,
        PlainRender(),
        PlainOperatorRender(),
        services.deposits,
        services.alerts,
        clock,
    )
