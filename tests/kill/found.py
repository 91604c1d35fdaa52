"""What an engine found: a broken promise, in one line."""

_LONGEST = 4_000


class Broken(AssertionError):
    """A promise that was not kept; its text says which, and by what."""


def demand(holds: object, promise: str, *about: object) -> None:
    """Raise Broken unless the promise is kept."""
    if not holds:
        raise Broken(" ".join([promise, *map(str, about)]))


def words_of(error: BaseException) -> str:
    """An error in one line, down to what was raised first."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    below = error.__cause__
    said = f"{type(error).__name__}: {error}".replace("\n", " ")[:_LONGEST]
    return f"{said} <- {words_of(below)}" if below else said
