"""What operators do with a withdrawal: one proposes, another confirms or declines; each is one transaction."""

from collections.abc import Callable

import structlog

from bot.domain.account import is_mobile, national_form
from bot.domain.alert import End
from bot.domain.errors import (
    AccountMalformed,
    MakerMayNotConfirm,
    PayoutsUndocumented,
    PlayerHeld,
    TooEarly,
    WithdrawalMoved,
    WithdrawalsOff,
)
from bot.domain.money import check_limits
from bot.domain.operator import Operator, Role
from bot.domain.player import Recipient
from bot.domain.wallet import WALLETS
from bot.domain.withdrawal import RESOLVABLE, RESOLVED, CabinetOutcome, Withdrawal, WithdrawalStatus
from bot.domain.withdrawal_errors import AlreadyTried, TwinOpen
from bot.domain.withdrawal_risk import WithdrawalFacts, WithdrawalRisk, risks_of
from bot.runtime.clock import Clock
from bot.services.notifications import messages, operator_cards
from bot.services.notifications.alerts import Alerts
from bot.services.notifications.merchant_events import NO_EVENTS, MerchantEvents
from bot.services.policy import Policy
from bot.services.queue.inbox_worker import Turn
from bot.services.withdrawals.checks import check_confirmable
from bot.services.withdrawals.sending import send_withdrawal
from bot.store import attempts, audit, deposits, holds, ledger, withdrawals
from bot.store.engine.database import Database, Param, Transaction
from bot.store.overrides import unfreeze_withdrawals

_EXPIRES_MS = 60 * 60_000
_ABSENT_AFTER_MS = 24 * 3_600_000
_log = structlog.get_logger()


