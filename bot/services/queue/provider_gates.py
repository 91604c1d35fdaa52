"""Gates that limit claims and payouts by the known state of the provider."""

from collections.abc import Sequence

from bot.provider.instrumented import ProviderConnection
from bot.store.outbox import OutboxRow

_UNLIMITED = 1_000_000
_POLL_MS = 5_000


class ClaimGate:
    """No limit for claims while the provider answers; otherwise one at a time, as probes."""

    def __init__(self, connection: ProviderConnection) -> None:
        self._connection = connection

    def free(self, now: int) -> int:
        """See Gate."""
        state = self._connection.state
        return int(state.may_probe(now)) if state.is_shut else _UNLIMITED

    def opens_at(self, now: int) -> int:
        """See Gate."""
        return max(now, self._connection.state.next_probe(now))

    def on_claim(self, rows: Sequence[OutboxRow], now: int) -> None:
        """See Gate."""
        if rows and self._connection.state.is_shut:
            self._connection.state = self._connection.state.probing(now)


class WithdrawalGate:
    """Payouts wait while the provider rejects our credentials: a 404 would make a payout unknown."""

    def __init__(self, connection: ProviderConnection) -> None:
        self._connection = connection

    def free(self, now: int) -> int:
        """See Gate."""
        del now
        return 0 if self._connection.state.is_locked_out else _UNLIMITED

    def opens_at(self, now: int) -> int:
        """See Gate."""
        return now + _POLL_MS

    def on_claim(self, rows: Sequence[OutboxRow], now: int) -> None:
        """See Gate."""
