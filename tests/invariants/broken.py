"""How an engine says that an invariant is broken."""

from sqlite3 import Row


class Broken(AssertionError):
    """An invariant does not hold; the text begins with its number, where it has one."""


def demand(holds: object, invariant: str, *facts: object) -> None:
    """Raise Broken unless the invariant holds."""
    if not holds:
        raise Broken(" ".join([invariant, *map(_shown, facts)]))


def _shown(fact: object) -> str:
    if isinstance(fact, str):
        return fact
    return repr(dict(fact) if isinstance(fact, Row) else fact)
