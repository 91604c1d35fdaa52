"""Carries postbacks to the receiver, and again with growing pauses until it answers ok."""

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
    """`url` may be set late: the receiver's address is often known only after it has started.

    He works while `open` is entered. After the last of the pauses that pause stays; without any nothing is repeated.
    """

    def __init__(self, books: SimulatorLedger, url: str, pauses: Sequence[float] = PAUSES) -> None:
        self.url = url
        self.pauses = tuple(pauses)
        self._books = books
        self._session: aiohttp.ClientSession | None = None
        self._group = asyncio.TaskGroup()
        self._errands: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def open(self) -> AsyncGenerator[None]:
        """Be at work; what is still on its way at the end is given up."""
        async with aiohttp.ClientSession() as self._session, asyncio.TaskGroup() as self._group:
            yield
            for errand in self._errands:
                errand.cancel()

    def start(self, errand: Coroutine[None, None, None]) -> None:
        """Run `errand` beside everything else."""
        task = self._group.create_task(errand)
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)

    async def deliver(self, delivery: Delivery, times: int = 1) -> list[int]:
        """Send a postback, `times` at once, and give the HTTP statuses; a genuine one is repeated until taken."""
        async with asyncio.TaskGroup() as group:
            sendings = [group.create_task(self._send(delivery)) for _ in range(times)]
        attempts = [sending.result() for sending in sendings]
        if delivery.genuine and not any(attempt.ok for attempt in attempts):
            self.start(self._insist(delivery))
        return [attempt.status for attempt in attempts]

    async def _insist(self, delivery: Delivery) -> None:
        for pause in itertools.chain(self.pauses, itertools.repeat(self.pauses[-1]) if self.pauses else ()):
            await asyncio.sleep(pause)
            if (await self._send(delivery)).ok:
                return

    async def _send(self, delivery: Delivery) -> Attempt:
        status, text = await self._post(delivery.body)
        attempt = Attempt(at=self._books.clock(), status=status, answer=text[:200], ok=_is_ok(status, text))
        self._books.note_attempt(delivery, attempt)
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
