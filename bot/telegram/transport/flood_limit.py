"""A limit on the updates of one sender: more than any person sends, far less than would slow the bot down."""

_PACE_MS = 1_000
_AT_ONCE = 300
_PEOPLE = 10_000


class FloodLimit:
    """Allows 300 updates at once, then one a second. Remembers 10,000 senders; the longest silent is forgotten."""

    def __init__(self) -> None:
        self._paid_until: dict[int, int] = {}

    def allows(self, sender: int, now: int) -> bool:
        """Whether one more update of `sender` is accepted; `now` is in milliseconds."""
        until = max(now, self._paid_until.pop(sender, 0))
        if until - now > _AT_ONCE * _PACE_MS:
            until = now  # only possible if the clock was set back
        passes = until - now <= (_AT_ONCE - 1) * _PACE_MS
        self._paid_until[sender] = until + _PACE_MS if passes else until
        if len(self._paid_until) > _PEOPLE:
            del self._paid_until[next(iter(self._paid_until))]
        return passes
