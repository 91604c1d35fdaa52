"""Ports for what a test starts."""

import os
import random
import socket
from contextlib import suppress

_ROOM = 1_000
_WORKERS = 16


def free_port() -> int:
    """A port nobody listens on, below those that outgoing connections take: it is bound only a moment later.

    Processes that run tests side by side each have ports of their own to choose from.
    """
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    first = 15_000 + _ROOM * (worker % _WORKERS)
    while True:
        port = random.randrange(first, first + _ROOM)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
