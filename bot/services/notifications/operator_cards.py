"""What operators are shown: cards of proposals, which edit themselves, and answers to their commands.

Rows of the outbox, like all that leaves; they are drawn from the state at the moment they leave.
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
    """Put the card of `subject` (a withdrawal's id, or `act:<id>`) at the end of these chats, or of their `thread`."""
    payload = json.dumps({"anew": True, "thread": thread} if thread else {"anew": True})
    for chat_id in dict.fromkeys(chats):
        if chat_id < 0:
            await outbox_chats.retry_now(tx, lane_of(chat_id), now)  # as below
        await operator_cards.remember(tx, subject, chat_id)
        await _refresh(tx, subject, chat_id, now, payload)


async def redraw(tx: Transaction, subject: str, now: int) -> None:
    """The state of `subject` has changed: draw its card anew wherever it stands, after all that was asked for."""
    for chat_id in await operator_cards.chats(tx, subject):
        await _refresh(tx, subject, chat_id, now, "{}", priority=outbox.REDRAW)


async def ask_reason(tx: Transaction, subject: str, chat_id: int, now: int, *, is_asking: bool) -> None:
    """Let the card in this chat offer the reasons for which its proposal may be declined, or no longer."""
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
    """The answer to a command: the screen `name`; `edit` is the message it takes the place of.

    `thread` is the topic of the chat in which he was asked, 0 where it has none.
    """
    payload = {"name": name, "args": dict(args), "language": language.value, "edit": edit, "thread": thread}
    lane = lane_of(chat_id)
    if chat_id < 0:
        await outbox_chats.retry_now(tx, lane, now)  # somebody writes there: it may take messages again
    await outbox.add(tx, lane=lane, kind=ANSWER, subject="", payload=json.dumps(payload), now=now)


async def _refresh(
    tx: Transaction, subject: str, chat_id: int, now: int, payload: str, *, priority: int = outbox.REPLY
) -> None:
    await outbox.refresh(
        tx, lane=lane_of(chat_id), kind=CARD, subject=subject, now=now, payload=payload, priority=priority
    )
