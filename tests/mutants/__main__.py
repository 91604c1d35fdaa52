"""`python -m tests.mutants [name…]`: put each fault into a copy of the product; whoever should notice it must."""

import shlex
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from tests.mutants.faults import FAULTS, Fault

ROOT = Path(__file__).parents[2]
_COPIED = ("bot", "tests", "locales", "pyproject.toml", "README.md")
_SECONDS = 300
_AT_ONCE = 2


def is_noticed(fault: Fault, product: Path) -> bool:
    """Whether the suite fails with the fault in the product; raises ValueError where the fault no longer applies."""
    with tempfile.TemporaryDirectory(prefix="mutant-") as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(product, copy)
        put_in(fault, copy)
        return _fails(fault.noticed_by, copy)


def put_in(fault: Fault, root: Path) -> None:
    """Change the one place the fault is about."""
    path = root / fault.file
    text = path.read_text("utf-8")
    if text.count(fault.old) != 1:
        raise ValueError(f"{fault.file} holds {text.count(fault.old)} times: {fault.old}")
    path.write_text(text.replace(fault.old, fault.new), "utf-8")


def _take_copy(target: Path) -> None:
    """The product as it stands now: it may be worked on meanwhile."""
    for name in _COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target / name)


def _fails(arguments: str, root: Path) -> bool:
    command = [sys.executable, *shlex.split(arguments)]
    try:
        ended = subprocess.run(
            command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return True  # it never ends: that is noticed as well
    return ended.returncode != 0


def main(names: list[str]) -> int:
    """Print what became of each; the number of those that nobody noticed is the result."""
    faults = {name: FAULTS[name] for name in names or FAULTS}
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder, ThreadPoolExecutor(_AT_ONCE) as pool:
        product = Path(folder)
        _take_copy(product)
        for check in dict.fromkeys(fault.noticed_by for fault in faults.values()):
            if _fails(check, product):
                raise SystemExit(f"python {check}: fails without any fault")
        missed = 0
        running = {pool.submit(is_noticed, fault, product): name for name, fault in faults.items()}
        for done in as_completed(running):
            name, noticed = running[done], done.result()
            missed += not noticed
            sys.stdout.write(f"{'noticed' if noticed else 'MISSED '}  {name}\n")
            sys.stdout.flush()
    return missed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
