"""`python -m tests.mutants [name…]`: put each fault into a copy of the product; its check must notice it."""

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
from tests.mutants.fork_server import ForkServer, Result

ROOT = Path(__file__).parents[2]
_COPIED = ("bot", "tests", "locales", "pyproject.toml", "README.md")
_FAILURE_LINE = re.compile(r"^(?:FAILED tests|ERROR tests|python -m tests\.sim |  \w+ crash=).*", re.MULTILINE)


def put_in(fault: Fault, root: Path) -> None:
    """Change the places the fault is about; raises NotOnePlace where it no longer applies."""
    for name, source in mutated(fault, lambda name: (root / name).read_text("utf-8")).items():
        (root / name).write_text(source, "utf-8")


def _copy(product: Path, target: Path) -> Path:
    target.mkdir(parents=True)
    for name in _COPIED:
        if (product / name).is_dir():
            shutil.copytree(product / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(product / name, target / name)
    return target


def _evidence(result: Result) -> str:
    """The line of the output that says it, or the last one."""
    found = _FAILURE_LINE.search(result.output)
    lines = result.output.strip().splitlines() or ["nothing was written"]
    return (found.group() if found else lines[-1]).strip()[:200]


def _check_without_faults(faults: Mapping[str, Fault], folder: Path, server: ForkServer) -> None:
    """A check that fails without any fault would prove nothing."""
    checks = dict.fromkeys(fault.noticed_by for fault in faults.values())
    roots = {check: (check, _copy(folder / "product", folder / f"whole-{n}")) for n, check in enumerate(checks)}
    for check, result in server.run(roots):
        if result.failed:
            raise SystemExit(f"python -m {check}: fails without any fault: {result.output[-3000:]}")


def main() -> int:
    """Print what became of each; the number of those that nobody noticed is the result."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", choices=[*FAULTS, []], help="these only")
    parser.add_argument("--quick", action="store_true", help="believe that every check passes without a fault")
    chosen = parser.parse_args()
    faults, began, missed = {name: FAULTS[name] for name in chosen.names or FAULTS}, time.monotonic(), 0
    with tempfile.TemporaryDirectory(prefix="mutants-", ignore_cleanup_errors=True) as place:
        folder, server = Path(place), ForkServer()
        _copy(ROOT, folder / "product")  # as it stands now: it may be worked on meanwhile
        if not chosen.quick:
            _check_without_faults(faults, folder, server)
        for name, fault in faults.items():
            put_in(fault, _copy(folder / "product", folder / name))
        checks = {name: (fault.noticed_by, folder / name) for name, fault in faults.items()}
        for name, result in server.run(checks):
            missed += not result.failed
            _print(f"{'noticed' if result.failed else 'MISSED '}  {name}  {result.seconds:.0f} s  {_evidence(result)}")
    _print(f"{len(faults)} faults, {missed} missed, {time.monotonic() - began:.0f} s")
    return missed


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
