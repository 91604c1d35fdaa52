"""What becomes of one outbox row when it is carried out, and how long to wait before the next try."""

import random
from dataclasses import dataclass
from typing import ClassVar, Protocol

from bot.store.engine.database import Unit
from bot.store.outbox import OutboxRow

FRESH_MS = 10_000


@dataclass(frozen=True, slots=True)
class Delivered:
    """It left, or need not leave any more. `on_commit` is written in the transaction that marks the row."""

    label: ClassVar[str] = "sent"

    on_commit: Unit[None] | None = None


@dataclass(frozen=True, slots=True)
class Retry:
    """Not now: again in so many seconds. With `is_try` False it was not even tried."""

    label: ClassVar[str] = "later"

    seconds: float
    reason: str
    on_commit: Unit[None] | None = None
    is_try: bool = True


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """Never, and why."""

    label: ClassVar[str] = "dead"

    reason: str
    on_commit: Unit[None] | None = None


Delivery = Delivered | Retry | DeadLetter


class OutboxHandler(Protocol):
    """Where rows of one kind of lane go."""

    async def deliver(self, row: OutboxRow) -> Delivery:
        """Carry the row out; what it raises is logged and means later."""
        ...


def backoff(tries: int, base: float, cap: float) -> float:
    """Seconds to wait after so many tries: doubling with full jitter, never less than half of `base`."""
    return max(base / 2, random.uniform(0, min(cap, base * 2 ** min(tries, 16))))  # noqa: S311 - spreads load, guards nothing


def is_fresh(row: OutboxRow, now: int) -> bool:
    """Whether somebody waits for it this very moment: it need not stand behind all that could not leave before."""
    return row.created_at > now - FRESH_MS
