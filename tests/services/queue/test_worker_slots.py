"""Hands per kind of receiver: one that is silent holds up its own rows and nobody else's."""

import asyncio
from dataclasses import dataclass, field

import pytest

from bot.services.queue.delivery import Delivered, Delivery
from bot.services.queue.outbox_worker import OutboxWorker
from bot.store import outbox
from bot.store.outbox import OutboxRow
from bot.wiring import worker_slots
from tests.services.service_fixture import ServiceFixture

LANES = {
    "screen": "tg",
    "card": "tg",
    "number": "pk",
    "claim": "pk",
    "payout": "po",
    "event": "ev",
    "read": "receipt",
    "weigh": "receipt",
}
RECEIVERS = ("tg", "number", "claim", "po", "ev", "receipt")


def receiver(kind: str) -> str:
    return kind if LANES[kind] == "pk" else LANES[kind]


@dataclass(slots=True, kw_only=True)
class Silent:
    """Never gets done with rows of one receiver, and at once with those of the others."""

    who: str
    done: list[str] = field(default_factory=list)
    under_way: int = 0

    async def deliver(self, row: OutboxRow) -> Delivery:
        if receiver(row.kind) == self.who:
            self.under_way += 1
            await asyncio.Event().wait()
        self.done.append(row.kind)
        return Delivered()


async def put(scene: ServiceFixture, kind: str, number: int, age: int) -> None:
    now = scene.clock.now - age
    lane, subject = f"{LANES[kind]}:{kind}-{number}", f"{kind}-{number}"
    await scene.database.write(lambda tx: outbox.add(tx, lane=lane, kind=kind, subject=subject, now=now))


@pytest.mark.parametrize("age", [0, 60_000], ids=["fresh", "old"])
@pytest.mark.parametrize("who", RECEIVERS)
async def test_whoever_is_silent_holds_up_nobody_else(scene: ServiceFixture, who: str, age: int) -> None:
    silent = [kind for kind in LANES if receiver(kind) == who]
    for number in range(70):
        for kind in silent:
            await put(scene, kind, number, age)
    others = [kind for kind in LANES if kind not in silent]
    for kind in others:
        await put(scene, kind, 0, age)
    channel = Silent(who=who)
    deliverer = OutboxWorker(
        scene.database, scene.clock, dict.fromkeys(LANES.values(), channel), worker_slots(scene.services.connection)
    )
    async with asyncio.TaskGroup() as group:
        running = group.create_task(deliverer.run())
        async with asyncio.timeout(20):
            while await scene.count("outbox", "state = 'sent'") < len(others):
                await asyncio.sleep(0)
        running.cancel()
    assert sorted(channel.done) == sorted(others)
    assert 0 < channel.under_way <= 48
