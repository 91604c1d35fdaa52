"""The scheduler: expires deposits and withdrawals, reminds, checks for missing postbacks, applies retention."""

from collections.abc import Awaitable, Callable, Sequence
from statistics import median

import structlog

from bot.domain.alert import Alert, End
from bot.domain.day import day_start
from bot.domain.deposit import DepositStatus
from bot.runtime.clock import Clock
from bot.services.deposits.wallets import OpenWallets
from bot.services.monitoring.disk_space import check_disk_space
from bot.services.notifications import messages
from bot.services.notifications.alerts import Alerts
from bot.services.notifications.merchant_events import check_events
from bot.services.operators.approvals import expire_due
from bot.services.policy import Policy
from bot.services.postbacks.intake import SOURCE
from bot.services.retention import apply_retention
from bot.services.withdrawals.approval import Withdrawals
from bot.services.withdrawals.reminders import remind_of_awaited
from bot.services.withdrawals.restored_database import check_while_running
from bot.store import approvals, audit, deposits, inbox, outbox, refusals
from bot.store import withdrawals as withdrawal_rows
from bot.store.engine.database import Database, StoreUnavailable, Transaction
from bot.store.engine.membership import LeaderRole

_TICK = 5.0
_REFRESH_MS = 5 * 60_000
_RETENTION_MS = 3_600_000
_DRAFT_MS = 24 * 3_600_000
_SILENCE_MS = 60 * 60_000
_UNUSUAL = 4
"""Postbacks are missing if the silence is this many times the usual pause."""
_BATCH = 200
_DAY_MS = 24 * 3_600_000
_log = structlog.get_logger()


class Scheduler:
    """Runs on one instance for all, every few seconds; each row it handles is one guarded transaction."""

    def __init__(  # noqa: PLR0917 - wired once
        self,
        database: Database,
        clock: Clock,
        policy: Policy,
        alerts: Alerts,
        wallets: OpenWallets,
        withdrawals: Withdrawals,
    ) -> None:
        self._database = database
        self._clock = clock
        self._policy = policy
        self._alerts = alerts
        self._wallets = wallets
        self._withdrawals = withdrawals
        self._refreshed_at = 0
        self._retained_at = 0

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            try:
                if await self._database.membership.is_leader(LeaderRole.SCHEDULER):
                    await self.tick()
                else:
                    await self._refresh_wallets(self._clock.now_ms())
            except StoreUnavailable as error:
                _log.warning("scheduler.waits", reason=str(error))
            await self._clock.sleep(_TICK)

    async def tick(self) -> None:
        """One round."""
        await check_while_running(self._database, self._clock, self._alerts)  # before any hold is released
        now = self._clock.now_ms()
        await self._each(await deposits.due_to_expire(self._database, now, _BATCH), self._expire)
        await self._each(await deposits.idle_drafts(self._database, now - _DRAFT_MS, _BATCH), self._drop_draft)
        await self._each(await deposits.slow(self._database, now - self._policy.slow_ms, _BATCH), self._remind)
        await self._each(await withdrawal_rows.due_to_expire(self._database, now, _BATCH), self._withdrawals.expire)
        if await approvals.has_due(self._database, now):
            await self._database.write(lambda tx: expire_due(tx, now))
        await remind_of_awaited(self._database, self._alerts, now)
        await self._check_postback_silence(now)
        await check_events(self._database, self._alerts, now)
        await check_disk_space(self._database, self._alerts, now)
        await self._refresh_wallets(now)
        if not 0 <= now - self._retained_at < _RETENTION_MS:
            is_left = await self._database.write(lambda tx: self._apply_retention(tx, now))
            self._retained_at = self._retained_at if is_left else now

    async def _refresh_wallets(self, now: int) -> None:
        """Refresh the open wallets; each instance does this for itself."""
        if not 0 <= now - self._refreshed_at < _REFRESH_MS:
            self._refreshed_at = now
            await self._wallets.refresh()

    async def _each(self, ids: Sequence[str], action: Callable[[Transaction, str, int], Awaitable[None]]) -> None:
        for deposit_id in ids:
            now = self._clock.now_ms()
            await self._database.write(lambda tx, one=deposit_id, at=now: action(tx, one, at))  # type: ignore[misc]

    async def _expire(self, tx: Transaction, deposit_id: str, now: int) -> None:
        expired = await deposits.move(tx, deposit_id, DepositStatus.EXPIRED, now)
        if expired is not None:
            await messages.card(tx, expired, now, priority=outbox.REDRAW)
            await self._alerts.resolve_by(tx, End.CLOSED, deposit_id, now)

    async def _drop_draft(self, tx: Transaction, deposit_id: str, now: int) -> None:
        dropped = await deposits.move(tx, deposit_id, DepositStatus.CANCELLED, now, since=(DepositStatus.DRAFT,))
        if dropped is not None:
            await messages.card(tx, dropped, now, priority=outbox.REDRAW)

    async def _remind(self, tx: Transaction, deposit_id: str, now: int) -> None:
        """Tell the player once that his claim still waits, and alert operators."""
        deposit = await deposits.find(tx, deposit_id)
        if (
            deposit is None
            or deposit.status not in {DepositStatus.CLAIMED, DepositStatus.SUBMITTED}
            or deposit.reminded_at
        ):
            return
        await deposits.edit(tx, deposit_id, deposit.status, reminded_at=now)
        await messages.notify(tx, deposit, "waiting", now, ref=deposit.order_id)
        await self._alerts.raise_(
            tx,
            Alert.DEPOSIT_WAITING,
            deposit_id,
            now,
            deposit=deposit_id,
            minutes=(now - deposit.claimed_at) // 60_000,
            amount=deposit.amount,
            wallet=deposit.wallet,
        )

    async def _check_postback_silence(self, now: int) -> None:
        """Alert operators if accepted claims wait and no postback came for an hour and for much longer than usual."""
        oldest = await deposits.oldest_taken_claim(self._database)
        if not oldest or now - oldest < _SILENCE_MS:
            return
        last = await inbox.last_received(self._database, SOURCE)
        silence = now - last
        if silence < _SILENCE_MS or silence < _UNUSUAL * _usual(await inbox.gaps(self._database, SOURCE, _BATCH)):
            return
        minutes = min(silence, now - oldest) // 60_000
        refused = await refusals.since(self._database, max(last, now - _DAY_MS))
        refused_text = " ".join(f"{reason}:{count}" for reason, count in refused.items())

        async def in_transaction(tx: Transaction) -> None:
            await self._alerts.raise_(tx, Alert.POSTBACKS_SILENT, "", now, minutes=minutes, sent_away=refused_text)

        await self._database.write(in_transaction)

    async def _apply_retention(self, tx: Transaction, now: int) -> bool:
        """Apply retention; True if more is left for the next round."""
        is_left = await apply_retention(tx, now, self._policy.mask)
        await self._alerts.end_outdated(tx, now)
        await self._announce_audit_head(tx, now)
        return is_left

    async def _announce_audit_head(self, tx: Transaction, now: int) -> None:
        """Send operators the head of the audit log after each day with rows, so that a cut-off log is noticed."""
        head = await audit.head(tx, before=day_start(now))
        if head.count:
            await self._alerts.announce(tx, Alert.AUDIT_HEAD, head.hash, now, rows=head.count, hash=head.hash)


def _usual(gaps: Sequence[int]) -> float:
    """The median pause between two postbacks in milliseconds; 0 if unknown."""
    return median(gaps) if gaps else 0
