"""Checks of a payout: operator overrides, player holds, limits, and the roles of maker and checker.

They run twice because the facts may change: in the transaction that confirms a payout, and in the one that opens an
attempt to send it.
"""

from bot.domain.day import day_start
from bot.domain.errors import AmountTooLarge, DayLimitPassed, PayoutsFrozen, PlayerHeld, WithdrawalsOff
from bot.domain.operator import Role
from bot.domain.withdrawal import Withdrawal
from bot.domain.withdrawal_errors import AccountDayLimitPassed, OperatorDayLimitPassed, RightEnded
from bot.services.policy import Policy
from bot.store import holds, withdrawal_sums
from bot.store.engine.database import Transaction
from bot.store.overrides import load_overrides


async def check_confirmable(tx: Transaction, policy: Policy, withdrawal: Withdrawal, checker: int, now: int) -> None:
    """Raises DomainError if it may not be confirmed now. Confirmed payouts that wait count as if they left today."""
    await _check_switches(tx, policy, withdrawal)
    _check_role(policy, withdrawal.maker, Role.CASHIER)
    await _check_day(tx, policy, withdrawal, checker, now, waiting=True)


async def check_leaving(tx: Transaction, policy: Policy, withdrawal: Withdrawal, now: int) -> None:
    """Raises DomainError if a confirmed payout may not leave now."""
    await _check_switches(tx, policy, withdrawal)
    is_alone = withdrawal.checker == withdrawal.maker
    if is_alone and withdrawal.amount > policy.withdrawal_solo_max:
        raise RightEnded(operator=str(withdrawal.maker))  # the limit was lowered after one person confirmed alone
    _check_role(policy, withdrawal.maker, Role.CASHIER)
    _check_role(policy, withdrawal.checker, Role.CASHIER if is_alone else Role.CHECKER)
    await _check_day(tx, policy, withdrawal, withdrawal.checker, now, waiting=False)


async def _check_switches(tx: Transaction, policy: Policy, withdrawal: Withdrawal) -> None:
    if not policy.can_withdraw:
        raise WithdrawalsOff
    if (await load_overrides(tx)).frozen:
        raise PayoutsFrozen
    if await holds.is_held(tx, withdrawal.label) is not None:
        raise PlayerHeld
    if withdrawal.amount > policy.withdrawal_max:
        raise AmountTooLarge(limit=policy.withdrawal_max)


def _check_role(policy: Policy, operator: int, needed: Role) -> None:
    """Raises RightEnded if the operator has lost the role since he decided."""
    role = policy.operators.get(operator)
    if role is None or not role.covers(needed):
        raise RightEnded(operator=str(operator))


async def _check_day(
    tx: Transaction, policy: Policy, withdrawal: Withdrawal, checker: int, now: int, *, waiting: bool
) -> None:
    if withdrawal.is_test:
        return
    left = await withdrawal_sums.sums(tx, withdrawal, checker, day_start(now), waiting=waiting)
    if left.player + withdrawal.amount > policy.withdrawal_day_max:
        raise DayLimitPassed(limit=policy.withdrawal_day_max, left=left.player)
    if left.account + withdrawal.amount > policy.withdrawal_account_day_max:
        raise AccountDayLimitPassed(limit=policy.withdrawal_account_day_max, left=left.account)
    for operator, by_him in ((withdrawal.maker, left.maker), (checker, left.checker)):
        if by_him + withdrawal.amount > policy.withdrawal_operator_day_max:
            raise OperatorDayLimitPassed(limit=policy.withdrawal_operator_day_max, left=by_him, operator=str(operator))
