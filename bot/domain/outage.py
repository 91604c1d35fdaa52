"""Outages of the provider: a pure state machine that says when it may be called, from its answers and silences.

Times are epoch milliseconds of one clock, pauses are seconds.
"""

from dataclasses import dataclass, replace
from enum import StrEnum


class ProviderCall(StrEnum):
    """The calls to the provider."""

    WALLETS = "wallets"
    NUMBER = "number"
    CLAIM = "claim"
    PAYOUT = "payout"


class CallResult(StrEnum):
    """How a call ended: a readable answer, an HTTP 404, or anything else."""

    ANSWERED = "answered"
    NOT_KNOWN = "not_known"
    SILENCE = "silence"


UNCLEAR_PAUSES = (10, 30, 60, 120, 240, 480, 600)
"""Pauses before a claim that may have arrived is sent again, by the number of such attempts; the last for more."""

SHORTEST = UNCLEAR_PAUSES[0]
LONGEST_UNSENT = 30
PROBE_PAUSES = (5, 10, 20, 30)
SILENCES = 3
"""The provider is away after this many unanswered claims in a row."""


def unclear_pause(attempts: int) -> int:
    """The pause after so many attempts (at least one) that may have arrived. Jitter may only lengthen it."""
    return UNCLEAR_PAUSES[min(attempts, len(UNCLEAR_PAUSES)) - 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderState:
    """What one process knows about the provider.

    After a 404 only probes are sent, one at a time, until one is answered, because all calls share credentials and
    address. After some unanswered claims in a row claims wait in the same way, but numbers are still requested, because
    players wait for them. Payouts are never probes, and their answers say nothing about other calls, which use another
    secret.
    """

    is_locked_out: bool = False
    silences: int = 0
    """claims in a row that were not answered"""
    failing: frozenset[ProviderCall] = frozenset()
    """calls of which the latest was not answered"""
    probes: int = 0
    probe_at: int = 0
    """the earliest moment of the next probe"""
    answered_at: int = 0
    claim_answered_at: int = 0
    opened_at: int = 0
    """when the provider was found to answer again"""

    @property
    def is_away(self) -> bool:
        """Whether claims are not answered."""
        return self.silences >= SILENCES

    @property
    def is_shut(self) -> bool:
        """Whether claims wait until a probe is answered."""
        return self.is_locked_out or self.is_away

    def may_probe(self, now: int) -> bool:
        """Whether it is time for a probe."""
        return self.is_shut and now >= self.next_probe(now)

    def next_probe(self, now: int) -> int:
        """The earliest time of the next probe; 0 if a clock that was ahead set a time beyond any pause."""
        return 0 if self.probe_at > now + PROBE_PAUSES[-1] * 1000 else self.probe_at

    def probing(self, now: int) -> "ProviderState":
        """The state after a probe was sent: the next one must wait, even if this one never ends."""
        pause = PROBE_PAUSES[min(self.probes, len(PROBE_PAUSES) - 1)]
        return replace(self, probes=self.probes + 1, probe_at=now + pause * 1000)

    def invited(self, now: int) -> "ProviderState":
        """The state in which the next probe may be sent at once."""
        return replace(self, probe_at=now)

    def record(self, call: ProviderCall, how: CallResult, *, began: int, now: int) -> "ProviderState":
        """The state after a call from `began` to `now`. A failure that began before the latest answer is ignored."""
        if how is CallResult.ANSWERED:
            return self if call is ProviderCall.PAYOUT else self._answered(call, now)
        if began < self.answered_at <= now:
            return self
        # A provider that takes claims may not have the wallets call, so its 404 proves nothing.
        is_not_known = how is CallResult.NOT_KNOWN and call is not ProviderCall.WALLETS
        silences = self.silences + (call is ProviderCall.CLAIM and how is CallResult.SILENCE)
        worse = replace(
            self,
            is_locked_out=self.is_locked_out or is_not_known,
            silences=silences,
            failing=self.failing | {call},
        )
        return worse if self.is_shut or not worse.is_shut else replace(worse, probes=0).probing(now)

    def _answered(self, call: ProviderCall, now: int) -> "ProviderState":
        # A call that was answered all the time, while claims were not, does not show that claims work again.
        is_news = call is ProviderCall.CLAIM or call in self.failing
        better = replace(
            self,
            is_locked_out=False,
            silences=0 if is_news else self.silences,
            failing=self.failing - {call},
            answered_at=now,
            claim_answered_at=now if call is ProviderCall.CLAIM else self.claim_answered_at,
        )
        return replace(better, opened_at=now) if self.is_shut and not better.is_shut else better
