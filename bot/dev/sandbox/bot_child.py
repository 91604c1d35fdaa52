"""`python -m bot.dev.sandbox.bot_child`: `python -m bot run` that ends when the process that started it is gone."""

import os
import runpy
import sys
import threading

_STDIN = 0


def end_with_parent() -> None:
    """Watch stdin, a pipe that only the parent holds open, and end this process when the pipe ends.

    A parent that was killed with SIGKILL cannot stop its child. Its pipe ends in any case, on Linux and on macOS.
    """
    threading.Thread(target=_exit_at_end_of_stdin, daemon=True).start()


def _exit_at_end_of_stdin() -> None:
    while os.read(_STDIN, 1):
        pass
    os._exit(1)  # at once: the next sandbox needs the database


if __name__ == "__main__":
    end_with_parent()
    sys.argv[1:] = ["run"]
    runpy.run_module("bot", run_name="__main__")
