"""The error for a failed start that the user must fix; `__main__` prints it without a traceback."""


class StartupError(Exception):
    """The program cannot start until the user changes something; the message says what."""
