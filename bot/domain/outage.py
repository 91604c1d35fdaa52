"""When the provider may be called: what its answers and its silence say so far, and how long to wait after each. Pure.

Times are epoch milliseconds of one clock, pauses are seconds.
"""

from dataclasses import dataclass, replace
from enum import StrEnum


class ProviderCall(StrEnum):
    """What the provider is asked."""

    WALLETS = "wallets"
    NUMBER = "number"
    CLAIM = "claim"
    PAYOUT = "payout"


class CallResult(StrEnum):
    """How a call ended: by an answer that could be read, by an HTTP 404, or by anything else."""

    ANSWERED = "answered"
    NOT_KNOWN = "not_known"
    SILENCE = "silence"


UNCLEAR_PAUSES = (10, 30, 60, 120, 240, 480, 600)
"""Before a claim is sent again that may have arrived: by how many such attempts there were, the last for all more."""

SHORTEST = UNCLEAR_PAUSES[0]
LONGEST_UNSENT = 30
PROBE_PAUSES = (5, 10, 20, 30)
SILENCES = 3
"""So many claims in a row without an answer mean that the provider is away."""


def unclear_pause(attempts: int) -> int:
    """The pause after so many attempts (one at least) that may have arrived. Jitter may only be added to it."""
    return UNCLEAR_PAUSES[min(attempts, len(UNCLEAR_PAUSES)) - 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderState:
    """What one process knows of its provider.

    After a 404 nothing is sent but probes, one at a time, until one of them is answered: credentials and address are
    the same for all calls. After some silences in a row claims wait likewise, while numbers, for which somebody waits
    at this moment, are asked for. Payouts are never probes, and their answers prove nothing about the other calls,
    which carry another secret.
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
        """Whether claims do not get through, though nothing says that we are not known."""
        return self.silences >= SILENCES

    @property
    def is_shut(self) -> bool:
        """Whether claims wait for a probe that is answered."""
        return self.is_locked_out or self.is_away

    def may_probe(self, now: int) -> bool:
        """Whether it is time for a probe."""
        return self.is_shut and now >= self.next_probe(now)

    def next_probe(self, now: int) -> int:
        """Its earliest moment. One further off than any pause was set by a clock that was ahead: 0, it binds nobody."""
        return 0 if self.probe_at > now + PROBE_PAUSES[-1] * 1000 else self.probe_at

    def probing(self, now: int) -> "ProviderState":
        """A probe leaves: the next one has to wait, whether or not this one comes to an end."""
        pause = PROBE_PAUSES[min(self.probes, len(PROBE_PAUSES) - 1)]
        return replace(self, probes=self.probes + 1, probe_at=now + pause * 1000)

    def invited(self, now: int) -> "ProviderState":
        """The next probe may leave at once."""
        return replace(self, probe_at=now)

    def heard(self, call: ProviderCall, how: CallResult, *, began: int, now: int) -> "ProviderState":
        """After a call that `began` then and ended `now`. One that began before the latest answer says nothing bad."""
        if how is CallResult.ANSWERED:
            return self if call is ProviderCall.PAYOUT else self._answered(call, now)
        if began < self.answered_at <= now:
            return self
        # The question for the wallets may not even exist at a provider that takes claims.
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
        # Whatever was answered all along, while claims were not, tells no news about claims.
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
