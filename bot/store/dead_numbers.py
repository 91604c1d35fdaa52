"""Wallet numbers that players reported as not working."""

from collections.abc import Sequence

from bot.domain.deposit import Deposit
from bot.store.engine.database import Database, Transaction

Reads = Database | Transaction


async def add(tx: Transaction, deposit: Deposit, now: int) -> None:
    """Store that the number that this deposit shows does not work."""
    await tx.fetch(
        "INSERT INTO dead_numbers (wallet, number, deposit_id, player_id, at) VALUES ($1, $2, $3, $4, $5)",
        deposit.wallet,
        deposit.wallet_number,
        deposit.id,
        deposit.player_id,
        now,
    )


async def of_deposit(reads: Reads, deposit_id: str) -> Sequence[str]:
    """The reported numbers of a deposit, in the order of the reports."""
    rows = await reads.fetch("SELECT number FROM dead_numbers WHERE deposit_id = $1 ORDER BY id", deposit_id)
    return [row["number"] for row in rows]


async def count_of_player(reads: Reads, player_id: int, since: int) -> int:
    """How many numbers a player reported since a time."""
    row = await reads.fetchrow(
        "SELECT COUNT(*) AS count FROM dead_numbers WHERE player_id = $1 AND at >= $2", player_id, since
    )
    return int(row["count"]) if row else 0


async def count_of_number(reads: Reads, number: str, since: int) -> int:
    """For how many deposits this number was reported since a time."""
    row = await reads.fetchrow(
        "SELECT COUNT(DISTINCT deposit_id) AS count FROM dead_numbers WHERE number = $1 AND at >= $2", number, since
    )
    return int(row["count"]) if row else 0


async def forget(tx: Transaction, before: int, limit: int) -> int:
    """Delete up to `limit` reports from before a time. Returns how many."""
    rows = await tx.fetch(
        "DELETE FROM dead_numbers WHERE id IN (SELECT id FROM dead_numbers WHERE at < $1 ORDER BY at LIMIT $2)"
        " RETURNING id",
        before,
        limit,
    )
    return len(rows)
