"""Renders outbox rows as messages. Sends nothing."""

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
    """A row of a kind that this version does not know, such as one that a newer version wrote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedMessage:
    """A message to send: an edit of the message `edits`, or if that is 0 a new one, after which `replaces` is deleted.

    `remember` runs in the transaction that marks the row as sent, with the message's id. `on_unknown` runs when it is
    unknown whether the message arrived.
    """

    screen: Screen
    edits: int = 0
    replaces: int = 0
    remember: Callable[[int, Transaction], Awaitable[None]] | None = None
    on_unknown: Unit[None] | None = None


def digest(screen: Screen) -> str:
    """A hash of what the player sees: equal for equal screens."""
    buttons = screen.keyboard.model_dump_json(exclude_none=True) if screen.keyboard else ""
    parts = (screen.text.encode(), buttons.encode(), screen.photo or b"")
    return hashlib.sha256(b"\0".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()[:32]


class Renderer:
    """Renders rows. Any exception means that nothing was sent yet."""

    def __init__(
        self,
        database: Database,
        player_renderer: PlayerRenderer,
        operators: OperatorRenderer,
        deposits: Deposits,
        clock: Clock,
    ) -> None:
        self._database = database
        self._player_renderer = player_renderer
        self._operators = operators
        self._deposits = deposits
        self._clock = clock

    async def render(self, row: OutboxRow, home: int) -> RenderedMessage | Delivered | DeadLetter:
        """What to do with `row`; `home` is the chat's id when the row was written. Raises UnknownRow, among others."""
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
                return await self._player_renderer.screen(row, home)
            case messages.MANUAL:
                return await self._player_renderer.manual_credit(row, home)
            case messages.WITHDRAWAL:
                return await self._player_renderer.withdrawal_message(row)
            case _:
                raise UnknownRow(row.kind)

    async def _of_deposit(self, row: OutboxRow) -> RenderedMessage | Delivered | DeadLetter:
        deposit = await self._deposits.find(row.subject)
        if deposit is None:
            return DeadLetter("no such deposit")
        if row.kind == messages.NOTIFICATION:
            return RenderedMessage(screen=await self._player_renderer.money_message(row, deposit))
        screen = await self._player_renderer.card(deposit)

        async def remember(tx: Transaction, message_id: int, shown: str) -> None:
            await deposit_rows.set_card(tx, deposit.id, message_id, shown)

        return _card(row, screen, deposit.card_message_id, deposit.card_hash, remember)

    async def _operator_card(self, row: OutboxRow, home: int) -> RenderedMessage | Delivered | DeadLetter:
        """Like a deposit's card, but it may stand in several chats, with one message in each."""
        payload = json.loads(row.payload)
        rendered = await self._operators.card(row.subject, home, asks_reason=payload.get("asks_reason", False))
        if rendered is None:
            return DeadLetter("no such proposal")
        screen = replace(rendered, thread_id=payload.get("thread", 0))
        message_id, shown = await card_rows.message_in(self._database, row.subject, home)

        async def remember(tx: Transaction, message_id: int, shown: str) -> None:
            await card_rows.set_message(tx, row.subject, home, message_id, shown)

        return _card(row, screen, message_id, shown, remember)

    async def _alerts(self, row: OutboxRow) -> RenderedMessage:
        """Waiting alerts of one kind are sent as one message, so that many alerts do not flood the chat."""
        behind = await outbox_chats.waiting_behind(self._database, row, _ALERTS_AT_ONCE)
        alike = [other for other in behind if _are_alike(other, row)]
        try:
            screen = self._operators.alerts([row, *alike])
        except Exception:  # noqa: BLE001 - one of them cannot be rendered: it must not block the others
            alike, screen = [], self._operators.alerts([row])

        async def take_along(_message_id: int, tx: Transaction) -> None:
            await self._mark_sent(tx, alike)

        return RenderedMessage(screen=screen, remember=take_along)

    async def _mark_sent(self, tx: Transaction, rows: Sequence[OutboxRow]) -> None:
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
    """Edit the existing card; send a new one where there is none or a resend was asked for.

    A card that would show the same as before is not sent.
    """
    payload = json.loads(row.payload)
    is_resend, now_shown = payload.get("anew", False), digest(screen)
    if message_id and not is_resend and shown == now_shown:
        return Delivered()

    async def keep(sent: int, tx: Transaction) -> None:
        await remember(tx, sent, now_shown)

    async def on_unknown(tx: Transaction) -> None:
        await remember(tx, message_id, "")

    return RenderedMessage(
        screen=screen,
        edits=0 if is_resend else message_id,
        replaces=message_id,
        remember=keep,
        on_unknown=on_unknown if shown else None,
    )
