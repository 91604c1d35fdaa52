"""Worker slots: how many rows are delivered at once. Each kind of receiver has its own, so none blocks another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.services.queue.delivery import FRESH_MS, is_fresh
from bot.store import outbox
from bot.store.engine.database import Transaction
from bot.store.outbox import Kinds, OutboxRow


class Gate(Protocol):
    """A limit of deliveries that changes over time."""

    def free(self, now: int) -> int:
        """How many rows may be claimed now."""
        ...

    def opens_at(self, now: int) -> int:
        """The latest time (epoch ms) at which rows may be claimed again; asked if `free` is 0."""
        ...

    def on_claim(self, rows: Sequence[OutboxRow], now: int) -> None:
        """Called with the rows that were claimed."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerSlots:
    """`at_once` rows of these `kinds` are delivered at once, and `fresh` more that were added just now."""

    kinds: Kinds = outbox.ANY
    at_once: int
    fresh: int = 0
    gate: Gate | None = None


SHARED_SLOTS = (WorkerSlots(at_once=40, fresh=8),)


class SlotUse:
    """The use of one `WorkerSlots`. The extra `fresh` slots serve new rows behind a long backlog."""

    def __init__(self, slots: WorkerSlots) -> None:
        self.slots = slots
        self.claimed: set[int] = set()
        self.backlog: set[int] = set()

    def free(self, now: int) -> int:
        """How many more rows can be claimed now."""
        left = self.slots.at_once + self.slots.fresh - len(self.claimed)
        return left if self.slots.gate is None else min(left, self.slots.gate.free(now))

    def due(self, due: Mapping[str, int]) -> int | None:
        """When the first row of these kinds is due (epoch ms), or None."""
        return min((at for kind, at in due.items() if self.slots.kinds.has(kind)), default=None)

    def is_due(self, due: Mapping[str, int], now: int) -> bool:
        """Whether a row of these kinds is due now."""
        at = self.due(due)
        return at is not None and at <= now

    def wakes_at(self, due: Mapping[str, int], now: int) -> int | None:
        """When to look for rows again if nothing else happens (epoch ms); None while all slots are used."""
        wanted = self.due(due)
        if wanted is None or len(self.claimed) >= self.slots.at_once + self.slots.fresh:
            return None
        is_shut = self.slots.gate is not None and self.free(now) <= 0
        return max(wanted, self.slots.gate.opens_at(now)) if is_shut and self.slots.gate else wanted

    async def take(
        self, tx: Transaction, now: int, instance_id: int, claimed_by_all: frozenset[int]
    ) -> list[OutboxRow]:
        """Claim due rows. `claimed_by_all` are the ids that all slots of this process hold."""
        free, kinds = self.free(now), self.slots.kinds
        from_backlog = max(0, min(free, self.slots.at_once - len(self.backlog)))
        rows = list(await outbox.take(tx, now, instance_id, from_backlog, claimed_by_all, kinds=kinds))
        if len(rows) < from_backlog or free <= from_backlog:
            return rows  # no due row is left, so there is no fresh one either
        known = claimed_by_all.union(row.id for row in rows)
        since = now - FRESH_MS
        return rows + list(await outbox.take(tx, now, instance_id, free - len(rows), known, since=since, kinds=kinds))

    def claim(self, rows: Sequence[OutboxRow], now: int) -> None:
        """Note claimed rows. Whether one is fresh is decided once, at the time of the claim.

        A row that ages later must not make the backlog longer than its slots.
        """
        self.claimed |= {row.id for row in rows}
        self.backlog |= {row.id for row in rows if not is_fresh(row, now)}
        if rows and self.slots.gate is not None:
            self.slots.gate.on_claim(rows, now)

    def release(self, row: OutboxRow) -> None:
        """Free the slot of a row whose delivery ended."""
        self.claimed.discard(row.id)
        self.backlog.discard(row.id)
