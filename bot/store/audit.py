"""The append-only list of what operators did, each row chained to the one before by its hash."""

import hashlib

from bot.store.database import Transaction


async def append(tx: Transaction, *, actor: int, act: str, subject: str, before: str, after: str, now: int) -> None:
    """Write down an act, in the transaction of its effect."""
    last = await tx.fetchrow("SELECT hash FROM audit ORDER BY id DESC LIMIT 1")
    previous = str(last["hash"]) if last else ""
    text = "\n".join((previous, str(now), str(actor), act, subject, before, after))
    await tx.fetch(
        "INSERT INTO audit (at, actor, act, subject, before, after, previous, hash)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        now,
        actor,
        act,
        subject,
        before,
        after,
        previous,
        hashlib.sha256(text.encode()).hexdigest(),
    )
