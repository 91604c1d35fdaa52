"""Actions of one operator: hold, freeze, wallet, limits, reject, ask, send, replay. None of them moves money."""

import json
from typing import Any

import structlog

from bot.domain.alert import End
from bot.domain.deposit import Deposit, DepositStatus, sources
from bot.domain.errors import ClaimNotWaiting, DepositMoved, LimitsCrossed, NotReplayable
from bot.domain.operator import Operator, Role
from bot.provider.instrumented import ProviderConnection
from bot.runtime.clock import Clock
from bot.services.deposits.provider_jobs import send_claim_now
from bot.services.notifications import messages
from bot.services.notifications.alerts import Alerts
from bot.services.policy import Policy
from bot.services.postbacks.intake import SOURCE
from bot.services.queue.inbox_worker import Turn
from bot.store import audit, deposits, holds, inbox, overrides
from bot.store.engine.database import Param, Transaction

Facts = dict[str, Any]
_PARTS: dict[str, dict[str, Param]] = {
    "number": {"refusal": "number", "transaction_number": ""},
    "photo": {"refusal": "receipt", "receipt_id": "", "receipt_album": ""},
}
"""For each thing to ask again: the columns to clear, and the refusal that the player reads."""

_log = structlog.get_logger()


class DirectActions:
    """Each action is one transaction, with a row in the audit log if it changed something."""

    def __init__(self, clock: Clock, policy: Policy, alerts: Alerts, connection: ProviderConnection) -> None:
        self._clock = clock
        self._policy = policy
        self._alerts = alerts
        self._connection = connection

    async def hold(self, turn: Turn, operator: Operator, label: str, reason: str) -> None:
        """Put a player on hold: no deposits and payouts. Payments signed for him are still credited."""
        operator.require(Role.CHECKER)
        now = self._clock.now_ms()

        async def in_transaction(tx: Transaction) -> None:
            before = await holds.is_held(tx, label)
            await holds.hold(tx, label, reason[:200], operator.id, now)
            await _note(tx, operator, "hold", f"player:{label}", now, {"held": before}, {"held": reason[:200]})

        await turn.write(in_transaction)

    async def release(self, turn: Turn, operator: Operator, label: str) -> None:
        """End a player's hold."""
        operator.require(Role.CHECKER)
        now = self._clock.now_ms()

        async def in_transaction(tx: Transaction) -> None:
            before = await holds.is_held(tx, label)
            await holds.release(tx, label)
            await _note(tx, operator, "release", f"player:{label}", now, {"held": before}, {"held": None})

        await turn.write(in_transaction)

    async def freeze(self, turn: Turn, operator: Operator) -> None:
        """Freeze all payouts."""
        operator.require(Role.CASHIER)
        now = self._clock.now_ms()

        async def in_transaction(tx: Transaction) -> None:
            before = (await overrides.load_overrides(tx)).frozen
            await overrides.freeze_withdrawals(tx, operator.id, now)
            await _note(tx, operator, "freeze", "payouts", now, {"frozen": before}, {"frozen": True})

        await turn.write(in_transaction)

    async def set_wallet(self, turn: Turn, operator: Operator, wallet: str, on: bool) -> None:  # noqa: FBT001 - on, off
        """Open or close a wallet for new deposits; open deposits continue."""
        operator.require(Role.OWNER)
        now = self._clock.now_ms()

        async def in_transaction(tx: Transaction) -> None:
            was_open = wallet not in (await overrides.load_overrides(tx)).closed
            if on:
                await overrides.open_wallet(tx, wallet)
            else:
                await overrides.close_wallet(tx, wallet, operator.id, now)
                await self._alerts.resolve_by(tx, End.WALLET_CLOSED, wallet, now)
            await _note(tx, operator, "wallet", f"wallet:{wallet}", now, {"open": was_open}, {"open": on})

        await turn.write(in_transaction)

    async def set_limits(self, turn: Turn, operator: Operator, wallet: str, low: int, high: int) -> None:
        """Set the lowest and highest deposit (whole kyat) of a wallet. Raises LimitsCrossed."""
        operator.require(Role.OWNER)
        if not 0 < low <= high:
            raise LimitsCrossed
        now = self._clock.now_ms()

        async def in_transaction(tx: Transaction) -> None:
            before = (await overrides.load_overrides(tx)).limits.get(wallet)
            await overrides.set_limits(tx, wallet, (low, high), operator.id, now)
            facts: tuple[Facts, Facts] = {"limits": list(before) if before else None}, {"limits": [low, high]}
            await _note(tx, operator, "limits", f"wallet:{wallet}", now, *facts)

        await turn.write(in_transaction)

    async def reject(self, turn: Turn, operator: Operator, deposit_id: str, reason: str) -> None:
        """Reject a claim. The player reads a fixed text and can correct it; `reason` is for operators."""
        operator.require(Role.CASHIER)
        now = self._clock.now_ms()

        async def in_transaction(tx: Transaction) -> None:
            before = await _find(tx, deposit_id)
            rejected = await deposits.move(tx, deposit_id, DepositStatus.REJECTED, now, refusal="other", touched_at=now)
            if rejected is None:
                raise DepositMoved(id=deposit_id, status=before.status.value)
            await self._tell_refused(tx, rejected, turn.row.id, now)
            await deposits.note(tx, deposit_id, "reason", reason, now)
            after = {"status": rejected.status.value, "reason": reason[:200]}
            await _note(tx, operator, "reject", deposit_id, now, {"status": before.status.value}, after)

        await turn.write(in_transaction)

    async def ask(self, turn: Turn, operator: Operator, deposit_id: str, what: str) -> None:
        """Ask the player for another `number` or `photo` only; at least one correction is allowed after that."""
        operator.require(Role.CASHIER)
        now = self._clock.now_ms()

        async def in_transaction(tx: Transaction) -> None:
            before = await _find(tx, deposit_id)
            tries = min(before.corrections, self._policy.corrections_max - 1)
            values: dict[str, Param] = {**_PARTS[what], "corrections": tries, "touched_at": now}
            if before.status is DepositStatus.REJECTED:
                asked = await deposits.edit(tx, deposit_id, DepositStatus.REJECTED, **values)
            else:
                asked = await deposits.move(
                    tx, deposit_id, DepositStatus.REJECTED, now, since=sources(DepositStatus.REJECTED), **values
                )
            if asked is None:
                raise DepositMoved(id=deposit_id, status=before.status.value)
            await self._tell_refused(tx, asked, turn.row.id, now)
            after = {"status": asked.status.value, "asked": what}
            await _note(tx, operator, "ask", deposit_id, now, {"status": before.status.value}, after)

        await turn.write(in_transaction)

    async def send(self, turn: Turn, operator: Operator, deposit_id: str) -> None:
        """Send a waiting claim before all others, even while the provider is away. Raises ClaimNotWaiting.

        The order id is the same, so a repeated sending is harmless.
        """
        operator.require(Role.CASHIER)
        now = self._clock.now_ms()

        async def in_transaction(tx: Transaction) -> None:
            deposit = await _find(tx, deposit_id)
            if deposit.status is not DepositStatus.CLAIMED:
                raise ClaimNotWaiting(id=deposit_id, status=deposit.status.value)
            await send_claim_now(tx, deposit, now)
            facts = {"order": deposit.order_id}
            await _note(tx, operator, "send", deposit_id, now, facts, {**facts, "sent_by_hand": now})

        await turn.write(in_transaction)
        self._connection.invite()

    async def _tell_refused(self, tx: Transaction, deposit: Deposit, update: int, now: int) -> None:
        """Tell the player, once per update of the operator, who may ask again under the same order id."""
        await messages.card(tx, deposit, now)
        await messages.notify(tx, deposit, "refused", now, ref=f"update:{update}")
        await self._alerts.resolve_by(tx, End.TAKEN_UP, deposit.id, now)

    async def replay(self, turn: Turn, operator: Operator, inbox_id: int) -> None:
        """Apply a stored postback again. Raises NotReplayable.

        The unique payment key in the ledger makes this safe.
        """
        operator.require(Role.OWNER)
        now = self._clock.now_ms()

        async def in_transaction(tx: Transaction) -> None:
            before = await inbox.replay(tx, SOURCE, inbox_id, f"{turn.row.id}")
            if before is None:
                raise NotReplayable(id=inbox_id)
            await self._alerts.resolve_by(tx, End.REPLAYED, str(inbox_id), now)
            await _note(tx, operator, "replay", f"inbox:{inbox_id}", now, {"state": before}, {"state": "new"})

        await turn.write(in_transaction)


async def _find(tx: Transaction, deposit_id: str) -> Deposit:
    found = await deposits.find(tx, deposit_id)
    if found is None:
        raise DepositMoved(id=deposit_id, status="none")
    return found


async def _note(  # noqa: PLR0917 - a line of the log, in its order
    tx: Transaction, operator: Operator, act: str, subject: str, now: int, before: Facts, after: Facts
) -> None:
    """Add an audit row unless nothing changed, so that a repeated command adds one row only."""
    if before == after:
        return
    await audit.append(
        tx,
        actor=operator.id,
        act=act,
        subject=subject,
        before=json.dumps(before),
        after=json.dumps(after),
        now=now,
    )
    _log.info("act.noted", act=act, subject=subject, actor=operator.id)
