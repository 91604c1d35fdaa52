"""Players whose deposits and payouts operators stopped."""

from bot.store.database import Database, Transaction


async def is_held(reads: Database | Transaction, label: str) -> str | None:
    """The reason of the hold on this player, or None."""
    row = await reads.fetchrow("SELECT reason FROM holds WHERE label = $1", label)
    return str(row["reason"]) if row else None
