"""How many pixels may be decoded at once, over all threads."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class PixelBudget:
    """`size` pixels; one picture with more of them is decoded alone."""

    def __init__(self, size: int) -> None:
        self._size = self._free = size
        self._line = threading.Lock()
        self._changed = threading.Condition()

    @contextmanager
    def hold(self, needed: int) -> Iterator[None]:
        """Hold so many within the block; waits until there are so many."""
        taken = min(needed, self._size)
        # Whoever waits keeps the line: many small pictures cannot keep a large one waiting for ever.
        with self._line, self._changed:
            self._changed.wait_for(lambda: taken <= self._free)
            self._free -= taken
        try:
            yield
        finally:
            with self._changed:
                self._free += taken
                self._changed.notify_all()
