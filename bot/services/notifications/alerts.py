"""Alerts to operators: each cause is reported once when it begins and once when it is over."""

import json
from dataclasses import dataclass

import structlog

from bot.domain.alert import ANNOUNCEMENTS, ENDED_BY, LAPSE_MS, QUIET, Alert, End, over_at
from bot.domain.deposit import DepositStatus
from bot.domain.errors import Value
from bot.domain.withdrawal import WithdrawalStatus
from bot.services.notifications.messages import ALERT, lane_of
from bot.store import alerts, outbox, outbox_chats
from bot.store.alerts import Ended
from bot.store.engine.database import Transaction
from bot.store.inbox import POSTBACKS, InboxRow

_log = structlog.get_logger()
_COPIED_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Alerts:
    """Sends alerts to the operators' chat, or only to the log if none is set. `owners` get copies if it is closed."""

    operators_chat: int | None
    owners: tuple[int, ...] = ()

    async def raise_(self, tx: Transaction, kind: Alert, subject: str, now: int, **values: Value) -> None:
        """Report a cause once until it is resolved. `subject` distinguishes causes of one kind.

        `values` stand in the text and are stored as JSON: see `Alert` for those of each kind.
        """
        told = json.dumps({"kind": kind.value, "values": values})
        if await alerts.begin(tx, kind.value, subject, told, now):
            _log.warning("alert.began", kind=kind.value, subject=subject)
            await self._tell(tx, subject, told, now)

    async def remind(self, tx: Transaction, kind: Alert, subject: str, now: int, **values: Value) -> bool:
        """Report a lasting cause once for each set of values; False if these values were reported last."""
        told = json.dumps({"kind": kind.value, "values": values})
        is_new = await alerts.escalate(tx, kind.value, subject, told, now)
        if is_new:
            _log.warning("alert.lasts", kind=kind.value, subject=subject)
            await self._tell(tx, subject, told, now)
        return is_new

    async def resolve(self, tx: Transaction, kind: Alert, subject: str, now: int) -> None:
        """Report that the cause is over, if it was reported."""
        told = await alerts.end(tx, kind.value, subject)
        if told is not None:
            await self._tell_end(tx, Ended(kind.value, subject, told), now)

    async def resolve_by(self, tx: Transaction, end: End, subject: str, now: int) -> bool:
        """Resolve all alerts about `subject` that `end` ends (see `ENDS`); False if there was none."""
        over = await alerts.end_all(tx, ENDED_BY[end], subject)
        for ended in over:
            await self._tell_end(tx, ended, now)
        return bool(over)

    async def end_outdated(self, tx: Transaction, now: int) -> None:
        """Resolve alerts that cannot be true any more; those that only lapse end without a message."""
        for status in (*DepositStatus, *WithdrawalStatus):
            if kinds := over_at(status):
                table = "deposits" if isinstance(status, DepositStatus) else "withdrawals"
                for ended in await alerts.end_at(tx, kinds, table, status.value):
                    await self._tell_end(tx, ended, now)
        for ended in await alerts.lapse(tx, (*ENDED_BY[End.LAPSED], *sorted(ANNOUNCEMENTS)), now - LAPSE_MS):
            _log.info("alert.lapsed", kind=ended.kind, subject=ended.subject)

    async def _tell_end(self, tx: Transaction, ended: Ended, now: int) -> None:
        """Report the end to the chat; if it has not received the alert yet, only to owners who got a copy."""
        _log.info("alert.ended", kind=ended.kind, subject=ended.subject)
        if ended.kind in QUIET or self.operators_chat is None:
            return
        lane = lane_of(self.operators_chat)
        untold = await outbox_chats.withdraw_untold(tx, lane, ended.subject, ended.told, now)
        payload = json.dumps(json.loads(ended.told) | {"over": True})
        for one in await outbox_chats.lanes_of_copies(tx, untold) if untold else [lane]:
            await _alert(tx, one, ended.subject, payload, now)

    async def announce(self, tx: Transaction, kind: Alert, subject: str, now: int, **values: Value) -> None:
        """Tell operators about an event that has no end, once per `subject`."""
        if self.operators_chat is not None:
            payload, dedupe = json.dumps({"kind": kind.value, "values": values}), f"news:{kind.value}:{subject}"
            await _alert(tx, lane_of(self.operators_chat), subject, payload, now, dedupe=dedupe)

    async def copy_to_owners(self, tx: Transaction, reason: str, now: int) -> None:
        """Send owners a private copy of each alert that waits for the closed operators' chat."""
        if self.operators_chat is None:
            return
        for owner in self.owners:
            for row in await outbox_chats.uncopied(tx, lane_of(self.operators_chat), owner, _COPIED_AT_ONCE):
                payload = json.dumps(json.loads(row.payload) | {"copied": reason})
                await _alert(tx, lane_of(owner), row.subject, payload, now, dedupe=f"copy:{row.id}:{owner}")

    async def row_failed(self, tx: Transaction, row: InboxRow, now: int) -> None:
        """Report an inbox row that could not be applied. A postback can be applied again, an update cannot."""
        if row.source == POSTBACKS:
            await self.raise_(tx, Alert.NOT_APPLIED, str(row.id), now, row=row.id, source=row.source)
        else:
            await self.announce(tx, Alert.UPDATE_FAILED, str(row.id), now, row=row.id)

    async def _tell(self, tx: Transaction, subject: str, payload: str, now: int) -> None:
        if self.operators_chat is not None:
            await _alert(tx, lane_of(self.operators_chat), subject, payload, now)


async def _alert(tx: Transaction, lane: str, subject: str, payload: str, now: int, *, dedupe: str = "") -> None:
    await outbox.add(
        tx, lane=lane, kind=ALERT, subject=subject, payload=payload, dedupe=dedupe, priority=outbox.ALERT, now=now
    )
