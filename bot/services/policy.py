"""The settings that services use, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.mask import WITHOUT_KEY, Mask
from bot.domain.operator import Role
from bot.domain.wallet import WALLETS, Wallet


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Amounts are whole kyat, durations milliseconds. An `auto_credit_…` ceiling of 0 means no ceiling."""

    wallets: Mapping[str, Wallet]
    deposit_min: int
    deposit_max: int
    quick_amounts: tuple[int, ...]
    valid_ms: int
    slow_ms: int
    corrections_max: int
    auto_credit_max: int
    auto_credit_hour_max: int
    auto_credit_player_day_max: int
    withdrawal_min: int
    withdrawal_max: int
    withdrawal_day_max: int
    withdrawal_solo_max: int
    withdrawal_operator_day_max: int
    withdrawal_account_day_max: int
    test_withdrawals: bool
    can_withdraw: bool
    cool_off_ms: int = 3_600_000
    operators_chat: int | None = None
    operators: Mapping[int, Role] = field(default_factory=dict)
    """roles by Telegram id, as set now"""
    mask: Mask = WITHOUT_KEY
    """masks account numbers after their retention time"""
    can_read: bool = False
    """whether receipts are read here, so that a picture alone is enough"""

    def wallet(self, wallet_type: str) -> Wallet:
        """The wallet of a deposit, even if the settings no longer offer it."""
        return self.wallets.get(wallet_type) or WALLETS[wallet_type]
