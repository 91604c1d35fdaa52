"""`python -m tests.kill.fork_server`: imports the program once, and gives birth to it as often as it is told to.

A line of JSON comes in, one goes out: `{"env": …, "folder": …, "afresh": …}` starts the program, by a fork or (afresh)
as its user would, and answers with its pid; `{"pid": …, "signal": …}` ends it, and answers whether it had lived until
then and with its exit code. At the end of the input none is left alive.
"""

import json
import os
import signal
import sys
import traceback
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, NoReturn

from bot.__main__ import main
from bot.app import import_telegram_app
from bot.dev.sandbox.bot_process import BOT

_alive: set[int] = set()


def start(order: Mapping[str, Any]) -> dict[str, int]:
    pid = os.fork()
    if pid == 0:
        _live(order)
    _alive.add(pid)
    return {"pid": pid}


def _live(order: Mapping[str, Any]) -> NoReturn:
    """In the child: the program in its folder, with its environment, its words going to its log."""
    code = 1
    try:
        os.chdir(order["folder"])
        log = os.open("bot.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        for number, target in enumerate((os.open(os.devnull, os.O_RDONLY), log, log)):
            os.dup2(target, number)
        if order["afresh"]:
            os.execve(sys.executable, BOT, order["env"])  # noqa: S606 - the real program
        os.environ.clear()
        os.environ.update(order["env"])
        code = main([])
    except BaseException:  # noqa: BLE001 - whatever it is, it stands in the log, and the child ends here
        traceback.print_exc()
    os._exit(code)


def end(pid: int, number: int) -> dict[str, bool | int]:
    ended, status = os.waitpid(pid, os.WNOHANG)
    if not ended:
        os.kill(pid, number)
        _, status = os.waitpid(pid, 0)
    _alive.discard(pid)
    return {"lived": not ended, "code": os.waitstatus_to_exitcode(status)}


def serve() -> None:
    import_telegram_app()
    try:
        for line in sys.stdin:
            order = json.loads(line)
            answer = end(order["pid"], order["signal"]) if "pid" in order else start(order)
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()
    finally:  # also when nobody hears the answer any more
        for pid in _alive:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    serve()