class Withdrawals:
    """Proposes, confirms, declines and resolves withdrawals."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        policy: Policy,
        alerts: Alerts,
        new_id: Callable[[], str],
        *,
        events: MerchantEvents = NO_EVENTS,
    ) -> None:
        self._events = events
        self._database = database
        self._clock = clock
        self._policy = policy
        self._alerts = alerts
        self._new_id = new_id

    async def find(self, withdrawal_id: str) -> Withdrawal | None:
        """The withdrawal with this id."""
        return await withdrawals.find(self._database, withdrawal_id)

    async def propose(  # noqa: PLR0917 - what a payout is
        self, turn: Turn, operator: Operator, recipient: Recipient, amount: int, account: str, wallet: str
    ) -> None:
        """Write a proposal and hold its sum (whole kyat). The same command typed twice shows the first proposal.

        Raises PlayerHeld, TwinOpen, AmountError or a PayoutError about wallet and account.
        """
        new = self._new_proposal(operator, recipient, amount, account, wallet)
        await turn.write(lambda tx: self._propose(tx, operator, new))

    async def propose_again(self, turn: Turn, operator: Operator, withdrawal_id: str) -> None:
        """Propose the same payout as `withdrawal_id` again, although that one is still open."""
        operator.require(Role.CASHIER)

        async def in_transaction(tx: Transaction) -> None:
            twin = await withdrawals.find(tx, withdrawal_id)
            if twin is None:
                raise WithdrawalMoved(status="none", id=withdrawal_id)
            recipient = Recipient(label=twin.label, player_id=twin.player_id)
            new = self._new_proposal(operator, recipient, twin.amount, twin.account, twin.wallet)
            await self._propose(tx, operator, new, on_purpose=True)

        await turn.write(in_transaction)

    def _new_proposal(
        self, operator: Operator, recipient: Recipient, amount: int, account: str, wallet: str
    ) -> Withdrawal:
        now = self._clock.now_ms()
        self._check_possible(wallet)
        check_limits(amount, self._policy.withdrawal_min, self._policy.withdrawal_max)
        return Withdrawal(
            id=self._new_id(),
            player_id=recipient.player_id,
            label=recipient.label,
            wallet=wallet,
            amount=amount,
            account=read_account(account, wallet),
            is_test=self._policy.test_withdrawals,
            status=WithdrawalStatus.PROPOSED,
            maker=operator.id,
            created_at=now,
            expires_at=now + _EXPIRES_MS,
        )

    async def _propose(self, tx: Transaction, operator: Operator, new: Withdrawal, *, on_purpose: bool = False) -> None:
        """Show a twin that waits for confirmation; propose beside any other open twin only on purpose."""
        if await holds.is_held(tx, new.label) is not None:
            raise PlayerHeld
        twin = await withdrawals.open_twin(tx, new)
        shown = twin if twin is not None and twin.status is WithdrawalStatus.PROPOSED else None
        if twin is not None and shown is None and not on_purpose:
            raise TwinOpen(id=twin.id, status=twin.status.value)
        if shown is None:
            await withdrawals.add(tx, new)
            await withdrawals.hold(tx, new, new.created_at)
            await self._note(tx, new, operator.id, "withdrawal.proposed", new.created_at, before="")
        chats = [chat for chat in (operator.chat_id, self._policy.operators_chat) if chat is not None]
        await operator_cards.show(tx, (shown or new).id, chats, new.created_at)

    def _check_possible(self, wallet: str) -> None:
        if not self._policy.can_withdraw:
            raise WithdrawalsOff
        if wallet not in WALLETS or not WALLETS[wallet].account_digits:
            raise PayoutsUndocumented(wallet=wallet)

    async def confirm(self, turn: Turn, operator: Operator, withdrawal_id: str) -> None:
        """Confirm a proposal and queue it for sending. The maker may do this alone up to a limit.

        Limits, holds and the freeze are checked in the transaction that confirms, so that two confirmations at once
        cannot pass a limit together.
        """
        now = self._clock.now_ms()

        async def in_transaction(tx: Transaction) -> None:
            proposal = await self._find_in(tx, withdrawal_id, WithdrawalStatus.PROPOSED)
            self._check_checker(operator, proposal)
            await check_confirmable(tx, self._policy, proposal, operator.id, now)
            if proposal.expires_at <= now:
                raise WithdrawalMoved(status=WithdrawalStatus.EXPIRED.value, id=withdrawal_id)
            confirmed = await _move(
                tx,
                proposal,
                WithdrawalStatus.SENDING,
                since=WithdrawalStatus.PROPOSED,
                checker=operator.id,
                confirmed_at=now,
            )
            await send_withdrawal(tx, confirmed, now)
            await self._note(tx, confirmed, operator.id, "withdrawal.confirmed", now, before=proposal.status.value)
            await operator_cards.redraw(tx, withdrawal_id, now)

        await turn.write(in_transaction)

    def _check_checker(self, operator: Operator, proposal: Withdrawal) -> None:
        is_own = operator.id == proposal.maker
        may_alone = is_own and proposal.amount <= self._policy.withdrawal_solo_max
        if is_own and not may_alone:
            raise MakerMayNotConfirm
        if not may_alone and not operator.role.covers(Role.CHECKER):
            raise MakerMayNotConfirm

    async def decline(self, turn: Turn, operator: Operator, withdrawal_id: str, reason: str) -> None:
        """Decline a proposal; the held sum goes back to the player."""
        now = self._clock.now_ms()

        async def in_transaction(tx: Transaction) -> None:
            proposal = await self._find_in(tx, withdrawal_id, WithdrawalStatus.PROPOSED)
            values: dict[str, Param] = {"checker": operator.id, "reason": reason[:200], "done_at": now}
            declined = await _move(tx, proposal, WithdrawalStatus.DECLINED, since=WithdrawalStatus.PROPOSED, **values)
            await withdrawals.release(tx, declined, now)
            await self._note(tx, declined, operator.id, "withdrawal.declined", now, before=proposal.status.value)
            await operator_cards.redraw(tx, withdrawal_id, now)

        await turn.write(in_transaction)

    async def void(self, turn: Turn, operator: Operator, withdrawal_id: str, reason: str) -> None:
        """Take back a confirmed payout that surely never reached the provider; the held sum goes back.

        The row is moved before the attempts are read, so that a sender that starts later finds it declined. Raises
        AlreadyTried, which undoes the move, if an attempt may have arrived.
        """
        operator.require(Role.CHECKER)
        now = self._clock.now_ms()

        async def in_transaction(tx: Transaction) -> None:
            confirmed = await self._find_in(tx, withdrawal_id, WithdrawalStatus.SENDING)
            values: dict[str, Param] = {"voided_by": operator.id, "reason": reason[:200], "done_at": now}
            voided = await _move(tx, confirmed, WithdrawalStatus.DECLINED, since=WithdrawalStatus.SENDING, **values)
            if (await attempts.known(tx, withdrawal_id, withdrawal_id)).may_have_arrived:
                raise AlreadyTried(id=withdrawal_id)
            await withdrawals.release(tx, voided, now)
            await self._alerts.resolve_by(tx, End.PAYOUT_LEFT, withdrawal_id, now)
            await self._alerts.resolve_by(tx, End.PAYOUT_ATTEMPTED, withdrawal_id, now)
            await self._note(tx, voided, operator.id, "withdrawal.voided", now, before=confirmed.status.value)
            await operator_cards.redraw(tx, withdrawal_id, now)

        await turn.write(in_transaction)

    async def expire(self, tx: Transaction, withdrawal_id: str, now: int) -> None:
        """The scheduler calls this when nobody confirmed a proposal in time."""
        expired = await withdrawals.move(tx, withdrawal_id, WithdrawalStatus.EXPIRED, done_at=now)
        if expired is not None:
            await withdrawals.release(tx, expired, now)
            await deposits.note(tx, withdrawal_id, WithdrawalStatus.EXPIRED, "", now)
            await operator_cards.redraw(tx, withdrawal_id, now)

    async def resolve(
        self, tx: Transaction, withdrawal_id: str, outcome: CabinetOutcome, *, reason: str, now: int
    ) -> None:
        """Apply what two operators saw in the provider's cabinet, as if the provider had signed it.

        Raises WithdrawalMoved, and TooEarly if "absent" is said within a day after the last attempt.
        """
        found = await self._find_in(tx, withdrawal_id, *RESOLVABLE[outcome])
        if outcome is CabinetOutcome.ABSENT and now - found.tried_at < _ABSENT_AFTER_MS:
            raise TooEarly(hours=24)
        target = RESOLVED[outcome]
        time = "sent_at" if target is WithdrawalStatus.SENT else "done_at"
        values: dict[str, Param] = {"reason": reason[:200], time: now}
        moved = await _move(tx, found, target, since=found.status, **values)
        match target:
            case WithdrawalStatus.PAID:
                await withdrawals.book_paid(tx, moved, now)
            case WithdrawalStatus.FAILED | WithdrawalStatus.REFUSED:
                await withdrawals.release(tx, moved, now)
            case _:
                pass
        await self._alerts.resolve_by(
            tx, End.PAYOUT_SENT if target is WithdrawalStatus.SENT else End.PAYOUT_ENDED, withdrawal_id, now
        )
        await deposits.note(tx, withdrawal_id, target.value, reason, now)
        await messages.notify_withdrawal(tx, moved, now)
        await self._events.ended(tx, moved, now)
        await operator_cards.redraw(tx, withdrawal_id, now)

    async def unfreeze(self, tx: Transaction, now: int) -> None:
        """Let payouts leave again, also after a database was restored."""
        await unfreeze_withdrawals(tx)
        await self._alerts.resolve_by(tx, End.UNFROZEN, "", now)

    async def risks(self, withdrawal: Withdrawal) -> tuple[WithdrawalRisk, ...]:
        """What a checker should consider before he confirms it."""
        deposited, paid_out = await ledger.totals(self._database, withdrawal.label)
        facts = WithdrawalFacts(
            to_account=await withdrawals.earlier(self._database, withdrawal, self._policy.mask),
            of_player=await withdrawals.open_beside(self._database, withdrawal),
            left=deposited - paid_out,
            is_account_known=await ledger.has_payer(
                self._database, withdrawal.label, withdrawal.account, self._policy.mask
            ),
            recent=withdrawal.created_at - self._policy.cool_off_ms,
        )
        return risks_of(withdrawal, facts)

    async def _find_in(self, tx: Transaction, withdrawal_id: str, *expected: WithdrawalStatus) -> Withdrawal:
        found = await withdrawals.find(tx, withdrawal_id)
        if found is None or found.status not in expected:
            raise WithdrawalMoved(status=found.status.value if found else "none", id=withdrawal_id)
        return found

    async def _note(
        self, tx: Transaction, withdrawal: Withdrawal, actor: int, act: str, now: int, *, before: str
    ) -> None:
        await deposits.note(tx, withdrawal.id, withdrawal.status.value, withdrawal.reason, now)
        await audit.append(
            tx, actor=actor, act=act, subject=withdrawal.id, before=before, after=withdrawal.status.value, now=now
        )
        _log.info(act, withdrawal_id=withdrawal.id, actor=actor, amount=withdrawal.amount)


async def _move(
    tx: Transaction, found: Withdrawal, target: WithdrawalStatus, *, since: WithdrawalStatus, **values: Param
) -> Withdrawal:
    """Move it if it is still in `since`. Raises WithdrawalMoved if another transaction was first."""
    moved = await withdrawals.move(tx, found.id, target, since=(since,), **values)
    if moved is None:
        raise WithdrawalMoved(status=found.status.value, id=found.id)
    return moved


def read_account(typed: str, wallet: str) -> str:
    """The account to pay out to, in its national form; raises AccountMalformed."""
    account = national_form(typed)
    digits = WALLETS[wallet].account_digits
    if not is_mobile(account) or len(account) != digits:
        raise AccountMalformed(wallet=wallet, digits=digits)
    return account
