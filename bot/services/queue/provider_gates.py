"""How many claims and payouts may leave at this moment, by what is known of the provider."""

from collections.abc import Sequence

from bot.provider.instrumented import ProviderConnection
from bot.store.outbox import OutboxRow

_EVERYBODY = 1_000_000
_GLANCE_MS = 5_000


class ClaimGate:
    """Claims leave freely while the provider answers, and otherwise one at a time as probes."""

    def __init__(self, line: ProviderConnection) -> None:
        self._line = line

    def room(self, now: int) -> int:
        """See Gate."""
        state = self._line.state
        return int(state.may_probe(now)) if state.is_shut else _EVERYBODY

    def opens_at(self, now: int) -> int:
        """See Gate."""
        return max(now, self._line.state.next_probe(now))

    def passed(self, rows: Sequence[OutboxRow], now: int) -> None:
        """See Gate."""
        if rows and self._line.state.is_shut:
            self._line.state = self._line.state.probing(now)


class WithdrawalGate:
    """Payouts wait while the provider does not know us: a 404 to one of them would make it unknown."""

    def __init__(self, line: ProviderConnection) -> None:
        self._line = line

    def room(self, now: int) -> int:
        """See Gate."""
        del now
        return 0 if self._line.state.is_locked_out else _EVERYBODY

    def opens_at(self, now: int) -> int:
        """See Gate."""
        return now + _GLANCE_MS

    def passed(self, rows: Sequence[OutboxRow], now: int) -> None:
        """See Gate."""
