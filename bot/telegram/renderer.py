"""From an outbox row to what is to stand in its chat, and where. Nothing is sent here."""

import hashlib
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from bot.runtime.clock import Clock
from bot.services.deposits.drafts import Deposits
from bot.services.notifications import messages, operator_cards
from bot.services.queue.delivery import DeadLetter, Delivered
from bot.store import deposits as deposit_rows
from bot.store import operator_cards as card_rows
from bot.store import outbox, outbox_chats
from bot.store.engine.database import Database, Transaction, Unit
from bot.store.outbox import OutboxRow
from bot.telegram.message import Screen
from bot.telegram.operators.alerts import kind_of
from bot.telegram.operators.renderer import OperatorRenderer
from bot.telegram.player.renderer import PlayerRenderer

_ALERTS_AT_ONCE = 200


class UnknownRow(Exception):
    """A row of a kind that this version does not know, such as one that a newer version put out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedMessage:
    """One message: an edit of `edits` where there is one, or else a new one, after which `replaces` is removed.

    `remember` is written with the mark that it left, and is given the message's id; `doubt` where nobody knows.
    """

    screen: Screen
    edits: int = 0
    replaces: int = 0
    remember: Callable[[int, Transaction], Awaitable[None]] | None = None
    doubt: Unit[None] | None = None


def digest(screen: Screen) -> str:
    """Equal for screens that look alike in a chat."""
    buttons = screen.keyboard.model_dump_json(exclude_none=True) if screen.keyboard else ""
    parts = (screen.text.encode(), buttons.encode(), screen.photo or b"")
    return hashlib.sha256(b"\0".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()[:32]


class Renderer:
    """Draws rows. It raises whatever is wrong with a row, or with us: no attempt of sending has been made then."""

    def __init__(
        self, database: Database, render: PlayerRenderer, operators: OperatorRenderer, deposits: Deposits, clock: Clock
    ) -> None:
        self._database = database
        self._render = render
        self._operators = operators
        self._deposits = deposits
        self._clock = clock

    async def draw(self, row: OutboxRow, home: int) -> RenderedMessage | Delivered | DeadLetter:
        """What to do in the chat `home`, by the id it had when the row was put out."""
        match row.kind:
            case messages.ALERT:
                return await self._alerts(row)
            case operator_cards.ANSWER:
                payload = json.loads(row.payload)
                screen = replace(await self._operators.answer(row), thread_id=payload.get("thread", 0))
                return RenderedMessage(screen=screen, edits=payload["edit"])
            case operator_cards.CARD:
                return await self._operator_card(row, home)
            case messages.NOTIFICATION | messages.CARD:
                return await self._of_deposit(row)
            case _:
                return RenderedMessage(screen=await self._screen(row, home))

    async def _screen(self, row: OutboxRow, home: int) -> Screen:
        match row.kind:
            case messages.SCREEN:
                return await self._render.screen(row, home)
            case messages.MANUAL:
                return await self._render.hand_ring(row, home)
            case messages.WITHDRAWAL:
                return await self._render.payout_ring(row)
            case _:
                raise UnknownRow(row.kind)

    async def _of_deposit(self, row: OutboxRow) -> RenderedMessage | Delivered | DeadLetter:
        deposit = await self._deposits.find(row.subject)
        if deposit is None:
            return DeadLetter("no such deposit")
        if row.kind == messages.NOTIFICATION:
            return RenderedMessage(screen=await self._render.ring(row, deposit))
        screen = await self._render.card(deposit)

        async def remember(tx: Transaction, message_id: int, shown: str) -> None:
            await deposit_rows.set_card(tx, deposit.id, message_id, shown)

        return _card(row, screen, deposit.card_message_id, deposit.card_hash, remember)

    async def _operator_card(self, row: OutboxRow, home: int) -> RenderedMessage | Delivered | DeadLetter:
        """The same as a deposit's card, but it may stand in several chats, each with a message of its own."""
        payload = json.loads(row.payload)
        drawn = await self._operators.card(row.subject, home, asks_reason=payload.get("asks_reason", False))
        if drawn is None:
            return DeadLetter("no such proposal")
        screen = replace(drawn, thread_id=payload.get("thread", 0))
        message_id, shown = await card_rows.message_in(self._database, row.subject, home)

        async def remember(tx: Transaction, message_id: int, shown: str) -> None:
            await card_rows.set_message(tx, row.subject, home, message_id, shown)

        return _card(row, screen, message_id, shown, remember)

    async def _alerts(self, row: OutboxRow) -> RenderedMessage:
        """Alerts of one kind that wait leave together: a storm is one message."""
        behind = await outbox_chats.waiting_behind(self._database, row, _ALERTS_AT_ONCE)
        alike = [other for other in behind if _are_alike(other, row)]
        try:
            screen = self._operators.alerts([row, *alike])
        except Exception:  # noqa: BLE001 - one of them cannot be drawn: it must take nothing else along
            alike, screen = [], self._operators.alerts([row])

        async def take_along(_message_id: int, tx: Transaction) -> None:
            await self._mark(tx, alike)

        return RenderedMessage(screen=screen, remember=take_along)

    async def _mark(self, tx: Transaction, rows: Sequence[OutboxRow]) -> None:
        for row in rows:
            await outbox.mark_sent(tx, row, self._clock.now_ms())


def _are_alike(one: OutboxRow, other: OutboxRow) -> bool:
    try:
        return kind_of(one) == kind_of(other)
    except (ValueError, KeyError, TypeError):
        return False


Remember = Callable[[Transaction, int, str], Awaitable[None]]


def _card(
    row: OutboxRow, screen: Screen, message_id: int, shown: str, remember: Remember
) -> RenderedMessage | Delivered:
    """Edit the card where it stands; put a new one where there is none, or where it was asked for anew.

    What it shows is compared with what it showed last: an equal card is not sent.
    """
    payload = json.loads(row.payload)
    is_anew, now_shown = payload.get("anew", False), digest(screen)
    if message_id and not is_anew and shown == now_shown:
        return Delivered()

    async def keep(sent: int, tx: Transaction) -> None:
        await remember(tx, sent, now_shown)

    async def doubt(tx: Transaction) -> None:
        await remember(tx, message_id, "")

    return RenderedMessage(
        screen=screen,
        edits=0 if is_anew else message_id,
        replaces=message_id,
        remember=keep,
        doubt=doubt if shown else None,
    )
