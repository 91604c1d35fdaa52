"""A fault: where it is put in, what it changes there, and what must notice it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tests.mutants.edits import Change, edited

SIM = "tests.sim --seeds 6 --steps 4000 --first"


def by_script(script: str) -> str:
    """Noticed by the play of this script that is killed at some point."""
    return f"tests.sim.exhaustive --first {script}"


def by_tests(path: str, *, marked: str = "not postgres") -> str:
    """Noticed by these tests; a server is started only where instances meet."""
    ignored = "ignore::pytest.PytestAssertRewriteWarning"  # plugins that are imported before they are asked for
    return f"pytest -q -x --timeout 60 -p no:cacheprovider -W {ignored} -m '{marked}' tests/{path}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """`at` is a file and, after a colon, what is defined there: "bot/x.py:Class.method", or the file alone."""

    at: str
    change: Change

    @property
    def file(self) -> str:
        return self.at.partition(":")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Most are one edit; `noticed_by` is a module and its arguments, and running it must end in failure."""

    at: str
    change: Change
    also: Sequence[Edit] = ()
    noticed_by: str = SIM

    @property
    def edits(self) -> Sequence[Edit]:
        """All that is changed."""
        return (Edit(at=self.at, change=self.change), *self.also)


def mutated(fault: Fault, read: Callable[[str], str]) -> Mapping[str, str]:
    """The files as they are with the fault; `read` tells what they hold. Raises NotOnePlace where it does not apply."""
    files: dict[str, str] = {}
    for edit in fault.edits:
        source = files[edit.file] if edit.file in files else read(edit.file)
        files[edit.file] = edited(source, edit.at.partition(":")[2], edit.change)
    return files
