"""What an engine found, in one line."""

_LONGEST = 4_000


def words_of(error: BaseException) -> str:
    """An error in one line, down to what was raised first."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    below = error.__cause__
    said = f"{type(error).__name__}: {error}".replace("\n", " ")[:_LONGEST]
    return f"{said} <- {words_of(below)}" if below else said
