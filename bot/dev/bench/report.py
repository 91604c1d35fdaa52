"""Formats the bench's results: a table for people, JSON for programs."""

import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from bot.dev.bench.statistics import FigureRow, short

_HEADINGS = ("figure", "median", "min–max", "unit", "reference", "ratio", "goal", "")
_VERDICTS = {True: "met", False: "MISSED", None: ""}


def as_json(rows: Mapping[str, Sequence[FigureRow]], *, quick: bool) -> str:
    """`{"machine": {…}, "quick": bool, "parts": {name: [row]}}`."""
    told: dict[str, Any] = {
        "machine": {"python": platform.python_version(), "system": platform.system(), "cores": os.cpu_count()},
        "quick": quick,
        "parts": {name: [asdict(row) for row in part] for name, part in rows.items()},
    }
    return json.dumps(told, indent=2, ensure_ascii=False)


def as_table(rows: Mapping[str, Sequence[FigureRow]]) -> str:
    """A table of all parts, each followed by its notes."""
    lines = [_HEADINGS, *(_cells(row) for part in rows.values() for row in part)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(_HEADINGS))]
    told = [_line(_HEADINGS, widths)]
    for name, part in rows.items():
        told += ["", name, *(_line(_cells(row), widths) for row in part)]
        told += [f"  * {row.name}: {words}" for row in part for words in _remarks(row)]
    return "\n".join(told)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _cells(row: FigureRow) -> tuple[str, ...]:
    span = f"{short(row.low)}–{short(row.high)}" if row.rounds + row.thrown_away > 1 else ""
    reference = f"{short(row.reference_value)} {row.reference}" if row.reference else ""
    ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
    return (row.name, short(row.value), span, row.unit, reference, ratio, row.goal, _VERDICTS[row.is_met])


def _remarks(row: FigureRow) -> list[str]:
    told = [row.note] if row.note else []
    if row.thrown_away:
        told.append(f"{row.thrown_away} of {row.rounds + row.thrown_away} rounds not counted: the reference changed")
    if not row.rounds:
        told.append("no round was steady: measure again on a quieter machine")
    return told
