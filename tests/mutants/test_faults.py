"""Every fault still has its place in the product; whether it is noticed is asked by `python -m tests.mutants`."""

from pathlib import Path

import pytest

from tests.mutants.faults import FAULTS

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_has_one_place(name: str) -> None:
    for edit in FAULTS[name].edits:
        assert (ROOT / edit.file).read_text("utf-8").count(edit.old) == 1
