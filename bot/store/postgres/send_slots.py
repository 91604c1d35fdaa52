"""When messages may leave, where several copies share Telegram's limits: by PostgreSQL's clock, the same for all."""

from dataclasses import dataclass

from bot.store.engine.database import Database, Transaction

_LOOK = """SELECT t.now, COALESCE(a.free_at, 0) AS overall, COALESCE(c.free_at, 0) AS chat
    FROM (SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT) AS now) AS t
    LEFT JOIN pace a ON a.chat_id = 0 LEFT JOIN pace c ON c.chat_id = $1"""


@dataclass(frozen=True, slots=True)
class Slots:
    """The next free moments, in milliseconds: over all chats, and of one chat."""

    now: int
    overall: int
    chat: int


async def load(reads: Database | Transaction, chat_id: int) -> Slots:
    """How it stands now."""
    row = await reads.fetchrow(_LOOK, chat_id)
    return Slots(row["now"], row["overall"], row["chat"]) if row else Slots(0, 0, 0)


async def save(tx: Transaction, chat_id: int, slots: Slots) -> None:
    """Somebody has taken his slot."""
    await tx.fetch(
        "INSERT INTO pace (chat_id, free_at) VALUES (0, $2), ($1, $3)"
        " ON CONFLICT (chat_id) DO UPDATE SET free_at = excluded.free_at",
        chat_id,
        slots.overall,
        slots.chat,
    )


async def forget(tx: Transaction) -> None:
    """Chats to which nothing was sent for an hour are as free as those that were never written to."""
    await tx.fetch("DELETE FROM pace WHERE chat_id <> 0 AND free_at < (SELECT MAX(free_at) FROM pace) - 3600000")
