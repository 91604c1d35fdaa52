"""How much of one person is listened to: more than anybody has to say, and far less than keeps the house busy."""

_PACE_MS = 1_000
_AT_ONCE = 300
_PEOPLE = 10_000


class FloodLimit:
    """Three hundred updates at once, and one a second from then on. Who has been quiet longest is forgotten first."""

    def __init__(self) -> None:
        self._paid_until: dict[int, int] = {}

    def allows(self, sender: int, now: int) -> bool:
        """Whether one more update of `sender` is listened to; `now` in milliseconds."""
        until = max(now, self._paid_until.pop(sender, 0))
        if until - now > _AT_ONCE * _PACE_MS:
            until = now  # nobody comes so far: the clock was set back
        passes = until - now <= (_AT_ONCE - 1) * _PACE_MS
        self._paid_until[sender] = until + _PACE_MS if passes else until
        if len(self._paid_until) > _PEOPLE:
            del self._paid_until[next(iter(self._paid_until))]
        return passes
