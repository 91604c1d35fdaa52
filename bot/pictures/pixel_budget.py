"""A limit on the pixels that all threads together decode at once."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class PixelBudget:
    """A budget of `size` pixels. A larger picture is decoded alone."""

    def __init__(self, size: int) -> None:
        self._size = self._free = size
        self._queue = threading.Lock()
        self._changed = threading.Condition()

    @contextmanager
    def hold(self, needed: int) -> Iterator[None]:
        """Reserve `needed` pixels for the length of the block; waits until they are free."""
        reserved = min(needed, self._size)
        # Served in order: many small pictures must not keep a large one waiting for ever.
        with self._queue, self._changed:
            self._changed.wait_for(lambda: reserved <= self._free)
            self._free -= reserved
        try:
            yield
        finally:
            with self._changed:
                self._free += reserved
                self._changed.notify_all()
