"""Messages to operators as outbox rows: cards of proposals, which are edited in place, and answers to commands.

They are drawn from the state at the moment of delivery.
"""

import json
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from bot.domain.errors import Value
from bot.domain.player import Language
from bot.services.notifications.messages import lane_of
from bot.store import operator_cards, outbox, outbox_chats
from bot.store.engine.database import Transaction

CARD, ANSWER = "operator_card", "operator_answer"


async def show(tx: Transaction, subject: str, chats: Iterable[int], now: int, *, thread: int = 0) -> None:
    """Send the card of `subject` (a withdrawal id or `act:<id>`) as a new message to these chats or their `thread`."""
    payload = json.dumps({"anew": True, "thread": thread} if thread else {"anew": True})
    for chat_id in dict.fromkeys(chats):
        if chat_id < 0:
            await outbox_chats.retry_now(tx, lane_of(chat_id), now)  # as in `answer`
        await operator_cards.remember(tx, subject, chat_id)
        await _refresh(tx, subject, chat_id, now, payload)


async def redraw(tx: Transaction, subject: str, now: int) -> None:
    """Redraw the card of `subject` in all chats, since its state changed; this has the lowest priority."""
    for chat_id in await operator_cards.chats(tx, subject):
        await _refresh(tx, subject, chat_id, now, "{}", priority=outbox.REDRAW)


async def ask_reason(tx: Transaction, subject: str, chat_id: int, now: int, *, is_asking: bool) -> None:
    """Show or hide the reasons for declining on the card in this chat."""
    await _refresh(tx, subject, chat_id, now, json.dumps({"asks_reason": is_asking}))


async def answer(
    tx: Transaction,
    chat_id: int,
    name: str,
    now: int,
    *,
    language: Language,
    args: Mapping[str, Value] = MappingProxyType({}),
    edit: int = 0,
    thread: int = 0,
) -> None:
    """Queue the answer to a command: the screen `name`. `edit` is the id of the message it replaces, 0 for none.

    `thread` is the topic in which the operator asked, 0 if the chat has none.
    """
    payload = {"name": name, "args": dict(args), "language": language.value, "edit": edit, "thread": thread}
    lane = lane_of(chat_id)
    if chat_id < 0:
        await outbox_chats.retry_now(tx, lane, now)  # somebody writes there, so it may accept messages again
    await outbox.add(tx, lane=lane, kind=ANSWER, subject="", payload=json.dumps(payload), now=now)


async def _refresh(
    tx: Transaction, subject: str, chat_id: int, now: int, payload: str, *, priority: int = outbox.REPLY
) -> None:
    await outbox.refresh(
        tx, lane=lane_of(chat_id), kind=CARD, subject=subject, now=now, payload=payload, priority=priority
    )
