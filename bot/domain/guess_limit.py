"""How fast a player may try transaction numbers. A typo is free; guessing is slow, and soon an operator's matter.

Counted are different numbers within a day: those that the provider refused, and of those that it is still looking for
what goes beyond what an honest player has under way at once. What is refused here at once, such as too few digits,
never went to the provider and does not count.
"""

from dataclasses import dataclass

DAY_MS = 24 * 3_600_000
FREE, MOST = 3, 10
"""So many refused numbers cost no time; from so many on, claims wait for an operator or the next day."""

UNDER_WAY = 5
MOST_OF_ALL = 300
"""So many refused numbers of all players together: then only those go on who have been credited before, without one."""

_FIRST_MS = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A player's different numbers of the last day, but for the one that wants to leave; times in epoch milliseconds.

    `refused_by_all` counts those of all players; `is_known` says whether this one was ever credited.
    """

    refused: int = 0
    under_way: int = 0
    last_at: int = 0
    refused_by_all: int = 0
    is_known: bool = False


def due_at(tried: Tried) -> int | None:
    """When the next number may leave, as a time that may have passed; None where an operator has to let it go."""
    if guesses(tried) >= MOST or (is_attack(tried) and (tried.refused > 0 or not tried.is_known)):
        return None
    return tried.last_at + pause_ms(guesses(tried))


def guesses(tried: Tried) -> int:
    """How many of a player's numbers were no payment of his, as far as one can tell."""
    return tried.refused + max(0, tried.under_way - UNDER_WAY)


def is_attack(tried: Tried) -> bool:
    """Whether so many numbers of all players were refused that somebody guesses under many names."""
    return tried.refused_by_all >= MOST_OF_ALL


def pause_ms(count: int) -> int:
    """How long the next number waits after so many: not at all, then one minute, and each time twice as long."""
    return _FIRST_MS << (count - FREE - 1) if count > FREE else 0
