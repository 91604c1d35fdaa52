"""A deliverer beside a channel that answers by script, for the tests of the outbox."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.services.queue.delivery import Delivered, Delivery
from bot.services.queue.outbox_worker import OutboxWorker
from bot.store import outbox
from bot.store.outbox import OutboxRow
from tests.services.service_fixture import ServiceFixture


@dataclass(slots=True, kw_only=True)
class Scripted:
    """Answers with what the script says for a subject, in turn, then with Sent; an exception is raised."""

    script: dict[str, deque[Delivery | Exception]] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)
    hangs: set[str] = field(default_factory=set)

    async def deliver(self, row: OutboxRow) -> Delivery:
        self.tried.append(row.subject)
        if row.subject in self.hangs:
            await asyncio.Event().wait()
        answers = self.script.get(row.subject)
        answer = answers.popleft() if answers else Delivered()
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, Delivered):
            self.left.append(row.subject)
        return answer


def scripted(**script: Delivery | Exception) -> Scripted:
    return Scripted(script={subject: deque([answer]) for subject, answer in script.items()})


@asynccontextmanager
async def delivering(scene: ServiceFixture, channel: Scripted) -> AsyncIterator[OutboxWorker]:
    """A deliverer of a process that has just started; it is killed at the end."""
    deliverer = OutboxWorker(scene.database, scene.clock, {"tg": channel})
    async with asyncio.TaskGroup() as group:
        running = group.create_task(deliverer.run())
        try:
            yield deliverer
        finally:
            running.cancel()


async def put(scene: ServiceFixture, subject: str, *, lane: str = "tg:1") -> None:
    await scene.database.write(
        lambda tx: outbox.add(tx, lane=lane, kind="screen", subject=subject, now=scene.clock.now)
    )


async def until(scene: ServiceFixture, where: str, rows: int) -> None:
    async with asyncio.timeout(20):
        while await scene.count("outbox", where) != rows:
            await asyncio.sleep(0)


async def move(scene: ServiceFixture) -> None:
    while True:
        await scene.clock.asleep()
        scene.clock.advance(10)
