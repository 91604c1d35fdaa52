"""Why the program could not start, in one line that says what to do; `__main__` prints it without a traceback."""


class StartupError(Exception):
    """The person who starts the program must change something first; `str` of it is what he reads."""
