"""The outbox as the program wires it, for tests that let rows leave one after the other."""

from collections.abc import Callable

from bot.runtime.clock import Clock
from bot.services.queue.delivery import DeadLetter, Delivery, OutboxHandler
from bot.services.queue.outbox_worker import OutboxWorker
from bot.store import outbox
from bot.store.outbox import OutboxRow
from bot.wiring import Services, outbox_handlers


class NoTelegram:
    """A test that lets no message leave has no Telegram."""

    async def deliver(self, row: OutboxRow) -> Delivery:
        return DeadLetter(f"this test has no Telegram: {row.kind}")


def handlers_of(
    services: Services, clock: Clock, telegram: OutboxHandler | None = None, **others: OutboxHandler
) -> dict[str, OutboxHandler]:
    """Every handler of the program; `others` stand for some of them, by the first part of the ordering key."""
    return outbox_handlers(services, clock, telegram=telegram or NoTelegram(), merchant=None) | others


async def deliver_due(
    services: Services,
    clock: Clock,
    *,
    leaves: Callable[[OutboxRow], bool],
    before_each: Callable[[OutboxRow], None] = lambda _row: None,
) -> int:
    """Deliver the due rows that `leaves` names, as a process that has just started would; return how many.

    The others are claimed, as they would be by any worker, until the leases are released.
    """
    database = services.database
    worker = OutboxWorker(database, clock, handlers_of(services, clock))
    now, owner = clock.now_ms(), database.membership.instance_id
    await database.write(outbox.release_orphans)
    rows = [row for row in await database.write(lambda tx: outbox.take(tx, now, owner, 1_000)) if leaves(row)]
    for row in rows:
        before_each(row)
        await worker._process(row)
    return len(rows)
