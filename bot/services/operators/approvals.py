"""Actions that need two operators (besides payouts): one proposes, another confirms or declines."""

import json
from collections.abc import Mapping

import structlog

from bot.domain.approval import ActionType, Approval, ApprovalStatus
from bot.domain.errors import ActMoved, AlreadyBooked, MakerMayNotConfirm, Value
from bot.domain.mask import WITHOUT_KEY, Mask
from bot.domain.operator import Operator, Role
from bot.provider.instrumented import ProviderConnection
from bot.runtime.clock import Clock
from bot.services.notifications import operator_cards
from bot.services.notifications.alerts import Alerts
from bot.services.operators.approved_actions import ApprovedActions
from bot.services.operators.direct_actions import DirectActions
from bot.services.policy import Policy
from bot.services.queue.inbox_worker import Turn
from bot.store import approvals, audit
from bot.store.engine.database import Database, Transaction

_EXPIRES_MS = 24 * 3_600_000
_PROPOSER = {ActionType.UNFREEZE: Role.CHECKER, ActionType.FORGET: Role.OWNER}
"""The role needed to propose, where it is not cashier."""

_CONFIRMER = {ActionType.FORGET: Role.OWNER}
"""The role needed to confirm, where it is not checker."""

_CLOCK = 0
"""The actor id of the scheduler."""

_log = structlog.get_logger()


class Approvals(DirectActions):
    """Every action is one transaction and adds a row to the audit log."""

    def __init__(  # noqa: PLR0917 - wired once
        self,
        database: Database,
        clock: Clock,
        policy: Policy,
        alerts: Alerts,
        actions: ApprovedActions,
        connection: ProviderConnection,
    ) -> None:
        super().__init__(clock, policy, alerts, connection)
        self._database = database
        self._actions = actions

    async def find(self, approval_id: int) -> Approval | None:
        """The approval with this number, or None."""
        return await approvals.find(self._database, approval_id)

    async def propose(self, turn: Turn, operator: Operator, kind: ActionType, values: Mapping[str, Value]) -> None:
        """Add a proposal and show its card. The same command typed twice shows the first proposal.

        Raises RoleTooLow, or the DomainError that would keep the action from being carried out now.
        """
        operator.require(_PROPOSER.get(kind, Role.CASHIER))
        now = self._clock.now_ms()
        chats = [chat for chat in (operator.chat_id, self._policy.operators_chat) if chat is not None]

        async def in_transaction(tx: Transaction) -> None:
            shown = await approvals.open_twin(tx, kind, values, now)
            if shown is None:
                await self._actions.check(tx, kind, values)
                shown = await approvals.add(tx, kind, values, maker=operator.id, now=now, expires_at=now + _EXPIRES_MS)
                await _note(tx, shown, operator.id, now, before={}, mask=self._policy.mask)
            await operator_cards.show(tx, _subject(shown), chats, now)

        await turn.write(in_transaction)

    async def confirm(self, turn: Turn, operator: Operator, approval_id: int) -> None:
        """A second operator confirms; the action is carried out in the same transaction.

        Raises MakerMayNotConfirm, RoleTooLow, ActMoved or an error of the action itself; then the proposal stays open.
        Raises AlreadyBooked if there was nothing left to book; then the proposal is closed as declined.
        """
        now = self._clock.now_ms()

        async def in_transaction(tx: Transaction) -> AlreadyBooked | None:
            approval = await self._confirmable(tx, operator, approval_id, now)
            try:
                await self._actions.carry_out(tx, approval, now)
            except AlreadyBooked as error:
                await _close(
                    tx, await approvals.decline(tx, approval_id, operator.id, "already booked", now), operator.id, now
                )
                return error
            await _close(tx, await approvals.confirm(tx, approval_id, operator.id, now), operator.id, now)
            return None

        refused = await turn.write(in_transaction)
        if refused is not None:
            raise refused

    async def _confirmable(self, tx: Transaction, operator: Operator, approval_id: int, now: int) -> Approval:
        approval = await _find_proposed(tx, approval_id)
        if approval.expires_at <= now:
            raise ActMoved(id=approval_id, stage=ApprovalStatus.EXPIRED.value)
        if operator.id == approval.maker or not operator.role.covers(Role.CHECKER):
            raise MakerMayNotConfirm
        operator.require(_CONFIRMER.get(approval.kind, Role.CHECKER))
        return approval

    async def decline(self, turn: Turn, operator: Operator, approval_id: int, reason: str) -> None:
        """Decline a proposal. A checker may do this, or the operator who proposed it. Raises ActMoved or RoleTooLow."""
        now = self._clock.now_ms()

        async def in_transaction(tx: Transaction) -> None:
            approval = await _find_proposed(tx, approval_id)
            if operator.id != approval.maker:
                operator.require(Role.CHECKER)
            await _close(tx, await approvals.decline(tx, approval_id, operator.id, reason[:200], now), operator.id, now)

        await turn.write(in_transaction)


async def expire_due(tx: Transaction, now: int) -> None:
    """The scheduler calls this: close proposals that nobody confirmed in time."""
    for approval in await approvals.expire(tx, now):
        await _close(tx, approval, _CLOCK, now)


async def _find_proposed(tx: Transaction, approval_id: int) -> Approval:
    approval = await approvals.find(tx, approval_id)
    if approval is None or approval.stage is not ApprovalStatus.PROPOSED:
        raise ActMoved(id=approval_id, stage=approval.stage.value if approval else "none")
    return approval


async def _close(tx: Transaction, approval: Approval | None, actor: int, now: int) -> None:
    """Add the end to the audit log and redraw the cards."""
    if approval is None:
        raise RuntimeError("an act that was open a moment ago, in this very transaction, is not")
    await _note(tx, approval, actor, now, before={"stage": ApprovalStatus.PROPOSED.value})
    await operator_cards.redraw(tx, _subject(approval), now)


async def _note(
    tx: Transaction, approval: Approval, actor: int, now: int, *, before: Mapping[str, Value], mask: Mask = WITHOUT_KEY
) -> None:
    what = f"{approval.kind}.{approval.stage}"
    after: dict[str, Value] = {"stage": approval.stage.value}
    if approval.stage is ApprovalStatus.PROPOSED:
        after |= approval.values
    if "account" in after:
        after["account"] = mask(str(after["account"]))
    if approval.reason:
        after["reason"] = approval.reason
    subject = _subject(approval)
    await audit.append(
        tx, actor=actor, act=what, subject=subject, before=json.dumps(dict(before)), after=json.dumps(after), now=now
    )
    _log.info("act.noted", act=what, subject=subject, actor=actor)


def _subject(approval: Approval) -> str:
    return f"act:{approval.id}"
