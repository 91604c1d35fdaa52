"""Limits how fast a player may try transaction numbers: a few errors are free, then pauses grow, then operators decide.

It counts different numbers within a day: those that the provider refused, and those still being checked beyond what an
honest player has at once. Numbers that the bot refuses itself, such as too short ones, do not count.
"""

from dataclasses import dataclass

DAY_MS = 24 * 3_600_000
FREE, MOST = 3, 10
"""`FREE` refused numbers cost no time; from `MOST` on, claims wait for an operator or the next day."""

UNDER_WAY = 5
MOST_OF_ALL = 300
"""From this many refused numbers of all players, only players with a credit and no refused number continue."""

_FIRST_MS = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """Counts of a player's different numbers in the last day, without the one to send; times are epoch milliseconds.

    `refused_by_all` counts refused numbers of all players; `is_known`: the player was credited before.
    """

    refused: int = 0
    under_way: int = 0
    last_at: int = 0
    refused_by_all: int = 0
    is_known: bool = False


def due_at(tried: Tried) -> int | None:
    """When the next number may be sent (epoch ms, may be past); None if an operator must release it."""
    if guesses(tried) >= MOST or (is_attack(tried) and (tried.refused > 0 or not tried.is_known)):
        return None
    return tried.last_at + pause_ms(guesses(tried))


def guesses(tried: Tried) -> int:
    """How many of the player's numbers were probably guesses."""
    return tried.refused + max(0, tried.under_way - UNDER_WAY)


def is_attack(tried: Tried) -> bool:
    """Whether so many numbers of all players were refused that somebody probably guesses with many accounts."""
    return tried.refused_by_all >= MOST_OF_ALL


def pause_ms(count: int) -> int:
    """How long the next number waits: not at all up to `FREE`, then one minute, doubled each time."""
    return _FIRST_MS << (count - FREE - 1) if count > FREE else 0
