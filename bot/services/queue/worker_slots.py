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

    def room(self, now: int) -> int:
        """So many at most."""
        ...

    def opens_at(self, now: int) -> int:
        """When there is room again at the latest, in epoch milliseconds; asked where there is none."""
        ...

    def passed(self, rows: Sequence[OutboxRow], now: int) -> None:
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


ONE_FOR_ALL = (WorkerSlots(at_once=40, fresh=8),)


class SlotUse:
    """What one pair of hands holds. Behind a long queue there is room for what is fresh, and never only for that."""

    def __init__(self, hands: WorkerSlots) -> None:
        self.hands = hands
        self.in_hand: set[int] = set()
        self.in_line: set[int] = set()

    def room(self, now: int) -> int:
        """How many rows more it can take."""
        left = self.hands.at_once + self.hands.fresh - len(self.in_hand)
        return left if self.hands.gate is None else min(left, self.hands.gate.room(now))

    def due(self, due: Mapping[str, int]) -> int | None:
        """When the first row that these hands take wants to leave."""
        return min((at for kind, at in due.items() if self.hands.kinds.has(kind)), default=None)

    def is_due(self, due: Mapping[str, int], now: int) -> bool:
        """Whether there is something to take now."""
        at = self.due(due)
        return at is not None and at <= now

    def wakes_at(self, due: Mapping[str, int], now: int) -> int | None:
        """When there is something to take, unless something happens before."""
        wanted = self.due(due)
        if wanted is None or len(self.in_hand) >= self.hands.at_once + self.hands.fresh:
            return None
        is_shut = self.hands.gate is not None and self.room(now) <= 0
        return max(wanted, self.hands.gate.opens_at(now)) if is_shut and self.hands.gate else wanted

    async def take(self, tx: Transaction, now: int, copy: int, held: frozenset[int]) -> list[OutboxRow]:
        """Take what is due; `held` is in hand already, in these hands or in others."""
        room, kinds = self.room(now), self.hands.kinds
        in_line = max(0, min(room, self.hands.at_once - len(self.in_line)))
        rows = list(await outbox.take(tx, now, copy, in_line, held, kinds=kinds))
        if len(rows) < in_line or room <= in_line:
            return rows  # nobody is left in the line, and nothing fresh either
        known = held.union(row.id for row in rows)
        since = now - FRESH_MS
        return rows + list(await outbox.take(tx, now, copy, room - len(rows), known, since=since, kinds=kinds))

    def hold(self, rows: Sequence[OutboxRow], now: int) -> None:
        """These are in hand; which of them stand in the line is said by the moment of the taking.

        One that aged since then would make the line longer than it may be.
        """
        self.in_hand |= {row.id for row in rows}
        self.in_line |= {row.id for row in rows if not is_fresh(row, now)}
        if rows and self.hands.gate is not None:
            self.hands.gate.passed(rows, now)

    def let_go(self, row: OutboxRow) -> None:
        """It was delivered, or was not."""
        self.in_hand.discard(row.id)
        self.in_line.discard(row.id)
