"""`python -m tests.mutants [name…]`: put each fault into a copy of the product; whoever should notice it must."""

import argparse
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from tests.mutants.fault import Fault, mutated
from tests.mutants.faults import FAULTS
from tests.mutants.forks import Ended, Forks

ROOT = Path(__file__).parents[2]
_COPIED = ("bot", "tests", "locales", "pyproject.toml", "README.md")
_TELLING = re.compile(r"^(?:FAILED tests|ERROR tests|python -m tests\.sim |  \w+ crash=).*", re.MULTILINE)


def put_in(fault: Fault, root: Path) -> None:
    """Change the places the fault is about; raises NotOnePlace where it no longer applies."""
    for name, source in mutated(fault, lambda name: (root / name).read_text("utf-8")).items():
        (root / name).write_text(source, "utf-8")


def _copy_of(product: Path, target: Path) -> Path:
    target.mkdir(parents=True)
    for name in _COPIED:
        if (product / name).is_dir():
            shutil.copytree(product / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(product / name, target / name)
    return target


def _what_noticed(ended: Ended) -> str:
    """The line that says it, or the last one."""
    found = _TELLING.search(ended.wrote)
    lines = ended.wrote.strip().splitlines() or ["nothing was written"]
    return (found.group() if found else lines[-1]).strip()[:200]


def _passes(faults: Mapping[str, Fault], folder: Path, forks: Forks) -> None:
    """A check that fails without any fault would prove nothing."""
    checks = dict.fromkeys(fault.noticed_by for fault in faults.values())
    roots = {check: (check, _copy_of(folder / "product", folder / f"whole-{n}")) for n, check in enumerate(checks)}
    for check, ended in forks.run(roots):
        if ended.failed:
            raise SystemExit(f"python -m {check}: fails without any fault: {ended.wrote[-3000:]}")


def main() -> int:
    """Print what became of each; the number of those that nobody noticed is the result."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", choices=[*FAULTS, []], help="these only")
    parser.add_argument("--quick", action="store_true", help="believe that every check passes without a fault")
    chosen = parser.parse_args()
    faults, began, missed = {name: FAULTS[name] for name in chosen.names or FAULTS}, time.monotonic(), 0
    with tempfile.TemporaryDirectory(prefix="mutants-", ignore_cleanup_errors=True) as place:
        folder, forks = Path(place), Forks()
        _copy_of(ROOT, folder / "product")  # as it stands now: it may be worked on meanwhile
        if not chosen.quick:
            _passes(faults, folder, forks)
        for name, fault in faults.items():
            put_in(fault, _copy_of(folder / "product", folder / name))
        checks = {name: (fault.noticed_by, folder / name) for name, fault in faults.items()}
        for name, ended in forks.run(checks):
            missed += not ended.failed
            _say(f"{'noticed' if ended.failed else 'MISSED '}  {name}  {ended.seconds:.0f} s  {_what_noticed(ended)}")
    _say(f"{len(faults)} faults, {missed} missed, {time.monotonic() - began:.0f} s")
    return missed


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
