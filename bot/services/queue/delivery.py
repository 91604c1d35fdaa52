"""The results of delivering an outbox row, and the pause before the next attempt."""

import random
from dataclasses import dataclass
from typing import ClassVar, Protocol

from bot.store.engine.database import Unit
from bot.store.outbox import OutboxRow

FRESH_MS = 10_000


@dataclass(frozen=True, slots=True)
class Delivered:
    """Delivered, or not needed any more. `on_commit` runs in the transaction that marks the row."""

    label: ClassVar[str] = "sent"

    on_commit: Unit[None] | None = None


@dataclass(frozen=True, slots=True)
class Retry:
    """Not delivered: try again in `seconds`. With `is_try` False this does not count as an attempt."""

    label: ClassVar[str] = "later"

    seconds: float
    reason: str
    on_commit: Unit[None] | None = None
    is_try: bool = True


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """Can never be delivered, with the reason."""

    label: ClassVar[str] = "dead"

    reason: str
    on_commit: Unit[None] | None = None


Delivery = Delivered | Retry | DeadLetter


class OutboxHandler(Protocol):
    """Delivers the rows of one prefix of the ordering key."""

    async def deliver(self, row: OutboxRow) -> Delivery:
        """Deliver the row. An exception is logged and the row is tried again."""
        ...


def backoff(tries: int, base: float, cap: float) -> float:
    """Seconds to wait after `tries`: exponential with full jitter, at least half of `base`."""
    return max(base / 2, random.uniform(0, min(cap, base * 2 ** min(tries, 16))))  # noqa: S311 - spreads load, guards nothing


def is_fresh(row: OutboxRow, now: int) -> bool:
    """Whether it was added just now, so that somebody waits for it; it need not wait behind a long backlog."""
    return row.created_at > now - FRESH_MS
