"""Rules as a test needs them where it does not say otherwise."""

from bot.domain.wallet import WALLETS
from bot.services.policy import Policy


def policy_for_tests() -> Policy:
    return Policy(
        wallets=WALLETS,
        deposit_min=1_000,
        deposit_max=1_000_000,
        quick_amounts=(5_000, 10_000),
        valid_ms=1_800_000,
        slow_ms=900_000,
        corrections_max=5,
        auto_credit_max=0,
        auto_credit_hour_max=0,
        auto_credit_player_day_max=0,
        withdrawal_min=1_000,
        withdrawal_max=1_000_000,
        withdrawal_day_max=3_000_000,
        withdrawal_solo_max=0,
        withdrawal_operator_day_max=30_000_000,
        withdrawal_account_day_max=3_000_000,
        test_withdrawals=True,
        can_withdraw=True,
    )
