"""Delivers postbacks, and repeats them with growing pauses until the receiver answers ok."""

import asyncio
import itertools
import json
from collections.abc import AsyncGenerator, Coroutine, Sequence
from contextlib import asynccontextmanager
from http import HTTPStatus

import aiohttp

from bot.dev.simulators.paykassma.ledger import SimulatorLedger
from bot.dev.simulators.paykassma.records import Attempt, Delivery

PAUSES = (1.0, 2.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0)
PATIENCE = aiohttp.ClientTimeout(total=30)


class PostbackDelivery:
    """Sends postbacks to `url`, which may be set late, since a receiver's address is often known only after its start.

    Works while `open` is entered. The last of `pauses` (seconds) is repeated; without pauses nothing is sent again.
    """

    def __init__(self, ledger: SimulatorLedger, url: str, pauses: Sequence[float] = PAUSES) -> None:
        self.url = url
        self.pauses = tuple(pauses)
        self._ledger = ledger
        self._session: aiohttp.ClientSession | None = None
        self._group = asyncio.TaskGroup()
        self._tasks: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def open(self) -> AsyncGenerator[None]:
        """Send postbacks within the block; what is unfinished at its end is cancelled."""
        async with aiohttp.ClientSession() as self._session, asyncio.TaskGroup() as self._group:
            yield
            for task in self._tasks:
                task.cancel()

    def start(self, work: Coroutine[None, None, None]) -> None:
        """Run `work` in the background while `open` is entered."""
        task = self._group.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def deliver(self, delivery: Delivery, times: int = 1) -> list[int]:
        """Send a postback `times` at once; returns the HTTP statuses. A genuine one is repeated until accepted."""
        async with asyncio.TaskGroup() as group:
            sendings = [group.create_task(self._send(delivery)) for _ in range(times)]
        attempts = [sending.result() for sending in sendings]
        if delivery.genuine and not any(attempt.ok for attempt in attempts):
            self.start(self._retry(delivery))
        return [attempt.status for attempt in attempts]

    async def _retry(self, delivery: Delivery) -> None:
        for pause in itertools.chain(self.pauses, itertools.repeat(self.pauses[-1]) if self.pauses else ()):
            await asyncio.sleep(pause)
            if (await self._send(delivery)).ok:
                return

    async def _send(self, delivery: Delivery) -> Attempt:
        status, text = await self._post(delivery.body)
        attempt = Attempt(at=self._ledger.clock(), status=status, answer=text[:200], ok=_is_ok(status, text))
        self._ledger.add_attempt(delivery, attempt)
        return attempt

    async def _post(self, body: bytes) -> tuple[int, str]:
        if self._session is None:
            raise RuntimeError("the simulator's app is not being served, so it cannot send postbacks")
        headers = {"Content-Type": "application/json"}
        try:
            async with self._session.post(self.url, data=body, headers=headers, timeout=PATIENCE) as answer:
                return answer.status, await answer.text(errors="replace")
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return 0, type(error).__name__


def _is_ok(status: int, text: str) -> bool:
    try:
        return status == HTTPStatus.OK and json.loads(text) == {"status": "ok"}
    except ValueError:
        return False
