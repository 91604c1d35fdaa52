"""Claims that wait in the outbox: makes them due early."""

from bot.store.engine.database import Transaction
from bot.store.outbox import TOPIC


async def make_due(tx: Transaction, now: int) -> None:
    """Make all waiting claims due now; they leave in the order in which they were added."""
    await tx.fetch(
        "UPDATE outbox SET due_at = $1 WHERE state = 'waiting' AND kind = 'claim' AND due_at > $1",
        now,
    )
    tx.notify(TOPIC)


async def send_now(tx: Transaction, key: str, payload: str, now: int) -> None:
    """Make the claim with this dedupe key due now and before all others, even if it was sent before."""
    await tx.fetch(
        "UPDATE outbox SET state = 'waiting', due_at = $2, priority = -1, done_at = 0, payload = $3 WHERE dedupe = $1",
        key,
        now,
        payload,
    )
    tx.notify(TOPIC)


async def resend_dead(tx: Transaction, now: int) -> None:
    """Requeue claims that an earlier version of the bot gave up, if their deposit still waits."""
    await tx.fetch(
        "UPDATE outbox SET state = 'waiting', due_at = $1, done_at = 0, holder = 0 WHERE kind = 'claim'"
        " AND state = 'dead' AND subject IN (SELECT id FROM deposits WHERE status = 'claimed')",
        now,
    )
    tx.notify(TOPIC)
