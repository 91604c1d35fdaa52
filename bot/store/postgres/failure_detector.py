"""Decides which other instances are dead, from their heartbeats and this process's own clock."""

from collections.abc import Iterable
from dataclasses import dataclass

LOCK_SECONDS = 5.0
"""An instance without its lock is dead after this time. A database restart ends all connections for a moment."""

HEARTBEAT_SECONDS = 60.0
"""A connected instance without heartbeats hangs, and is dead after this time."""

_GAP_SECONDS = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Heartbeat:
    """What is seen of an instance: `beat` counts up while it works, and it holds a lock while it is connected."""

    id: int
    beat: int
    is_locked: bool


@dataclass(slots=True)
class _Seen:
    beat: int
    moved_at: float
    locked_at: float


class FailureDetector:
    """Forgets what it saw if it was not called for 3 seconds: then it may have hung itself."""

    def __init__(self) -> None:
        self._seen: dict[int, _Seen] = {}
        self._looked_at = 0.0

    def dead(self, heartbeats: Iterable[Heartbeat], now: float) -> list[int]:
        """The ids of dead instances; `now` is in seconds of a monotonic clock."""
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
