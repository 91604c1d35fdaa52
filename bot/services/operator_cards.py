"""What operators are shown: cards of proposals, which edit themselves, and answers to their commands.

Rows of the outbox, like all that leaves; they are drawn from the state at the moment they leave.
"""

import json
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from bot.domain.errors import Value
from bot.domain.player import Language
from bot.services.notices import lane_of
from bot.store import operator_cards, outbox
from bot.store.database import Transaction

CARD, ANSWER = "operator_card", "operator_answer"
_ANEW = json.dumps({"anew": True})


async def show(tx: Transaction, subject: str, chats: Iterable[int], now: int) -> None:
    """Put the card of `subject` (a withdrawal's id, or `act:<id>`) at the end of these chats."""
    for chat_id in dict.fromkeys(chats):
        await operator_cards.remember(tx, subject, chat_id)
        await _refresh(tx, subject, chat_id, now, _ANEW)


async def redraw(tx: Transaction, subject: str, now: int) -> None:
    """The state of `subject` has changed: draw its card anew wherever it stands."""
    for chat_id in await operator_cards.chats(tx, subject):
        await _refresh(tx, subject, chat_id, now, "{}")


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
) -> None:
    """The answer to a command: the screen `name`; `edit` is the message it takes the place of."""
    payload = {"name": name, "args": dict(args), "language": language.value, "edit": edit}
    lane = lane_of(chat_id)
    await outbox.add(tx, lane=lane, kind=ANSWER, subject="", payload=json.dumps(payload), now=now)


async def _refresh(tx: Transaction, subject: str, chat_id: int, now: int, payload: str) -> None:
    await outbox.refresh(tx, lane=lane_of(chat_id), kind=CARD, subject=subject, now=now, payload=payload)
