"""Which faults a change is tried with: those in the files it touches, or a sample that differs with every commit."""

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
"""Where the repository of this tree is, if it is a copy without one."""


def chosen() -> list[str]:
    """For what changed since the commit before; without git, always the same sample."""
    return choose(_git("diff", "--name-only", "HEAD~1").split(), _git("rev-parse", "HEAD"))


def choose(changed: Collection[str], commit: str) -> list[str]:
    """Not all where many are touched, or a large change would be tried for hours."""
    touched = [name for name, fault in FAULTS.items() if any(edit.file in changed for edit in fault.edits)]
    many, count = (touched, AT_MOST) if touched else (list(FAULTS), SAMPLE)
    return many if len(many) <= count else sorted(Random(commit).sample(many, count))


def _git(*arguments: str) -> str:
    git = shutil.which("git")
    if git is None:
        return ""
    repository = os.environ.get(REPOSITORY, "")
    place = (f"--git-dir={repository}", f"--work-tree={ROOT}") if repository else ()
    command = [git, *place, "-c", "core.fsmonitor=", *arguments]
    result = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"GIT_OPTIONAL_LOCKS": "0"}, capture_output=True, text=True, check=False
    )
    return result.stdout.strip() if result.returncode == 0 else ""
