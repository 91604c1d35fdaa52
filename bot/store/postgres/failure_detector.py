"""Which of the other copies are dead: by what was seen of them, and by one's own clock alone."""

from collections.abc import Iterable
from dataclasses import dataclass

LOCK_SECONDS = 5.0
"""A copy whose connection is gone has so long to come back: a database that restarts ends those of all at once."""

HEARTBEAT_SECONDS = 60.0
"""A copy that is connected and does nothing any more, because it hangs, is given up after so long."""

_GAP_SECONDS = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Heartbeat:
    """What is seen of a copy: its beat moves while it works, and its lock is held while it is connected."""

    id: int
    beat: int
    is_locked: bool


@dataclass(slots=True)
class _Seen:
    beat: int
    moved_at: float
    locked_at: float


class FailureDetector:
    """Begins anew with each connection, and when it has not looked for a while."""

    def __init__(self) -> None:
        self._seen: dict[int, _Seen] = {}
        self._looked_at = 0.0

    def dead(self, heartbeats: Iterable[Heartbeat], now: float) -> list[int]:
        """Those that have given no sign for too long; `now` is in seconds of a clock that never jumps."""
        before = self._seen if now - self._looked_at <= _GAP_SECONDS else {}
        self._looked_at = now
        self._seen = {heartbeat.id: _update(before.get(heartbeat.id), heartbeat, now) for heartbeat in heartbeats}
        return [instance_id for instance_id, seen in self._seen.items() if _is_dead(seen, now)]


def _update(seen: _Seen | None, heartbeat: Heartbeat, now: float) -> _Seen:
    if seen is None:
        return _Seen(heartbeat.beat, now, now)
    return _Seen(
        heartbeat.beat,
        seen.moved_at if heartbeat.beat == seen.beat else now,
        now if heartbeat.is_locked else seen.locked_at,
    )


def _is_dead(seen: _Seen, now: float) -> bool:
    return now - seen.locked_at >= LOCK_SECONDS or now - seen.moved_at >= HEARTBEAT_SECONDS
