"""How much is delivered side by side: each kind of receiver has hands of its own, and none holds up another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.services.queue.delivery import FRESH_MS, is_fresh
from bot.store import outbox
from bot.store.engine.database import Transaction
from bot.store.outbox import Kinds, OutboxRow


class Gate(Protocol):
    """Says how many rows may be delivered at once at this moment, where that changes."""

    def free(self, now: int) -> int:
        """So many at most."""
        ...

    def opens_at(self, now: int) -> int:
        """When there is room again at the latest, in epoch milliseconds; asked where there is none."""
        ...

    def on_claim(self, rows: Sequence[OutboxRow], now: int) -> None:
        """These are delivered now."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerSlots:
    """What is delivered side by side: `at_once` rows of these `kinds`, and `fresh` more of those just put out.

    Each kind of receiver has hands of its own, so that none that is slow or silent holds up another.
    """

    kinds: Kinds = outbox.ANY
    at_once: int
    fresh: int = 0
    gate: Gate | None = None


SHARED_SLOTS = (WorkerSlots(at_once=40, fresh=8),)


class SlotUse:
    """What one pair of hands holds. Behind a long queue there is room for what is fresh, and never only for that."""

    def __init__(self, slots: WorkerSlots) -> None:
        self.slots = slots
        self.claimed: set[int] = set()
        self.backlog: set[int] = set()

    def free(self, now: int) -> int:
        """How many rows more it can take."""
        left = self.slots.at_once + self.slots.fresh - len(self.claimed)
        return left if self.slots.gate is None else min(left, self.slots.gate.free(now))

    def due(self, due: Mapping[str, int]) -> int | None:
        """When the first row that these hands take wants to leave."""
        return min((at for kind, at in due.items() if self.slots.kinds.has(kind)), default=None)

    def is_due(self, due: Mapping[str, int], now: int) -> bool:
        """Whether there is something to take now."""
        at = self.due(due)
        return at is not None and at <= now

    def wakes_at(self, due: Mapping[str, int], now: int) -> int | None:
        """When there is something to take, unless something happens before."""
        wanted = self.due(due)
        if wanted is None or len(self.claimed) >= self.slots.at_once + self.slots.fresh:
            return None
        is_shut = self.slots.gate is not None and self.free(now) <= 0
        return max(wanted, self.slots.gate.opens_at(now)) if is_shut and self.slots.gate else wanted

    async def take(
        self, tx: Transaction, now: int, instance_id: int, claimed_by_all: frozenset[int]
    ) -> list[OutboxRow]:
        """Take what is due; `claimed_by_all` is in hand already, in these hands or in others."""
        free, kinds = self.free(now), self.slots.kinds
        backlog = max(0, min(free, self.slots.at_once - len(self.backlog)))
        rows = list(await outbox.take(tx, now, instance_id, backlog, claimed_by_all, kinds=kinds))
        if len(rows) < backlog or free <= backlog:
            return rows  # nobody is left in the line, and nothing fresh either
        known = claimed_by_all.union(row.id for row in rows)
        since = now - FRESH_MS
        return rows + list(await outbox.take(tx, now, instance_id, free - len(rows), known, since=since, kinds=kinds))

    def claim(self, rows: Sequence[OutboxRow], now: int) -> None:
        """These are in hand; which of them stand in the line is said by the moment of the taking.

        One that aged since then would make the line longer than it may be.
        """
        self.claimed |= {row.id for row in rows}
        self.backlog |= {row.id for row in rows if not is_fresh(row, now)}
        if rows and self.slots.gate is not None:
            self.slots.gate.on_claim(rows, now)

    def release(self, row: OutboxRow) -> None:
        """It was delivered, or was not."""
        self.claimed.discard(row.id)
        self.backlog.discard(row.id)
