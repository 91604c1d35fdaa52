"""Which of the other copies are dead: by what was seen of them, and by one's own clock alone."""

from collections.abc import Iterable
from dataclasses import dataclass

LOCK_SECONDS = 5.0
"""A copy whose connection is gone has so long to come back: a database that restarts ends those of all at once."""

BEAT_SECONDS = 60.0
"""A copy that is connected and does nothing any more, because it hangs, is given up after so long."""

_BLIND_SECONDS = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Heartbeat:
    """What is seen of a copy: its beat moves while it works, and its lock is held while it is connected."""

    id: int
    beat: int
    is_held: bool


@dataclass(slots=True)
class _Seen:
    beat: int
    moved_at: float
    held_at: float


class FailureDetector:
    """Begins anew with each connection, and when it has not looked for a while."""

    def __init__(self) -> None:
        self._seen: dict[int, _Seen] = {}
        self._looked_at = 0.0

    def dead(self, signs: Iterable[Heartbeat], now: float) -> list[int]:
        """Those that have given no sign for too long; `now` is in seconds of a clock that never jumps."""
        before = self._seen if now - self._looked_at <= _BLIND_SECONDS else {}
        self._looked_at = now
        self._seen = {sign.id: _look(before.get(sign.id), sign, now) for sign in signs}
        return [copy for copy, seen in self._seen.items() if _is_dead(seen, now)]


def _look(seen: _Seen | None, sign: Heartbeat, now: float) -> _Seen:
    if seen is None:
        return _Seen(sign.beat, now, now)
    return _Seen(sign.beat, seen.moved_at if sign.beat == seen.beat else now, now if sign.is_held else seen.held_at)


def _is_dead(seen: _Seen, now: float) -> bool:
    return now - seen.held_at >= LOCK_SECONDS or now - seen.moved_at >= BEAT_SECONDS
