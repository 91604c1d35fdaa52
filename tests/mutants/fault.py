"""A fault: where, what stands there, what is put in its place, and what must notice it."""

from collections.abc import Sequence
from dataclasses import dataclass

SIM = "tests.sim --seeds 6 --steps 4000 --first"


def by_script(script: str) -> str:
    """Noticed by the play of this script that is killed at some point."""
    return f"tests.sim.exhaustive --first {script}"


def by_tests(path: str, *, marked: str = "not postgres") -> str:
    """Noticed by these tests; a server is started only where copies of the program meet."""
    ignored = "ignore::pytest.PytestAssertRewriteWarning"  # plugins that are imported before they are asked for
    return f"pytest -q -x --timeout 60 -p no:cacheprovider -W {ignored} -m '{marked}' tests/{path}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """`old` stands exactly once in `file`."""

    file: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Most are one edit; `noticed_by` is a module and its arguments, and running it must end in failure."""

    file: str
    old: str
    new: str
    also: Sequence[Edit] = ()
    noticed_by: str = SIM

    @property
    def edits(self) -> Sequence[Edit]:
        """All that is changed."""
        return (Edit(file=self.file, old=self.old, new=self.new), *self.also)
