"""Statistics of measurements: rounds with a reference, medians, ratios, and goals. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median

STEADY = 0.3
"""A round counts if the reference before and after it differs by at most this part of the larger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One value, with the reference just before and after it; both are 0 without a reference."""

    value: float
    before: float = 0.0
    after: float = 0.0

    @property
    def reference(self) -> float:
        return (self.before + self.after) / 2

    @property
    def is_steady(self) -> bool:
        return abs(self.before - self.after) <= STEADY * max(self.before, self.after)


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A bound for the ratio to the reference or, without a reference, for the value."""

    at_least: float | None = None
    at_most: float | None = None

    def is_met_by(self, found: float) -> bool:
        above = self.at_least is None or found >= self.at_least
        return above and (self.at_most is None or found <= self.at_most)

    def __str__(self) -> str:
        lower = [] if self.at_least is None else [f"≥ {short(self.at_least)}"]
        return ", ".join([*lower, *([] if self.at_most is None else [f"≤ {short(self.at_most)}"])])


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A measurement of the bench: `name` in `unit`, with an optional `reference` in the same unit."""

    name: str
    unit: str
    rounds: Sequence[Round]
    reference: str = ""
    goal: Goal | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """A figure's row in the report. `ratio` is the median of the rounds' ratios; None without a reference.

    `is_met` is None if there is no goal or no steady round.
    """

    name: str
    unit: str
    value: float
    low: float
    high: float
    reference: str
    reference_value: float
    ratio: float | None
    goal: str
    is_met: bool | None
    rounds: int
    thrown_away: int
    note: str


def row_of(figure: Figure) -> FigureRow:
    """The row of a figure: medians over the steady rounds, or over all if none is steady; then there is no verdict."""
    steady = [one for one in figure.rounds if one.is_steady]
    told = steady or list(figure.rounds)
    values = [one.value for one in told]
    ratios = [one.value / one.reference for one in told if one.reference]
    ratio = median(ratios) if figure.reference and ratios else None
    value = median(values) if values else 0.0
    found = value if ratio is None else ratio
    return FigureRow(
        name=figure.name,
        unit=figure.unit,
        value=value,
        low=min(values, default=0.0),
        high=max(values, default=0.0),
        reference=figure.reference,
        reference_value=median([one.reference for one in told]) if told else 0.0,
        ratio=ratio,
        goal=str(figure.goal or ""),
        is_met=figure.goal.is_met_by(found) if figure.goal and steady else None,
        rounds=len(steady),
        thrown_away=len(figure.rounds) - len(steady),
        note=figure.note,
    )


def single(value: float) -> tuple[Round, ...]:
    """A single round without a reference."""
    return (Round(value=value),)


def percentile(values: Sequence[float], percent: float) -> float:
    """The percentile by nearest rank: the smallest value that `percent` of all do not exceed; 0 if there are none."""
    ranked = sorted(values)
    return ranked[max(0, ceil(len(ranked) * percent / 100) - 1)] if ranked else 0.0


def short(number: float) -> str:
    """A number with three significant digits: `0.8`, `12.3`, `4,120`."""
    if number == 0 or abs(number) >= 100:  # noqa: PLR2004 - three digits before the point
        return f"{number:,.0f}"
    return f"{number:.3g}"
