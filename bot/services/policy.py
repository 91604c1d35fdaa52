"""The operator's choices that the use cases obey, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.mask import WITHOUT_KEY, Mask
from bot.domain.operator import Role
from bot.domain.wallet import WALLETS, Wallet


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Amounts in whole kyat, spans in milliseconds. A ceiling of automatic credit (`auto_credit_…`) of 0 means none."""

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
    """who may decide about money by now, by Telegram id"""
    mask: Mask = WITHOUT_KEY
    """how account numbers are kept when their time is over"""
    can_read: bool = False
    """whether receipts are read here, so that a picture alone is worth asking for"""

    def wallet(self, wallet_type: str) -> Wallet:
        """The wallet of a deposit, even of one that is offered no longer: its money is still money."""
        return self.wallets.get(wallet_type) or WALLETS[wallet_type]
