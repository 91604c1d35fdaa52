"""The wallets that are open now, and their limits.

The provider says what it offers (the settings do while it cannot be asked), and operators can close wallets.
"""

import structlog

from bot.domain.wallet import Wallet
from bot.provider.base import Outcome, PaymentProvider
from bot.services.policy import Policy
from bot.store.engine.database import Database, Transaction
from bot.store.overrides import load_overrides

_log = structlog.get_logger()
_LABEL = "availability"
"""The provider requires a label in this call; the answer does not depend on it."""


class OpenWallets:
    """The scheduler refreshes it every few minutes; every new deposit reads it."""

    def __init__(self, policy: Policy, provider: PaymentProvider) -> None:
        self._policy = policy
        self._provider = provider
        self._types = tuple(policy.wallets)

    async def now(self, reads: Database | Transaction) -> tuple[Wallet, ...]:
        """The open wallets in the provider's order, without those that operators closed or the settings do not name."""
        closed = (await load_overrides(reads)).closed
        return tuple(self._policy.wallets[wallet] for wallet in self._types if wallet not in closed)

    async def limits(self, reads: Database | Transaction, wallet: str) -> tuple[int, int]:
        """The lowest and highest deposit with this wallet, in whole kyat; operators' limits override the settings."""
        default = (self._policy.deposit_min, self._policy.deposit_max)
        return (await load_overrides(reads)).limits.get(wallet, default)

    async def refresh(self) -> bool:
        """Ask the provider; False if it did not answer and the configured wallets are offered."""
        answer = await self._provider.wallets(_LABEL)
        if answer.outcome is Outcome.DONE:
            self._types = tuple(wallet for wallet in answer.wallets if wallet in self._policy.wallets)
            return True
        _log.warning("wallets.unknown", outcome=answer.outcome.value, detail=answer.detail)
        self._types = tuple(self._policy.wallets)
        return False
