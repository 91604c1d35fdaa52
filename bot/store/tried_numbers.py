"""Transaction numbers that were sent to the provider, by order, and whether it refused them."""

from bot.domain.deposit import Deposit
from bot.domain.guess_limit import DAY_MS, Tried
from bot.store.engine.database import Database, Transaction

Reads = Database | Transaction


async def add(tx: Transaction, deposit: Deposit, order_id: str, now: int) -> None:
    """Store that the number of this order is sent to the provider."""
    await tx.fetch(
        "INSERT INTO tried_numbers (order_id, deposit_id, player_id, number, at) VALUES ($1, $2, $3, $4, $5)"
        " ON CONFLICT DO NOTHING",
        order_id,
        deposit.id,
        deposit.player_id,
        deposit.transaction_number,
        now,
    )


async def is_tried(reads: Reads, order_id: str) -> bool:
    """Whether this order was sent to the provider before."""
    return await reads.fetchrow("SELECT 1 AS found FROM tried_numbers WHERE order_id = $1", order_id) is not None


async def refuse(tx: Transaction, order_id: str) -> None:
    """Store that the provider refused the number of this order."""
    await tx.fetch("UPDATE tried_numbers SET refused = TRUE WHERE order_id = $1", order_id)


async def of_player(reads: Reads, deposit: Deposit, now: int) -> Tried:
    """What the deposit's player tried within a day, without the deposit's current number."""
    row = await reads.fetchrow(
        "SELECT COUNT(DISTINCT CASE WHEN t.refused THEN t.number END) AS refused,"
        " COUNT(DISTINCT CASE WHEN NOT t.refused AND d.status NOT IN ('credited', 'reversed') THEN t.number END)"
        " AS under_way, COALESCE(MAX(CASE WHEN t.at <= $4 THEN t.at END), 0) AS last_at"
        " FROM tried_numbers t JOIN deposits d ON d.id = t.deposit_id"
        " WHERE t.player_id = $1 AND t.at > $2 AND t.number <> $3",
        deposit.player_id,
        now - DAY_MS,
        deposit.transaction_number,
        now,
    )
    of_all = await reads.fetchrow("SELECT COUNT(*) AS count FROM tried_numbers WHERE refused AND at > $1", now - DAY_MS)
    known = await reads.fetchrow(
        "SELECT 1 AS found FROM deposits WHERE player_id = $1 AND status = 'credited' LIMIT 1", deposit.player_id
    )
    if row is None or of_all is None:  # pragma: no cover - an aggregate answers with a row
        raise AssertionError
    return Tried(
        refused=row["refused"],
        under_way=row["under_way"],
        last_at=row["last_at"],
        refused_by_all=of_all["count"],
        is_known=known is not None,
    )


async def forget(tx: Transaction, before: int, limit: int) -> int:
    """Delete up to `limit` rows from before a time. Returns how many."""
    rows = await tx.fetch(
        "DELETE FROM tried_numbers WHERE order_id IN"
        " (SELECT order_id FROM tried_numbers WHERE at < $1 ORDER BY at LIMIT $2) RETURNING order_id",
        before,
        limit,
    )
    return len(rows)


async def forget_player(tx: Transaction, player_id: int, before: int) -> None:
    """Delete this player's rows up to a time."""
    await tx.fetch("DELETE FROM tried_numbers WHERE player_id = $1 AND at <= $2", player_id, before)
