"""Which faults a change is tried with: those in files that it touches, or a sample, another with every commit."""

import os
import shutil
import subprocess
from collections.abc import Collection
from pathlib import Path
from random import Random

from tests.mutants.faults import FAULTS

ROOT = Path(__file__).parents[2]
SAMPLE, AT_MOST = 8, 12
REPOSITORY = "BOT_TESTS_GIT"
"""Where the repository is that this tree is a copy of, if it is a copy."""


def chosen() -> list[str]:
    """By what git says of this tree and the commit before; where there is no git, always the same sample."""
    return choose(_git("diff", "--name-only", "HEAD~1").split(), _git("rev-parse", "HEAD"))


def choose(changed: Collection[str], commit: str) -> list[str]:
    """Of many faults that are touched only some, or a great change would be tried for hours."""
    touched = [name for name, fault in FAULTS.items() if any(edit.file in changed for edit in fault.edits)]
    many, count = (touched, AT_MOST) if touched else (list(FAULTS), SAMPLE)
    return many if len(many) <= count else sorted(Random(commit).sample(many, count))


def _git(*words: str) -> str:
    git = shutil.which("git")
    if git is None:
        return ""
    place = os.environ.get(REPOSITORY, "")
    command = [git, *((f"--git-dir={place}", f"--work-tree={ROOT}") if place else ()), "-c", "core.fsmonitor=", *words]
    ended = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"GIT_OPTIONAL_LOCKS": "0"}, capture_output=True, text=True, check=False
    )
    return ended.stdout.strip() if ended.returncode == 0 else ""
