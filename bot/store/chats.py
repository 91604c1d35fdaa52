"""Ids of groups that became supergroups: the old and the new id are the same chat."""

from bot.store.engine.database import Database, Transaction

Reads = Database | Transaction
_LONGEST = 5
"""A group moves once. This limit ends a circle in the table."""


async def add_alias(tx: Transaction, old_id: int, new_id: int, now: int) -> bool:
    """Store that the chat `old_id` is now `new_id`; False if that was known."""
    row = await tx.fetchrow(
        "INSERT INTO chat_aliases (old_id, new_id, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING old_id",
        old_id,
        new_id,
        now,
    )
    return row is not None


async def newest(reads: Reads, chat_id: int) -> int:
    """The id under which Telegram accepts messages to this chat now."""
    for _ in range(_LONGEST):
        row = await reads.fetchrow("SELECT new_id FROM chat_aliases WHERE old_id = $1", chat_id)
        if row is None:
            break
        chat_id = int(row["new_id"])
    return chat_id


async def are_same(reads: Reads, one: int, other: int) -> bool:
    """Whether both are ids of one chat."""
    return one == other or await newest(reads, one) == await newest(reads, other)
