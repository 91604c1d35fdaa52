"""A limit on the bytes in memory at once; waiters are served in order."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class ByteBudget:
    """A budget of `size` bytes. A request for more than `size` gets the whole budget."""

    def __init__(self, size: int) -> None:
        self._size = self._free = size
        self._waiting: deque[tuple[int, asyncio.Future[None]]] = deque()

    @asynccontextmanager
    async def hold(self, needed: int) -> AsyncIterator[None]:
        """Reserve `needed` bytes for the length of the block; waits until they are free."""
        taken = min(max(needed, 0), self._size)
        await self._take(taken)
        try:
            yield
        finally:
            self._give_back(taken)

    async def _take(self, needed: int) -> None:
        if not self._waiting and needed <= self._free:
            self._free -= needed
            return
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append((needed, turn))
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._give_back(needed)  # it was granted in the same moment as the cancellation
            else:
                self._serve()
            raise

    def _give_back(self, taken: int) -> None:
        self._free += taken
        self._serve()

    def _serve(self) -> None:
        """Grant waiting requests strictly in order: otherwise a large one would never be served."""
        while self._waiting and (self._waiting[0][1].cancelled() or self._waiting[0][0] <= self._free):
            needed, turn = self._waiting.popleft()
            if not turn.cancelled():  # a cancelled one stays in the queue until its task runs
                self._free -= needed
                turn.set_result(None)
