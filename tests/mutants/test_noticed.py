"""Faults are put into a copy of the product, and the suite must notice them: it is worth what it notices."""

import subprocess
import sys

import pytest

from tests.mutants.choice import AT_MOST, ROOT, SAMPLE, choose, chosen
from tests.mutants.faults import FAULTS


@pytest.mark.process
@pytest.mark.timeout(900)
def test_the_faults_nearest_to_this_change_are_noticed() -> None:
    names = chosen()
    command = [sys.executable, "-m", "tests.mutants", "--quick", *names]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert ended.stdout.count("noticed ") == len(names)


def test_a_change_is_tried_with_the_faults_in_what_it_touches() -> None:
    few = choose(["bot/provider/answers.py", "README.md"], "1234")
    assert few == ["broken-is-refused", "any-digits-are-a-number-to-pay-to"]
    touched = choose(["bot/services/postbacks/crediting.py", "bot/services/withdrawals/sending.py"], "1234")
    assert len(touched) == AT_MOST
    assert all(any(edit.file.startswith("bot/services/") for edit in FAULTS[name].edits) for name in touched)


def test_with_every_commit_others_come_until_all_have_come() -> None:
    samples = [choose(["README.md"], f"commit {number}") for number in range(200)]
    assert {len(sample) for sample in samples} == {SAMPLE}
    assert {name for sample in samples for name in sample} == set(FAULTS)
