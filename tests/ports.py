"""Ports for what a test starts."""

import random
import socket
from contextlib import suppress


def free_port() -> int:
    """A port nobody listens on, below those that outgoing connections take: it is bound only a moment later."""
    while True:
        port = random.randrange(15_000, 32_000)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
