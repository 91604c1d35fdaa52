"""Send slots: when messages may leave if instances share Telegram's limits, by the clock of PostgreSQL."""

from dataclasses import dataclass

from bot.store.engine.database import Database, Transaction

_LOOK = """SELECT t.now, COALESCE(a.free_at, 0) AS overall, COALESCE(c.free_at, 0) AS chat
    FROM (SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT) AS now) AS t
    LEFT JOIN pace a ON a.chat_id = 0 LEFT JOIN pace c ON c.chat_id = $1"""


@dataclass(frozen=True, slots=True)
class Slots:
    """The current time and the next free times (epoch ms): over all chats, and in one chat."""

    now: int
    overall: int
    chat: int


async def load(reads: Database | Transaction, chat_id: int) -> Slots:
    """The slots of this chat now."""
    row = await reads.fetchrow(_LOOK, chat_id)
    return Slots(row["now"], row["overall"], row["chat"]) if row else Slots(0, 0, 0)


async def save(tx: Transaction, chat_id: int, slots: Slots) -> None:
    """Store the next free times after a slot was used."""
    await tx.fetch(
        "INSERT INTO pace (chat_id, free_at) VALUES (0, $2), ($1, $3)"
        " ON CONFLICT (chat_id) DO UPDATE SET free_at = excluded.free_at",
        chat_id,
        slots.overall,
        slots.chat,
    )


async def forget(tx: Transaction) -> None:
    """Delete the rows of chats without a message for an hour, which have no limit."""
    await tx.fetch("DELETE FROM pace WHERE chat_id <> 0 AND free_at < (SELECT MAX(free_at) FROM pace) - 3600000")
