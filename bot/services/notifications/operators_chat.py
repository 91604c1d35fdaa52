"""The operators' chat and its ids: a group that becomes a supergroup gets a new id, and both are treated as one."""

import json
from typing import Any

import structlog

from bot.domain.alert import Alert
from bot.services.notifications.alerts import Alerts
from bot.services.notifications.messages import lane_of
from bot.store import chats, inbox, operator_cards, outbox_chats
from bot.store.engine.database import Database, Transaction, Unit

_log = structlog.get_logger()


_SIGNS = ("migrate_to_chat_id", "migrate_from_chat_id")


def moved_ids(message: Any) -> tuple[int, int] | None:  # noqa: ANN401 - JSON of any shape
    """The old and the new id if this Telegram message says that a group became a supergroup, else None."""
    chat = message.get("chat") if isinstance(message, dict) else None
    if not isinstance(chat, dict):
        return None
    old, new = message.get("migrate_from_chat_id", chat.get("id")), message.get("migrate_to_chat_id", chat.get("id"))
    return (old, new) if old != new else None


class OperatorsChat:
    """Data is stored under the id in the settings; the id that Telegram uses now is looked up."""

    def __init__(self, database: Database, alerts: Alerts) -> None:
        self._database = database
        self._alerts = alerts

    async def configured_id(self, chat_id: int) -> int:
        """The id in the settings if `chat_id` is any id of the operators' chat; else `chat_id`."""
        ours = self._alerts.operators_chat
        if ours is None or chat_id >= 0 or chat_id == ours:
            return chat_id
        known = await chats.are_same(self._database, ours, chat_id) or await self._is_said(ours, chat_id)
        return ours if known else chat_id

    async def _is_said(self, ours: int, chat_id: int) -> bool:
        """Whether an update that is stored but not applied yet says so; updates of other chats may be applied first."""
        for name in _SIGNS:
            for body in await inbox.waiting_with(self._database, "telegram", f'"{name}"'):
                message = json.loads(body).get("message")
                if moved_ids(message) == (ours, chat_id):
                    return True
        return False

    async def is_ours(self, chat_id: int) -> bool:
        """Whether this is the operators' chat."""
        ours = self._alerts.operators_chat
        return ours is not None and await self.configured_id(chat_id) == ours

    def moving(self, old_id: int, new_id: int, now: int) -> Unit[None]:
        """A transaction function that stores the chat's new id; cards and answers are sent again in the new chat."""

        async def in_transaction(tx: Transaction) -> None:
            if old_id == new_id or not await chats.add_alias(tx, old_id, new_id, now):
                return
            _log.warning("operators_chat.moved", old=old_id, new=new_id)
            await operator_cards.forget_messages(tx, old_id)
            await outbox_chats.forget_edits(tx, lane_of(old_id))
            await outbox_chats.retry_now(tx, lane_of(old_id), now)
            await self._alerts.announce(
                tx, Alert.CHAT_MOVED, f"{old_id}:{new_id}", now, old=str(old_id), chat=str(new_id)
            )

        return in_transaction
